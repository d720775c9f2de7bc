"""Whose look counts: the shot's, else the scene's, else the film's."""

from __future__ import annotations

import pytest

from previz.errors import NotSupported
from previz.scene import model
from previz.scene.document import Document
from previz.studio.looks import look_of, set_look
from tests.films import CLOSE, FULL, put_small_film

INK, WASH = model.Look(style="ink"), model.Look(style="wash")


def test_a_look_comes_from_the_nearest_that_has_one() -> None:
    document = Document([model.Project(id="project")])
    put_small_film(document)

    def look(shot_id: str) -> tuple[model.Look, str]:
        return look_of(document, document.need(shot_id, model.Shot))

    assert look(FULL) == (document.project.look, "project")
    set_look(document, "s1", INK)
    set_look(document, CLOSE, WASH)
    assert look(FULL) == (INK, "scene")
    assert look(CLOSE) == (WASH, "shot")
    set_look(document, CLOSE, None)
    assert look(CLOSE) == (INK, "scene")
    with pytest.raises(NotSupported, match="no style"):
        set_look(document, FULL, model.Look(style="crayon"))
