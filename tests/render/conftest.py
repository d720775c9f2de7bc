"""A renderer for the tests of a file, and people to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from previz import cast, gl
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Body, Light, Pose


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """One a file: tests of the window in the same process make other contexts current in between."""
    with gl.headless():
        renderer = Renderer()
        yield renderer
        renderer.close()


@pytest.fixture
def actor() -> Callable[..., Actor]:
    def make(object_id: int = 10, preset: str = "stand", body: Body | None = None, **about: object) -> Actor:
        about = {"id": f"actor {object_id}", "name": f"Person {object_id}"} | about
        about = {"position_m": (0.0, 0.0, 0.0), "heading_deg": 0.0} | about
        person = body or next(iter(cast.PEOPLE.values()))
        return Actor(body=person, pose=Pose(preset=preset), object_id=object_id, **about)  # type: ignore[arg-type]

    return make


@pytest.fixture
def world() -> Callable[..., World]:
    def make(
        *members: Actor | Placed,
        camera: CameraState | None = None,
        light: Light | None = None,
        **about: object,
    ) -> World:
        return World(
            items=tuple(m for m in members if isinstance(m, Placed)),
            actors=tuple(m for m in members if isinstance(m, Actor)),
            camera=camera,
            light=light or Light(),
            **about,  # type: ignore[arg-type]
        )

    return make
