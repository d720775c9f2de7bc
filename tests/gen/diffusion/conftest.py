from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .shared import Painters, tiny_models


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a tiny pipeline of every family. Not to be changed."""
    import torch

    torch.set_num_threads(1)  # as a worker on two cores; more threads change the bytes
    return tiny_models(tmp_path_factory)


@pytest.fixture(scope="session")
def painters(models: Path) -> Painters:
    return Painters(models)


@pytest.fixture
def own_models(models: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(models, tmp_path / "models")
