"""A 3D file before it is read: what it may be, how large, and what else it draws in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from previz.errors import ImportFailed
from previz.kit.gltf import inside

KINDS = ("glb", "gltf", "obj", "ply", "stl", "dae")
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tga", ".tif", ".tiff", ".gif")


@dataclass(frozen=True)
class Limits:
    """What reading one model may cost."""

    file_mb: int = 512
    memory_mb: int = 6144
    read_s: float = 120.0
    faces: int = 12_000_000
    """No file with more is read at all."""
    stage_faces: int = 1_000_000
    """No model with more may stand on a stage; it must be simplified."""


HEAVY_FACES = 200_000
"""From here on simplifying is proposed: pictures take noticeably longer."""
ADVISED_FACES = 100_000


def check(path: Path, limits: Limits) -> str:
    """The kind of a file, one of `KINDS`, by its name and first bytes. Raises ImportFailed in one line."""
    name, kind = path.name, path.suffix.lower().lstrip(".")
    try:
        if not path.is_file():
            raise ImportFailed(f"{name} is not there, or is no file; check its place.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportFailed(f"{name} cannot be read: {error.strerror or error}.") from error
    if head.startswith(_ARCHIVES):
        raise ImportFailed(f"{name} is an archive; unpack it and import the model in it.")
    if kind not in KINDS:
        raise ImportFailed(f"{name}: Previz reads GLB, glTF, OBJ, PLY, STL and DAE; export the model as GLB.")
    if not head:
        raise ImportFailed(f"{name} is empty.")
    if size > limits.file_mb << 20:
        raise ImportFailed(
            f"{name}: it has {size / 2**20:,.0f} MB and {limits.file_mb} MB is the limit; simplify it."
        )
    if not _looks_like(kind, head, size):
        raise ImportFailed(f"{name} is not a {kind.upper()} file, whatever its name says.")
    return kind


def _looks_like(kind: str, head: bytes, size: int) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind == "glb":
        return head.startswith(b"glTF")
    if kind == "gltf":
        return text.startswith(b"{")
    if kind == "ply":
        return head.startswith(b"ply")
    if kind == "dae":
        return text.startswith(b"<") and b"COLLADA" in head
    if kind == "stl":
        binary = size >= 84 and size >= 84 + 50 * int.from_bytes(head[80:84], "little")
        return binary or text.lower().startswith(b"solid")
    return b"\0" not in head  # OBJ is any text


@dataclass
class Folder:
    """The files beside a model, and nothing else. ``read`` are those that it drew in."""

    path: Path
    limits: Limits
    read: dict[str, None] = field(default_factory=dict)
    lost: dict[str, None] = field(default_factory=dict)
    _bytes: int = 0

    def get(self, name: str) -> bytes:
        """Raises ImportFailed for places elsewhere and for too much; FileNotFoundError."""
        name = name.strip().removeprefix("./")
        file = inside(self.path, name)
        if not file.is_file():
            self.lost[name] = None
            raise FileNotFoundError(name)
        if name not in self.read:
            self._bytes += file.stat().st_size
            if self._bytes > self.limits.file_mb << 20:
                raise ImportFailed(f"the files that it draws in have more than {self.limits.file_mb} MB")
        self.read[name] = None
        return file.read_bytes()

    @property
    def lost_pictures(self) -> list[str]:
        return [name for name in self.lost if name.lower().endswith(_PICTURES)]
