"""Sound files of every format: shape, size, up axis, colours, pictures, and what belongs to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from previz.kit import gltf, mesh
from previz.kit.finishing import finish
from previz.kit.importing import Imported, ModelReader
from previz.kit.model_file import Folder, Limits
from previz.kit.packed import unpack
from previz.kit.soup import to_linear, to_srgb, weld
from previz.scene.mesh import Mesh
from tests.kit.solid import BLUE, RED, painted_box, picture_plane, save, sphere, triangle_gltf
from tests.kit.sound import open_edges, solid_volumes

LIMITS = Limits()


def read(path: Path) -> mesh.Reading:
    """In this process, which is quicker."""
    return mesh.read(path, path.suffix.lstrip("."), LIMITS)


def piece(path: Path, unit_m: float = 1.0, up: str = "y", faces: int | None = None) -> Mesh:
    return unpack(finish(weld(read(path).soup), unit_m, up, faces).packed, path.name)


def colours_near(found: Mesh, where: np.ndarray, colour: tuple[int, int, int], error: int = 3) -> bool:
    return bool((np.abs(found.colours[where, :3].astype(int) - colour) <= error).all())


@pytest.mark.parametrize("suffix", ["glb", "obj", "ply", "stl", "dae"])
def test_every_format_gives_the_same_box(suffix: str, tmp_path: Path) -> None:
    found = piece(save(tmp_path / f"box.{suffix}", painted_box((2, 1, 0.5))))
    assert np.allclose(found.positions.min(axis=0), (-1, 0, -0.25), atol=1e-6)
    assert np.allclose(found.positions.max(axis=0), (1, 1, 0.25), atol=1e-6)
    assert len(found.faces) == 12
    assert len(np.unique(found.patches)) == 6
    assert open_edges(found) == 0
    assert solid_volumes(found).sum() == pytest.approx(1.0, abs=1e-5)
    assert np.allclose(np.linalg.norm(found.normals, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("suffix", ["glb", "ply"])
def test_face_colours_are_kept(suffix: str, tmp_path: Path) -> None:
    box = painted_box()
    if suffix == "glb":  # glTF colours are linear light and sit at vertices
        box.unmerge_vertices()
        linear = np.round(to_linear(box.visual.vertex_colors[:, :3]) * 255).astype(np.uint8)
        box.visual.vertex_colors = np.column_stack([linear, np.full(len(linear), 255)])
    found = piece(save(tmp_path / f"box.{suffix}", box))
    right, left = found.normals[:, 0] > 0.9, found.normals[:, 0] < -0.9
    assert colours_near(found, right, RED, 8)
    assert colours_near(found, left, BLUE, 8)
    assert not found.colours[:, 3].any()


def test_a_picture_is_baked_and_its_large_faces_are_cut_for_it(tmp_path: Path) -> None:
    found = piece(save(tmp_path / "poster.glb", picture_plane()))
    x = found.positions[:, 0]
    assert colours_near(found, x < -0.06, RED)
    assert colours_near(found, x > 0.06, BLUE)
    assert 50 < len(found.faces) < 20_000
    assert len(np.unique(found.patches)) == 1, "the colours of a picture draw no lines"


def test_a_palette_draws_lines_between_its_colours(tmp_path: Path) -> None:
    """Low-poly artists colour whole faces from one small image: those borders are lines."""
    plane = picture_plane()
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    corners = plane.vertices[faces].reshape(-1, 3)
    uv = np.repeat([[0.2, 0.5], [0.8, 0.5]], 3, axis=0)
    visual = TextureVisuals(uv=uv, material=plane.visual.material)
    made = trimesh.Trimesh(corners, np.arange(6).reshape(2, 3), visual=visual, process=False)
    found = piece(save(tmp_path / "flag.glb", made))
    assert len(found.faces) == 2
    assert sorted(tuple(int(c) for c in colour) for colour in np.unique(found.colours[:, :3], axis=0)) == [
        BLUE,
        RED,
    ]
    assert len(np.unique(found.patches)) == 2


def test_a_plain_material_has_its_colour_and_a_glowing_one_gives_light(tmp_path: Path) -> None:
    linear = [float(c) for c in to_linear(np.array(RED, np.uint8))]
    box, lamp = trimesh.creation.box(), trimesh.creation.box()
    box.visual = TextureVisuals(material=PBRMaterial(baseColorFactor=[*linear, 1.0]))
    lamp.apply_translation((3, 0, 0))
    lamp.visual = TextureVisuals(material=PBRMaterial(emissiveFactor=[1.0, 1.0, 0.5]))
    found = piece(save(tmp_path / "both.glb", box, lamp))
    left = found.positions[:, 0] < 0
    assert colours_near(found, left, RED, 4)
    assert not found.colours[left, 3].any()
    assert (found.colours[~left, 3] == 255).all()


def test_an_image_with_holes_leaves_holes(tmp_path: Path) -> None:
    plane = picture_plane()
    leaf = plane.visual.material.baseColorTexture.convert("RGBA")
    leaf.paste((0, 0, 0, 0), (32, 0, 64, 64))
    plane.visual.material = PBRMaterial(baseColorTexture=leaf, alphaMode="MASK")
    found = piece(save(tmp_path / "leaf.glb", plane))
    assert found.positions[:, 0].max() - found.positions[:, 0].min() == pytest.approx(0.5, abs=0.05)


def test_obj_brings_its_material_and_picture(tmp_path: Path) -> None:
    save(tmp_path / "poster.obj", picture_plane())
    found = read(tmp_path / "poster.obj")
    assert set(found.drawn_in) == {p.name for p in tmp_path.iterdir()} - {"poster.obj"}
    assert len(found.drawn_in) == 2
    made = piece(tmp_path / "poster.obj")
    assert colours_near(made, made.positions[:, 0] < -0.06, RED)
    assert found.unit_m is None
    assert found.up is None


def test_z_up_is_turned_with_its_front_forward(tmp_path: Path) -> None:
    """A thing made in Blender looks along −Y; on the stage it looks along +Z."""
    body, nose = trimesh.creation.box((1, 1, 4)), trimesh.creation.box((0.2, 0.2, 0.2))
    nose.apply_translation((0, -0.6, 1.5))
    found = piece(save(tmp_path / "man.stl", trimesh.util.concatenate([body, nose])), 0.5, "z")
    assert found.positions[:, 1].max() == pytest.approx(2.0)
    tip = found.positions[np.argmax(found.positions[:, 2])]
    assert tip[1] > 1.5
    assert found.positions[:, 1].min() == 0


def test_dae_says_its_unit_and_up_axis(tmp_path: Path) -> None:
    path = save(tmp_path / "box.dae", painted_box())
    text = path.read_text()
    said = '<asset><unit name="inch" meter="0.0254"/><up_axis>Z_UP</up_axis>'
    start, end = text.index("<asset>"), text.index("</asset>")
    path.write_text(text[:start] + said + text[end:])
    found = read(path)
    assert (found.unit_m, found.up) == (0.0254, "z")


def test_places_in_a_scene_are_followed_and_mirrors_keep_the_outside_outside(tmp_path: Path) -> None:
    box = trimesh.creation.box()
    scene = trimesh.Scene()
    scene.add_geometry(box, geom_name="box")
    place = np.diag([-1.0, 1.0, 1.0, 1.0])
    place[:3, 3] = 3, 0, 0
    scene.graph.update(frame_to="mirrored", matrix=place, geometry="box")
    scene.export(tmp_path / "two.glb")
    found = piece(tmp_path / "two.glb")
    assert found.positions[:, 0].max() == pytest.approx(2.0)
    assert np.allclose(solid_volumes(found), 1.0, atol=1e-5)


def test_credit_in_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.gltf").write_text("")
    tree = triangle_gltf(asset={"version": "2.0", "copyright": "2024 Ann Example, CC BY 4.0"})
    assert gltf.outline(tree, tmp_path, 100).copyright == "2024 Ann Example, CC BY 4.0"
    assert gltf.outline(tree, tmp_path, 100).faces == 1


def test_the_process_gives_what_reading_here_gives(tmp_path: Path) -> None:
    path = save(tmp_path / "poster.glb", picture_plane())
    with ModelReader(path) as reader:
        assert (reader.survey.faces, reader.survey.pictures) == (2, 1)
        assert (reader.guess.why_unit, reader.guess.why_up) == ("", "")
        made = reader.finish()
        small = reader.finish("cm", "z")
    assert isinstance(made, Imported)
    here = finish(weld(read(path).soup), 1.0, "y")
    assert made.packed == here.packed, "the same file gives the same bytes, so it is kept once"
    assert made.size_m == pytest.approx((1, 1, 0))
    assert small.size_m == pytest.approx((0.01, 0, 0.01))
    assert made.files == (("poster.glb", path.read_bytes()),)
    corner = np.array(small.piece_from_file) @ (1, 1, 0, 1)
    assert corner[:3] == pytest.approx((0.005, 0, -0.005))


def test_heavy_models_are_simplified_when_asked(tmp_path: Path) -> None:
    path = sphere(tmp_path / "ball.glb", 20_000)
    found = piece(path, faces=1_000)
    assert 900 <= len(found.faces) <= 1_000
    assert open_edges(found) == 0
    radius = np.linalg.norm(found.positions - (0, 1, 0), axis=1)
    assert radius.min() > 0.97
    assert radius.max() < 1.03
    assert len(np.unique(found.patches)) == 1


def test_light_goes_over_into_bytes_and_back() -> None:
    every = np.arange(256, dtype=np.uint8)
    assert (np.abs(to_srgb(to_linear(every)).astype(int) - every) <= 1).all()


def test_folders_give_only_what_lies_in_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    folder = Folder(tmp_path / "in", LIMITS)
    for name in ("../secret.txt", "link.txt", "/etc/hostname", "http://127.0.0.1/x", "C:/x", "..\\x", "a\0b"):
        with pytest.raises(mesh.ImportFailed, match="not beside it"):
            folder.get(name)
    (tmp_path / "in" / "own.txt").write_text("mine")
    assert folder.get("./own.txt") == b"mine"
    assert list(folder.read) == ["own.txt"]
