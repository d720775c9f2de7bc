"""What a production writes beside its pictures: why a rule may be broken, and lists as they were issued."""

from __future__ import annotations

from typing import ClassVar

from previz.scene.entity import Entity

REVISION_COLOURS = (
    "white", "blue", "pink", "yellow", "green", "goldenrod", "buff", "salmon", "cherry", "tan",
)  # fmt: skip
"""Of the paper, in the order in which productions hand out revisions; then they begin again."""


class Waiver(Entity, frozen=True, kw_only=True):
    """Why a cut, or one shot, may break a rule. It holds as long as the two shots follow each other."""

    kind: ClassVar[str] = "waiver"
    before_id: str
    """The shot that is cut from, or the only one."""
    cut_to: str = ""
    """Id of the shot that is cut to, which may be gone; "" where the rule is about one shot alone."""
    rule: str
    reason: str
    who: str = ""
    at: str = ""
    """ISO 8601, UTC."""


class Issue(Entity, frozen=True, kw_only=True):
    """The shot list as it was handed out: what later lists are compared with."""

    kind: ClassVar[str] = "issue"
    order: str
    name: str
    """As it is printed: Rev 2."""
    colour: str = "white"
    at: str = ""
    """ISO 8601, UTC."""
    columns: tuple[str, ...] = ()
    """Keys of the columns of `rows`."""
    rows: dict[str, tuple[str, ...]] = {}
    """Shot's id → what each column said, as text."""


class Pick(Entity, frozen=True, kw_only=True):
    """Which of two takes of a panel somebody likes better."""

    kind: ClassVar[str] = "pick"
    panel_id: str
    better: str
    """Ids of the takes."""
    worse: str
    who: str
    at: str
    """ISO 8601, UTC."""
