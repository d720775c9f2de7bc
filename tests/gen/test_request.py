from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.errors import GenerationError, NotSupported
from previz.gen.request import (
    CameraFacts,
    Capabilities,
    FrameRequest,
    Marks,
    Reference,
    Refine,
    Region,
    Steer,
    check,
    check_capable,
    from_json,
    unused_controls,
)

HASH = "0123456789abcdef" * 4
FULL = FrameRequest(
    generator="sketch",
    style="pencil",
    size_px=(1920, 804),
    seed=7,
    model="m",
    model_hash="h",
    prompt="a café",
    negative="blur",
    plan={"light": {"azimuth_deg": -50.0}, "hatch_deg": 52, "lost": False, "zones": [1, 2.5]},
    guides={"depth": HASH, "face": HASH[::-1], "marks": HASH},
    strengths={"depth": 0.8},
    spans={"depth": (0.0, 0.7)},
    adherence="strict",
    refine=Refine(blob=HASH, take=2, region="Maya"),
    loras={"ink-lora": 0.8},
    lora_families={"ink-lora": "sdxl"},
    depth_range_m=(0.5, 12.0),
    regions=(Region(object_id=1, kind="figure", name="Maya", roles={1: "skin", 9: "hair"}),),
    references=(Reference(guide="face", strength=0.5),),
    marks=Marks(blob=HASH),
    steers=(Steer(reason="size", where="strength", label="Depth control", new="0.75"),),
    camera=CameraFacts(hfov_deg=40.0, focal_length_mm=50.0),
    night=True,
    interior=False,
)


def test_json_keeps_everything() -> None:
    assert from_json(FULL.to_json()) == FULL
    assert "café" in FULL.to_json().decode()


def test_hash_is_pinned() -> None:
    """Old takes name their requests by this hash: a change here makes every cache miss."""
    plain = FrameRequest(generator="sketch", style="ink", size_px=(640, 360), seed=3)
    assert plain.to_json() == b'{"generator":"sketch","seed":3,"size_px":[640,360],"style":"ink"}'
    assert plain.hash() == "c99d9f37eb25853016d7eb18effe95a4f0c2a40a3c9b7d0269a570c1c37eea3e"


CHANGES: dict[str, Any] = {
    "generator": "other",
    "style": "ink",
    "size_px": (1920, 800),
    "seed": 8,
    "model": "n",
    "model_hash": "i",
    "prompt": "a bar",
    "negative": "noise",
    "plan": {"hatch_deg": 53},
    "guides": {"depth": HASH},
    "strengths": {"depth": 0.9},
    "spans": {"depth": (0.1, 0.7)},
    "adherence": "loose",
    "refine": None,
    "loras": {"ink-lora": 0.7},
    "lora_families": {"ink-lora": "sd15"},
    "depth_range_m": (0.5, 13.0),
    "regions": (Region(object_id=1, kind="figure", name="Maya", roles={1: "skin"}),),
    "references": (Reference(guide="face", strength=0.6),),
    "marks": Marks(blob=HASH, medium=False),
    "steers": (),
    "camera": CameraFacts(hfov_deg=40.1, focal_length_mm=50.0),
    "night": False,
    "interior": True,
}


def test_every_field_is_tried() -> None:
    assert set(CHANGES) == set(FrameRequest.__struct_fields__)


@pytest.mark.parametrize("field", sorted(CHANGES))
def test_every_field_changes_the_hash(field: str) -> None:
    changed = msgspec.structs.replace(FULL, **{field: CHANGES[field]})
    assert changed.hash() != FULL.hash()


def test_hash_ignores_order_of_names_and_kind_of_number() -> None:
    plan = dict(reversed(FULL.plan.items()))
    guides = dict(reversed(FULL.guides.items()))
    assert msgspec.structs.replace(FULL, plan=plan, guides=guides).hash() == FULL.hash()
    as_int = CameraFacts(hfov_deg=40, focal_length_mm=50)
    assert msgspec.structs.replace(FULL, camera=as_int).hash() == FULL.hash()


def test_defaults_are_left_out_by_value_not_by_identity() -> None:
    said = FrameRequest(generator="a", style="b", size_px=(9, 9), camera=CameraFacts(hfov_deg=float("50.0")))
    assert said.to_json() == FrameRequest(generator="a", style="b", size_px=(9, 9)).to_json()


names = st.text(max_size=8)
numbers = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
plans = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, names),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(plan=st.dictionaries(names, plans, max_size=4), prompt=st.text(), seed=st.integers(0, 2**63 - 1))
def test_any_request_survives_json(plan: dict[str, Any], prompt: str, seed: int) -> None:
    request = FrameRequest(generator="a", style="b", size_px=(9, 9), plan=plan, prompt=prompt, seed=seed)
    again = from_json(request.to_json())
    assert again == request
    assert again.hash() == request.hash()


def test_what_is_no_request_is_refused() -> None:
    for data in (b"", b"{", b"[]", b'{"generator":1}', b"\xff", b'{"generator":"a","style":"b"}'):
        with pytest.raises(GenerationError, match="cannot be read"):
            from_json(data)


def test_nan_cannot_be_written() -> None:
    with pytest.raises(GenerationError, match="cannot be written down"):
        msgspec.structs.replace(FULL, strengths={"depth": math.nan}).to_json()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size_px": (0, 100)}, "0 × 100 px"),
        ({"size_px": (100, 8193)}, "1 to 8192"),
        ({"generator": " "}, "no generator"),
        ({"style": ""}, "no style"),
        ({"seed": -1}, "Seed -1"),
        ({"seed": 2**63}, "Seed"),
        ({"prompt": "x" * 20_001}, "prompt has 20001 characters"),
        ({"strengths": {"depth": 2.5}}, "Strength 2.5 of depth"),
        ({"strengths": {"depth": math.nan}}, "Strength nan"),
        ({"guides": {"depth": "../../etc/passwd"}}, "not a sha256"),
        ({"references": (Reference(guide="nowhere"),)}, "'nowhere' is not among"),
        ({"regions": (Region(object_id=0, kind="set"),)}, "Object id 0"),
        ({"regions": (Region(object_id=2, kind="set"),) * 2}, "Object id 2 is described twice"),
        ({"camera": CameraFacts(hfov_deg=180.0)}, "180°"),
        ({"camera": CameraFacts(focal_length_mm=0.0)}, "focal length mm is 0"),
        ({"camera": CameraFacts(focus_distance_m=math.inf)}, "focus distance m is inf"),
        ({"plan": {"a": [{"b": math.nan}]}}, "not finite"),
    ],
)
def test_impossible_requests_say_why_in_one_line(change: dict[str, Any], words: str) -> None:
    check(FULL)
    with pytest.raises(GenerationError, match=r"^[^\n]+$") as caught:
        check(msgspec.structs.replace(FULL, **change))
    assert words in str(caught.value)


ALL = Capabilities(
    styles=("pencil",),
    needs=("depth",),
    uses=("marks",),
    strengths=("depth",),
    prompt=True,
    negative=True,
    plan=True,
    regions=True,
    references=1,
    loras=True,
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"styles": ("ink", "wash")}, "no style 'pencil'; choose one of ink, wash"),
        ({"max_side_px": 1024}, "16 to 1024 px a side, not 1920 × 804 px"),
        ({"min_side_px": 900}, "900 to"),
        ({"multiple_of": 8}, "divisible by 8"),
        ({"needs": ("depth", "hints")}, "needs the guides hints"),
    ],
)
def test_generator_that_cannot_do_it_says_so(change: dict[str, Any], words: str) -> None:
    check_capable(FULL, ALL)
    with pytest.raises(NotSupported) as caught:
        check_capable(FULL, msgspec.structs.replace(ALL, **change))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"needs": ()}, "depth guide"),
        ({"strengths": ()}, "strength of depth"),
        ({"prompt": False}, "words"),
        ({"negative": False}, "words to avoid"),
        ({"seeds": False}, "seed"),
        ({"plan": False}, "drawing plan"),
        ({"regions": False}, "what each object is"),
        ({"references": 0}, "1 reference picture"),
        ({"loras": False}, "LoRA"),
    ],
)
def test_each_control_that_is_not_honoured_is_named(change: dict[str, Any], words: str) -> None:
    assert unused_controls(FULL, ALL) == ()
    assert unused_controls(FULL, msgspec.structs.replace(ALL, **change)) == (words,)


def test_what_was_not_asked_for_is_not_missed() -> None:
    assert (
        unused_controls(FrameRequest(generator="a", style="b", size_px=(9, 9)), Capabilities(seeds=False))
        == ()
    )
