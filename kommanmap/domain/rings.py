"""Lines that areas share → the rings around some of those areas. Pure geometry, knows no map and no place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Point = tuple[int, int]


def closed_rings(
    lines: Mapping[int, Sequence[Point]] | Sequence[Sequence[Point]], numbers: Iterable[int]
) -> list[list[Point]]:
    """Rings along the lines that occur an odd number of times; the even-odd rule tells what lies inside.

    A border between two of the areas occurs twice and falls away, so what comes is the outline of all together. lines:
    each begins and ends where others meet it, exactly. numbers: of the lines around each area, area after area.
    """
    left: set[int] = set()
    for number in numbers:
        left ^= {number}
    meeting: dict[Point, list[int]] = defaultdict(list)
    for number in sorted(left):
        meeting[lines[number][0]].append(number)
        meeting[lines[number][-1]].append(number)
    rings = []
    for number in sorted(left):
        if number in left:
            ring = [lines[number][0]]
            following: int | None = number
            while following is not None:
                left.discard(following)
                line = lines[following]
                ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
                following = next((each for each in meeting[ring[-1]] if each in left), None)
            rings.append(ring)
    return rings
