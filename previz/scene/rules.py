"""What must be true of every entity: its relations, its order, its numbers.

`document` checks these for what an edit touches; `store_check` for a whole file.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from previz.errors import BadProject
from previz.scene.mark_rules import mark_troubles, sheet_troubles
from previz.scene.model import (
    KINDS,
    PROJECT_ID,
    ActorKey,
    CameraKey,
    Entity,
    FrameMark,
    Item,
    ItemKey,
    Light,
    MarkSheet,
    Model,
    Panel,
    Project,
    Scene,
    Shot,
    Stage,
    Take,
    Track,
    Transform,
    Waiver,
)
from previz.scene.order import is_key
from previz.scene.sun import sun_position
from previz.scene.upright import on_one_line, upright_json

Entities = Mapping[str, Entity]


class Reference(NamedTuple):
    field: str
    kinds: tuple[str, ...]
    """What it may point at."""
    parent: bool = False
    """True where the entity lives inside what it points at."""
    required: bool = True


REFERENCES: dict[str, tuple[Reference, ...]] = {
    "item": (Reference("stage_id", ("stage",), parent=True),),
    "scene": (Reference("stage_id", ("stage",), required=False),),
    "passage": (
        Reference("script_id", ("script",), parent=True),
        Reference("scene_id", ("scene",), required=False),
    ),
    "shot": (Reference("scene_id", ("scene",), parent=True),),
    "panel": (
        Reference("shot_id", ("shot",), parent=True),
        Reference("selected_take_id", ("take",), required=False),
    ),
    "take": (Reference("panel_id", ("panel",), parent=True),),
    "note": (Reference("panel_id", ("panel",), parent=True),),
    "framemark": (Reference("take_id", ("take",), parent=True),),
    "marksheet": (Reference("take_id", ("take",), parent=True),),
    "pick": (Reference("panel_id", ("panel",), parent=True),),
    "waiver": (Reference("before_id", ("shot",), parent=True),),
    "track": (
        Reference("owner_id", ("scene", "shot"), parent=True),
        Reference("target_id", ("character", "item", "shot")),
    ),
}
PARENT_FIELD: dict[str, str] = {
    kind: reference.field for kind, found in REFERENCES.items() for reference in found if reference.parent
}
_FIELDS = {kind: tuple(reference.field for reference in REFERENCES.get(kind, ())) for kind in KINDS}
NAMED_BY = {"project": "title", "scene": "place", "character": "name", "stage": "name", "item": "name"}
"""Kind → the field by which people call it: one line, as a film has it from `Studio.create`."""
ORDERED = frozenset(kind for kind, struct in KINDS.items() if "order" in struct.__struct_fields__)


def parent_id(entity: Entity) -> str | None:
    """The id of what the entity lives in; None for what lives in the project itself."""
    field = PARENT_FIELD.get(entity.kind)
    return None if field is None else getattr(entity, field)


def targets(entity: Entity) -> tuple[str, ...]:
    """Every id that must exist for this entity to make sense."""
    found = [getattr(entity, field) for field in _FIELDS[entity.kind]]
    return tuple(found if None not in found else [target for target in found if target is not None])


def describe(entity: Entity, entities: Entities) -> str:
    """As a person would name it: "scene 12", "item “Sofa”", "the camera of shot 4B"."""
    if isinstance(entity, Project):
        return "the project"
    if isinstance(entity, Track):
        owner, target = entities.get(entity.owner_id), entities.get(entity.target_id)
        owner_name = describe(owner, entities) if owner else entity.owner_id
        if entity.owner_id == entity.target_id:
            return f"the camera of {owner_name}"
        return f"{describe(target, entities) if target else entity.target_id} in {owner_name}"
    name = getattr(entity, "name", None)
    if name:
        return f"{entity.kind} “{name}”"
    number = getattr(entity, "number", None) or getattr(entity, "label", None)
    return f"{entity.kind} {number or entity.id}"


# ------------------------------------------------------------------------------------------ the values
_ENCODER = msgspec.json.Encoder(enc_hook=lambda value: _plain(value))
_DECODERS: dict[type[Entity], msgspec.json.Decoder[Any]] = {
    struct: msgspec.json.Decoder(struct) for struct in KINDS.values()
}


def encode(entity: Entity) -> bytes:
    """The JSON that a file keeps; defaults are left out."""
    return _ENCODER.encode(entity)


def decode(kind: str, data: bytes | str) -> Entity:
    """Strict: raises msgspec.DecodeError or its ValidationError. ``kind`` must be in KINDS."""
    found: Entity = _DECODERS[KINDS[kind]].decode(data)
    return found


def settled(entity: Entity, entities: Entities) -> Entity:
    """An entity as a file gives it back: plain numbers of the right type, lists as tuples; words upright,
    what it is called on one line.

    Raises BadProject for a number that is not finite, TypeError for a value of the wrong type.
    """
    decoder = _DECODERS.get(type(entity))
    if decoder is None:
        raise TypeError(f"{type(entity).__name__} is not a kind of entity")
    try:
        again: Entity = decoder.decode(upright_json(_ENCODER.encode(entity)))
    except msgspec.ValidationError as error:
        _check_finite(entity, entities)
        raise TypeError(f"{describe(entity, entities)}: {error}") from error
    if again != entity:  # a NaN has become null, or a list a tuple
        _check_finite(entity, entities)
    return _named(again)


def _named(entity: Entity) -> Entity:
    field = NAMED_BY.get(entity.kind)
    if field is None:
        return entity
    said = getattr(entity, field)
    called = on_one_line(said)
    return entity if called == said else msgspec.structs.replace(entity, **{field: called})


def _plain(value: object) -> object:
    if hasattr(value, "tolist"):  # a number or an array of numpy, which need not be loaded for this
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} cannot be part of a project")


def _check_finite(entity: Entity, entities: Entities) -> None:
    for path in _not_finite(entity, ""):
        raise BadProject(
            f"{describe(entity, entities)}: {path} is not a finite number; give it a value or undo the change"
        )


def _not_finite(value: object, path: str) -> Iterator[str]:
    """Paths such as "keys[0].transform.position_m[1]" of every NaN and infinity."""
    if isinstance(value, numbers.Real) and not math.isfinite(value):
        yield path
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _not_finite(getattr(value, field), f"{path}.{field}" if path else field)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _not_finite(part, f"{path}.{key}")
    elif hasattr(value, "tolist"):
        yield from _not_finite(value.tolist(), path)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _not_finite(part, f"{path}[{index}]")


# -------------------------------------------------------------------------------------------- the rules
def check(entity: Entity, entities: Entities) -> None:
    """Raises BadProject when the entity's relations or numbers cannot be."""
    for trouble in troubles(entity, entities):
        raise BadProject(trouble)


def troubles(entity: Entity, entities: Entities) -> Iterator[str]:
    """One line for each rule that the entity breaks."""
    for reference in REFERENCES.get(entity.kind, ()):
        target_id = getattr(entity, reference.field)
        if target_id is None and not reference.required:
            continue
        target = entities.get(target_id)
        if target is None or target.kind not in reference.kinds:
            yield (
                f"{describe(entity, entities)} needs a {' or '.join(reference.kinds)} as {reference.field}, "
                f"and {target_id!r} is {'a ' + target.kind if target else 'not in the project'}"
            )
    rule = _RULES.get(entity.kind)
    if rule is not None:
        for trouble in rule(entity, entities):
            yield f"{describe(entity, entities)}: {trouble}"
    if entity.kind in ORDERED and not is_key(entity.order):  # type: ignore[attr-defined]
        yield (
            f"{describe(entity, entities)}: {entity.order!r} is not an order key; "  # type: ignore[attr-defined]
            "make it with previz.scene.order"
        )


def _project(entity: Project, entities: Entities) -> Iterator[str]:
    if entity.id != PROJECT_ID:
        yield f"its id is {entity.id!r}; a file holds one project and its id is {PROJECT_ID!r}"
    package = entity.package
    numbers = [
        ("frame rate", package.frame_rate),
        ("circle of confusion", package.circle_of_confusion_divisor),
    ]
    for body in package.bodies:
        numbers += [(f"sensor of camera {body.label}", min(body.sensor.width_mm, body.sensor.height_mm))]
    for lens_set in package.lens_sets:
        name = f"{lens_set.maker} {lens_set.series}"
        numbers += [(f"squeeze of {name}", lens_set.squeeze)]
        for lens in lens_set.lenses:
            numbers += [(f"focal length in {name}", lens.focal_mm), (f"T-stop in {name}", lens.t_stop)]
    numbers += [(f"aspect of frameline {line.name}", line.aspect) for line in package.framelines]
    for name, number in numbers:
        if number <= 0:
            yield f"the {name} is {number:g}; it must be above 0"


def _panel(entity: Panel, entities: Entities) -> Iterator[str]:
    take = entities.get(entity.selected_take_id or "")
    if isinstance(take, Take) and take.panel_id != entity.id:
        yield f"the selected take {take.id} belongs to another panel; select one of its own"
    if entity.duration_s is not None and entity.duration_s <= 0:
        yield f"the duration is {entity.duration_s:g} s; it must be above 0"


def _shot(entity: Shot, entities: Entities) -> Iterator[str]:
    if entity.duration_s <= 0:
        yield f"the duration is {entity.duration_s:g} s; it must be above 0"
    if entity.light is not None:
        yield from _light(entity.light)


def _scene(entity: Scene, entities: Entities) -> Iterator[str]:
    yield from _light(entity.light)


def _light(light: Light) -> Iterator[str]:
    beams = [beam for beam in (light.fill, light.rim) if beam is not None]
    temperatures = [light.kelvin, *(beam.kelvin for beam in beams)]
    if any(kelvin is not None and kelvin <= 0 for kelvin in temperatures):
        yield "a colour temperature must be above 0 K; daylight is 5600"
    if min(light.strength, *(beam.strength for beam in beams), 1.0) < 0:
        yield "a light cannot be weaker than 0; put it out instead"
    if light.visibility_m is not None and light.visibility_m <= 0:
        yield f"the visibility is {light.visibility_m:g} m; give a distance above 0"
    if light.sun is not None:
        try:
            sun_position(light.sun)
        except BadProject as error:
            yield str(error).rstrip(".")


def _stage(entity: Stage, entities: Entities) -> Iterator[str]:
    under = entity.underlay
    if under is None:
        return
    if len(under.picture) != 64 or set(under.picture) - set("0123456789abcdef"):
        yield f"its underlay is kept under {under.picture[:12]!r}, which is no SHA-256; lay it there again"
    if min(under.size_px) <= 0 or under.metre_px <= 0:
        yield "its underlay has no size; scale it again"
    if not 0 <= under.opacity <= 1:
        yield "the opacity of its underlay must be 0 to 1"


def _item(entity: Item, entities: Entities) -> Iterator[str]:
    yield from _transform(entity.transform)


def _model(entity: Model, entities: Entities) -> Iterator[str]:
    for name, blob in [("mesh", entity.mesh), *((file.name, file.blob) for file in entity.files)]:
        if len(blob) != 64 or set(blob) - set("0123456789abcdef"):
            yield f"the {name} is kept under {blob[:12]!r}, which is no SHA-256; import it again"
    if not entity.files:
        yield "the file that it came from is missing; import it again"
    if entity.faces <= 0 or max(entity.size_m) <= 0:
        yield "it has no faces or no size; import it again"
    if [len(row) for row in entity.piece_from_file] != [4, 4, 4, 4]:
        yield "its placing is not a 4 × 4 matrix; import it again"


def _track(entity: Track, entities: Entities) -> Iterator[str]:
    if not entity.keys:
        yield "there is no key; a track has one (it stands) or more (it moves)"
    if any(a.time_s >= b.time_s for a, b in zip(entity.keys, entity.keys[1:], strict=False)):
        yield "the keys are not in the order of time; sort them and give each its own time"
    target = entities.get(entity.target_id)
    wanted = {"shot": CameraKey, "character": ActorKey, "item": ItemKey}.get(target.kind if target else "")
    for key in entity.keys:
        if wanted is not None and type(key) is not wanted:
            moved = target.kind if target else ""
            yield f"a {type(key).__name__} cannot move a {moved}; use {wanted.__name__}"
        if isinstance(key, CameraKey):
            yield from _camera(key)
        elif isinstance(key, ItemKey):
            yield from _transform(key.transform)
    if isinstance(target, Shot) and entity.owner_id != entity.target_id:
        yield "a camera belongs to its own shot; make owner and target the same"


def _camera(key: CameraKey) -> Iterator[str]:
    if key.focal_length_mm <= 0:
        yield f"the focal length is {key.focal_length_mm:g} mm; give a length above 0"
    if key.focus_distance_m <= 0:
        yield f"the focus distance is {key.focus_distance_m:g} m; give a distance above 0"
    if key.t_stop <= 0:
        yield f"the T-stop is {key.t_stop:g}; give one above 0"
    if key.transform.scale != (1.0, 1.0, 1.0):
        yield "a camera cannot be scaled; change the focal length or the distance"
    yield from _transform(key.transform)


def _transform(transform: Transform) -> Iterator[str]:
    if not any(transform.rotation):
        yield "the rotation is (0, 0, 0, 0), which turns nowhere; (1, 0, 0, 0) is no turn"
    if 0.0 in transform.scale:
        yield "a scale of 0 makes it vanish; hide it instead"


def _mark(entity: FrameMark, entities: Entities) -> Iterator[str]:
    yield from mark_troubles(entity)


def _sheet(entity: MarkSheet, entities: Entities) -> Iterator[str]:
    yield from sheet_troubles(entity)


def _waiver(entity: Waiver, entities: Entities) -> Iterator[str]:
    if not entity.reason.strip():
        yield "it has no reason; say why the rule may be broken"


_RULES: dict[str, Callable[[Any, Entities], Iterator[str]]] = {
    "project": _project,
    "panel": _panel,
    "scene": _scene,
    "shot": _shot,
    "item": _item,
    "stage": _stage,
    "model": _model,
    "track": _track,
    "framemark": _mark,
    "marksheet": _sheet,
    "waiver": _waiver,
}


def sibling_key(entity: Entity) -> tuple[str, str | None, str] | None:
    """Equal for two entities that cannot both be: same kind, same parent, same place in the order."""
    if entity.kind in ORDERED:
        return entity.kind, parent_id(entity), entity.order  # type: ignore[attr-defined]
    if isinstance(entity, Track):
        return "track", entity.owner_id, entity.target_id
    if isinstance(entity, Take):
        return "take", entity.panel_id, str(entity.number)
    if isinstance(entity, MarkSheet):
        return "marksheet", entity.take_id, ""
    if isinstance(entity, Waiver):
        return "waiver", entity.before_id, f"{entity.rule} {entity.cut_to}"
    return None


def clash(entity: Entity, other: Entity, entities: Entities) -> str:
    """Why two entities with one sibling key cannot both be."""
    mine, theirs = describe(entity, entities), describe(other, entities)
    if isinstance(entity, Track):
        return f"{mine} has two tracks ({entity.id}, {other.id}); keep one"
    if isinstance(entity, Take):
        return f"{mine} is number {entity.number}, and so is {theirs}; number it anew"
    if isinstance(entity, MarkSheet):
        return f"{mine} and {theirs} are of one take; keep one"
    if isinstance(entity, Waiver):
        return f"the rule “{entity.rule}” is waived twice for one cut ({entity.id}, {other.id}); keep one"
    return (
        f"{mine} and {theirs} share the order key {entity.order!r}; "  # type: ignore[attr-defined]
        "make a new one with previz.scene.order.between"
    )


def problems(entities: Entities) -> list[str]:
    """Every broken rule in a whole project; takes and notes may outlive their panel."""
    found: list[str] = []
    seen: dict[tuple[str, str | None, str], Entity] = {}
    for entity in entities.values():
        orphan = isinstance(entity, Take) and entity.panel_id not in entities
        if not orphan and entity.kind != "note":
            found += troubles(entity, entities)
        key = sibling_key(entity)
        if key is not None:
            other = seen.setdefault(key, entity)
            if other is not entity:
                found.append(clash(entity, other, entities))
    return found
