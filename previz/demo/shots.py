"""The shots of the demo film: what is said and done, who stands where, what the director asks of the camera.

Scene 1 is played across the kitchen table; every camera stays south of the line between the two chairs.
Scene 2 is anamorphic and at night. Scene 3 ends on two backs under a tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from msgspec import structs

from previz.demo.people import ELIAS, NORA, TOMAS
from previz.demo.sets import KITCHEN, PARK, STREET
from previz.scene.model import ActorKey, Framing, Hold, Light, Pose, Scene, Touch, Vec3

Keys = tuple[ActorKey, ...]


@dataclass(frozen=True)
class Stand:
    """A camera put down by hand."""

    eye_m: Vec3
    target_m: Vec3


@dataclass(frozen=True)
class Plan:
    """One shot as planned. ``camera`` None lets the framing find the place; ``end`` is a second key."""

    id: str
    scene_id: str
    action: str
    lens_mm: float
    framing: Framing
    duration_s: float
    camera: Stand | None = None
    end: Stand | Framing | None = None
    side: Literal["L", "R"] | None = None
    people: dict[str, Keys] = field(default_factory=dict)
    dialogue: tuple[tuple[str, str], ...] = ()
    sound: str = ""
    equipment: str = "Sticks"
    priority: Literal[1, 2, 3] = 2
    setup: str = ""
    lens_set: str = "spherical"
    t_stop: float = 2.8
    notes: str = ""
    props: str = ""


SCENES = (
    Scene(
        id="sc1",
        order="a",
        number="1",
        interior="INT",
        place="Kitchen",
        time="DAY",
        stage_id=KITCHEN,
        eighths=9,
        location="Stage 2, kitchen set",
        synopsis="Nora packs up the kitchen. Elias will not let go of the spare key.",
        light=Light(time="day"),
    ),
    Scene(
        id="sc2",
        order="b",
        number="2",
        interior="EXT",
        place="Mill Street",
        time="NIGHT",
        stage_id=STREET,
        eighths=6,
        location="Backlot, terrace street",
        synopsis="On her way to the car Nora is handed the key after all.",
        light=Light(time="night", lamp_id="street-lamp"),
    ),
    Scene(
        id="sc3",
        order="c",
        number="3",
        interior="EXT",
        place="Park",
        time="MORNING",
        stage_id=PARK,
        eighths=7,
        location="Municipal park, west lawn",
        synopsis="On a bench Nora shows her father the key.",
        light=Light(time="morning", azimuth_deg=52.0, elevation_deg=28.0),
    ),
)

# ------------------------------------------------------------------------------- where people are
_WALK = Pose(preset="walk")
_SIT = Pose(preset="sit")


def _feeling(key: ActorKey, expression: str, strength: float = 1.0) -> ActorKey:
    """The same stand with another face."""
    pose = structs.replace(key.pose, expression=expression, expression_strength=strength)
    return structs.replace(key, pose=pose)


ELIAS_AT_TABLE = ActorKey(
    position_m=(0.86, 0.0, 0.15),
    heading_deg=-90,
    pose=Pose(preset="sit", hand_right="hold_mug"),
    seat_height_m=0.45,
    gaze_id=NORA,
    touches=(Touch(limb="hand_r", point_m=(0.42, 0.80, 0.10), normal=(1.0, 0.0, 0.0)),),
)
NORA_AT_COUNTER = ActorKey(position_m=(-0.95, 0.0, -1.28), heading_deg=180, pose=Pose(preset="stand"))
NORA_AT_TABLE = ActorKey(
    position_m=(-0.86, 0.0, 0.15),
    heading_deg=90,
    pose=Pose(preset="sit_arms_crossed"),
    seat_height_m=0.45,
    gaze_id=ELIAS,
)
LIT_WINDOW_M = (-7.9, 5.5, -6.0)
NORA_COMES = ActorKey(
    position_m=(-7.0, 0.14, -4.3), heading_deg=90, pose=_WALK, holds=(Hold(item_id="suitcase"),)
)
NORA_AT_CAR = ActorKey(
    position_m=(-1.45, 0.0, -1.75), heading_deg=75, pose=Pose(preset="stand"), gaze_m=(0.2, 0.9, -2.2)
)
NORA_LOOKS_BACK = ActorKey(
    position_m=(-1.45, 0.0, -1.75),
    heading_deg=170,
    pose=Pose(preset="stand", expression="sadness"),
    gaze_m=LIT_WINDOW_M,
)
NORA_TO_TOMAS = ActorKey(
    position_m=(-1.45, 0.0, -1.75), heading_deg=-105, pose=Pose(preset="arms_crossed"), gaze_id=TOMAS
)
TOMAS_BY_LAMP = ActorKey(
    position_m=(-2.5, 0.0, -2.0),
    heading_deg=80,
    pose=Pose(preset="handshake", expression="smile", expression_strength=0.5),
    gaze_id=NORA,
    holds=(Hold(item_id="tomas-key"),),
)
TOMAS_GOING = ActorKey(position_m=(-3.6, 0.0, -2.7), heading_deg=160, pose=_WALK, gaze_id=NORA)
ELIAS_ON_BENCH = ActorKey(
    position_m=(0.38, 0.0, 0.0),
    heading_deg=0,
    pose=_SIT,
    seat_height_m=0.45,
    gaze_m=(0.4, 1.0, 20.0),
)
NORA_ON_BENCH = ActorKey(
    position_m=(-0.38, 0.0, 0.0),
    heading_deg=0,
    pose=_SIT,
    seat_height_m=0.45,
    gaze_m=(-0.4, 1.0, 20.0),
)

NORA_SHOWS_KEY = structs.replace(
    NORA_ON_BENCH,
    pose=Pose(preset="sit", hand_left="open"),
    holds=(Hold(item_id="spare-key", hand="l"),),
    touches=(Touch(limb="hand_l", point_m=(-0.16, 0.98, 0.34), normal=(0.0, -1.0, 0.0)),),
    gaze_m=(-0.16, 0.98, 0.34),
)

NORA_DECIDES = _feeling(structs.replace(NORA_SHOWS_KEY, time_s=6.0, gaze_m=(0.6, 1.15, 20.0)), "smile", 0.7)

SCENE_PEOPLE: dict[str, dict[str, Keys]] = {
    "sc1": {NORA: (NORA_AT_TABLE,), ELIAS: (ELIAS_AT_TABLE,)},
    "sc2": {NORA: (NORA_AT_CAR,)},
    "sc3": {ELIAS: (ELIAS_ON_BENCH,), NORA: (NORA_ON_BENCH,)},
}

PLANS = (
    # ------------------------------------------------------------------------- 1 INT. KITCHEN - DAY
    Plan(
        "s1",
        "sc1",
        "Late light over the sink. Boxes, taped and untaped. ELIAS sits at the table with a mug he is not "
        "drinking from. NORA stands at the counter with her back to the room.",
        25,
        Framing(subjects=(NORA, ELIAS), size="LS", composition="2S"),
        6.0,
        camera=Stand((0.75, 1.40, 4.10), (-0.10, 1.02, -0.9)),
        people={NORA: (NORA_AT_COUNTER,)},
        dialogue=(("NORA", "The man from the agency comes at six."), ("ELIAS", "Then he can knock.")),
        sound="Packing tape. A clock.",
        priority=3,
        setup="Towards the window",
        notes="Master for the top of the scene.",
        props="Moving boxes, tape, mug",
    ),
    Plan(
        "s1a",
        "sc1",
        "She turns round.",
        35,
        Framing(subjects=(NORA,), size="MS", view="3/4 R"),
        3.0,
        side="R",
        people={
            NORA: (
                ActorKey(
                    position_m=(-0.95, 0.0, -1.20),
                    heading_deg=55,
                    pose=Pose(preset="hands_on_hips", expression="anger", expression_strength=0.4),
                    gaze_id=ELIAS,
                ),
            )
        },
        setup="Towards the window",
    ),
    Plan(
        "s1b",
        "sc1",
        "Over his shoulder: she sits down across from him, because standing makes it a fight.",
        50,
        Framing(subjects=(NORA, ELIAS), size="MCU", composition="OTS-L"),
        5.0,
        dialogue=(("NORA", "You said yes to this, Dad."),),
        priority=3,
        setup="Towards Nora",
        people={NORA: (_feeling(NORA_AT_TABLE, "anger", 0.5),)},
    ),
    Plan(
        "s1c",
        "sc1",
        "Reverse, over her shoulder.",
        50,
        Framing(subjects=(ELIAS, NORA), size="MCU", composition="OTS-R"),
        5.5,
        dialogue=(("ELIAS", "I said yes to the flat. Nobody asked me about the door."),),
        priority=3,
        setup="Towards Elias",
        notes="Matches 1B: same lens, height and distance.",
        people={ELIAS: (_feeling(ELIAS_AT_TABLE, "sadness", 0.6),)},
    ),
    Plan(
        "s1d",
        "sc1",
        "The telephone on the counter rings. Neither of them looks at it. It stops.",
        50,
        Framing(subjects=("phone",), composition="INS"),
        2.5,
        camera=Stand((0.02, 1.40, -0.72), (-0.56, 0.965, -1.86)),
        people={NORA: ()},
        sound="Telephone, four rings",
        priority=1,
        setup="Insert, counter",
        props="Telephone",
    ),
    Plan(
        "s1e",
        "sc1",
        "She answers what he did not ask.",
        75,
        Framing(subjects=(NORA,), size="CU", view="3/4 R"),
        3.0,
        side="R",
        dialogue=(("NORA", "It won't open anything tomorrow."),),
        setup="Towards Nora",
        people={NORA: (_feeling(NORA_AT_TABLE, "anger", 0.7),)},
    ),
    Plan(
        "s1f",
        "sc1",
        "ELIAS, who has decided.",
        75,
        Framing(subjects=(ELIAS,), size="CU", view="3/4 L"),
        3.5,
        side="L",
        dialogue=(("ELIAS", "Somebody should keep the spare."),),
        setup="Towards Elias",
        people={ELIAS: (_feeling(ELIAS_AT_TABLE, "contempt", 0.6),)},
    ),
    Plan(
        "s1g",
        "sc1",
        "His eyes. He had not thought of that.",
        100,
        Framing(subjects=(ELIAS,), size="ECU", view="3/4 L"),
        2.5,
        side="L",
        priority=2,
        setup="Towards Elias",
        people={ELIAS: (_feeling(ELIAS_AT_TABLE, "surprise", 0.6),)},
    ),
    # --------------------------------------------------------------------- 2 EXT. MILL STREET - NIGHT
    Plan(
        "s2",
        "sc2",
        "One lamp that works. A car with its boot full. NORA comes down the street with a suitcase, small "
        "under the dark houses.",
        40,
        Framing(subjects=(NORA,), size="ELS"),
        7.0,
        camera=Stand((6.6, 1.35, 9.6), (-2.0, 2.25, -2.0)),
        people={
            NORA: (
                NORA_COMES,
                structs.replace(NORA_COMES, time_s=7.0, position_m=(-3.0, 0.14, -4.3)),
            )
        },
        sound="Footsteps, the wheels of the suitcase",
        priority=3,
        setup="Down the street",
        lens_set="anamorphic",
        props="Suitcase, car",
    ),
    Plan(
        "s2a",
        "sc2",
        "She stops at the car. Behind her, on the first floor, one window is still lit.",
        40,
        Framing(subjects=(NORA,), size="MLS", angle="low"),
        3.5,
        camera=Stand((1.5, 0.25, 1.6), (-2.1, 1.5, -1.9)),
        setup="At the car",
        lens_set="anamorphic",
    ),
    Plan(
        "s2b",
        "sc2",
        "She looks back at it longer than she meant to.",
        75,
        Framing(subjects=(NORA,), size="MCU", view="profile L"),
        4.0,
        people={NORA: (NORA_LOOKS_BACK,)},
        priority=3,
        setup="At the car",
        lens_set="anamorphic",
    ),
    Plan(
        "s2c",
        "sc2",
        "What the window sees.",
        50,
        Framing(subjects=(NORA,), size="LS", angle="high"),
        3.0,
        camera=Stand((-7.4, 5.3, -5.4), (-1.0, 0.8, -1.8)),
        people={NORA: (NORA_LOOKS_BACK,)},
        equipment="Crane",
        setup="From the window",
        lens_set="anamorphic",
    ),
    Plan(
        "s2d",
        "sc2",
        "TOMAS steps off the kerb and into the light. A key, on a loop of string.",
        50,
        Framing(subjects=(TOMAS, NORA), size="MS", composition="2S"),
        6.0,
        side="R",
        people={TOMAS: (TOMAS_BY_LAMP,), NORA: (NORA_TO_TOMAS,)},
        dialogue=(
            ("TOMAS", "He gave me this. For you."),
            ("NORA", "He was supposed to hand it in."),
        ),
        priority=3,
        setup="Under the lamp",
        lens_set="anamorphic",
        props="Key on a string",
    ),
    Plan(
        "s2e",
        "sc2",
        "Tomas, already going.",
        50,
        Framing(subjects=(TOMAS, NORA), size="MS", composition="OTS-L"),
        2.5,
        people={TOMAS: (_feeling(TOMAS_GOING, "smile"),), NORA: (NORA_TO_TOMAS,)},
        dialogue=(("TOMAS", "He said you'd say that."),),
        setup="Under the lamp",
        lens_set="anamorphic",
    ),
    # ------------------------------------------------------------------------------ 3 EXT. PARK - MORNING
    Plan(
        "s3",
        "sc3",
        "A bench under one big tree, a long way off. ELIAS is sitting on it. "
        "NORA crosses the grass towards him.",
        29,
        Framing(subjects=(ELIAS, NORA), size="ELS", composition="2S"),
        7.0,
        camera=Stand((-7.5, 1.5, 15.0), (-0.6, 2.1, 0.0)),
        people={
            NORA: (
                ActorKey(position_m=(-5.2, 0.0, 4.4), heading_deg=128, pose=_WALK, gaze_id=ELIAS),
                ActorKey(time_s=7.0, position_m=(-2.2, 0.0, 1.9), heading_deg=128, pose=_WALK, gaze_id=ELIAS),
            )
        },
        sound="Birds, distant traffic",
        priority=3,
        setup="Across the lawn",
    ),
    Plan(
        "s3a",
        "sc3",
        "She has sat down. They both look ahead, as people do on benches.",
        40,
        Framing(subjects=(NORA, ELIAS), size="FS", composition="2S", view="front"),
        5.0,
        dialogue=(("ELIAS", "Nice and quiet, the flat."), ("NORA", "You hate it.")),
        priority=3,
        setup="Towards the tree",
    ),
    Plan(
        "s3b",
        "sc3",
        "It is a relief to say it.",
        100,
        Framing(subjects=(ELIAS,), size="BCU", view="3/4 R"),
        3.0,
        dialogue=(("ELIAS", "I hate it very much."),),
        setup="Towards the tree",
        people={ELIAS: (_feeling(ELIAS_ON_BENCH, "smile", 0.9),)},
    ),
    Plan(
        "s3c",
        "sc3",
        "She opens her hand. The key. We close in on her as she decides.",
        50,
        Framing(subjects=(NORA,), size="MS", composition="2S"),
        6.0,
        camera=Stand((0.75, 1.25, 3.1), (-0.04, 1.0, 0.0)),
        end=Stand((0.16, 1.20, 0.86), (-0.36, 1.19, 0.0)),
        people={
            NORA: (NORA_SHOWS_KEY, NORA_DECIDES),
            ELIAS: (structs.replace(ELIAS_ON_BENCH, gaze_m=NORA_SHOWS_KEY.gaze_m),),
        },
        dialogue=(("NORA", "Then it's lucky I changed my mind."),),
        equipment="Dolly",
        priority=3,
        setup="Towards the tree",
        props="Key on a string",
    ),
    Plan(
        "s3d",
        "sc3",
        "He looks at her for the first time this morning. Two small backs under a tree, and nobody knocks. "
        "The camera rises away.",
        29,
        Framing(subjects=(ELIAS, NORA), size="LS", composition="2S", view="back"),
        8.0,
        camera=Stand((-0.4, 1.50, -7.2), (-0.1, 1.35, 0.5)),
        end=Stand((-0.4, 4.40, -10.8), (-0.1, 1.60, 0.5)),
        people={ELIAS: (ActorKey(position_m=(0.38, 0.0, 0.0), pose=_SIT, seat_height_m=0.45, gaze_id=NORA),)},
        sound="Birds. Nothing else.",
        equipment="Crane",
        priority=3,
        setup="Behind the bench",
    ),
)
