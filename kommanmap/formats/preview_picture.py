"""A picture for whoever passes on a link: where in the state a place lies. Knows areas and positions, no words.

Drawn from the outlines of the municipalities alone, without a tile of anybody. It holds no words: what it shows is told
by the title and the description beside it, in the reader's language.
"""

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.boundaries import box_around, municipalities_within, outline

MEDIA_TYPE = "image/png"
WIDTH, HEIGHT = 1200, 630
"""Pixels; the shape that messengers and networks ask for (1.91 : 1)."""

_FINER = 2
"""Drawn larger by this and made smaller again: smooth edges."""
_ROOM_AROUND, _ROOM_AROUND_STATE = 0.72, 0.92
"""The part of the height or width that the areas may take."""
_COLOURS = 96
_BEYOND, _EDGE, _TOWN_EDGE = "#dde6e4", "#8b7a5f", "#d3c3a6"
_LAND = ("#f8f2e6", "#f1e8d6", "#f5ecdd", "#ede4d3", "#fbf6ec")
_CHOSEN, _BRAND, _PAPER, _ACCENT = "#cfe5df", "#0b5b58", "#fffdf8", "#a94319"
_METRES_PER_DEGREE = 111_195.0

Pixel = tuple[float, float]
Project = Callable[[Coordinates], Pixel]
Rings = Sequence[Sequence[Pixel]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows. areas: AGS of what it is about, none for the whole state. pins: where places lie, as far as
    the public may know; a single one is drawn large."""

    areas: tuple[str, ...]
    pins: tuple[Coordinates, ...]


@lru_cache(maxsize=256)
def picture(scene: Scene) -> bytes:
    """A PNG of 1200 × 630 pixels; the same scene gives the same bytes.

    Raises:
        KeyError: no municipality has one of the AGS.
    """
    size = (WIDTH * _FINER, HEIGHT * _FINER)
    canvas = Image.new("RGB", size, _BEYOND)
    draw = ImageDraw.Draw(canvas)
    everything = tuple(_all_municipalities())
    box = box_around(scene.areas or everything)
    project, metres = _projection(box, size, _ROOM_AROUND if scene.areas else _ROOM_AROUND_STATE)
    for number, ags in enumerate(municipalities_within(_window(box))):
        rings = _on_canvas([ags], project, metres)
        for ring in rings:
            draw.polygon(ring, fill=_LAND[number % len(_LAND)])
        _edges(draw, rings, _TOWN_EDGE, 1)
    chosen = _on_canvas(scene.areas or everything, project, metres)
    if scene.areas:
        _fill(canvas, chosen, _CHOSEN)
        _edges(draw, chosen, _BRAND, 4)
        _inset(draw, size, box)
    else:
        _edges(draw, chosen, _EDGE, 3)
    if len(scene.pins) == 1:
        _large_pin(draw, project(scene.pins[0]))
    else:
        for pin in scene.pins:
            _dot(draw, project(pin), 9 if scene.areas else 6)
    return _png(canvas.resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def _png(image: Image.Image) -> bytes:
    """Few colours and no dithering: a fifth of the bytes."""
    packed = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _projection(box: tuple[Coordinates, Coordinates], size: tuple[int, int], part: float) -> tuple[Project, float]:
    """Coordinates → pixels with the box in the middle, and how many metres a pixel is."""
    (south_west, north_east), (width, height) = box, size
    lat, lon = (south_west.lat + north_east.lat) / 2, (south_west.lon + north_east.lon) / 2
    narrower = math.cos(math.radians(lat))
    wide = (north_east.lon - south_west.lon) * narrower * _METRES_PER_DEGREE
    high = (north_east.lat - south_west.lat) * _METRES_PER_DEGREE
    metres = max(wide / (width * part), high / (height * part))
    per_degree = _METRES_PER_DEGREE / metres

    def project(position: Coordinates) -> Pixel:
        return (
            width / 2 + (position.lon - lon) * narrower * per_degree,
            height / 2 - (position.lat - lat) * per_degree,
        )

    return project, metres


def _window(box: tuple[Coordinates, Coordinates]) -> tuple[Coordinates, Coordinates]:
    """Large enough for whatever the picture may show around the box."""
    south_west, north_east = box
    reach = max(north_east.lat - south_west.lat, (north_east.lon - south_west.lon) / 1.5) * 2.5
    return (
        Coordinates(south_west.lat - reach, south_west.lon - reach),
        Coordinates(north_east.lat + reach, north_east.lon + reach),
    )


def _fill(canvas: Image.Image, rings: Rings, fill: str) -> None:
    """A ring in another one is a hole: even-odd."""
    inside = Image.new("1", canvas.size)
    for ring in rings:
        layer = Image.new("1", canvas.size)
        ImageDraw.Draw(layer).polygon(ring, fill=1)
        inside = ImageChops.logical_xor(inside, layer)
    canvas.paste(fill, mask=inside)


def _edges(draw: ImageDraw.ImageDraw, rings: Rings, colour: str, width: int) -> None:
    for ring in rings:
        draw.line(ring, fill=colour, width=width * _FINER, joint="curve")


def _on_canvas(areas: Iterable[str], project: Project, metres: float) -> Rings:
    """The rings around areas in pixels, no finer than a pixel and a half."""
    return [[project(position) for position in ring] for ring in outline(areas, step_m=1.5 * metres)]


def _dot(draw: ImageDraw.ImageDraw, at: Pixel, radius: int) -> None:
    (x, y), outer, inner = at, (radius + 2) * _FINER, radius * _FINER
    draw.ellipse((x - outer, y - outer, x + outer, y + outer), fill=_PAPER)
    draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=_BRAND)


def _large_pin(draw: ImageDraw.ImageDraw, at: Pixel) -> None:
    """A drop whose tip is the place, with a house in it: the mark of the site."""
    for grown, colour in ((1.12, _PAPER), (1.0, _BRAND)):
        unit = 3.0 * _FINER
        x, y = at[0], at[1] - 20.5 * unit
        radius = 15.7 * unit * grown
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
        draw.polygon(((x - radius * 0.86, y + radius * 0.5), (x + radius * 0.86, y + radius * 0.5), at), fill=colour)
    roof = ((-9, -0.3), (0, -8.3), (9, -0.3), (9, 8.2), (3, 8.2), (3, 2.2), (-3, 2.2), (-3, 8.2), (-9, 8.2))
    draw.polygon([(x + dx * unit, y + dy * unit) for dx, dy in roof], fill=_PAPER)


def _inset(draw: ImageDraw.ImageDraw, size: tuple[int, int], box: tuple[Coordinates, Coordinates]) -> None:
    """The state small in a corner, with a spot where the picture lies."""
    edge, margin = 150 * _FINER, 24 * _FINER
    left, top = margin, size[1] - margin - edge
    draw.rounded_rectangle((left, top, left + edge, top + edge), radius=12 * _FINER, fill=_PAPER)
    state = tuple(_all_municipalities())
    project, metres = _projection(box_around(state), (edge, edge), _ROOM_AROUND_STATE)
    for ring in _on_canvas(state, project, metres):
        draw.polygon([(left + x, top + y) for x, y in ring], fill=_LAND[3], outline=_EDGE)
    x, y = project(Coordinates((box[0].lat + box[1].lat) / 2, (box[0].lon + box[1].lon) / 2))
    radius = 7 * _FINER
    draw.ellipse((left + x - radius, top + y - radius, left + x + radius, top + y + radius), fill=_ACCENT)


@lru_cache(maxsize=1)
def _all_municipalities() -> tuple[str, ...]:
    return tuple(municipalities_within((Coordinates(-90, -180), Coordinates(90, 180))))
