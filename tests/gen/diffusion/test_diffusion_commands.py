"""The whole way on the command line, with models of each kind and with a server.

A frame is begun and stopped, gone on with, one person made anew, judged. One worker for all, as in a window;
real pipelines of random weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from previz.cli import STOPPED
from previz.cli.terminal import Ticker
from previz.gen.comfy.server import URL
from previz.gen.models import settings
from previz.gen.models.settings import FOLDER, ModelSettings
from previz.gen.request import Failed, from_json
from previz.scene import model
from previz.studio import Studio
from previz.studio.engine import Engine
from previz.studio.workshop import Workshop
from tests.cli.command import inside
from tests.gen.comfy.fake_comfyui import FakeComfyUI

pytest.importorskip("torch", reason="the diffusion extra is not installed")
SIZE = ("--size", "240x100")


@pytest.fixture(scope="module")
def union(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from . import tiny

    folder = tmp_path_factory.mktemp("walk-union")
    (folder / "tiny-sdxl").symlink_to(models / "tiny-sdxl")
    tiny.add_union(folder)
    return folder


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeComfyUI]:
    with FakeComfyUI() as made:
        yield made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Its workers ask the settings with every frame where models and server are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv(FOLDER, raising=False)
        patch.delenv(URL, raising=False)
        made = Engine()
        yield made
        made.close()


@pytest.fixture(params=["tiny-sd15", "tiny-sdxl", "tiny-sdxl of a union", "tiny-zimage", "juggernaut"])
def maker(
    request: Any,
    models: Path,
    union: Path,
    fake: FakeComfyUI,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[str, str]:
    """(generator, model)."""
    name, _, of_union = request.param.partition(" of ")
    settings.keep(ModelSettings(folder=str(union if of_union else models), server=fake.url))

    def shop(film: Studio) -> Workshop:
        return Workshop(film.document, film.store, film.shooting, film.reviewing, engine=engine)

    monkeypatch.setattr(Studio, "_workshop", shop)
    return ("comfyui" if name == "juggernaut" else "diffusers"), name


def test_a_frame_is_stopped_resumed_gone_on_from_and_judged(
    maker: tuple[str, str], small_film: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator, name = maker

    def stop(ticker: Ticker, done: float, text: str) -> None:
        if "Step" in text or "Working" in text or "Waiting" in text:
            raise KeyboardInterrupt

    wish = ("--generator", generator, "--model", name, "--adherence", "strict")
    with monkeypatch.context() as keys:
        keys.setattr(Ticker, "told", stop)
        assert inside("generate", small_film, "--shots", "1", *SIZE, *wish).returncode == STOPPED
    assert takes(small_film) == []
    with Studio.open(small_film, read_only=True) as studio:
        (left,) = studio.store.jobs.pending()
    assert isinstance(engine._queue.wait([left.id], 20)[left.id], Failed), "its worker is free again"

    resumed = inside("generate", small_film, "--resume")
    assert (resumed.returncode, resumed.stdout.splitlines()[0]) == (0, "1 of 1 frames drawn."), resumed.stderr
    (made,) = takes(small_film)
    assert (made.generator, made.model, made.size_px) == (generator, name, (240, 100))

    anew = inside("refine", small_film, "--shot", "1", "--region", "Ada", "--words", "in a red coat")
    assert anew.returncode == 0, anew.stderr
    _, after = takes(small_film)
    with Studio.open(small_film, read_only=True) as studio:
        asked = from_json(studio.store.blob(after.request))
        assert studio.verify() == []
    assert (after.from_take, after.seed, after.generator, after.model) == (1, made.seed, generator, name)
    assert asked.prompt.endswith("in a red coat")
    assert {"depth", "init", "mask"} <= set(asked.guides)

    told = json.loads(inside("receipt", small_film, "--shots", "1", "--all-takes", "--json").stdout)
    assert [row["take"] for row in told] == [1, 2]
    assert made.fidelity is not None
    assert told[0]["score"] == pytest.approx(made.fidelity.score, abs=0.1)


def takes(film: Path) -> list[model.Take]:
    with Studio.open(film, read_only=True) as studio:
        return sorted(studio.document.of(model.Take), key=lambda take: take.number)
