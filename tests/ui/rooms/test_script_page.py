"""Lines of a scene that has no script: none is longer than the page is wide."""

from __future__ import annotations

from previz.export.rows import SceneRow
from previz.ui.rooms.script_page import lines_of


def test_a_heading_without_a_space_stays_on_the_page() -> None:
    scene = SceneRow(id="s1", number="1", heading="INT. " + "KITCHEN" * 60)
    head = [line for line in lines_of(scene, [], columns=60) if line.bold]
    assert len(head) > 1
    assert max(len(line.text) for line in head) <= 60
    assert "".join(line.text for line in head).replace(" ", "") == f"1{scene.heading.replace(' ', '')}"
