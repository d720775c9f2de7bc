"""What the library offers, in the order in which it lies on the shelves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from previz.cast import PEOPLE
from previz.errors import NotFound
from previz.kit.catalogue import find
from previz.scene import model
from previz.scene.document import Document
from previz.studio.kit_list import size_words, starter_sets
from previz.studio.pose_library import PoseLibrary
from previz.ui.session import Session

Kind = Literal["person", "pose", "piece", "set"]
KINDS: tuple[Kind, ...] = ("person", "pose", "piece", "set")
TITLES: dict[Kind, str] = {"person": "People", "pose": "Poses", "piece": "Pieces", "set": "Sets"}

IN_FILM = "In this film"
OWN_GROUPS = {"project": IN_FILM, "user": "My poses"}
"""Where poses are kept that somebody made."""


@dataclass(frozen=True)
class Offer:
    """One thing on a shelf. ``key`` is what is dragged."""

    kind: Kind
    key: str
    name: str
    group: str
    told: str = ""
    """More about it, for the tooltip."""


def offers(session: Session, kind: Kind, words: str = "") -> list[Offer]:
    """Everything of a kind for which every word of ``words`` starts one of its words."""
    if kind == "piece":
        return [
            Offer("piece", p.key, p.name, p.group, f"{p.words}\n{size_words(p.size_m)}") for p in find(words)
        ]
    if kind == "set":
        try:
            return [Offer("set", s.key, s.name, "", s.about) for s in starter_sets(words)]
        except NotFound:
            return []
    found = _people(session.document) if kind == "person" else _poses(session.poses)
    wanted = words.casefold().split()
    return [offer for offer in found if all(_starts(offer, word) for word in wanted)]


def _starts(offer: Offer, word: str) -> bool:
    text = f"{offer.name} {offer.group} {offer.told}".casefold().replace(",", " ").split()
    return any(part.startswith(word) for part in text)


def _people(document: Document) -> list[Offer]:
    cast = [Offer("person", c.id, c.name, IN_FILM, c.words) for c in document.of(model.Character)]
    return cast + [Offer("person", key, readable(key), "Casting") for key in PEOPLE]


def _poses(poses: PoseLibrary) -> list[Offer]:
    return [
        Offer("pose", one.key, one.name, OWN_GROUPS[one.where])
        if one.where in OWN_GROUPS
        else Offer("pose", one.key, readable(one.name), one.group.capitalize())
        for one in poses.poses()
    ]


def readable(key: str) -> str:
    return key.replace("_", " ").replace("+", ", ").capitalize()
