"""Files that are broken, hostile or absurd: one clear line each, and the parent process is never at risk."""

from __future__ import annotations

import json
import os
import struct
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import trimesh

from previz.errors import ImportFailed
from previz.kit import import_worker, importing, mesh, model_file
from previz.kit.finishing import finish
from previz.kit.importing import ModelReader
from previz.kit.model_file import Limits
from previz.kit.packed import unpack
from previz.kit.soup import weld
from tests.kit.solid import gltf, painted_box, picture_plane, save, sphere, triangle_gltf

LIMITS = Limits(faces=50_000)
CLOUD = """ply
format ascii 1.0
element vertex 1
property float x
property float y
property float z
end_header
0 0 0
"""


def read(path: Path, limits: Limits = LIMITS) -> mesh.Reading:
    return mesh.read(path, model_file.check(path, limits), limits)


def refused(path: Path, *words: str, limits: Limits = LIMITS) -> None:
    """By the real process, in one line that names the file and says why."""
    with pytest.raises(ImportFailed) as caught, ModelReader(path, limits):
        pass
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(path.name)
    assert line.endswith(".")
    assert len(line) < 240, line
    for word in words:
        assert word in line, line


# ------------------------------------------------------------------------------------ before it is read
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("text.glb", b"hello, I am a poem", "not a GLB"),
        ("page.gltf", b"<html>", "not a GLTF"),
        ("poem.stl", b"roses are red" * 20, "not a STL"),
        ("poem.ply", b"roses are red", "not a PLY"),
        ("poem.dae", b"<xml>roses</xml>", "not a DAE"),
        ("binary.obj", b"v 0 0\0 0", "not a OBJ"),
        ("empty.glb", b"", "is empty"),
        ("chair.fbx", b"Kaydara FBX Binary", "export the model as GLB"),
        ("packed.glb", b"\x1f\x8b" + b"\0" * 50, "archive"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_at_once(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImportFailed, match=words):
        model_file.check(tmp_path / name, LIMITS)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a.obj", b"v 0 0 0\n" * (1 << 22))
    (tmp_path / "bomb.obj").write_bytes((tmp_path / "bomb.zip").read_bytes())
    for name in ("bomb.zip", "bomb.obj"):
        started = time.monotonic()
        with pytest.raises(ImportFailed, match="is an archive; unpack it"):
            model_file.check(tmp_path / name, LIMITS)
        assert time.monotonic() - started < 0.5


def test_missing_folders_and_large_files_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.glb", tmp_path):
        with pytest.raises(ImportFailed, match="is not there, or is no file"):
            model_file.check(path, LIMITS)
    (tmp_path / "large.obj").write_bytes(b"#" * (3 << 20))
    with pytest.raises(ImportFailed, match="2 MB is the limit"):
        model_file.check(tmp_path / "large.obj", Limits(file_mb=2))


# ------------------------------------------------------------------------------------------------- glTF
@pytest.mark.parametrize(
    "uri",
    ["../secret.bin", "%2e%2e/secret.bin", "/etc/hostname", "file:///etc/hostname", "http://127.0.0.1:9/x.bin",
     "sub/../../secret.bin", "..\\secret.bin", "C:\\secret.bin", "//host/share/x.bin"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["buffers", "images"])
def test_gltf_reaches_for_nothing_outside_its_folder(uri: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 36)
    entry = {"uri": uri, "byteLength": 36} if kind == "buffers" else {"uri": uri}
    (tmp_path / "in").mkdir()
    path = gltf(tmp_path / "in" / "x.gltf", **{kind: [entry]})
    with pytest.raises(ImportFailed, match="which is not beside it; save it as GLB"):
        read(path)


def test_nodes_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = gltf(tmp_path / "x.gltf", nodes=[{"mesh": 0, "children": [1]}, {"children": [0]}])
    refused(path, "in a circle")


def test_a_tree_that_doubles_at_every_step_is_refused(tmp_path: Path) -> None:
    doubling = [{"mesh": 0}, *({"children": [i, i]} for i in range(24))]
    path = gltf(tmp_path / "x.gltf", nodes=doubling, scenes=[{"nodes": [24]}])
    with pytest.raises(ImportFailed, match="in a circle"):
        read(path)


@pytest.mark.parametrize(
    "accessor", [{"count": 2**31 - 1}, {"count": 10**12}, {"count": -1}, {"count": 4}, {"byteOffset": 8}]
)
def test_counts_that_the_data_does_not_have_are_refused(accessor: dict[str, int], tmp_path: Path) -> None:
    whole = {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", **accessor}
    with pytest.raises(ImportFailed, match="claims"):
        read(gltf(tmp_path / "x.gltf", accessors=[whole]))
    without = {key: value for key, value in whole.items() if key != "bufferView"}
    if accessor.get("count", 0) > 10:
        with pytest.raises(ImportFailed, match="claims"):
            read(gltf(tmp_path / "x.gltf", accessors=[without]))


@pytest.mark.parametrize(
    "changes",
    [
        {"bufferViews": [{"buffer": 0, "byteLength": 2**40}]},
        {"bufferViews": [{"buffer": 5, "byteLength": 36}]},
        {"buffers": [{"uri": "data:;base64,AAAA", "byteLength": 36}]},
        {"buffers": [{"uri": "gone.bin", "byteLength": 36}]},
        {"nodes": [{"mesh": 7}]},
        {"scenes": [{"nodes": [3]}]},
        {"meshes": "none"},
        {"asset": {"version": "1.0"}},
        {"extensionsRequired": ["KHR_draco_mesh_compression"]},
        {"accessors": []},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_gltf_that_contradicts_itself_is_refused(changes: dict[str, object], tmp_path: Path) -> None:
    worker = import_worker.Worker(import_worker.Bounds(512, 4096, 60, 50_000))
    path = gltf(tmp_path / "x.gltf", **changes)
    answer = worker.answer(import_worker.Read(str(path), "gltf"))
    assert isinstance(answer, import_worker.Refused)
    assert "\n" not in answer.reason


def test_a_glb_that_is_cut_off_says_so(tmp_path: Path) -> None:
    path = save(tmp_path / "box.glb", painted_box())
    path.write_bytes(path.read_bytes()[:-300])
    refused(path, "cut off", "copy it again")


def test_a_missing_texture_is_told_and_done_without(tmp_path: Path) -> None:
    material = {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "baseColorFactor": [1, 0, 0, 1]}}
    primitive = {"attributes": {"POSITION": 0}, "material": 0}
    found = read(
        gltf(
            tmp_path / "x.gltf",
            images=[{"uri": "gone.png"}],
            textures=[{"source": 0}],
            materials=[material],
            meshes=[{"primitives": [primitive]}],
        )
    )
    assert found.warnings == ("its picture 'gone.png' is missing; it comes without",)
    assert found.soup.materials[0].linear == (1.0, 0.0, 0.0)


def test_a_missing_texture_of_an_obj_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "poster.obj", picture_plane())
    for picture in tmp_path.glob("*.png"):
        picture.unlink()
    found = read(path)
    assert len(found.warnings) == 1
    assert "missing" in found.warnings[0]


def test_a_damaged_texture_is_told_and_done_without(tmp_path: Path) -> None:
    path = save(tmp_path / "poster.obj", picture_plane())
    picture = next(tmp_path.glob("*.png"))
    picture.write_bytes(picture.read_bytes()[:60])
    found = read(path)
    assert len(found.warnings) == 1
    assert found.soup.materials[0].image is None


def test_an_obj_reads_no_materials_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "x.mtl").write_text("newmtl a\nKd 1 0 0\n")
    path = tmp_path / "in" / "x.obj"
    path.write_text("mtllib ../x.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl a\nf 1 2 3\n")
    found = read(path)
    assert found.soup.materials[0].linear != (1.0, 0.0, 0.0)
    assert found.drawn_in == ()


@pytest.mark.parametrize(
    "trick", ['<!DOCTYPE x [<!ENTITY a "aaaa">]>', '<!doctype x SYSTEM "file:///etc/hostname">']
)
def test_xml_entities_are_refused(trick: str, tmp_path: Path) -> None:
    path = tmp_path / "x.dae"
    path.write_text(f'<?xml version="1.0"?>{trick}<COLLADA version="1.4.1"></COLLADA>')
    with pytest.raises(ImportFailed, match="XML entities"):
        read(path)


# ----------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_points_that_are_not_numbers_are_refused(number: str, tmp_path: Path) -> None:
    path = tmp_path / "x.obj"
    path.write_text(f"v 0 0 0\nv 1 0 {number}\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 3 4\n")
    with pytest.raises(ImportFailed, match="1 of its 4 points are not numbers"):
        read(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("points.obj", "v 0 0 0\nv 1 0 0\n"),
        ("cloud.ply", CLOUD),
        ("none.stl", "solid none\nendsolid none\n"),
    ],
)  # fmt: skip
def test_no_faces_is_said(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    refused(tmp_path / name)


def test_faces_without_area_are_no_faces(tmp_path: Path) -> None:
    path = tmp_path / "line.obj"
    path.write_text("v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n")
    refused(path, "no faces")


def test_too_many_faces_are_refused_before_they_are_built(tmp_path: Path) -> None:
    refused(sphere(tmp_path / "ball.glb", 60_000), "81,920 faces", "50,000 is the limit")


def test_more_faces_than_a_stage_holds_can_be_simplified(tmp_path: Path) -> None:
    path = sphere(tmp_path / "ball.glb", 20_000)
    with ModelReader(path, Limits(stage_faces=10_000)) as reader:
        with pytest.raises(ImportFailed, match=r"20,480 faces and 10,000 is the limit.*--simplify 100000"):
            reader.finish()
        with pytest.raises(ImportFailed, match="--simplify"):
            reader.finish(faces=15_000)
        assert reader.finish(faces=2_000).faces <= 2_000


def test_a_soup_that_is_no_solid_is_fine(tmp_path: Path) -> None:
    """Faces in the air, edges of three faces, faces turned round, twice the same face."""
    rng = np.random.default_rng(3)
    corners = rng.normal(size=(300, 3))
    faces = rng.integers(0, 300, (5000, 3))
    faces[1] = faces[0]
    faces[2] = faces[0][::-1]
    path = save(tmp_path / "soup.ply", trimesh.Trimesh(corners, faces, process=False))
    soup = weld(read(path).soup)
    for target in (None, 1000):
        made = finish(soup, 1.0, "y", target)
        found = unpack(made.packed, "soup")
        assert np.isfinite(found.normals).all()
        assert np.allclose(np.linalg.norm(found.normals, axis=1), 1, atol=1e-5)
        assert made.patches <= 4000


def test_a_million_loose_patches_become_few_enough_for_an_id(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    path = save(
        tmp_path / "leaves.ply",
        trimesh.Trimesh(rng.normal(size=(30_000, 3)), np.arange(30_000).reshape(-1, 3), process=False),
    )
    assert finish(weld(read(path).soup), 1.0, "y").patches <= 4000


def test_tiny_and_huge_numbers_keep_their_shape(tmp_path: Path) -> None:
    for scale in (1e-9, 1e9):
        box = painted_box((2, 1, 0.5))
        box.apply_scale(scale)
        made = finish(weld(read(save(tmp_path / "box.ply", box)).soup), 1 / scale, "y")
        assert made.size_m == pytest.approx((2, 1, 0.5), rel=1e-5)
        assert (made.faces, made.patches) == (12, 6)


# ------------------------------------------------------------------------------------------- the process
def test_a_reader_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    refused(sphere(tmp_path / "ball.glb", 20_000), "takes over 0.01 s", limits=Limits(read_s=0.01))


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="other systems know no limit on address space")
def test_a_reader_that_wants_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "many.obj"
    path.write_bytes(b"v 0 0 0\nv 1 0 0\nv 0 1 0\n" + b"f 1 2 3\n" * 2_000_000)
    refused(path, "more than 420 MB of memory", limits=Limits(memory_mb=420))


def test_a_reader_that_dies_takes_nobody_with_it(tmp_path: Path) -> None:
    with ModelReader(save(tmp_path / "box.glb", painted_box())) as reader:
        reader._process._process.kill()
        with pytest.raises(ImportFailed, match=r"^box\.glb: its reader broke down"):
            reader.finish()


def test_closing_leaves_neither_process_nor_files(tmp_path: Path) -> None:
    with ModelReader(save(tmp_path / "box.glb", painted_box())) as reader:
        process, spool = reader._process._process, Path(reader._spool.name)
        assert process.is_alive()
        assert spool.is_dir()
    assert not process.is_alive()
    assert not spool.exists()
    assert importing.CONTEXT.get_start_method() == "spawn"


def test_every_cut_of_a_file_is_refused_or_read(tmp_path: Path) -> None:
    """No prefix and no flipped byte of a sound file gets past `Refused`."""
    whole = save(tmp_path / "box.glb", picture_plane()).read_bytes()
    worker = import_worker.Worker(import_worker.Bounds(512, 4096, 60, 50_000))
    rng = np.random.default_rng(5)
    path = tmp_path / "bad.glb"
    for _ in range(150):
        data = bytearray(whole)
        for place in rng.integers(0, len(data), 4):
            data[place] = rng.integers(0, 256)
        path.write_bytes(
            bytes(data[: rng.integers(20, len(data) + 1)]) if rng.random() < 0.5 else bytes(data)
        )
        answer = worker.answer(import_worker.Read(str(path), "glb"))
        assert isinstance(answer, import_worker.Refused | import_worker.Survey)


def test_a_glb_whose_description_is_no_json(tmp_path: Path) -> None:
    text = b"{" * 5000
    head = struct.pack("<4sIIII", b"glTF", 2, 20 + len(text), len(text), 0x4E4F534A)
    (tmp_path / "deep.glb").write_bytes(head + text)
    refused(tmp_path / "deep.glb", "not a glTF file")
    nested = json.dumps(triangle_gltf()).replace('"scene": 0', '"extras": ' + "[" * 100_000 + "]" * 100_000)
    (tmp_path / "deep.gltf").write_text(nested)
    refused(tmp_path / "deep.gltf", "not a glTF file")
