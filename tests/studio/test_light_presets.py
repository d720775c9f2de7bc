"""Set-ups of light: seen from the camera, one edit, told apart."""

from __future__ import annotations

import pytest

from previz.errors import NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.studio import light_presets
from previz.studio.gaffer import light_of, set_light
from previz.studio.light_presets import preset, preset_names, preset_of, use_preset
from tests.films import CLOSE, FULL, put_small_film


@pytest.fixture
def document() -> Document:
    made = Document()
    put_small_film(made)
    return made


def test_the_key_stands_on_the_right_of_the_camera() -> None:
    """A camera that looks to −Z (180°) has +X, azimuth 90°, on its right."""
    assert preset("low_key", 180.0).azimuth_deg == light_presets.RIGHT
    assert preset("low_key", 0.0).azimuth_deg == 270.0
    backlight = preset("backlight", 180.0)
    assert backlight.azimuth_deg == 180.0, "from where the camera looks"


@pytest.mark.parametrize("name", preset_names())
def test_every_set_up_is_one_edit_and_known_again(document: Document, name: str) -> None:
    use_preset(document, FULL, name)
    assert preset_of(document, FULL) == name
    assert document.history[-1].label == f"Light: {preset_names()[name]}"
    assert light_of(document, CLOSE) == light_of(document, FULL), "the scene's, so every shot's"
    document.undo()
    assert light_of(document, FULL) == model.Light()


def test_a_shot_alone_is_lit_and_keeps_its_lamp(document: Document) -> None:
    set_light(document, FULL, lamp_id="chair")
    use_preset(document, FULL, "moonlight", scope="shot")
    assert light_of(document, FULL).lamp_id == "chair"
    assert light_of(document, FULL).time == "night"
    assert light_of(document, CLOSE).time == "day"
    set_light(document, FULL, scope="shot", strength=0.7)
    assert preset_of(document, FULL) == ""


def test_an_unknown_set_up_is_refused(document: Document) -> None:
    with pytest.raises(NotFound, match="choose one of three_point"):
        use_preset(document, FULL, "disco")
