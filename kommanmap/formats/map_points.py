"""The places of a query as the map reads them: columns instead of objects, a third of the size of GeoJSON.

Not a public format (that is GeoJSON): its only reader is `static/js/map/points.js`. Sees `PublicPoint` only, so what
has no public position cannot be here; such places are counted, and the map says how many there are.
"""

import json
from collections.abc import Iterable, Sequence
from enum import IntEnum

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.presenters.public_point import PublicPoint

SHORTEST_KEY = 8
LONGEST_TEXT = 160
"""Characters of a name or a time in a popup; the place's page has all of it."""

DEGREE_PARTS = 100_000
"""Positions travel as integers of 1e-5 degrees: about a metre."""


class PinKind(IntEnum):
    """How a pin is drawn; the numbers are what travels."""

    HOUSE = 0
    STREET = 1
    AREA = 2


_KINDS = {
    Accuracy.MANUAL: PinKind.HOUSE,
    Accuracy.HOUSE: PinKind.HOUSE,
    Accuracy.NEAREST_HOUSE: PinKind.HOUSE,
    Accuracy.STREET: PinKind.STREET,
    Accuracy.POSTCODE: PinKind.AREA,
    Accuracy.MUNICIPALITY: PinKind.AREA,
}

_EXACT = (Accuracy.MANUAL, Accuracy.HOUSE)
"""Needs no word in the popup: the pin is where the house is."""


def write_map_points(points: Iterable[PublicPoint]) -> bytes:
    """JSON in UTF-8; the same places give the same bytes, in whatever order they come."""
    everything = sorted(points, key=lambda point: point.id)
    placed = [point for point in everything if point.position is not None]
    key_length = _key_length([point.id for point in everything])
    towns = _numbered(point.town.name for point in placed)
    notes = _numbered(_note(point) for point in placed)
    paused = [index for index, point in enumerate(placed) if point.is_paused]
    prefix = _common_folder([point.url for point in placed])
    document = {
        "keyLength": key_length,
        "withoutPin": len(everything) - len(placed),
        "url": prefix,
        "towns": list(towns),
        "notes": list(notes),
        "paused": paused,
        "pausedUntil": [_pause_end(placed[index]) for index in paused],
        "pausedLabel": placed[paused[0]].status_label if paused else "",
        "key": [point.id[:key_length] for point in placed],
        "lat": [round(point.position.lat * DEGREE_PARTS) for point in placed if point.position],
        "lon": [round(point.position.lon * DEGREE_PARTS) for point in placed if point.position],
        "name": [_short(point.name) for point in placed],
        "path": [point.url[len(prefix) :] for point in placed],
        "town": [towns[point.town.name] for point in placed],
        "time": [_time(point) for point in placed],
        "typed": [index for index, point in enumerate(placed) if not point.timetable.complete],
        "kind": [_kind(point) for point in placed],
        "note": [notes[_note(point)] for point in placed],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """Each word once, sorted, with its place: many points share a town or a note."""
    return {word: number for number, word in enumerate(sorted(set(words)))}


def _key_length(ids: Sequence[str]) -> int:
    """The shortest prefix that tells these ids apart: whole ids would be half of the file."""
    length = SHORTEST_KEY
    longest = max(map(len, ids), default=0)
    while length < longest and len({name[:length] for name in ids}) < len(ids):
        length += 1
    return length


def _common_folder(urls: Sequence[str]) -> str:
    """What all addresses begin with, up to a slash."""
    folders = {url.rpartition("/")[0] for url in urls}
    return folders.pop() + "/" if len(folders) == 1 else ""


def _kind(point: PublicPoint) -> int:
    return int(_KINDS[point.accuracy]) if point.accuracy else int(PinKind.AREA)


def _note(point: PublicPoint) -> str:
    """What the popup says about a pin that does not stand on the house."""
    return "" if point.accuracy in _EXACT else point.accuracy_text


def _pause_end(point: PublicPoint) -> str:
    """The last day of a pause, "" where nobody has said it: the file is made once, its reader knows the day."""
    return until.isoformat() if (until := point.timetable.paused_until) else ""


def _time(point: PublicPoint) -> str:
    """What takes place, in the language of the page where all of it is understood, else as it was typed."""
    if point.timetable.complete:
        return _short(" · ".join(session.sentence for session in point.sessions))
    return _short(point.times[0]) if point.times else ""


def _short(text: str) -> str:
    """One line of readable length, shown to be cut."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1].rstrip() + "…"
