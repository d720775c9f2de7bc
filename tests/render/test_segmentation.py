from __future__ import annotations

from dataclasses import replace

from previz.render.drawlist import DrawList
from previz.render.passes import ids_guide
from previz.render.renderer import Renderer
from previz.render.segmentation import ade20k_colours, object_colour, segmentation_guide
from previz.scene.optics import View

from .solids import at, box, camera, stage, three_walls

SIZE = (300, 200)
AHEAD = camera((0, 1, 3), (0, 1, 0))


class TestColours:
    def test_objects_have_colours_of_their_own(self) -> None:
        colours = {object_colour(n) for n in range(65536)}
        assert len(colours) == 65536
        assert object_colour(0) == (0, 0, 0)
        assert [object_colour(n) for n in (1, 2, 3, 4)] == [
            (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128),
        ]  # fmt: skip

    def test_ids_are_flat(self, renderer: Renderer) -> None:
        g = three_walls(renderer)
        guide = ids_guide(g)
        for n in range(4):
            assert (guide[g.objects == n] == object_colour(n)).all()

    def test_ade20k_is_whole(self) -> None:
        colours = ade20k_colours()
        assert len(colours) == 150
        assert colours["wall"] == (120, 120, 120)
        assert colours["person"] == (150, 5, 61)
        assert colours["flag"] == (92, 0, 255)

    def test_classes_and_the_sky(self, renderer: Renderer) -> None:
        g = three_walls(renderer)
        classes = {1: "sofa", 2: "person", 3: "no such class"}
        inside = segmentation_guide(g, DrawList({}, ade20k=classes), AHEAD)
        outside = segmentation_guide(g, DrawList({}, ade20k=classes, interior=False), AHEAD)
        for n, colour in ((0, (0, 0, 0)), (1, (11, 102, 255)), (2, (150, 5, 61)), (3, (0, 0, 0))):
            assert (inside[g.objects == n] == colour).all()
        assert (outside[g.objects == 0] == ade20k_colours()["sky"]).all()

    def test_a_room_is_floor_walls_and_ceiling(self, renderer: Renderer) -> None:
        room = stage((box((6, 2.6, 6)), at(0, 1.3, 0)), (box((0.5, 0.5, 0.5)), at(0.8, 0.25, 0)))
        wide = camera((0, 1.3, 2.9), (0, 1.3, 0), 16)
        g = renderer.capture(room, wide, SIZE)
        guide = segmentation_guide(g, DrawList({}, ade20k={1: "wall", 2: "table"}), wide)
        for row, column, name in ((195, 20, "floor"), (100, 150, "wall"), (5, 150, "ceiling")):
            assert tuple(guide[row, column]) == ade20k_colours()[name]
        assert (guide[g.objects == 2] == ade20k_colours()["table"]).all()

    def test_a_frameline_cut_from_the_top_knows_its_floor(self, renderer: Renderer) -> None:
        """The upper half of a picture has the classes of the upper half."""
        room = stage((box((6, 2.6, 6)), at(0, 1.3, 0)), (box((0.5, 0.5, 0.5)), at(0.8, 0.25, 0)))
        classes = DrawList({}, ade20k={1: "wall", 2: "table"})
        whole = camera((0, 2.2, 2.9), (0, 0.2, 0), 14)
        cut = View(whole.view.tan_x, whole.view.tan_y / 2, 36, 12, shift_y=1.0)
        top = replace(whole, view=cut)
        expected = segmentation_guide(renderer.capture(room, whole, (300, 200)), classes, whole)[:100]
        guide = segmentation_guide(renderer.capture(room, top, (300, 100)), classes, top)
        assert (expected == ade20k_colours()["floor"]).all(axis=2).mean() > 0.05
        assert (guide == expected).all(axis=2).mean() > 0.99
