"""More places that stand in the same notice: a short row for each, everything else as in the form. Knows no table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.forms.words import Words

PREFIX = "ort-"
COUNT = "orte"
FIELDS = ("name", "ags", "street", "house_number", "postcode", "times")
MOST_VENUES = 12

_NOWHERE: dict[str, Any] = {
    "district": "", "building": "", "way_in": "", "lat": None, "lon": None, "position_accuracy": None,
    "position_source": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Venue:
    """One of them; `number` is its row."""

    number: int
    draft: PointDraft


def venue_name(number: int, name: str) -> str:
    """The form's name of a field of a row."""
    return f"{PREFIX}{number}-{name}"


def venue_count(words: Words) -> int:
    """How many rows there are."""
    typed = words.one(COUNT)
    return min(int(typed), MOST_VENUES) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def add_venue(words: Words) -> Words:
    """One more row."""
    return words.replaced({COUNT: (str(min(venue_count(words) + 1, MOST_VENUES)),)})


def venues(words: Words, main: PointDraft) -> Iterator[Venue]:
    """The rows in which something stands. Without a name or town of its own a place has those of the first."""
    for number in range(venue_count(words)):
        typed = {name: words.one(venue_name(number, name)).strip() for name in FIELDS}
        if not any(text for name, text in typed.items() if name != "ags"):
            continue
        times = tuple(line.strip() for line in typed.pop("times").splitlines() if line.strip())
        values: dict[str, Any] = {**_NOWHERE, **typed}
        values |= {"name": typed["name"] or main.name, "ags": typed["ags"] or main.ags}
        if times:
            values |= {"times": times, "sessions": (), "times_status": ReadingStatus.NONE}
        yield Venue(number, replace(main, **values))
