"""The look of the whole window: fonts of our own, Fusion beneath, a style sheet made of the tokens."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication

from previz.assets import asset
from previz.ui import tokens

_FONT_FILES = (
    ("window", "Inter-400.ttf"),
    ("window", "Inter-500.ttf"),
    ("window", "Inter-600.ttf"),
    ("fonts", "CourierPrime-Regular.ttf"),
    ("fonts", "CourierPrime-Bold.ttf"),
    ("fonts", "CourierPrime-Italic.ttf"),
    ("fonts", "CourierPrime-BoldItalic.ttf"),
)


def apply_theme(app: QApplication) -> None:
    """Give the application its look; harmless when done twice."""
    if app.property("previz_theme"):
        return
    app.setProperty("previz_theme", True)
    for file in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(asset(*file))) < 0:
            raise FileNotFoundError(f"assets/{'/'.join(file)} is not a font; install the package again")
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """assets/window/look.qss with the tokens put in."""
    sheet = Template(asset("window", "look.qss").read_text(encoding="utf-8"))
    return sheet.substitute(tokens.COLOUR, icons=asset("icons", "sheet").as_posix())


def font(px: int = tokens.TEXT_BODY, weight: int = 400, tabular: bool = False) -> QFont:
    """Inter at a size in logical pixels; ``tabular`` figures are for fields, tables and timecode only."""
    return QFont(_font(tokens.UI_FAMILY, px, weight, tabular))


def script_font(px: int = 16, bold: bool = False, italic: bool = False) -> QFont:
    """Courier Prime, for the pages of the script."""
    made = QFont(_font(tokens.SCRIPT_FAMILY, px, 700 if bold else 400, False))
    made.setItalic(italic)
    return made


@cache
def _font(family: str, px: int, weight: int, tabular: bool) -> QFont:
    made = QFont(family)
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setVariableAxis(
        QFont.Tag("wght"), weight
    )  # one file holds all weights; Qt does not choose by itself
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def colour(token: str, alpha: float = 1.0) -> QColor:
    """The colour of a token, ``alpha`` 0…1."""
    made = QColor(tokens.COLOUR[token])
    made.setAlphaF(alpha)
    return made


def plate(
    painter: QPainter,
    rect: QRectF,
    fill: str | QColor | None = None,
    edge: str | None = None,
    radius: float = tokens.RADIUS_CONTROL,
    width: float = 1.0,
) -> None:
    """A rounded rectangle; the edge lies inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(edge), width) if edge else Qt.PenStyle.NoPen)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(colour(fill) if isinstance(fill, str) else fill)
    inset = width / 2 if edge else 0.0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def _palette() -> QPalette:
    """What Fusion paints where the style sheet says nothing."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, token in (
        (roles.Window, "window"),
        (roles.WindowText, "text"),
        (roles.Base, "panel"),
        (roles.AlternateBase, "raised"),
        (roles.Text, "text"),
        (roles.PlaceholderText, "text3"),
        (roles.Button, "raised"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "popover"),
        (roles.ToolTipText, "text"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "on_accent"),
        (roles.Link, "accent"),
        (roles.Light, "line"),
        (roles.Mid, "hair"),
        (roles.Dark, "void"),
    ):
        palette.setColor(role, colour(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("off"))
    return palette
