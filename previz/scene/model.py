"""What a project is: frozen values, related by id, ordered by sortable keys.

World: metres, Y up, right-handed. A figure at heading 0° faces +Z and has its left at +X; positive
headings turn it towards +X. A camera looks along its own −Z with +Y up. Quaternions are (w, x, y, z).
Nothing here computes: see `optics`, `blocking` and `transform`.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from previz.scene.camera_values import CameraBody as CameraBody
from previz.scene.camera_values import CameraPackage as CameraPackage
from previz.scene.camera_values import Delivery as Delivery
from previz.scene.camera_values import Frameline as Frameline
from previz.scene.camera_values import Lens as Lens
from previz.scene.camera_values import LensSet as LensSet
from previz.scene.camera_values import Sensor as Sensor
from previz.scene.entity import Entity as Entity
from previz.scene.entity import Value as Value
from previz.scene.lighting import Beam as Beam
from previz.scene.lighting import Daytime as Daytime
from previz.scene.lighting import Light as Light
from previz.scene.lighting import Sun as Sun
from previz.scene.lighting import Weather as Weather
from previz.scene.marks import BLACK, Layer, LayerLook, Shape
from previz.scene.marks import NotePin as NotePin
from previz.scene.paperwork import Issue as Issue
from previz.scene.paperwork import Pick as Pick
from previz.scene.paperwork import Waiver as Waiver
from previz.scene.people import Body as Body
from previz.scene.people import CharacterLora as CharacterLora
from previz.scene.people import Costume as Costume
from previz.scene.people import Outfit as Outfit
from previz.scene.people import ReferencePicture as ReferencePicture
from previz.scene.people import Rgb as Rgb
from previz.scene.people import Vec3 as Vec3
from previz.scene.underlay import Underlay
from previz.scene.words import Covered as Covered
from previz.scene.words import Passage as Passage
from previz.scene.words import Script as Script

Quat = tuple[float, float, float, float]

PROJECT_ID = "project"
UNTITLED = "Untitled"


# ------------------------------------------------------------------------------------------ geometry
class Transform(Value, frozen=True, kw_only=True):
    """world_from_local: scale, then rotate, then move."""

    position_m: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = (1.0, 0.0, 0.0, 0.0)
    scale: Vec3 = (1.0, 1.0, 1.0)


# --------------------------------------------------------------------------------------------- people
class Pose(Value, frozen=True, kw_only=True):
    """A preset with its variations. ``joints`` adds local rotations on top, bone name → quaternion."""

    preset: str = "stand"
    mirror: bool = False
    strength: float = 1.0
    hand_left: str | None = None
    hand_right: str | None = None
    head_deg: Vec3 = (0.0, 0.0, 0.0)
    """Extra head bend, side and twist."""
    expression: str = "neutral"
    expression_strength: float = 1.0
    joints: dict[str, Quat] = {}
    pelvis_m: Vec3 = (0.0, 0.0, 0.0)
    """The hips dragged away from where the pose has them; planted feet stay."""
    blend: Pose | None = None
    share: float = 0.0
    """How far this pose has become ``blend``: 0 not at all … 1 wholly."""


class PoseEntry(Entity, frozen=True, kw_only=True):
    """A pose that the project keeps under a name."""

    kind: ClassVar[str] = "pose"
    name: str
    pose: Pose = Pose()
    group: str = ""
    order: str = "a"


class Character(Entity, frozen=True, kw_only=True):
    kind: ClassVar[str] = "character"
    name: str
    body: Body = Body()
    words: str = ""
    """How a prompt describes this person."""
    order: str = "a"
    pictures: tuple[ReferencePicture, ...] = ()
    """What a model follows for this person; a drawing does not look at them."""
    wardrobe: tuple[Costume, ...] = ()
    """What this person wears instead of ``body.outfit``, each in scenes of its own."""
    lora: CharacterLora | None = None


# ---------------------------------------------------------------------------------------------- places
class Mark(Value, frozen=True, kw_only=True):
    """A named place for somebody on a set. The point is on the surface that carries the person."""

    name: str
    position_m: Vec3 = (0.0, 0.0, 0.0)
    heading_deg: float = 0.0
    seat_height_m: float | None = None
    """Height of the seat above ``position_m``."""
    pose: str = "stand"
    """Preset that suits the place."""


class Stage(Entity, frozen=True, kw_only=True):
    """A set and its dressing, shared by the scenes that play in it."""

    kind: ClassVar[str] = "stage"
    name: str
    interior: bool = True
    words: str = ""
    marks: tuple[Mark, ...] = ()
    north_deg: float = 180.0
    """True north, in the azimuths of `Light`: 180 = towards −Z, up in a plan."""
    underlay: Underlay | None = None
    order: str = "a"


class Item(Entity, frozen=True, kw_only=True):
    """A set piece or prop standing on a stage."""

    kind: ClassVar[str] = "item"
    stage_id: str
    name: str
    piece: str
    """Key in the kit's catalogue."""
    params: dict[str, float | str | bool] = {}
    colours: dict[str, Rgb] = {}
    """Overrides by the piece's own part names ("body", "frame", "cloth"…)."""
    transform: Transform = Transform()
    order: str = "a"
    hidden: bool = False
    locked: bool = False
    """Nobody can move or remove it by hand until it is unlocked."""
    group: str = ""
    """Items of one stage with the same name here are picked up together."""


MODEL_PIECE = "model:"
"""``Item.piece`` of an imported model is this and the hash in ``Model.mesh``."""


class ModelFile(Value, frozen=True, kw_only=True):
    """A file as it came: its name, and the blob that holds its bytes."""

    name: str
    blob: str


class Model(Entity, frozen=True, kw_only=True):
    """A model imported from a 3D file. What is drawn never changes: a new import is a new model."""

    kind: ClassVar[str] = "model"
    name: str
    mesh: str
    """Blob hash of the triangles as a piece: metres, Y up (docs/file-format.md)."""
    files: tuple[ModelFile, ...]
    """The imported file first, then those that it draws in."""
    unit: str
    """What a unit of the file was taken for: m, cm, mm, in, ft, or "file" where it defines its own."""
    up: Literal["y", "z"] = "y"
    piece_from_file: tuple[tuple[float, float, float, float], ...]
    """(4, 4) rows; turns the file's own coordinates into the piece's."""
    size_m: Vec3
    faces: int
    simplified: bool = False
    """Fewer faces than the file has; the files are still whole."""
    credit: str = ""
    licence: str = ""
    words: str = ""
    """How a prompt describes it; "" takes the name."""
    role: Literal["set", "prop"] = "prop"
    ade20k: str = ""


class Scene(Entity, frozen=True, kw_only=True):
    kind: ClassVar[str] = "scene"
    order: str
    number: str
    number_locked: bool = False
    interior: Literal["INT", "EXT", "INT/EXT"] = "INT"
    place: str = ""
    time: str = "DAY"
    """As in the heading: DAY, NIGHT, LATER…"""
    synopsis: str = ""
    stage_id: str | None = None
    eighths: int = 0
    location: str = ""
    light: Light = Light()
    look: Look | None = None
    """Instead of the project's."""
    omitted: bool = False
    locked_people: tuple[str, ...] = ()
    """Characters whom no hand moves in this scene."""
    hidden_people: tuple[str, ...] = ()
    """Characters who are blocked in it and not there."""


# --------------------------------------------------------------------------------------------- blocking
Limb = Literal["hand_l", "hand_r", "foot_l", "foot_r"]


class Touch(Value, frozen=True, kw_only=True):
    """A palm, or the ball of a foot, put on a point; out of reach it goes as far as the limb does."""

    limb: Limb
    point_m: Vec3
    normal: Vec3 | None = None
    """Out of the surface that is touched: palm or sole lies flat on it. None: as the pose has the hand."""
    heading_deg: float | None = None
    """Where the toes point."""
    pitch_deg: float = 0.0
    """Of a foot: above 0 the heel is up and the ball stays, below 0 the toes are up and the heel stays."""
    share: float = 1.0
    """0 as the pose has the limb … 1 on the point."""


class Hold(Value, frozen=True, kw_only=True):
    """An item in the hand, at one of its places to hold."""

    item_id: str
    hand: Literal["l", "r", "both"] = "r"
    spot: int = 0


class ActorKey(Value, frozen=True, kw_only=True, tag="actor"):
    """A person at a moment. The point is on the surface that carries the person."""

    time_s: float = 0.0
    position_m: Vec3 = (0.0, 0.0, 0.0)
    heading_deg: float = 0.0
    pose: Pose = Pose()
    seat_height_m: float | None = None
    """Height of the seat above ``position_m`` for sitting poses."""
    gaze_m: Vec3 | None = None
    """World point looked at."""
    gaze_id: str | None = None
    """Character looked at (their eyes); wins over ``gaze_m``."""
    holds: tuple[Hold, ...] = ()
    touches: tuple[Touch, ...] = ()
    """Points of the world."""
    change_s: float = 0.0
    """Seconds before this key in which the body changes into its pose; 0 changes at once."""
    stride_m: float | None = None
    """Way of two steps, when walking or running from here; None follows from speed and height."""


class ItemKey(Value, frozen=True, kw_only=True, tag="item"):
    time_s: float = 0.0
    transform: Transform = Transform()
    hidden: bool = False


class CameraKey(Value, frozen=True, kw_only=True, tag="camera"):
    """A camera at a moment. ``transform`` is world_from_camera and must not scale."""

    time_s: float = 0.0
    transform: Transform = Transform()
    focal_length_mm: float = 35.0
    focus_distance_m: float = 3.0
    t_stop: float = 2.8


Key = ActorKey | ItemKey | CameraKey


class Track(Entity, frozen=True, kw_only=True):
    """Where ``target_id`` stands or moves during ``owner_id`` (a scene, or one shot of it).

    One key: it stands. More keys: it moves, times in seconds from the shot's start. The camera of a shot
    is the track whose owner and target both are the shot. Shot tracks win over scene tracks, and those
    over the stage's own transform.
    """

    kind: ClassVar[str] = "track"
    owner_id: str
    target_id: str
    keys: tuple[Key, ...]


# ------------------------------------------------------------------------------------------------ shots
class Framing(Value, frozen=True, kw_only=True):
    """What the director asked for, in the trade's words; the camera track holds what was made of it."""

    subjects: tuple[str, ...] = ()
    """Character or item ids, the principal first."""
    size: str | None = None
    """ECU BCU CU MCU MS MCS MLS FS LS ELS EST."""
    composition: str = "1S"
    """1S, 2S, 3S, GROUP, OTS-L, OTS-R, POV, INS."""
    level: str | None = None
    angle: str | None = None
    view: str | None = None


class ControlHold(Value, frozen=True, kw_only=True):
    """How a control holds a model, where a person decided it instead of the dial."""

    strength: float
    """0…2; 0 = it is not sent."""
    start: float | None = None
    end: float | None = None
    """Shares of the steps between which it holds; None = by the table of the model's family."""


class Look(Value, frozen=True, kw_only=True):
    generator: str = "sketch"
    style: str = "pencil"
    words: str = ""
    negative: str = ""
    model: str = ""
    """Part of the name of a generator's model; empty = its first. The drawing generator has none."""
    adherence: str = "faithful"
    """How firmly a model holds to the blocking: strict, faithful, flexible or loose."""
    pictures: tuple[ReferencePicture, ...] = ()
    """Whose style a model follows; a drawing does not look at them."""
    controls: dict[str, ControlHold] = {}
    """Control → numbers of one's own, in place of those of the dial."""
    depth_range_m: tuple[float, float] | None = None
    """(near, far) of the depth that a model is given; None = each shot's own nearest and farthest."""


class Shot(Entity, frozen=True, kw_only=True):
    kind: ClassVar[str] = "shot"
    scene_id: str
    order: str
    label: str | None = None
    """A number given or locked by a person; None = numbered by the project's scheme."""
    label_locked: bool = False
    action: str = ""
    dialogue: tuple[tuple[str, str], ...] = ()
    """(speaker, line) in order."""
    covers: tuple[Covered, ...] = ()
    """The words of the screenplay that it covers."""
    sound: str = ""
    framing: Framing = Framing()
    body_id: str | None = None
    lens_set_id: str | None = None
    frameline_id: str | None = None
    filters: tuple[str, ...] = ()
    equipment: str = ""
    """Support as crews say it: Sticks, Dolly, Handheld, Crane…"""
    move_style: str = ""
    """A word geometry cannot prove: handheld, Steadicam, whip…"""
    duration_s: float = 3.0
    setup_time_min: float | None = None
    setup_group: str = ""
    priority: Literal[1, 2, 3] = 2
    """3 must, 2 want, 1 if time."""
    props: str = ""
    wardrobe: str = ""
    vfx: str = ""
    sfx: str = ""
    lighting: str = ""
    """What the gaffer must know, in words."""
    notes: str = ""
    shoot_day: str = ""
    """As on the schedule: 3, or 2026-11-30."""
    shoot_order: int | None = None
    """Place among the shots of that day."""
    fields: dict[str, str] = {}
    """Columns that the production added, by head."""
    tint: str = ""
    """Colour of its row, one of `export.fields.TINTS`."""
    look: Look | None = None
    flown: dict[str, tuple[str, ...]] = {}
    """Wild walls: item id → names of its walls that are taken out for this shot, "" for all of it."""
    settings: dict[str, dict[str, float | str | bool]] = {}
    """Item id → settings of its piece that differ in this shot: a lamp put out, a door open."""
    light: Light | None = None
    """Instead of the scene's."""
    omitted: bool = False


class Panel(Entity, frozen=True, kw_only=True):
    """One drawn frame of a shot."""

    kind: ClassVar[str] = "panel"
    shot_id: str
    order: str
    time_s: float = 0.0
    caption: str = ""
    dialogue: tuple[tuple[str, str], ...] = ()
    """(speaker, line) under this panel; () under the first one is the shot's."""
    sound: str = ""
    camera: str = ""
    """Words about the camera; "" = what geometry says."""
    duration_s: float | None = None
    """How long it stands when the boards are played; None = an equal part of what the others leave."""
    selected_take_id: str | None = None
    locked: bool = False
    """The take that stands stays: nothing draws the panel anew and no other take is chosen until it is
    unlocked."""
    locked_choices: tuple[str, ...] = ()
    """Choices of a drawing (`gen.sketch.choices`) that the next ones keep as the one that stands has them."""


# ------------------------------------------------------------------------------- history (not undoable)
class Take(Entity, frozen=True, kw_only=True):
    """One generated frame. Pixels never change; ``image`` and ``request`` are blob hashes (sha256, hex)."""

    kind: ClassVar[str] = "take"
    panel_id: str
    number: int
    image: str
    request: str
    generator: str
    style: str
    seed: int
    size_px: tuple[int, int]
    fingerprint: dict[str, PrintPart] = {}
    made_at: str = ""
    """ISO 8601, UTC."""
    seconds: float = 0.0
    model: str = ""
    imported: bool = False
    unused: tuple[str, ...] = ()
    """What the generator did not use of what it was asked for, each with the reason."""
    fidelity: Fidelity | None = None
    """What a trained model kept of the blocking; None for a drawing, which cannot but keep it."""
    from_take: int = 0
    """Number of the take of which this is another version: one that was sent back, or painted over."""


class Fidelity(Value, frozen=True, kw_only=True):
    """The receipt of a take, as it was when the take was made. See docs/fidelity.md."""

    score: float
    """0…100"""
    reasons: tuple[str, ...] = ()
    """Who or what drifted; empty = kept."""


class PrintPart(Value, frozen=True, kw_only=True):
    """One part of a fingerprint: readable quantised values and their hash. See review/fingerprint.py."""

    hash: str
    values: dict[str, str | int | float | bool | list[str | int | float] | None]


class Note(Entity, frozen=True, kw_only=True):
    """What somebody said about a panel. Replies and what settles a note are notes, too: nothing is unsaid."""

    kind: ClassVar[str] = "note"
    panel_id: str
    author: str
    text: str
    at: str
    """ISO 8601, UTC."""
    pin: NotePin | None = None
    time_s: float | None = None
    """Moment of the shot that the note is about."""
    reply_to: str = ""
    """The note that this one answers; "" for a note of its own."""
    act: Literal["", "resolve", "reopen"] = ""
    """What a reply does to the note that it answers."""
    verdict: Literal["", "review", "changes", "approved", "omitted"] = ""
    """What had been decided at home about the panel of a hand-off pack: the note tells it there, decides
    nothing and does not go back."""


class FrameMark(Entity, frozen=True, kw_only=True):
    """Something that a person drew over a take; see `marks` for its units."""

    kind: ClassVar[str] = "framemark"
    take_id: str
    order: str
    shape: Shape
    layer: Layer = "drawing"
    colour: str = BLACK
    size: float = 0.004
    """Width of the line at full pressure, in widths of the picture."""
    opacity: float = 1.0
    from_motion: bool = False
    """Made from the keys of camera and actors, and untouched since: made anew when they move."""


class MarkSheet(Entity, frozen=True, kw_only=True):
    """How the layers over a take are shown; a take without a sheet shows all of them."""

    kind: ClassVar[str] = "marksheet"
    take_id: str
    layers: dict[str, LayerLook] = {}
    """By name of the layer; "picture" is the take itself, as one sees it while drawing."""


class Verdict(Value, frozen=True, kw_only=True):
    """A row of the ledger. ``state`` is what a person decided about one take."""

    number: int
    panel_id: str
    take_id: str
    image: str
    state: Literal["review", "changes", "approved", "omitted"]
    who: str
    why: str
    at: str
    fingerprint: dict[str, str] = {}
    """Part name → hash, as it was when the verdict was given."""
    previous: str = ""
    hash: str = ""


class Project(Entity, frozen=True, kw_only=True):
    """The one row with id ``project``."""

    kind: ClassVar[str] = "project"
    title: str = UNTITLED
    director: str = ""
    writer: str = ""
    producer: str = ""
    cinematographer: str = ""
    artist: str = ""
    revision: str = "Rev 1"
    language: str = "en"
    units: Literal["metric", "imperial"] = "metric"
    numbering: Literal["us", "uk"] = "us"
    master_number: Literal["bare", "A"] = "bare"
    insert_number: Literal["suffix", "prefix"] = "suffix"
    size_names: Literal["us", "uk"] = "uk"
    paper: Literal["a4", "us-letter"] = "a4"
    list_columns: tuple[str, ...] = ()
    """Heads of columns that this production added to the shot list."""
    column_sets: dict[str, tuple[str, ...]] = {}
    """Saved arrangements of the shot list: name → keys of the columns shown."""
    package: CameraPackage = CameraPackage()
    look: Look = Look()
    keeps_picks: bool = False
    """Picks between takes are written down, to order candidates by."""


_WRITTEN = (Script, Passage)
_PLAYED = (Project, Character, PoseEntry, Stage, Item, Model, Scene, Track, Shot, Panel, Take, Note)
_DRAWN = (FrameMark, MarkSheet)
_FILED = (Waiver, Issue, Pick)
KINDS: dict[str, type[Entity]] = {kind.kind: kind for kind in (*_PLAYED, *_WRITTEN, *_DRAWN, *_FILED)}
"""Row kind in the file → struct."""

HISTORY_KINDS = frozenset({"take", "note"})
"""Kinds that are recorded and never undone."""
