"""People by bones against their own CPU twin, and the same bytes everywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from previz import cast, gl
from previz.gl.buffers import VertexArray
from previz.render import geometry
from previz.render.drawlist import build
from previz.render.gbuffer import PASSES
from previz.render.light import KeyLight
from previz.render.renderer import Renderer
from previz.scene.blocking import Actor, World

from .solids import at, ball, camera, pixel, stage

MakeActor = Callable[..., Actor]
MakeWorld = Callable[..., World]
SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


class TestPeople:
    @pytest.mark.parametrize("preset", ["stand", "walk", "arms_crossed", "sit"])
    def test_skinning_agrees_with_the_posed_body(
        self, preset: str, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """Rendering a figure by bones gives the picture of its CPU-posed vertices as a rigid mesh."""
        scene = world(actor(1, preset, heading_deg=25.0, position_m=(0.1, 0.0, 0.0), seat_height_m=0.45))
        skinned = build(scene)
        figure = skinned.figures[0]
        mesh = skinned.meshes[figure.mesh]
        rigid = stage(
            (
                type(mesh)(
                    figure.posed.vertices_m(), figure.posed.normals(), mesh.colours, mesh.patches, mesh.faces
                ),
                figure.world_from_figure,
            ),
        )
        state = camera((0, 1.1, 4.2), (0, 0.9, 0))
        a = renderer.capture(skinned, state, (450, 300))
        b = renderer.capture(rigid, state, (450, 300))
        assert (a.ids > 0).sum() > 3000
        assert (a.ids != b.ids).mean() < 2e-4
        same = (a.ids == b.ids) & (a.ids > 0)
        np.testing.assert_allclose(a.depth_m[same], b.depth_m[same], atol=2e-3)
        angle = np.einsum("ni,ni->n", a.normals[same].astype(float), b.normals[same].astype(float))
        assert np.percentile(angle, 1) > 0.995

    def test_the_silhouette_is_the_same_in_every_pass(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        scene = build(world(actor(3, "point", heading_deg=-30.0)))
        g = renderer.capture(scene, camera((0, 1.1, 4.2), (0, 0.9, 0)), (450, 300))
        body = g.objects == 3
        assert body.sum() > 3000
        assert ((g.ids > 0) == body).all()
        assert (np.isfinite(g.depth_m) == body).all()
        assert ((np.abs(g.normals).sum(-1) > 0) == body).all()
        assert ((g.albedo.sum(-1) > 0) == body).all()

    def test_landmarks_agree_with_the_optics(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """The top of the hair-less skull and the sole bound the silhouette of a bald head on the spot."""
        body = cast.PEOPLE["man"]
        bald = type(body)(**{name: getattr(body, name) for name in body.__struct_fields__} | {"hair": "bald"})
        if "bald" not in cast.HAIR:
            pytest.fail(f"the cast has no bald head: {cast.HAIR}")
        scene = build(world(actor(1, body=bald)))
        state = camera((0, 1.0, 5.0), (0, 1.0, 0))
        size = (900, 600)
        rows = np.nonzero(renderer.capture(scene, state, size, passes=("ids",)).ids)[0]
        marks = scene.posed[1].landmarks_m
        assert rows.min() == pytest.approx(pixel(state, tuple(marks["head_top"]), size)[1], abs=1.5)
        eye = renderer.capture(scene, state, size, passes=("ids",))
        column, row = pixel(state, tuple(marks["eye_l"]), size).astype(int)
        assert cast.ROLES[int(eye.patches[row, column])] in {"eye", "skin"}
        assert eye.objects[row, column] == 1

    def test_many_people_keep_their_own_bones(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        """Each of three in one picture is, pixel for pixel, the one that they are alone."""
        people = [
            actor(n, preset, position_m=(1.3 * (n - 2), 0.0, 0.0), body=list(cast.PEOPLE.values())[n])
            for n, preset in ((1, "wave"), (2, "stand"), (3, "walk"))
        ]
        state = camera((0, 1.1, 6.0), (0, 1.0, 0), aspect=2.0)
        together = renderer.capture(build(world(*people)), state, (600, 300), passes=("ids",))
        for person in people:
            alone = renderer.capture(build(world(person)), state, (600, 300), passes=("ids",))
            mine = together.objects == person.object_id
            assert (alone.ids[mine] == together.ids[mine]).all()
            assert abs(int(mine.sum()) - int((alone.ids > 0).sum())) < 30


class TestDeterminism:
    def scene(self, actor: MakeActor, world: MakeWorld) -> World:
        state = camera((0.8, 1.5, 3.2), (0, 1.0, 0))
        return world(
            actor(1, "walk"), actor(2, "sit", position_m=(0.9, 0, -0.5), seat_height_m=0.4), camera=state
        )

    def shoot(self, renderer: Renderer, scene: World) -> list[bytes]:
        assert scene.camera is not None
        g = renderer.capture(build(scene), scene.camera, (320, 200))
        return [getattr(g, name).tobytes() for name in PASSES]

    def test_the_same_bytes_twice_and_in_other_contexts(
        self, renderer: Renderer, actor: MakeActor, world: MakeWorld
    ) -> None:
        scene = self.scene(actor, world)
        first = self.shoot(renderer, scene)
        renderer.capture(stage((ball(1), at(0, 0, 0))), AHEAD, (99, 55), KeyLight(position_m=(0, 3, 0)))
        assert self.shoot(renderer, scene) == first
        results = []

        def elsewhere() -> None:
            with gl.headless():
                other = Renderer()
                results.append(self.shoot(other, scene))
                other.close()

        threads = [threading.Thread(target=elsewhere) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [first, first]


class TestCrowds:
    @pytest.fixture
    def crowd(self, actor: MakeActor, world: MakeWorld) -> World:
        """Twelve different extras in three rows."""
        return world(
            *(
                replace(
                    actor(number + 1, body=extra.body, heading_deg=20.0 * number),
                    pose=extra.pose,
                    position_m=(0.8 * (number % 4 - 1.5), 0.0, -0.9 * (number // 4)),
                )
                for number, extra in enumerate(cast.crowd(12, seed=5))
            )
        )

    def test_a_crowd_is_one_draw_call(
        self, crowd: World, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each pass over the geometry sends the people once, and whatever else there is apart."""
        calls: list[int] = []
        drawn = VertexArray.draw

        def counted(self: VertexArray, *args: object, **settings: object) -> None:
            calls.append(self.count)
            drawn(self, *args, **settings)  # type: ignore[arg-type]

        scene = build(crowd)
        people = sum(scene.meshes[figure.mesh].faces.size for figure in scene.figures)
        monkeypatch.setattr(VertexArray, "draw", counted)
        renderer.capture(scene, camera((0, 1.4, 5), (0, 1, 0)), SIZE)
        passes = [count for count in calls if count == people]
        single = {scene.meshes[figure.mesh].faces.size for figure in scene.figures}
        assert passes
        assert not single & set(calls)

    def test_together_they_look_as_they_do_apart(
        self, crowd: World, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene, view = build(crowd), camera((0, 1.4, 5), (0, 1, 0))
        together = renderer.capture(scene, view, SIZE)
        monkeypatch.setattr(geometry, "APART", 1000)
        apart = renderer.capture(build(crowd), view, SIZE)
        assert len(set(np.unique(together.objects)) - {0}) == 12
        for name in ("ids", "depth_m", "albedo"):
            np.testing.assert_array_equal(getattr(together, name), getattr(apart, name))

    def test_a_new_face_in_the_crowd_is_sent(self, crowd: World, renderer: Renderer) -> None:
        view = camera((0, 1.4, 5), (0, 1, 0))
        before = renderer.capture(build(crowd), view, SIZE)
        other = replace(crowd.actors[1], body=cast.PEOPLE["builder"])
        after = renderer.capture(
            build(replace(crowd, actors=(crowd.actors[0], other, *crowd.actors[2:]))), view, SIZE
        )
        assert (before.albedo != after.albedo).any()
