from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a tiny pipeline of every family, built once a process. Not to be changed."""
    import torch

    from . import tiny

    torch.set_num_threads(1)  # as a worker on two cores; more threads change the bytes
    return tiny.build(tmp_path_factory.mktemp("models"))


@pytest.fixture
def own_models(models: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return shutil.copytree(models, tmp_path / "models")
