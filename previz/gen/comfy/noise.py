"""When a control holds, in the percents of ComfyUI: of the whole noise of a model, also where only its tail
is run.

ComfyUI's KSampler with ``denoise`` d lays int(steps / d) steps over the whole noise and runs the last
``steps`` of them; ControlNetApplyAdvanced measures its percents over the 1000 timesteps of the training
(``percent_to_sigma``), so that a picture that is gone on from never meets the percents of a whole run.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

TIMESTEPS = 1000
RHO = 7.0
"""Of Karras et al. 2022, as ComfyUI's scheduler "karras" has it."""
WHOLE = 0.9999
"""ComfyUI takes a denoise above it for a whole run."""


def percents(span: tuple[float, float], steps: int, change: float) -> tuple[float, float]:
    """Percents of the noise (0…1) between which a control holds.

    ``span``: shares of the run, 0…1; of a whole run (``change`` 1) they are the percents themselves, of the
    tail that a smaller ``change`` leaves they are shares of the ``steps`` done, by the scheduler "karras".
    """
    if change > WHOLE:
        return span
    at = percents_of_steps(steps, change)

    def before(share: float) -> float:
        """Half a step before the first step that is no longer part of the share."""
        return round(float(np.interp(share * steps - 0.5, np.arange(steps + 1), at)), 6)

    start, end = span
    return 0.0 if start <= 0 else before(start), 1.0 if end >= 1 else before(end)


def percents_of_steps(steps: int, change: float) -> NDArray[np.float64]:
    """(steps + 1,): where in the noise each step of a run begins, 1 at its end."""
    sigmas = noise()
    total = int(steps / change)
    low, high = sigmas[0] ** (1 / RHO), sigmas[-1] ** (1 / RHO)
    run = (high + np.linspace(0, 1, total)[-steps:] * (low - high)) ** RHO
    timesteps = np.interp(np.log(run), np.log(sigmas), np.arange(TIMESTEPS))
    return np.append(1 - timesteps / (TIMESTEPS - 1), 1.0)


@cache
def noise() -> NDArray[np.float64]:
    """(1000,), rising: sigma at each timestep of Stable Diffusion 1.5 and SDXL ("scaled linear" betas)."""
    betas = np.linspace(0.00085**0.5, 0.012**0.5, TIMESTEPS) ** 2
    kept = np.cumprod(1 - betas)
    return np.asarray(np.sqrt((1 - kept) / kept))
