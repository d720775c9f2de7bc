"""Walking, sneaking and running by phase: sines and bumps shaped after measured gait curves.

Joint angles after Winter, *Biomechanics and Motor Control of Human Movement*, 2009 (walking) and Novacheck,
"The biomechanics of running", Gait & Posture 7, 1998. Feet that must not slide are put on their footprints
afterwards (`scene.gait`, `touch`).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from previz.cast.stance import Sided, Stance
from previz.scene.model import Vec3

TAU = 2 * math.pi


def stride(phase: float) -> Stance:
    """Stance at ``phase`` 0…1: the left heel strikes at 0, the right at ½."""
    left, right = _leg(phase % 1), _leg((phase + 0.5) % 1)
    cosine, sine = math.cos(TAU * phase), math.sin(TAU * phase)
    arms = Sided(l=_arm(2 - 20 * cosine), r=_arm(2 + 20 * cosine))
    return Stance(
        leg=Sided(l=_swing(left[0]), r=_swing(right[0])),
        knee=Sided(l=left[1], r=right[1]),
        ankle=Sided(l=(left[2], 0.0, 0.0), r=(right[2], 0.0, 0.0)),
        toe=Sided(l=left[3], r=right[3]),
        pelvis=(3.0, 3 * sine, -5 * cosine),
        spine=(3.0, -3 * sine, 10 * cosine),
        head=(-2.0, 0.0, -4 * cosine),
        arm=arms,
        elbow=Sided(l=18 + 5 * (1 - cosine), r=18 + 5 * (1 + cosine)),
        fore=22.0,
    )


def sneak(phase: float) -> Stance:
    """Bent knees, a low head, hands ready before the chest."""
    base = stride(phase)
    left, right = _leg(phase % 1), _leg((phase + 0.5) % 1)
    cosine = math.cos(TAU * phase)
    return msgspec.structs.replace(
        base,
        leg=Sided(l=_swing(left[0] + 24), r=_swing(right[0] + 24)),
        knee=Sided(l=left[1] + 38, r=right[1] + 38),
        ankle=Sided(l=(left[2] - 12, 0.0, 0.0), r=(right[2] - 12, 0.0, 0.0)),
        pelvis=(12.0, 0.0, -4 * cosine),
        spine=(26.0, 0.0, 6 * cosine),
        neck=(-14.0, 0.0, 0.0),
        head=(-16.0, 0.0, -2 * cosine),
        arm=Sided(l=(26 - 8 * cosine, 62.0, 14.0), r=(26 + 8 * cosine, 62.0, 14.0)),
        elbow=Sided(l=82.0 - 10 * cosine, r=82.0 + 10 * cosine),
        fore=48.0,
    )


def run(phase: float) -> Stance:
    """Stance at ``phase`` 0…1: the left foot lands at 0 and leaves at 0.36, the right half a stride later."""
    left, right = _running_leg(phase % 1), _running_leg((phase + 0.5) % 1)
    cosine = math.cos(TAU * (phase - 0.05))
    return Stance(
        leg=Sided(l=_swing(left[0]), r=_swing(right[0])),
        knee=Sided(l=left[1], r=right[1]),
        ankle=Sided(l=(left[2], 0.0, 0.0), r=(right[2], 0.0, 0.0)),
        toe=Sided(l=left[3], r=right[3]),
        pelvis=(10.0, 0.0, -8 * cosine),
        spine=(7.0, 0.0, 17 * cosine),
        neck=(-6.0, 0.0, -3 * cosine),
        head=(-8.0, 0.0, -5 * cosine),
        arm=Sided(l=_arm(-6 - 34 * cosine), r=_arm(-6 + 34 * cosine)),
        elbow=Sided(l=92 - 8 * cosine, r=92 + 8 * cosine),
        fore=4.0,
        hand="cup",
    )


def _running_leg(phase: float) -> tuple[float, float, float, float]:
    """Hip, knee, ankle and toe of a leg that lands at phase 0."""
    hip = 15 + 33 * math.cos(TAU * (phase - 0.88))
    knee = 18 + 22 * _bump(phase, 0.14, 0.09) + 80 * _bump(phase, 0.66, 0.15)
    ankle = -12 * _bump(phase, 0.17, 0.10) + 26 * _bump(phase, 0.42, 0.09)
    return hip, knee, ankle, 28 * _bump(phase, 0.34, 0.06)


CYCLES: dict[str, Callable[[float], Stance]] = {"walk": stride, "run": run, "sneak": sneak}
"""Presets that have phases: ``walk@0.25``."""


def _bump(phase: float, centre: float, width: float) -> float:
    """Gaussian on the circle of phases."""
    distance = (phase - centre + 0.5) % 1 - 0.5
    return math.exp(-((distance / width) ** 2))


def _leg(phase: float) -> tuple[float, float, float, float]:
    """Hip, knee, ankle and toe of a leg whose heel strikes at phase 0."""
    hip = 7 + 21 * math.cos(TAU * phase) + 8 * _bump(phase, 0.78, 0.12)
    loading = max(0.0, math.sin(2 * TAU * (phase - 0.02))) if phase < 0.3 else 0.0
    knee = 6 + 12 * loading + 56 * _bump(phase, 0.73, 0.105)
    ankle = -4 * math.cos(TAU * phase) + 20 * _bump(phase, 0.62, 0.06) - 9 * _bump(phase, 0.02, 0.07)
    return hip, knee, ankle, 30 * _bump(phase, 0.57, 0.06)


def _swing(hip: float) -> Vec3:
    return (abs(hip), 90.0 if hip >= 0 else -90.0, 4.0)


def _arm(swing: float) -> Vec3:
    return (max(abs(swing), 6.0), 76.0 if swing >= 0 else -74.0, 4.0)
