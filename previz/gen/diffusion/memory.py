"""How a model fits into this machine: which device, which precision, what is kept where.

Free memory is asked for once per loading, through `probe`, which a test replaces.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from previz.errors import OutOfMemory

GB = 2**30
Device = Literal["cuda", "mps", "cpu"]
Offload = Literal["none", "model", "layers"]
WORK_BYTES_PER_PX = 3000
"""Working memory of a picture, beside the weights: about 3 GB at one megapixel in half precision, decoding in
tiles; from published figures of SDXL, not measured here."""
TILED_BYTES_PER_PX = 1200
RESERVE_SHARE = 0.08
"""Of the free memory, left to others."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    device: Device
    free_bytes: int
    """On the device that computes."""
    ram_bytes: int
    """Free main memory."""

    def with_back(self, count: int, *, on_card: bool) -> Machine:
        """With ``count`` bytes more, on the device that computes or in main memory."""
        if self.device == "cuda" and not on_card:
            return msgspec.structs.replace(self, ram_bytes=self.ram_bytes + count)
        shared = 0 if self.device == "cuda" else count
        return msgspec.structs.replace(
            self, free_bytes=self.free_bytes + count, ram_bytes=self.ram_bytes + shared
        )


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How a model is to be held."""

    device: Device
    half: bool
    """Half precision; a processor computes in full."""
    offload: Offload
    """model = one component on the card at a time; layers = one layer at a time, slow."""
    tiles: bool
    """Decode in tiles."""

    def words(self) -> str:
        how = {"none": "", "model": ", one part at a time", "layers": ", one layer at a time (slow)"}
        return f"{self.device}{how[self.offload]}{', decoded in tiles' if self.tiles else ''}"


def probe() -> Machine:
    """What this machine has free now."""
    import psutil
    import torch

    ram = int(psutil.virtual_memory().available)
    if torch.cuda.is_available():
        return Machine(device="cuda", free_bytes=int(torch.cuda.mem_get_info()[0]), ram_bytes=ram)
    if torch.backends.mps.is_available():
        return Machine(device="mps", free_bytes=ram, ram_bytes=ram)
    return Machine(device="cpu", free_bytes=ram, ram_bytes=ram)


def fit(parts: dict[str, int], size_px: tuple[int, int], machine: Machine) -> Fit:
    """``parts``: component → how many numbers it has. OutOfMemory when it cannot be held at all."""
    half = machine.device != "cpu"
    width = 2 if half else 4
    weights = sum(parts.values()) * width
    free = machine.free_bytes * (1 - RESERVE_SHARE)
    pixels = size_px[0] * size_px[1] * width / 2
    work, tiled = WORK_BYTES_PER_PX * pixels, TILED_BYTES_PER_PX * pixels
    if weights + tiled <= free:
        return Fit(device=machine.device, half=half, offload="none", tiles=weights + work > free)
    if machine.device == "cuda" and weights <= machine.ram_bytes * (1 - RESERVE_SHARE):
        largest = max(parts.values()) * width
        offload: Offload = "model" if largest + tiled <= free else "layers"
        if offload == "model" or tiled <= free:
            return Fit(device="cuda", half=True, offload=offload, tiles=True)
    raise OutOfMemory(
        f"This model needs about {(weights + tiled) / GB:.1f} GB and {machine.free_bytes / GB:.1f} GB are "
        f"free on {'the graphics card' if machine.device == 'cuda' else 'this machine'}; "
        "close other programs, or choose a smaller model (`previz models`)."
    )
