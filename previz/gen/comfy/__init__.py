"""Frames from a ComfyUI server: core nodes only, HTTP as the truth. See docs/comfyui.md."""

from previz.gen.comfy.generator import ComfyGenerator

__all__ = ["ComfyGenerator"]
