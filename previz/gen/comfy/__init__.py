"""Frames from a ComfyUI server: core nodes only, HTTP as the truth, a socket for previews."""

from previz.gen.comfy.generator import ComfyGenerator

__all__ = ["ComfyGenerator"]
