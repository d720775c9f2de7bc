"""One drawing from the first look to the finished sheet, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen.sketch.attention import Halo, LensFacts, halo
from previz.gen.sketch.barber import trim
from previz.gen.sketch.cracks import find_cracks, thinned
from previz.gen.sketch.face import HEAD_M, draw_face, head_px
from previz.gen.sketch.folds import draw_folds
from previz.gen.sketch.hair import Hair, comb, draw_hair
from previz.gen.sketch.hands import draw_hands
from previz.gen.sketch.hatch import pull
from previz.gen.sketch.layers import Parts, over
from previz.gen.sketch.marks import NO_STROKES, Marks, Strokes, join
from previz.gen.sketch.noise import Chance, along
from previz.gen.sketch.overlay import Overlay
from previz.gen.sketch.paint import Bench, paint
from previz.gen.sketch.paper import bare, compose, grain
from previz.gen.sketch.people import Person, read_optics, read_people
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.raster import Nib, Raster
from previz.gen.sketch.shading import shade
from previz.gen.sketch.sheet import Floats, Mask, RegionFacts, Sheet, read_sheet
from previz.gen.sketch.speed import draw_speed, read_motion
from previz.gen.sketch.spots import Spots, lay_fills, lay_spots
from previz.gen.sketch.stack import coats
from previz.gen.sketch.strokes import draw_lines
from previz.gen.sketch.styles import STYLE, Style
from previz.gen.sketch.tone import decide
from previz.gen.sketch.trace import arc_length, curve_numbers, smooth

GUIDES = ("albedo", "depth_m", "normals", "ids", "light", "hints")
Stage = tuple[float, str]
Pixels = NDArray[np.uint8]


def draw(
    guides: Mapping[str, Any],
    regions: Iterable[RegionFacts],
    plan: Plan,
    raster: Raster,
    overlay: Overlay | None = None,
    keep: Callable[[Parts], None] | None = None,
    lens: LensFacts | None = None,
) -> Generator[Stage, None, Pixels]:
    """Yield (share done, what is being done); return (h, w, 3) uint8. Without a lens all is in focus.

    ``overlay`` is what an artist drew, for the top of the sheet. ``keep`` is given what the drawing is
    made of, for those who want its layers.
    Raises GenerationError when guides are missing or do not fit together.
    """
    missing = [name for name in GUIDES if name not in guides]
    if missing:
        raise GenerationError(f"The drawing lacks {', '.join(missing)}; generate from the shot again.")
    style = STYLE[plan.style]
    yield 0.0, "looking"
    people = read_people(guides["hints"])
    sheet = _look(guides, regions, people, lens)
    # values, lines and people do not need each other: two cores draw one picture
    with ThreadPoolExecutor(1, "sketch") as second_hand:
        valued = second_hand.submit(decide, sheet, plan, style)
        surface = second_hand.submit(grain, sheet.size, sheet.scale, plan.seed)
        outlined = second_hand.submit(_outlines, sheet, plan, style)
        yield 0.10, "people"
        marks, shine, heads = _people(sheet, people, plan, style)
        weight = _weight(sheet, plan, style)
        draw_speed(sheet, read_motion(guides["hints"]), plan.speed, weight, marks, Chance(plan.seed, 400))
        yield 0.30, "values"
        tone, (tooth, broad) = valued.result(), surface.result()
        yield 0.40, "tone"
        bench = Bench(sheet, tone, plan, style, shine, tooth, broad)
        spots = lay_spots(sheet, tone, paint(bench), shine, style)
        lay_fills(marks.fills, spots, style, sheet.optics.night)
        yield 0.50, "lines"
        construction, quiet, left_out = outlined.result()
        if left_out:
            yield 0.55, f"lines; too fine for the picture: {left_out:.0%} left out"
        shaded = second_hand.submit(shade, sheet, tone, plan, style, shine, spots.solid, heads, quiet)
        yield 0.65, "inking"
        lines = [*construction, _handmade(marks, sheet, plan, style)]
        black, white = _lines_and_whites(join(lines), spots, sheet, plan)
        covers = {"line": raster.lay(black, Nib(style.grain, style.roughness), tooth)}
        yield 0.75, "hatching"
        segments = shaded.result()
    hatching = pull(segments, style.hatch_px, style.hatch_alpha, sheet.pen, plan.seed)
    if style.hatch:
        covers["hatch"] = raster.lay(hatching, Nib(style.hatch_grain, style.roughness), tooth)
    if len(white):
        covers["white"] = raster.lay(white, Nib(0.15, style.roughness), tooth)
    yield 0.90, "paper"
    drawn_over = None if overlay is None else overlay.laid(style, tooth, spots.black)
    colour = style.night_paper if sheet.optics.night and style.night_paper else style.paper
    sheet_of_paper = bare(colour, style.paper_grain, tooth, broad)
    laid = coats(bench, spots, covers)

    def composed(parts: Collection[str]) -> Pixels:
        picture = compose(sheet_of_paper, [coat for coat in laid if coat.name in parts])
        return over(picture, drawn_over) if "marks" in parts and drawn_over is not None else picture

    if keep is not None:
        coverage = {coat.name: coat.cover for coat in laid}
        keep(Parts(composed, coverage, style, black, white, hatching))
    return composed({"marks", *(coat.name for coat in laid)})


def _look(
    guides: Mapping[str, Any], regions: Iterable[RegionFacts], people: list[Person], lens: LensFacts | None
) -> Sheet:
    """The sheet, with rounded hairlines."""
    optics = read_optics(guides["hints"])
    px = guides["ids"].shape[0] / 2 / optics.tan_y
    heads = [(person, HEAD_M * person.scale * px / max(-float(person.face[2]), 0.1)) for person in people]
    return read_sheet(
        guides, optics, regions, lambda ids, roles, numbers: trim(heads, ids, roles, numbers), lens
    )


def _outlines(sheet: Sheet, plan: Plan, style: Style) -> tuple[list[Strokes], Halo | None, float]:
    """Lines along the borders of things, what must stay free of strokes, and the share left out."""
    quiet = halo(sheet, style.halo_px)
    cracks, left_out = thinned(find_cracks(sheet), sheet.size)
    return draw_lines(sheet, cracks, plan, style, quiet), quiet, left_out


def _people(
    sheet: Sheet, people: list[Person], plan: Plan, style: Style
) -> tuple[Marks, Floats, dict[int, float]]:
    """Everything drawn by knowledge, far people first; full-size shine of hair; head heights in px."""
    marks, heads = Marks(), {}
    weight = _weight(sheet, plan, style)
    shine = np.zeros(sheet.size, np.float32)
    present = set(sheet.object_ids.tolist())
    for person in sorted(people, key=lambda p: float(p.face[2])):
        if person.object_id not in present:
            continue
        key = _key_for(sheet, person)
        chance = Chance(plan.seed, 500 + person.object_id)
        heads[person.object_id] = head_px(sheet, person)
        draw_face(sheet, person, key, weight, marks, chance)
        draw_folds(sheet, person, weight, marks, chance)
        draw_hands(sheet, person, weight, marks)
        hair = comb(sheet, person, key)
        if hair is not None:
            draw_hair(sheet, hair, weight, marks, chance)
            _add_shine(shine, hair)
    return marks, shine, heads


def _weight(sheet: Sheet, plan: Plan, style: Style) -> float:
    """Factor on the pens of everything drawn from knowledge."""
    return float(style.width_px / 2.3 * plan.weight**0.5 * sheet.pen)


def _key_for(sheet: Sheet, person: Person) -> Floats:
    """Unit direction from a person's face to the light."""
    if sheet.optics.lamp is None:
        return sheet.optics.key
    way = sheet.optics.lamp - person.face
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-6), np.float32)


def _add_shine(shine: Floats, hair: Hair) -> None:
    rows, columns = hair.mask.shape
    target = shine[hair.top * 2 : (hair.top + rows) * 2, hair.left * 2 : (hair.left + columns) * 2]
    full = cv2.resize(hair.shine, (columns * 2, rows * 2))[: target.shape[0], : target.shape[1]]
    np.maximum(target, full, out=target)


def _handmade(marks: Marks, sheet: Sheet, plan: Plan, style: Style) -> Strokes:
    """The drawn hints with a small wobble of their own."""
    strokes = marks.strokes()
    if not len(strokes):
        return strokes
    run, _ = arc_length(strokes.points, strokes.starts)
    number = curve_numbers(strokes.starts)
    wave = max(40 * sheet.scale, 4)
    salt = plan.seed * 131
    shift = np.stack([along(run, number, wave, salt + 3), along(run, number, wave, salt + 4)], axis=1)
    moved = strokes.points + shift * np.float32(0.35 * style.wobble_px * sheet.scale)
    firm = np.clip(strokes.pressures * min(style.alpha + 0.05, 1.0), 0, 1)
    return Strokes(moved, strokes.half_widths, firm.astype(np.float32), strokes.starts, strokes.chance)


def _lines_and_whites(strokes: Strokes, spots: Spots, sheet: Sheet, plan: Plan) -> tuple[Strokes, Strokes]:
    """Lines on paper are ink; where both sides are black they are left white."""
    if not spots.solid.any():
        return strokes, NO_STROKES
    inside = _inside_black(strokes, spots.solid)
    pressure = strokes.pressures
    black = Strokes(
        strokes.points, strokes.half_widths, pressure * (1 - inside), strokes.starts, strokes.chance
    )
    white = Strokes(
        strokes.points,
        strokes.half_widths * np.float32(0.6),
        pressure * inside * np.float32(0.75),
        strokes.starts,
        strokes.chance,
    )
    number = curve_numbers(strokes.starts)
    some = np.bincount(number, inside > 0.02, len(strokes)) > 0
    whites = white.pick(some)
    return black, join([whites, _rays(sheet, plan)]) if sheet.optics.night else whites


def _inside_black(strokes: Strokes, solid: Mask) -> Floats:
    """0…1 per point: how surely it runs through black."""
    share = cv2.blur(solid.astype(np.float32), (9, 9))
    height, width = solid.shape
    x = np.clip(strokes.points[:, 0], 0, width - 1).astype(int)
    y = np.clip(strokes.points[:, 1], 0, height - 1).astype(int)
    return smooth(np.clip((share[y, x] - 0.80) / 0.18, 0, 1).astype(np.float32), strokes.starts, 3)


def _rays(sheet: Sheet, plan: Plan) -> Strokes:
    """White strokes round a burning lamp."""
    marks, lamp = Marks(), sheet.optics.lamp
    if lamp is None or lamp[2] > -0.1:
        return marks.strokes()
    place, depth = sheet.project(lamp)
    row, column, inside = sheet.sample(place)
    if inside[0] and sheet.depth[row[0], column[0]] < depth[0] - 0.4:
        return marks.strokes()
    radius = 0.32 * sheet.px_per_m / float(depth[0])
    chance = Chance(plan.seed, 77)
    for index in range(26):
        turn = index / 26 * 2 * np.pi + chance.normal(0.05)
        reach = np.linspace(radius * chance.uniform(0.85, 1.1), radius * chance.uniform(1.4, 3.2), 7)
        way = np.array([np.cos(turn), np.sin(turn)])
        marks.stroke(place[0] + way * reach[:, None], np.linspace(2.4, 0.6, 7) * sheet.scale, 0.9, 0.2)
    return marks.strokes()
