"""Another take stands for its panel: one step of undo, told where somebody had approved the panel."""

from __future__ import annotations

from functools import partial

from previz.scene import model
from previz.studio.choosing import select_take
from previz.ui.session import Session
from previz.ui.taking_back import take_back


def let_stand(session: Session, take: model.Take) -> None:
    """An approval is of a take, so the panel is approved no more: that is said, with the way back."""
    document = session.document
    stood = document.get(document.need(take.panel_id, model.Panel).selected_take_id, model.Take)
    session.attempt(lambda: select_take(document, take))
    verdicts = session.studio.store.ledger.latest()
    stands = document.need(take.panel_id, model.Panel).selected_take_id == take.id
    if stood is None or stood == take or not stands or stood.id not in verdicts:
        return
    if verdicts[stood.id].state == "approved":
        after = "as it was judged" if take.id in verdicts else "a draft"
        told = f"Take {stood.number} keeps its approval; take {take.number} stands now, {after}."
        session.tell(told, "fact", "Undo", partial(take_back, session, document.history[-1]))
