from __future__ import annotations

import pytest

from previz.errors import OutOfMemory
from previz.gen.diffusion.memory import GB, Device, Fit, Machine, fit

SDXL = {"unet": int(2.57e9), "text_encoder_2": int(0.69e9), "text_encoder": int(0.12e9), "net": int(1.25e9)}
FRAME = (1536, 640)


def machine(device: Device, free_gb: float, ram_gb: float = 32) -> Machine:
    return Machine(device=device, free_bytes=int(free_gb * GB), ram_bytes=int(ram_gb * GB))


@pytest.mark.parametrize(
    ("free_gb", "offload", "tiles"),
    [(24, "none", False), (11.5, "none", True), (7.5, "model", True), (3.9, "layers", True)],
)
def test_a_card_holds_what_it_can(free_gb: float, offload: str, tiles: bool) -> None:
    held = fit(SDXL, FRAME, machine("cuda", free_gb))
    assert (held.offload, held.tiles, held.half) == (offload, tiles, True)


def test_a_processor_computes_in_full_precision() -> None:
    assert fit(SDXL, FRAME, machine("cpu", 30)) == Fit(device="cpu", half=False, offload="none", tiles=False)


@pytest.mark.parametrize("short", [machine("cuda", 0.5), machine("cuda", 7, ram_gb=4), machine("cpu", 8)])
def test_what_fits_nowhere_is_refused_with_the_numbers(short: Machine) -> None:
    with pytest.raises(OutOfMemory, match=r"needs about [\d.]+ GB and [\d.]+ GB are free"):
        fit(SDXL, FRAME, short)


def test_seven_gigabytes_do_not_go_into_four() -> None:
    large, small = {"unet": int(3.5 * GB)}, machine("cuda", 3.8, ram_gb=3.5)
    with pytest.raises(OutOfMemory, match=r"needs about 8\.\d GB and 3\.8 GB are free on the graphics card"):
        fit(large, FRAME, small)


def test_how_it_is_held_can_be_said() -> None:
    held = fit(SDXL, FRAME, machine("cuda", 7.5))
    assert held.words() == "cuda, one part at a time, decoded in tiles"
