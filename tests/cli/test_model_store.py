from __future__ import annotations

import json
from pathlib import Path

import pytest

from previz.cli import main
from previz.gen.models.settings import FOLDER, OFFLINE
from tests.gen.models.shelf import add_base

Capture = pytest.CaptureFixture[str]


def test_models_are_listed_with_size_licence_and_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    add_base(tmp_path, "my/noir-xl", "StableDiffusionXLPipeline", 2048)
    add_base(tmp_path, "sd15-base", "StableDiffusionPipeline", 768)
    assert main(["models", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(tmp_path)
    rows = {row["id"]: row for row in told["models"]}
    assert rows["my/noir-xl"]["state"] == "own"
    assert rows["sd15"]["state"] == "partly"
    assert rows["sdxl-lightning"]["state"] == "missing"
    assert rows["sdxl-lightning"]["missing_bytes"] == rows["sdxl-lightning"]["bytes"] > 9e9
    assert main(["models"]) == 0
    plain = capsys.readouterr().out
    assert "sdxl-lightning   missing" in plain
    assert "OpenRAIL++-M, Apache-2.0, MIT; commercial use on their terms" in plain
    assert str(tmp_path) in plain


def test_a_file_that_makes_no_frames_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (tmp_path / "evil.safetensors").write_bytes(b"\x80\x04\x95")
    add_base(tmp_path, "noir", "StableDiffusionPipeline", 768)
    assert main(["models", "--json"]) == 0
    about = {row["id"]: row["about"] for row in json.loads(capsys.readouterr().out)["models"]}
    assert "is a pickle under another name" in about["evil.safetensors"]
    assert about["noir"] == ""


def test_folder_and_offline_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.delenv(OFFLINE, raising=False)
    assert main(["models", "--folder", str(tmp_path / "models"), "--offline", "yes"]) == 0
    assert f"Folder: {tmp_path / 'models'} (off the network)" in capsys.readouterr().out
    assert main(["models", "--get", "sd15", "--yes"]) == 1
    assert "keeps off the network" in capsys.readouterr().err
    assert main(["models", "--offline", "no"]) == 0
    assert "off the network" not in capsys.readouterr().out


def test_a_licence_is_shown_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert main(["models", "--get", "sdxl-lightning"]) == 1
    said = capsys.readouterr()
    assert "say --yes" in said.err
    assert "sdxl-controlnet-union: Apache-2.0" in said.out
    assert main(["models", "--get", "unknown", "--yes"]) == 1
    assert "choose one of" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
