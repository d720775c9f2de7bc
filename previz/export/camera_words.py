"""What a camera is called wherever it is printed or shown: one function for the size, one for the lens, one
for how it looks."""

from __future__ import annotations

from previz.export import measures, phrases
from previz.export.phrases import PaperLanguage
from previz.export.rows import Seen, ShotRow
from previz.export.wording import sentence
from previz.grammar.terms import DUTCH_DEG, angle_words


def size_words(seen: Seen) -> str:
    """ "MS OTS-R"; a single is not said."""
    return " ".join(filter(None, (seen.size, seen.composition if seen.composition != "1S" else "")))


def lens_words(shot: ShotRow) -> str:
    """ "40 mm", "85–135 mm", "40 mm 2× ana"; "" where there is no lens."""
    mm = measures.focal(shot.focal_length_mm, shot.focal_length_end_mm)
    return " ".join(filter(None, (f"{mm} mm", measures.squeeze(shot.squeeze)))) if mm else ""


def look_words(seen: Seen, language: PaperLanguage = "en") -> str:
    """How the camera looks at whom it sees: "Eye level", "High angle, eye level, dutch +5°"."""
    dutch = (
        phrases.say(language, "dutch {}", measures.degrees(seen.roll_deg))
        if abs(seen.roll_deg) >= DUTCH_DEG
        else ""
    )
    return sentence(
        ", ".join(filter(None, (phrases.terms(language, angle_words(seen.angle, seen.level)), dutch)))
    )
