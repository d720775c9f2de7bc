"""Every pose that can be given to somebody: presets, those kept in the project, those of the user's book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from previz.cast import POSE_GROUPS
from previz.cast.names import check
from previz.cast.pose_book import PoseBook, tidy
from previz.cast.solve import check as check_pose
from previz.errors import BadProject, FileDamaged, NotFound
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.model import Pose, PoseEntry
from previz.studio.stagehands import change_actor
from previz.studio.tracks import Scope

Where = Literal["project", "user"]
"""Kept in the file, for everybody who opens it; or in the user's book, for all their films."""


@dataclass(frozen=True)
class KeptPose:
    """One pose on offer."""

    name: str
    group: str
    where: Literal["preset", "project", "user"]
    pose: Pose
    id: str = ""
    """Of a project's pose."""

    @property
    def key(self) -> str:
        """By which `PoseLibrary.at` finds it: a preset's name, else "project:" or "user:" and the name."""
        return self.name if self.where == "preset" else f"{self.where}:{self.name}"


class PoseLibrary:
    """``trouble`` says in one line why the user's book cannot be used; everything else then still works."""

    def __init__(self, document: Document, book: PoseBook | None = None) -> None:
        """``book`` None is the user's own."""
        self._document = document
        self._book = book
        self.trouble = ""
        if book is None:
            try:
                self._book = PoseBook()
            except FileDamaged as error:
                self.trouble = str(error)

    def poses(self) -> list[KeptPose]:
        """The project's, the user's, then the presets in their groups."""
        return [*self._project(), *self._user(), *_presets()]

    def at(self, key: str) -> KeptPose:
        """The pose of a `KeptPose.key`. Raises NotFound with the nearest names."""
        where, colon, name = key.partition(":")
        if colon and where == "project":
            return self.find(name, "project")
        return self.find(name, "user") if colon and where == "user" else self.find(key, "preset")

    def find(self, name: str, where: Literal["preset", "project", "user"]) -> KeptPose:
        """Raises NotFound with the nearest names."""
        found = {one.name: one for one in self.poses() if one.where == where}
        try:
            return found[check(name, found, "pose")]
        except BadProject as error:
            raise NotFound(str(error)) from None

    # ---------------------------------------------------------------------------------- keeping and leaving
    def keep(self, name: str, pose: Pose, where: Where = "project", group: str = "") -> None:
        """Under a name, in place of one of that name. Raises BadProject, FileDamaged, FileNotWritable."""
        name = tidy(name)
        if where == "user":
            self._own_book().keep(name, pose, group)
            return
        check_pose(pose, None, ())
        known = next((one for one in self._document.of(PoseEntry) if one.name == name), None)
        with self._document.edit(f"Keep pose {name}") as edit:
            if known is not None:
                edit.update(known.id, pose=pose, group=group)
            else:
                order = self._document.next_order(PoseEntry)
                id = self._document.new_id(PoseEntry)
                edit.put(PoseEntry(id=id, name=name, pose=pose, group=group, order=order))

    def keep_of(self, name: str, shot_id: str, character_id: str, time_s: float, where: Where) -> Pose:
        """Keep how somebody stands at a moment of a shot. Raises NotFound for who is not in it."""
        actors = blocking.resolve(self._document, shot_id, time_s).actors
        pose = next((actor.pose for actor in actors if actor.id == character_id), None)
        if pose is None:
            raise NotFound(
                f"{self._document.describe(character_id)} is not in this shot; bring them on first."
            )
        self.keep(name, pose, where)
        return pose

    def rename(self, name: str, new_name: str, where: Where) -> None:
        """Raises NotFound for a pose that is not there, BadProject for a name that is taken."""
        known = self.find(name, where)
        if where == "user":
            self._own_book().rename(name, new_name)
            return
        new_name = tidy(new_name)
        if new_name != name and any(one.name == new_name for one in self._document.of(PoseEntry)):
            raise BadProject(f"There is a kept pose “{new_name}” already; give it another name.")
        with self._document.edit(f"Rename pose {name}") as edit:
            edit.update(known.id, name=new_name)

    def drop(self, name: str, where: Where) -> None:
        """Nobody who stands in it changes: a pose is copied when it is given. Raises NotFound."""
        known = self.find(name, where)
        if where == "user":
            self._own_book().drop(name)
            return
        with self._document.edit(f"Delete pose {name}") as edit:
            edit.remove(known.id)

    def copy(self, name: str, source: Where, goal: Where) -> None:
        """From the project into the user's book or the other way."""
        known = self.find(name, source)
        self.keep(known.name, known.pose, goal, known.group)

    # ---------------------------------------------------------------------------------------------- giving
    def give(
        self,
        kept: KeptPose,
        shot_id: str,
        character_id: str,
        *,
        time_s: float = 0.0,
        scope: Scope = "scene",
        gesture: str | None = None,
    ) -> None:
        """Put somebody into a pose, as one edit. Raises BadProject for one that this version cannot make."""
        check_pose(kept.pose, None, ())
        name = self._document.need(character_id, model.Character).name
        change_actor(
            self._document,
            shot_id,
            character_id,
            time_s=time_s,
            scope=scope,
            label=f"{name}: {kept.name}",
            gesture=gesture,
            pose=kept.pose,
        )

    # ------------------------------------------------------------------------------------------ the shelves
    def _project(self) -> Iterator[KeptPose]:
        for entry in self._document.of(PoseEntry):
            yield KeptPose(entry.name, entry.group, "project", entry.pose, entry.id)

    def _user(self) -> Iterator[KeptPose]:
        for name, leaf in self._book.leaves.items() if self._book else ():
            yield KeptPose(name, leaf.group, "user", leaf.pose)

    def _own_book(self) -> PoseBook:
        if self._book is None:
            raise FileDamaged(self.trouble)
        return self._book


def _presets() -> Iterator[KeptPose]:
    for group, names in POSE_GROUPS.items():
        for name in names:
            yield KeptPose(name, group, "preset", Pose(preset=name))
