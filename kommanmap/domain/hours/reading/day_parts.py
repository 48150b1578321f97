"""Parts of the day beside clock times: whether they fit, and of which of the times they are said. Makes no sessions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

from kommanmap.domain.hours.reading.findings import Contradiction, Found
from kommanmap.domain.hours.reading.meanings import Days, Part, Phrase, Sign, Span, Times
from kommanmap.domain.hours.session import PartOfDay, Session

WINDOWS = {
    PartOfDay.MORNING: (time(5), time(13)),
    PartOfDay.AFTERNOON: (time(11, 30), time(19)),
    PartOfDay.EVENING: (time(16), time.max),
}
"""When a session begins that is said to be in a part of the day."""

_NOON = (time(11), time(14))
_LINKS = frozenset({":", "-"})


def parts_with_times(phrases: list[Phrase]) -> list[Phrase]:
    """ "vormittags 10-12, nachmittags 14-16 Uhr", "14-16 Uhr nachmittags", "vormittags Di 10-12": every part goes to
    the times or the days it stands beside."""
    made = list(phrases)
    for at, phrase in enumerate(made):
        if not isinstance(phrase.meaning, Part) or phrase.meaning.part is None:
            continue
        part = phrase.meaning.part
        after = _beside(made, range(at + 1, len(made)))
        before = _beside(made, range(at - 1, -1, -1))
        following = made[after].meaning if after is not None else None
        leading = made[before].meaning if before is not None else None
        if after is not None and isinstance(following, Times):
            made[after] = replace(made[after], meaning=_said_of(following, 0, part))
        elif before is not None and isinstance(leading, Times):
            made[before] = replace(made[before], meaning=_said_of(leading, len(leading.spans) - 1, part))
        elif after is not None and leading is None and isinstance(following, Days) and _plain(following):
            specs = tuple(replace(spec, part=part) for spec in following.specs)
            made[after] = replace(made[after], meaning=replace(following, specs=specs))
        else:
            continue
        made[at] = replace(phrase, meaning=Sign.HARMLESS)
    return made


def _beside(phrases: list[Phrase], places: Iterable[int]) -> int | None:
    """The place of the phrase that stands directly beside, past articles and a colon."""
    for place in places:
        phrase = phrases[place]
        link = phrase.meaning is Sign.SOFT and phrase.words in _LINKS
        if phrase.meaning not in {Sign.GLUE, Sign.HARMLESS} and not link:
            return None if phrase.meaning in {Sign.SOFT, Sign.UNKNOWN} else place
    return None


def _plain(days: Days) -> bool:
    return all(spec.part is None for spec in days.specs)


def _said_of(times: Times, number: int, part: PartOfDay) -> Times:
    spans = list(times.spans)
    spans[number] = replace(spans[number], part=part)
    return Times(tuple(spans))


def part_of_span(spans: list[Span], at: int, of_days: PartOfDay | None) -> PartOfDay | None:
    """The part that is said of a time: its own, or that of the days up to the first time with one of its own."""
    own = spans[at].part
    return own if own is not None or any(span.part for span in spans[:at]) else of_days


def noon_fits(sessions: list[Session], words: str) -> bool:
    """ "mittags" says nothing that the clock times do not say; "nachts" never does."""
    noon = all(session.start is not None and _NOON[0] <= session.start <= _NOON[1] for session in sessions)
    return noon and not words.lower().startswith("nacht")


def checked_part(session: Session, words: str, found: list[Found]) -> Session:
    """A clock time says more than a part of the day, if both fit."""
    if session.start is None or session.part is None:
        return session
    earliest, latest = WINDOWS[session.part]
    if not earliest <= session.start <= latest:
        found.append(Found(Contradiction.PART_NOT_OF_TIME, words))
    return replace(session, part=None)
