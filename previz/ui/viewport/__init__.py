"""The stage view: pictures of the set with tools on them."""

from previz.ui.viewport.stage_view import StageView

__all__ = ["StageView"]
