"""Everything that a new draft changed, scene by scene, with the way to the page and to the shots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from previz.script.alike import common_places, parts_of
from previz.script.changes import Change
from previz.studio.draft_changes import SceneChanges
from previz.ui import tokens
from previz.ui.controls import push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.overlay import Overlay
from previz.ui.theme import colour

WIDTH, HEIGHT = 760, 640
MOST = 2000
"""So many changes are listed; a script that has more is another one."""
_WHAT = {
    "scene added": "Added",
    "scene removed": "Removed",
    "scene omitted": "Omitted",
    "scene returned": "Returned",
    "scene moved": "Moved",
}


class DraftChanges(Overlay):
    page_asked = Signal(str, str)
    """(scene, passage): a place on the pages."""
    shot_asked = Signal(str)

    def __init__(
        self, window: QWidget, name: str, scenes: Sequence[SceneChanges], numbers: Mapping[str, str]
    ) -> None:
        """``numbers``: shot id → number."""
        super().__init__(window, "What the draft changed", WIDTH, height=HEIGHT)
        count = sum(len(one.changes) for one in scenes)
        self._links: list[Callable[[], None]] = []
        self._numbers = numbers
        self.list = QTextBrowser()
        self.list.setAccessibleName("Changes")
        self.list.setOpenLinks(False)
        self.list.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.list.document().setDocumentMargin(16)
        self.list.setStyleSheet(
            f"QTextBrowser {{ background: transparent; font-size: {tokens.TEXT_BASE}px; }}"
        )
        self.list.setHtml(self._html(scenes))
        self.list.anchorClicked.connect(self._follow)
        told = "1 change" if count == 1 else f"{count} changes"
        many = "1 scene" if len(scenes) == 1 else f"{len(scenes)} scenes"
        head = column(
            label("What the draft changed", "title", weight="strong"),
            label(f"{name}: {told} in {many}.", tone="2"),
            margins=(16, 16, 16, 8),
            gap=4,
        )
        self.body.addWidget(head)
        self.body.addWidget(rule())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(rule())
        self.body.addWidget(row(None, push_button("Done", self.leave, "primary"), margins=(16, 8, 16, 12)))

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.list)

    # -------------------------------------------------------------------------------------------- words
    def _html(self, scenes: Sequence[SceneChanges]) -> str:
        parts: list[str] = []
        listed = 0
        for scene in scenes:
            if listed >= MOST:
                break
            title = f"{scene.number}\xa0\xa0{scene.heading}" if scene.number else "Before scene 1"
            parts.append(
                f'<p style="margin-top:14px; margin-bottom:2px; font-weight:600;">{escape(title)}</p>'
            )
            for change, shot_ids in list(zip(scene.changes, scene.shot_ids, strict=True))[: MOST - listed]:
                parts.append(self._line(change, shot_ids))
                listed += 1
        rest = sum(len(one.changes) for one in scenes) - listed
        if rest:
            more = f"And {rest} more, which previz script import --json lists."
            parts.append(f'<p style="color:{_ink("text3")};">{more}</p>')
        return "".join(parts)

    def _line(self, change: Change, shot_ids: Sequence[str]) -> str:
        links = []
        if change.shown_id:
            links.append(self._link("Page", lambda: self.page_asked.emit(change.scene_id, change.shown_id)))
        links += [
            self._link(f"Shot {self._numbers[id]}", lambda id=id: self.shot_asked.emit(id))  # type: ignore[misc]
            for id in shot_ids
            if id in self._numbers
        ]
        tail = f"&nbsp;&nbsp; {' &nbsp; '.join(links)}" if links else ""
        return f'<p style="margin:3px 0 3px 16px;">{_words(change)}{tail}</p>'

    def _link(self, text: str, act: Callable[[], None]) -> str:
        self._links.append(act)
        style = f"color:{_ink('accent_hi')}; text-decoration:none;"
        return f'<a href="#{len(self._links) - 1}" style="{style}">{escape(text)}</a>'

    def _follow(self, url: QUrl) -> None:
        self.leave()
        self._links[int(url.fragment())]()


def _words(change: Change) -> str:
    what = _WHAT.get(change.kind)
    grey = f'<span style="color:{_ink("text3")};">'
    if change.kind == "scene renumbered":
        what = f"Renumbered, was {escape(change.before)}"
    if what is not None:
        return f"{grey}{what}</span>"
    who = f", {escape(change.who)}" if change.who else ""
    how = "changed" if change.before and change.after else "cut" if change.before else "new"
    said = _gone(change.before) or _new(change.after)
    if change.before and change.after:
        said = _marked(change.before, change.after)
    return f"{grey}{change.kind.capitalize()} {how}{who}</span> &nbsp;{said}"


def _marked(before: str, after: str) -> str:
    """The new text with what is new in it, and what is gone, set apart."""
    old, new = parts_of(before), parts_of(after)
    pieces: list[str] = []
    a = c = 0
    for b, d in [*common_places(old, new), (len(old), len(new))]:
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        pieces += [_gone(gone), " " if gone.strip() and come.strip() else "", _new(come)]
        pieces += [escape(old[b])] if b < len(old) else []
        a, c = b + 1, d + 1
    return f'<span style="color:{_ink("text2")};">{"".join(pieces)}</span>'


def _gone(text: str) -> str:
    return f'<s style="color:{_ink("text3")};">{escape(text)}</s>' if text.strip() else ""


def _new(text: str) -> str:
    return f'<span style="color:{_ink("text")}; font-weight:600;">{escape(text)}</span>' if text else ""


def _ink(token: str) -> str:
    return colour(token).name()
