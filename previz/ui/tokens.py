"""Colours, sizes and distances of the window. The style sheet and every painter read them from here.

Surfaces are neutral grey (R = G = B) so that pictures carry the colour. One accent: selection, focus,
primary action, live value; it is never a status. All lengths are logical pixels at 100 %.
"""

from __future__ import annotations

from typing import Final

COLOUR: Final[dict[str, str]] = {
    # surfaces, the darkest first; `void` lies behind pictures only
    "void": "#0B0B0B",
    "window": "#141414",
    "panel": "#1B1B1B",
    "popover": "#222222",
    "raised": "#242424",
    "hover": "#2C2C2C",
    "press": "#363636",
    "well": "#0F0F0F",
    "fill": "#333333",
    # lines; `bound` is for edges that must reach 3:1 on panel
    "hair": "#2A2A2A",
    "line": "#383838",
    "line_hi": "#4A4A4A",
    "bound": "#757575",
    # text on panel: 14.3, 8.7, 5.8 to 1; `off` is for what is disabled
    "text": "#EAEAEA",
    "text2": "#B8B8B8",
    "text3": "#969696",
    "off": "#636363",
    "on_accent": "#06121F",
    "accent": "#4DA3FF",
    "accent_hi": "#74B8FF",
    "accent_press": "#3B8DE8",
    "accent_lo": "#1E3A57",
    "accent_bg": "#18293B",
    # status; each has a shape of its own (controls.status)
    "draft": "#969696",
    "review": "#C3A6FF",
    "changes": "#FF7A66",
    "approved": "#4CC38A",
    "omitted": "#8E8E8E",
    "stale": "#F5B83D",
    "error": "#FF7A66",
    "draft_bg": "#242424",
    "review_bg": "#241F33",
    "changes_bg": "#321C18",
    "approved_bg": "#16281F",
    "omitted_bg": "#1E1E1E",
    "stale_bg": "#2F2613",
    # inks over pictures; always with a dark halo
    "frame_a": "#FFFFFF",
    "frame_b": "#FFD84D",
    "safe": "#9AD7FF",
    "focus": "#4DA3FF",
    # script pages
    "paper": "#F4F2EC",
    "ink": "#1B1B1B",
    "ink2": "#6B6862",
    # people on plan and timeline, always with the name
    "p1": "#E8A0BF",
    "p2": "#8FC7E8",
    "p3": "#D8C27A",
    "p4": "#A9D18E",
    "p5": "#C9A7EB",
    # axes, always lettered
    "ax": "#FF6B6B",
    "ay": "#7BD88F",
    "az": "#5AA2FF",
}

PEOPLE_COLOURS: Final = ("p1", "p2", "p3", "p4", "p5")

SPACE: Final = (0, 4, 8, 12, 16, 24, 32, 48)
"""Distances by step of the grid of 4."""

RADIUS_CONTROL: Final = 4
RADIUS_CARD: Final = 6
RADIUS_POPOVER: Final = 10

TEXT_MICRO: Final = 10
"""Keycaps and ticks only."""
TEXT_CAP: Final = 11
TEXT_BODY: Final = 12
TEXT_BASE: Final = 13
TEXT_TITLE: Final = 15
TEXT_HEAD: Final = 20
TEXT_DISPLAY: Final = 28

HEIGHT_ROW: Final = 24
HEIGHT_CONTROL: Final = 28
HEIGHT_SECTION: Final = 28
HEIGHT_STATUS_BAR: Final = 24
HEIGHT_STAGE_TOOLBAR: Final = 36
HEIGHT_TOOLBAR: Final = 44
HEIGHT_TOP_BAR: Final = 44
HEIGHT_TABLE_ROW: Final = 48
HEIGHT_GROUP_ROW: Final = 34
HEIGHT_MENU_ROW: Final = 28
HEIGHT_PALETTE_ROW: Final = 36

WIDTH_LABEL: Final = 92
"""Of a field's label; behind the box comes a gutter of `WIDTH_GUTTER`."""
WIDTH_GUTTER: Final = 20
WIDTH_LEFT: Final = 248
WIDTH_RAIL: Final = 40
WIDTH_RIGHT: Final = 320

ICON: Final = 16
FADE_MS: Final = 120

UI_FAMILY: Final = "Inter"
SCRIPT_FAMILY: Final = "Courier Prime"
