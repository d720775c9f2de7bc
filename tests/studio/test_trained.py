"""Who makes a frame, and how firmly: resolved once for looks that are alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.errors import GenerationError
from previz.gen.models import single
from previz.gen.models.settings import FOLDER
from previz.scene.model import ControlHold, Look
from previz.studio import Making, Studio, trained
from previz.studio.trained import Trained
from tests.gen.models.shelf import add_base, add_net, write_weights


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv(FOLDER, str(folder))
    add_base(folder, "noir", "StableDiffusionPipeline", 768)
    for name in ("depth", "lineart"):
        add_net(folder, f"sd15-{name}", "ControlNetModel", 768)
    return folder


def test_a_film_reads_the_models_folder_once(
    models: Path, small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    usual = trained.usual
    monkeypatch.setattr(trained, "usual", lambda *of: (asked.append(of[0]), usual(*of))[1])
    look = Look(generator="diffusers", model="noir", controls={"depth": ControlHold(strength=0.7, end=0.5)})
    with Studio.open(small_film) as studio, studio._workshop() as workshop:
        shots = studio.shots()[:2]
        with studio.document.edit("Look") as edit:
            edit.update(studio.document.project.id, look=look)
        numbers = {shot.id: shot.id for shot in shots}
        frames = workshop.plan(shots, numbers, Making(size_px=(96, 40)))
    assert len({frame.shot.id for frame in frames}) == 2
    assert {frame.trained.spans["depth"] for frame in frames if frame.trained} == {(0.0, 0.5)}
    assert len(asked) <= 2, "once for the model, once for what its family holds usually"


def test_the_header_of_a_file_is_read_again_only_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = single.read_header
    monkeypatch.setattr(single, "read_header", lambda path: (read.append(path), real(path))[1])
    file = tmp_path / "mine.safetensors"
    write_weights(file, single.FIRST)
    first = single.look_into(file)
    assert single.look_into(file) == first
    assert len(read) == 1
    write_weights(file, "something.lora_down", (3, 3))
    assert single.look_into(file) is None
    assert len(read) == 2
    file.unlink()
    gone = single.look_into(file)
    assert gone is not None
    assert "cannot be read" in gone.why_not


def test_a_control_that_ends_before_it_starts_is_refused_before_anything_is_rendered(
    small_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = Trained(generator="comfyui", strengths={"depth": 0.8})
    assert by.by_hand({"depth": ControlHold(strength=0.8, start=0.95)}).spans == {"depth": (0.95, 1.0)}
    none = by.by_hand({"depth": ControlHold(strength=0.8, end=0.0)})
    assert none.spans == {"depth": (0.0, 0.0)}
    with Studio.open(small_film, read_only=True) as studio, studio._workshop() as workshop:
        shot = studio.find("1")
        (frame,) = workshop.plan([shot], {shot.id: "1"}, Making(size_px=(96, 40)), none)
        monkeypatch.setattr(studio.shooting, "capture", lambda *_: pytest.fail("rendered"))
        with pytest.raises(GenerationError, match="depth cannot hold from 0% to 0%"):
            workshop.prepare(frame)
