"""Where models lie, on this machine or on a server, and whether the network may be used for them."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import platformdirs

from previz.errors import FileNotWritable
from previz.gen import disk

FOLDER = "PREVIZ_MODELS"
OFFLINE = "PREVIZ_OFFLINE"
"""Environment variables that overrule what is kept."""


class ModelSettings(msgspec.Struct, frozen=True, kw_only=True):
    folder: str = ""
    """"" = the user's data folder."""
    offline: bool = False
    server: str = ""
    """Address of a ComfyUI server; "" = this machine."""
    login: bool = False
    """Whether its token is in the keyring."""


def _path() -> Path:
    return platformdirs.user_config_path("previz", appauthor=False) / "models.json"


def kept() -> ModelSettings:
    """What the user chose; the defaults when nothing readable is there."""
    try:
        return msgspec.json.decode(_path().read_bytes(), type=ModelSettings)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ModelSettings()


def keep(settings: ModelSettings) -> None:
    """What was kept before stays until all of this is on the disk. Raises FileNotWritable."""
    path = _path()
    growing = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        growing.write_bytes(msgspec.json.encode(settings))
        os.replace(growing, path)
    except OSError as error:
        raise FileNotWritable(f"{path} cannot be written: {disk.reason(error)}.") from error


def models_folder() -> Path:
    told = os.environ.get(FOLDER, "") or kept().folder
    if told:
        return Path(told).expanduser()
    return platformdirs.user_data_path("previz", appauthor=False) / "models"


def is_offline() -> bool:
    told = os.environ.get(OFFLINE, "")
    return told not in ("", "0") if told else kept().offline
