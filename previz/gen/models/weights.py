"""A .safetensors file, proved before anything is loaded from it: no pickle, nothing cut off.

The format: 8 bytes little-endian length, a JSON header of that length, then the tensors' bytes
(github.com/huggingface/safetensors, format description). Only the header is read here.
"""

from __future__ import annotations

import struct
from math import prod
from pathlib import Path

import msgspec

from previz.errors import ModelMissing, NotSupported

MOST_HEADER = 100 * 2**20
PICKLE_NAMES = (".ckpt", ".pt", ".pth", ".bin", ".pkl")
"""Files that can run a program when they are opened; never opened here."""
PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK")
"""How a pickle, or the archive that torch puts it into, begins. A header of 640 bytes begins so, too."""


class Tensor(msgspec.Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]

    @property
    def count(self) -> int:
        return prod(self.shape)


def read_header(path: Path) -> dict[str, Tensor]:
    """Tensor name → what it is. ModelMissing for a file that is not whole, NotSupported for a pickle."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start, first = file.read(8), file.read(1)
            length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
            plausible = 2 <= length <= MOST_HEADER and first == b"{"
            if not plausible and start[:2] in PICKLES:
                raise NotSupported(
                    f"{path.name} is a pickle under another name, which could run a program; "
                    "get the model as real .safetensors."
                )
            if not 2 <= length <= min(MOST_HEADER, size - 8):
                raise _cut_off(path)
            file.seek(8)
            raw = msgspec.json.decode(file.read(length), type=dict[str, msgspec.Raw])
            raw.pop("__metadata__", None)
            tensors = {name: msgspec.json.decode(value, type=Tensor) for name, value in raw.items()}
    except OSError as error:
        raise ModelMissing(f"{path} cannot be read: {error.strerror}; check the models folder.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotSupported(f"{path.name} is no .safetensors file; download it again.") from error
    end = max((tensor.data_offsets[1] for tensor in tensors.values()), default=0)
    if 8 + length + end > size:
        raise _cut_off(path)
    return tensors


def numbers(paths: list[Path]) -> int:
    """How many numbers these files hold. Raises as `read_header`."""
    return sum(tensor.count for path in paths for tensor in read_header(path).values())


def _cut_off(path: Path) -> ModelMissing:
    return ModelMissing(f"{path.name} is cut off (a download that broke off?); download it again.")


def weight_files(folder: Path) -> list[Path]:
    """The weights of one component, all parts of one variant. [] when there are none at all.

    Where a model comes in several precisions the smaller one is taken. NotSupported when there are only
    files that could run a program.
    """
    found = sorted(folder.glob("*.safetensors"))
    half = [path for path in found if ".fp16" in path.name]
    plain = [path for path in found if ".fp16" not in path.name]
    if not found and any(path.suffix in PICKLE_NAMES for path in folder.iterdir()):
        raise NotSupported(
            f"{folder} holds its weights only as a pickle, which could run a program; "
            "get them as .safetensors."
        )
    return half or plain
