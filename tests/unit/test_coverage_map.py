"""The drawn map: its outlines hold the towns that they are said to hold, and no others."""

import re
from itertools import pairwise

from kommanmap.domain.rings import Point
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.presenters.coverage_map import Drawing, draw, on_drawing

KOELN, SIEGEN, KREUZTAL = "05315000", "05970040", "05970024"


def rings(path: str) -> list[list[Point]]:
    """Path data back to points."""
    found = []
    for start, steps in re.findall(r"M([^l]+)l([^Mz]+)", path):
        x, y = (int(number) for number in start.split())
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def holds(path: str, point: Point) -> bool:
    """Even-odd rule, as the SVG is filled."""
    px, py = point[0] + 0.01, point[1] + 0.01
    return (
        sum(
            (ay > py) != (by > py) and px < ax + (py - ay) * (bx - ax) / (by - ay)
            for ring in rings(path)
            for (ax, ay), (bx, by) in pairwise(ring)
        )
        % 2
        == 1
    )


def all_drawn(groups: dict[str, str]) -> Drawing:
    return draw({ags: groups.get(ags, "rest") for ags in shipped_gazetteer().towns_by_ags})


def test_an_area_holds_its_towns_and_no_others() -> None:
    drawing = all_drawn({KOELN: "a", SIEGEN: "a", KREUZTAL: "b"})
    for ags, town in shipped_gazetteer().towns_by_ags.items():
        at = on_drawing(town.position)
        group = {KOELN: "a", SIEGEN: "a", KREUZTAL: "b"}.get(ags, "rest")
        assert [name for name, path in drawing.areas.items() if holds(path, at)] == [group], town.name
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for ring in rings(drawing.borders) for x, y in ring)


def test_every_ring_is_closed_and_one_colour_draws_one_outline() -> None:
    drawing = draw(dict.fromkeys(shipped_gazetteer().towns_by_ags, "all"))
    outline = rings(drawing.areas["all"])
    assert all(ring[0] == ring[-1] for ring in outline)
    assert sum(map(len, outline)) < sum(map(len, rings(drawing.borders))) / 3
    assert set(drawing.areas) == {"all"}
