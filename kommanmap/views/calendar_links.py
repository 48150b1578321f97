"""Where a calendar program finds the times of a place or of a list: to subscribe, or once as a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from kommanmap.domain.hours.recurrence import has_events
from kommanmap.domain.languages import DEFAULT_LANGUAGE
from kommanmap.i18n import current_language
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.filters import MINUTE_WORDS
from kommanmap.queries.point_query import PAGE_WORD
from kommanmap.views.links import absolute, with_words

_OF_THE_MOMENT = MINUTE_WORDS | {PAGE_WORD}
"""Query words that make no sense in a calendar: it holds the coming weeks, and all places at once."""


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """`webcal` opens the calendar program and keeps it current, `file` is taken once."""

    webcal: str
    file: str


def calendar_of_place(place: PublicPoint) -> CalendarLinks | None:
    """The calendar of one place in the language of the page; None where it would be empty."""
    if not has_events(place.timetable):
        return None
    return _links(with_words("downloads.point", _language(), slug=place.slug, extension="ics"))


def calendar_of_list(words: Iterable[tuple[str, str]]) -> CalendarLinks:
    """The calendar of all places that these query words find, in the language of the page."""
    lasting = [pair for pair in words if pair[0] not in _OF_THE_MOMENT]
    return _links(with_words("downloads.points", [*lasting, *_language()], extension="ics"))


def _language() -> list[tuple[str, str]]:
    spoken = current_language()
    return [] if spoken == DEFAULT_LANGUAGE else [("lang", spoken.code)]


def _links(path: str) -> CalendarLinks:
    address = absolute(path)
    return CalendarLinks(webcal=f"webcal:{address.partition(':')[2]}", file=path)
