"""Frames from models on this machine, through the diffusers library. See docs/diffusion.md.

Nothing here imports torch until a frame is asked for: the module is also read where torch is not installed.
"""

from previz.gen.diffusion.generator import DiffusionGenerator

__all__ = ["DiffusionGenerator"]
