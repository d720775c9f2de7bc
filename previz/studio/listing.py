"""The shot list as data: what geometry, camera, people and ledger say, one row a shot."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import PrevizError
from previz.export.rows import (
    FilmFacts,
    NoteRow,
    PanelRow,
    SceneRow,
    Seen,
    ShotRow,
    Status,
    VerdictRow,
    panel_part,
)
from previz.grammar.movement import movement_label
from previz.grammar.numbering import Numbers, number_project
from previz.grammar.setups import SetUp, film_setups
from previz.grammar.terms import size_label
from previz.review.status import Standing, by_panel
from previz.scene import blocking, model
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.scene.optics import depth_of_field, f_number, ratio_label
from previz.scene.transform import matrix
from previz.script.covering import changed_words
from previz.studio.equipment import cameras_used
from previz.studio.issuing import changes_since, last_issue, printed_fields
from previz.studio.noting import about, threads
from previz.studio.overlays import OVERLAY, has_arrows, has_overlay, words_over
from previz.studio.panel_marks import actor_arrows, start_end
from previz.studio.reviewing import Reviewing
from previz.studio.shooting import Shooting, Sight

COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
"""World −Z is the top of the plan: north."""

_URGENCY: tuple[Status, ...] = ("changes", "draft", "review", "approved", "omitted")
"""A shot stands as its least finished panel does."""


class Listing:
    """Rows for every export and for `previz shots`."""

    def __init__(self, document: Document, shooting: Shooting, reviewing: Reviewing) -> None:
        self._document = document
        self._shooting = shooting
        self._reviewing = reviewing

    def numbers(self) -> Numbers:
        """The numbers of scenes and shots by the project's scheme."""
        document = self._document
        return number_project(document.project, document.of(model.Scene), document.of(model.Shot))

    # ------------------------------------------------------------------------------------------ film
    def film(self) -> FilmFacts:
        project = self._document.project
        package = project.package
        frame = package.framelines[0] if package.framelines else None
        return FilmFacts(
            title=project.title,
            director=project.director,
            writer=project.writer,
            producer=project.producer,
            cinematographer=project.cinematographer,
            artist=project.artist,
            revision=project.revision,
            language=project.language,
            paper=project.paper,
            units=project.units,
            aspect=frame.aspect if frame else 16 / 9,
            frame_rate=package.frame_rate,
            camera=cameras_used(self._document),
        )

    def own_columns(self) -> tuple[str, ...]:
        """Heads of the columns that the production added."""
        return self._document.project.list_columns

    def scenes(self) -> tuple[SceneRow, ...]:
        numbers = self.numbers().scenes
        return tuple(self._scene(scene, numbers[scene.id]) for scene in self._document.of(model.Scene))

    def _scene(self, scene: model.Scene, number: str) -> SceneRow:
        people = {character.id: character.name for character in self._document.of(model.Character)}
        present = {target for shot in self._document.children(scene.id, model.Shot)
                   for target in blocking.tracks(self._document, scene.id, shot.id)}  # fmt: skip
        present |= {track.target_id for track in self._document.children(scene.id, model.Track)}
        return SceneRow(
            id=scene.id,
            number=number,
            heading=heading(scene),
            interior=scene.interior,
            time=scene.time,
            place=scene.place,
            cast=tuple(name for id, name in people.items() if id in present),
            location=scene.location,
            eighths=scene.eighths,
            synopsis=scene.synopsis,
            omitted=scene.omitted,
        )

    # ----------------------------------------------------------------------------------------- shots
    def shots(self) -> tuple[ShotRow, ...]:
        """All shots in the order of the film.

        A shot that cannot be seen (no camera, no stage) keeps its words and says why.
        """
        return tuple(self.each())

    def marked(self, rows: Sequence[ShotRow]) -> tuple[ShotRow, ...]:
        """With what changed since the list was issued last."""
        document = self._document
        found = changes_since(last_issue(document), rows, self.scenes(), printed_fields(document)).cells
        return tuple(
            msgspec.structs.replace(row, changed=tuple(sorted(found[row.id]))) if row.id in found else row
            for row in rows
        )

    def each(self, seen: Container[str] = ()) -> Iterator[ShotRow]:
        """The rows of `shots`, one after another as they are looked at.

        ``seen``: ids of shots whose geometry the caller has; their rows come without it.
        """
        numbers, said = self.numbers(), by_panel(self._reviewing.verdicts())
        setups = film_setups(self._document, numbers.shots)
        for shot in self._document.of(model.Shot):
            standings = self._reviewing.standings_of(shot, said)
            row = self._words if shot.id in seen else self._shot
            yield row(shot, numbers, standings, setups[shot.id])

    def notes(self) -> list[NoteRow]:
        """What people said about panels that are still there, by number."""
        document, numbers, rows = self._document, self.numbers().shots, []
        for thread in threads(document):
            note = thread.note
            panel = document.get(note.panel_id, model.Panel)
            if panel is not None:
                rows.append(
                    NoteRow(
                        number=thread.number,
                        shot=numbers[panel.shot_id],
                        panel_id=panel.id,
                        author=note.author,
                        text=note.text,
                        at=note.at[:16].replace("T", " "),
                        about=about(document, note),
                        replies=tuple((reply.author, reply.text) for reply in thread.replies),
                        resolved=thread.resolved,
                    )
                )
        return rows

    def verdicts(self) -> tuple[VerdictRow, ...]:
        """All that was decided, the oldest first. What counts now and is stale says so."""
        document, numbers, found = self._document, self.numbers().shots, self._reviewing.verdicts()
        standings = self._reviewing.standings()
        return tuple(verdict_row(document, numbers, standings, verdict) for verdict in found)

    def words(self) -> tuple[ShotRow, ...]:
        """As `shots` at once, without what only a look at the stage can tell: geometry, and what is stale."""
        numbers, standings = self.numbers(), self._reviewing.statuses()
        setups = film_setups(self._document, numbers.shots)
        return tuple(
            self._words(shot, numbers, standings, setups[shot.id]) for shot in self._document.of(model.Shot)
        )

    def reworded(self, row: ShotRow, shot: model.Shot) -> ShotRow:
        """A row with what people typed into its shot since; numbers, set-ups and verdicts as they were."""
        panels = self._document.children(shot.id, model.Panel)
        said = {panel.id: words for panel, words in zip(panels, panel_words(shot, panels), strict=True)}
        rows = tuple(msgspec.structs.replace(one, **said.get(one.id, {})) for one in row.panels)
        return msgspec.structs.replace(row, panels=rows, **_typed(shot))

    def troubles(self) -> list[str]:
        """Why shots that have a camera cannot be seen all the same: "1A: a focal length of 0 mm …"."""
        numbers, found = self.numbers().shots, []
        for shot in self._document.of(model.Shot):
            if not shot.omitted and self._camera_keys(shot):
                try:
                    self._shooting.sight(shot.id)
                except PrevizError as error:
                    found.append(f"{numbers[shot.id]}: {error}")
        return found

    def _shot(
        self, shot: model.Shot, numbers: Numbers, standings: dict[str, Standing], setup: SetUp
    ) -> ShotRow:
        row = self._words(shot, numbers, standings, setup)
        try:
            return self._seen(row, shot)
        except PrevizError as error:
            return msgspec.structs.replace(row, trouble=str(error))

    def _words(
        self, shot: model.Shot, numbers: Numbers, standings: dict[str, Standing], setup: SetUp
    ) -> ShotRow:
        panels = self._panels(shot, standings)
        rewritten = changed_words(self._document, shot)
        approved = [panel for panel in panels if panel.status == "approved"]
        return ShotRow(
            id=shot.id,
            scene_id=shot.scene_id,
            scene_number=numbers.scenes[shot.scene_id],
            number=numbers.shots[shot.id],
            **_typed(shot),
            setup=setup.name,
            setup_order=setup.order,
            facing=setup.facing,
            setup_group=shot.setup_group,
            frame_rate=self._document.project.package.frame_rate,
            status="omitted" if shot.omitted else _least_finished(panels),
            stale=tuple(dict.fromkeys([*rewritten, *(reason for panel in panels for reason in panel.stale)])),
            approved_by=", ".join(dict.fromkeys(panel.approved_by for panel in approved)),
            approved_at=max((panel.approved_at for panel in approved), default=""),
            panels=panels,
        )

    def _seen(self, row: ShotRow, shot: model.Shot) -> ShotRow:
        """The columns that geometry and camera fill. Raises as `Shooting.sight`."""
        sight = self._shooting.sight(shot.id)
        camera = sight.camera
        keys = self._camera_keys(shot)
        end_mm = keys[-1].focal_length_mm if keys else camera.focal_length_mm
        return msgspec.structs.replace(
            row,
            **msgspec.structs.asdict(self._frame(sight, end_mm)),
            panels=self._moving(shot, row.panels, end_mm),
            camera=camera.body_label,
            movement=self.movement(shot),
            lens_series=camera.lens_series,
            squeeze=camera.squeeze,
            t_stop=camera.t_stop,
            body=camera.sensor_name,
            unverified=self._unverified(camera),
            frameline=ratio_label(camera.aspect),
        )

    def _frame(self, sight: Sight, end_mm: float | None) -> Seen:
        """What a camera sees at one moment. ``end_mm``: where a zoom that it begins ends."""
        camera, name = sight.camera, sight.name
        circle, stop, mm = camera.circle_of_confusion_mm, f_number(camera.t_stop), camera.focal_length_mm
        depth = depth_of_field(mm, stop, circle, camera.focus_distance_m)
        return Seen(
            size=size_label(name.size, self._document.project.size_names) if name.size else "",
            composition=name.composition,
            who=tuple(one.name for one in name.seen),
            subjects=tuple(one.name for one in name.counted),
            angle=name.angle,
            level=name.level or "",
            roll_deg=round(name.roll_deg, 1),
            view=name.view or "",
            looking=_looking(sight),
            camera_height_m=round(camera.position_m[1], 3),
            tilt_deg=round(name.pitch_deg, 1),
            subject_distance_m=_distance(sight),
            focus_distance_m=round(camera.focus_distance_m, 3),
            near_m=round(depth.near_m, 3),
            far_m=None if math.isinf(depth.far_m) else round(depth.far_m, 3),
            focal_length_mm=mm,
            focal_length_end_mm=None if end_mm == mm else end_mm,
        )

    def _moving(self, shot: model.Shot, rows: tuple[PanelRow, ...], end_mm: float) -> tuple[PanelRow, ...]:
        """With what the camera sees at each panel's own time, the ways of people, and the frame's own where
        no second panel shows its end."""
        starts = [panel.time_s for panel in self._document.children(shot.id, model.Panel)]
        marked = []
        for row, start_s, end_s in zip(rows, starts, [*starts[1:], shot.duration_s], strict=True):
            sight = self._shooting.sight(shot.id, start_s)
            alone = len(rows) == 1
            last = blocking.resolve(self._document, shot.id, shot.duration_s).camera
            marked.append(
                msgspec.structs.replace(
                    row,
                    seen=self._frame(sight, end_mm if alone else None),
                    arrows=actor_arrows(self._document, shot.id, sight, start_s, end_s),
                    start_end=start_end(sight.camera, last) if last and alone else None,
                )
            )
        return tuple(marked)

    def _camera_keys(self, shot: model.Shot) -> list[model.CameraKey]:
        track = blocking.camera_track(self._document, shot.id)
        return [key for key in track.keys if isinstance(key, model.CameraKey)] if track else []

    def movement(self, shot: model.Shot) -> str:
        """What geometry proves, with the word that only a person can add before it.

        Raises as `Shooting.sight`.
        """
        keys = self._camera_keys(shot)
        points = [_principal_m(self._shooting.sight(shot.id, key.time_s)) for key in keys]
        known = [point for point in points if point is not None]
        label = movement_label(keys, known if len(known) == len(keys) else None)
        return " ".join(filter(None, (shot.move_style, label)))

    def _unverified(self, camera: CameraState) -> bool:
        """Does a number behind this picture come from a source that nobody has checked?"""
        package = self._document.project.package
        doubtful = {body.sensor.name for body in package.bodies if body.sensor.confidence == "C"}
        doubtful |= {f"{s.maker} {s.series}".strip() for s in package.lens_sets if s.confidence == "C"}
        return bool(doubtful & {camera.sensor_name, camera.lens_series})

    def _panels(self, shot: model.Shot, standings: dict[str, Standing]) -> tuple[PanelRow, ...]:
        panels = self._document.children(shot.id, model.Panel)
        rows = []
        for index, (panel, words) in enumerate(zip(panels, panel_words(shot, panels), strict=True), start=1):
            take, stand = self._reviewing.selected(panel), standings[panel.id]
            decided = stand.decided
            signed = decided if decided is not None and decided.state == "approved" else None
            # Reasons for changes stay in sight while somebody finds the frame still true.
            asked = decided is not None and decided.state == "changes"
            said, counts = decided if asked else stand.verdict, stand.verdict
            rows.append(
                PanelRow(
                    id=panel.id,
                    index=index,
                    count=len(panels),
                    image=take.image if take else "",
                    overlay=f"{OVERLAY}{take.id}" if take and has_overlay(self._document, take) else "",
                    overlay_words=words_over(self._document, take.id) if take else "",
                    arrows_drawn=take is not None and has_arrows(self._document, take.id),
                    camera=panel.camera,
                    time_s=panel.time_s,
                    **words,
                    status=stand.status,
                    stale=(*changed_words(self._document, shot), *stand.reasons),
                    since=stand.since,
                    approved_by=signed.who if signed else "",
                    approved_at=signed.at if signed else "",
                    said=said.why if said else "",
                    said_by=said.who if said else "",
                    said_at=said.at if said else "",
                    verdict=counts.number if counts else 0,
                    verdict_hash=counts.hash if counts else "",
                    takes=len(self._document.children(panel.id, model.Take)),
                    take=take.number if take else 0,
                    take_id=take.id if take else "",
                    **_newcomer(stand.newer),
                    locked=panel.locked,
                    made_by=_made_by(take),
                    kept=take.fidelity.score if take and take.fidelity else None,
                    drifted=take.fidelity.reasons if take and take.fidelity else (),
                )
            )
        return tuple(rows)


def verdict_row(
    document: Document, numbers: dict[str, str], standings: dict[str, Standing], verdict: model.Verdict
) -> VerdictRow:
    panel, take = document.get(verdict.panel_id, model.Panel), document.get(verdict.take_id, model.Take)
    stand = standings.get(verdict.panel_id)
    counts = stand is not None and stand.verdict is not None and stand.verdict.number == verdict.number
    shot, rewritten = "", False
    if panel is not None:
        rewritten = bool(changed_words(document, document.need(panel.shot_id, model.Shot)))
        siblings = [other.id for other in document.children(panel.shot_id, model.Panel)]
        shot = numbers[panel.shot_id] + panel_part(siblings.index(panel.id) + 1, len(siblings))
    return VerdictRow(
        number=verdict.number,
        shot=shot,
        take=take.number if take else 0,
        state=verdict.state,
        who=verdict.who,
        why=verdict.why,
        at=verdict.at,
        hash=verdict.hash,
        standing="removed" if panel is None else "stands" if counts else "superseded",
        stale=counts and stand is not None and (stand.stale or rewritten),
    )


def panel_words(shot: model.Shot, panels: Sequence[model.Panel]) -> list[dict[str, Any]]:
    """What each panel says and how long it stands: its own, and for the first what its shot says."""
    lengths = panel_lengths_s(shot, panels)
    return [
        {
            "action": panel.caption or (shot.action if place == 0 else ""),
            "dialogue": panel.dialogue or (shot.dialogue if place == 0 else ()),
            "sound": panel.sound or (shot.sound if place == 0 else ""),
            "duration_s": lengths[place],
        }
        for place, panel in enumerate(panels)
    ]


def panel_lengths_s(shot: model.Shot, panels: Sequence[model.Panel]) -> list[float]:
    """How long each panel stands: its own time, else an equal part of what the others leave of the shot."""
    given = sum(panel.duration_s for panel in panels if panel.duration_s is not None)
    free = sum(panel.duration_s is None for panel in panels)
    part = max(0.0, shot.duration_s - given) / free if free else 0.0
    return [part if panel.duration_s is None else panel.duration_s for panel in panels]


def heading(scene: model.Scene) -> str:
    """As in a script: INT. KITCHEN - DAY."""
    where = " - ".join(filter(None, (scene.place.upper(), scene.time.upper())))
    return f"{scene.interior}. {where}".replace("/EXT.", "./EXT.")


TYPED = (
    "action", "dialogue", "filters", "equipment", "sound", "props", "wardrobe", "vfx", "sfx", "lighting",
    "shoot_day", "shoot_order", "fields", "tint", "notes", "priority", "duration_s", "setup_time_min",
)  # fmt: skip
"""Fields of a shot that its row repeats."""


def _typed(shot: model.Shot) -> dict[str, Any]:
    return {name: getattr(shot, name) for name in TYPED}


def _made_by(take: model.Take | None) -> str:
    if take is None:
        return ""
    return f"{take.model or take.generator}, {take.style}, seed {take.seed}, take {take.number}"


def _newcomer(take: model.Take | None) -> dict[str, Any]:
    if take is None:
        return {}
    return {"new_take": take.number, "new_take_id": take.id, "new_image": take.image}


def _least_finished(panels: Sequence[PanelRow]) -> Status:
    return min((panel.status for panel in panels), key=_URGENCY.index, default="draft")


def _looking(sight: Sight) -> str:
    """Compass direction of the view axis on the plan."""
    forward = -matrix(sight.camera.transform)[:3, 2]
    if math.hypot(forward[0], forward[2]) < 0.3:
        return "down" if forward[1] < 0 else "up"
    bearing = math.degrees(math.atan2(forward[0], -forward[2]))
    return COMPASS[round(bearing / 45) % 8]


def _principal_m(sight: Sight) -> NDArray[np.float64] | None:
    """(3,) the eyes of the principal, or the middle of what an insert shows."""
    wanted = sight.name.principal or (sight.name.seen[0].id if sight.name.seen else None)
    for one in sight.company:
        if one.id == wanted:
            return one.eyes_m if one.is_person else one.centre_m
    return None


def _distance(sight: Sight) -> float | None:
    target = _principal_m(sight)
    if target is None:
        return None
    return round(float(np.linalg.norm(target - np.asarray(sight.camera.position_m))), 3)
