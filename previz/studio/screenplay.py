"""A script into the film, again when it was rewritten, and out as it came."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from previz.errors import ExportError, NotFound
from previz.grammar.numbering import scene_numbers
from previz.scene import model
from previz.scene.document import Document, EditBlock
from previz.scene.model import UNTITLED
from previz.scene.order import rearranged
from previz.scene.words import Passage, Script
from previz.script import covering, decoding, pages
from previz.script.changes import (
    Change,
    Comparison,
    NewScene,
    OldScene,
    compare,
    cut_scene,
    part_scenes,
)
from previz.script.reading import ScriptFile
from previz.script.screenplay import OMITTED, Paragraph, read_heading
from previz.studio.listing import heading as heading_of
from previz.studio.word_ties import follow_words, tie_quotes

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on); it may raise, and the film is as it was."""
REMEMBERED = 1000
"""So many scenes that were cut are known when they return."""
NAMELESS = ("", UNTITLED, "Untitled film")
"""Titles of films that nobody has named."""


@dataclass(frozen=True)
class Imported:
    """What an import did. ``stale`` are the shots whose words are other ones now."""

    scenes: int
    passages: int
    laid_out: tuple[pages.Page, ...]
    """On the paper of the project, with the numbers that the scenes have now."""
    again: bool
    changes: tuple[Change, ...]
    stale: tuple[str, ...]
    tied: int
    """Shots that were tied to the words which they quote."""
    warnings: tuple[str, ...]

    @property
    def pages(self) -> int:
        return len(self.laid_out)


def _untold(share: float, what: str) -> None:
    pass


def import_script(document: Document, file: ScriptFile, tell: Tell = _untold) -> Imported:
    """The script as the words of the film, in one edit. Scenes and shots that there are keep their links.

    A scene that the script no longer has is omitted where any work hangs on it, and goes otherwise.
    """
    script = covering.script_of(document)
    new = part_scenes(file.screenplay.paragraphs)
    old = _old_scenes(document)
    cut = script.cut if script else ()
    found = compare(old, new, cut)
    locked = {one.id for one in document.of(model.Scene) if one.number_locked}
    held = {one.scene_id: one.number for one in old if one.scene_id and one.scene_id in locked}
    with document.edit("Import script again" if script else "Import script") as edit:
        tell(0.3, "Scenes")
        kept = _put_script(document, edit, script, file)
        _name_film(document, edit, file.screenplay.title)
        scene_ids = _put_scenes(document, edit, new, found)
        tell(0.5, "Words")
        passage_ids = _put_passages(document, edit, kept.id, new, found, scene_ids)
        _put_away(document, edit, found, kept)
        tell(0.8, "Pages")
        laid_out = _count_eighths(document, edit)
        tied = tie_quotes(document, edit)
    numbers = scene_numbers(document)
    changes = [*found.changes, *_renumbered(found, held, numbers)]
    stale = [shot.id for shot in document.of(model.Shot) if covering.changed_words(document, shot)]
    return Imported(
        scenes=sum(one.heading is not None for one in new),
        passages=sum(len(one.paragraphs) for one in new),
        laid_out=tuple(laid_out),
        again=script is not None,
        changes=tuple(_placed(one, scene_ids, passage_ids, numbers) for one in changes) if script else (),
        stale=tuple(stale),
        tied=tied,
        warnings=tuple(file.screenplay.warnings),
    )


def export_script(document: Document, path: Path) -> None:
    """The file as it was imported, byte for byte. Raises NotFound without a script, ExportError."""
    script = covering.script_of(document)
    if script is None:
        raise NotFound("This film has no script; import one first.")
    if path.suffix.lower() == ".fdx" and script.format != "fdx":
        raise ExportError(f"{path.name}: the script came as Fountain; export it as .fountain.")
    if path.suffix.lower() != ".fdx" and script.format == "fdx":
        raise ExportError(f"{path.name}: the script came from Final Draft; export it as .fdx.")
    try:
        path.write_bytes(decoding.encode(script.source, script.encoding))
    except OSError as error:
        raise ExportError(f"{path}: it cannot be written ({error.strerror}).") from error


def lines_per_page(document: Document) -> int:
    return pages.LINES[document.project.paper]


# ---------------------------------------------------------------------------------------------- before
def _old_scenes(document: Document) -> list[OldScene]:
    words = covering.passages_by_scene(document, omitted=True)
    numbers = scene_numbers(document)
    found = [OldScene(None, "", "", tuple(words[None]))] if None in words else []
    for scene in document.of(model.Scene):
        passages = tuple(words.get(scene.id, ()))
        heading = passages[0].text if passages and passages[0].type == "heading" else heading_of(scene)
        found.append(OldScene(scene.id, numbers[scene.id], heading, passages, scene.omitted))
    return found


# ----------------------------------------------------------------------------------------------- script
def _put_script(document: Document, edit: EditBlock, script: Script | None, file: ScriptFile) -> Script:
    return edit.put(
        Script(
            id=script.id if script else document.new_id(Script),
            name=file.name,
            format=file.format,
            source=file.source,
            encoding=file.encoding,
            title=file.screenplay.title,
            elements=script.elements if script else {},
            cut=script.cut if script else (),
        )
    )


def _name_film(document: Document, edit: EditBlock, page: Mapping[str, str]) -> None:
    """A film that nobody has named, or whose writer is not said, has both from the title page."""
    project = document.project
    given = {"title": " ".join(page.get("Title", "").split()), "writer": _author(page)}
    open_to = {"title": project.title.strip() in NAMELESS, "writer": not project.writer}
    updates = {name: words for name, words in given.items() if words and open_to[name]}
    if updates:
        edit.update(project.id, **updates)


def _author(page: Mapping[str, str]) -> str:
    """The format has Author and Authors, on one line or on several."""
    lines = (page.get("Author") or page.get("Authors") or "").splitlines()
    return ", ".join(filter(None, map(str.strip, lines)))


# ----------------------------------------------------------------------------------------------- scenes
def _put_scenes(
    document: Document, edit: EditBlock, new: Sequence[NewScene], found: Comparison
) -> list[str | None]:
    """Ids beside the new scenes; None for what precedes the first."""
    ids = [
        (known or document.new_id(model.Scene)) if one.heading is not None else None
        for one, known in zip(new, found.scene_ids, strict=True)
    ]
    orders = _scene_orders(document, [id for id in ids if id is not None])
    taken: set[str] = set()
    for place, (one, id) in enumerate(zip(new, ids, strict=True)):
        if one.heading is None or id is None:
            continue
        number = one.heading.number if one.heading.number not in taken else ""
        taken.add(number)
        before = document.get(id, model.Scene)
        edit.put(_scene(before, id, orders[id], one.heading, number, place))
    for id, order in orders.items():
        scene = document.get(id, model.Scene)
        if scene is not None and scene.order != order:
            edit.update(id, order=order)
    return ids


def _scene(
    before: model.Scene | None, id: str, order: str, heading: Paragraph, number: str, place: int
) -> model.Scene:
    said = read_heading(heading.text)
    scene = before or model.Scene(id=id, order=order, number=str(place + 1), time="")
    if not heading.text.strip().upper().startswith(OMITTED):
        same_place = before is not None and said.place.casefold() == before.place.casefold()
        scene = msgspec.structs.replace(
            scene,
            interior=said.interior,
            place=scene.place if same_place else said.place,
            time=said.time,
        )
    return msgspec.structs.replace(
        scene,
        order=order,
        number=number or scene.number,
        number_locked=bool(number) or scene.number_locked,
        synopsis=heading.synopsis or scene.synopsis,
        omitted=heading.omitted,
    )


def _scene_orders(document: Document, wanted: Sequence[str]) -> dict[str, str]:
    """Scene id → order key: those of the script in its order, others behind what they stood behind."""
    scenes, of_script = document.of(model.Scene), set(wanted)
    behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for scene in scenes:
        if scene.id in of_script:
            anchor = scene.id
        else:
            behind.setdefault(anchor, []).append(scene.id)
    row = behind.get(None, [])[:]
    for id in wanted:
        row += [id, *behind.get(id, ())]
    known = {scene.id: scene.order for scene in scenes}
    return dict(zip(row, rearranged([known.get(id) for id in row]), strict=True))


def _put_away(document: Document, edit: EditBlock, found: Comparison, script: Script) -> None:
    cut = []
    for gone in found.gone:
        assert gone.scene_id is not None
        if _has_work(document, gone.scene_id):
            edit.update(gone.scene_id, omitted=True)
        else:
            edit.remove_tree(gone.scene_id)
            cut.append(cut_scene(gone))
    if cut:
        edit.update(script.id, cut=tuple(dict.fromkeys((*script.cut, *cut)))[-REMEMBERED:])


def _has_work(document: Document, scene_id: str) -> bool:
    """Whether more than the script's own words would go with it."""
    scene = document.need(scene_id, model.Scene)
    staged = scene.stage_id is not None or scene.light != model.Light() or scene.look is not None
    return staged or any(document.children(scene_id, kind) for kind in (model.Shot, model.Track))


# ---------------------------------------------------------------------------------------------- passages
def _put_passages(
    document: Document,
    edit: EditBlock,
    script_id: str,
    new: Sequence[NewScene],
    found: Comparison,
    scene_ids: Sequence[str | None],
) -> list[list[str]]:
    """Ids beside the paragraphs of the new scenes."""
    rows: list[tuple[Paragraph, str, str | None]] = []
    passage_ids = [[known or document.new_id(Passage) for known in ids] for ids in found.passage_ids]
    for scene, ids, scene_id in zip(new, passage_ids, scene_ids, strict=True):
        rows += [(paragraph, id, scene_id) for paragraph, id in zip(scene.paragraphs, ids, strict=True)]
    old = {one.id: one for one in document.children(script_id, Passage)}
    orders = rearranged([old[id].order if id in old else None for _, id, _ in rows])
    before = dict(old)
    for (paragraph, id, scene_id), order in zip(rows, orders, strict=True):
        made = _passage(paragraph, id, script_id, scene_id, order)
        if old.pop(id, None) != made:
            edit.put(made)
    for id in old:
        edit.remove(id)
    follow_words(document, edit, before)
    return passage_ids


def _renumbered(found: Comparison, held: Mapping[str, str], numbers: Mapping[str, str]) -> Iterator[Change]:
    """Scenes whose number was locked, that the script itself gives another one."""
    for place, id in enumerate(found.scene_ids):
        if id is not None and held.get(id, numbers[id]) != numbers[id]:
            yield Change("scene renumbered", before=held[id], place=(place, 0))


def _placed(
    change: Change,
    scene_ids: Sequence[str | None],
    passage_ids: Sequence[Sequence[str]],
    numbers: Mapping[str, str],
) -> Change:
    """With the number that its scene has now, and the ids that scene and words have in the film."""
    if change.place is None:
        return dataclasses.replace(change, number=numbers.get(change.scene_id, change.number))
    scene, paragraph = change.place
    return dataclasses.replace(
        change,
        number=numbers.get(scene_ids[scene] or "", ""),
        scene_id=scene_ids[scene] or "",
        passage_id=change.passage_id or passage_ids[scene][paragraph],
        shown_id=passage_ids[scene][paragraph],
    )


def _passage(one: Paragraph, id: str, script_id: str, scene_id: str | None, order: str) -> Passage:
    return Passage(
        id=id,
        script_id=script_id,
        scene_id=scene_id,
        order=order,
        type=one.type,
        text=one.text,
        cue=one.cue,
        dual=one.dual,
        omitted=one.omitted,
        stress=one.stress,
        revision=one.revision,
    )


def _count_eighths(document: Document, edit: EditBlock) -> list[pages.Page]:
    """Returns the pages."""
    passages = covering.passages_of(document)
    most = lines_per_page(document)
    laid_out = pages.paginate(passages, most, scene_numbers(document))
    counts = pages.eighths(laid_out, passages, most)
    for id, eighths in counts.items():
        if document.need(id, model.Scene).eighths != eighths:
            edit.update(id, eighths=eighths)
    return laid_out
