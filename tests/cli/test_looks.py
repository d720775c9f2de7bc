from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from previz.cli import main
from previz.scene import model
from previz.studio import Studio


def test_the_look_of_a_film_is_said_and_changed(small_film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = ["--generator", "comfyui", "--model", "xl", "--adherence", "strict", "--words", "heavy rain"]
    assert main(["look", str(small_film), *changes]) == 0
    assert "adherence  strict" in capsys.readouterr().out
    with Studio.open(small_film, read_only=True) as project:
        look = project.document.project.look
    assert look == model.Look(generator="comfyui", model="xl", adherence="strict", words="heavy rain")
    assert main(["look", str(small_film)]) == 0
    assert "model      xl" in capsys.readouterr().out
    with Studio.open(small_film) as project, project.document.edit("By hand") as edit:
        own = {"depth": model.ControlHold(strength=0.7, end=0.5)}
        edit.update(model.PROJECT_ID, look=msgspec.structs.replace(look, controls=own))
    assert main(["look", str(small_film), "--adherence", "loose"]) == 0
    assert "depth      0.7, to 50% of the steps" in capsys.readouterr().out
    assert main(["look", str(small_film), "--generator", "diffusers"]) == 0
    with Studio.open(small_film, read_only=True) as project:
        look = project.document.project.look
    assert (look.generator, look.model, look.controls) == ("diffusers", "", {}), "it has other models"
    assert main(["look", str(small_film), "--scene", "1", "--depth-range", "shots"]) == 0
    assert "depth      white at " in capsys.readouterr().out
    with Studio.open(small_film, read_only=True) as project:
        scene, whole = project.document.need("s1", model.Scene).look, project.document.project.look
    assert scene is not None
    assert scene.depth_range_m is not None
    assert whole.depth_range_m is None
    assert main(["look", str(small_film), "--depth-range", "0.8,12"]) == 0
    assert "white at 0.8 m, black at 12 m" in capsys.readouterr().out
    assert main(["look", str(small_film), "--scene", "9", "--words", "x"]) == 1
    assert main(["look", str(small_film), "--depth-range", "shot"]) == 0
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["look", str(small_film), "--depth-range", "5,1"])
    assert "NEAR,FAR in metres" in capsys.readouterr().err
    assert main(["look", str(small_film), "--style", "crayon"]) == 1
    assert "no style 'crayon'" in capsys.readouterr().err
