"""Measure the engine of opening times: 10,000 × open + next, beside opening-hours-py in the same run.

    python -m bench.hours [--asks 10000]

The yardstick (Rust) gets the same timetables as OSM expressions, parsed beforehand, with NRW's holidays written out as
dates, and answers the same: open now, and the next two openings. Answers are compared, not only timed.
"""

import argparse
import random
import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from time import perf_counter

from opening_hours import OpeningHours, State

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, next_openings, next_slots, state
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session, Timetable
from kommanmap.domain.hours.slots import BERLIN

ROUNDS = 5
LIMIT_S = 1.0
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def timetables(count: int, seed: int) -> list[Timetable]:
    """Places with one to four sessions, weekly or on n-th weekdays, as real notices have them."""
    chance = random.Random(seed)
    return [_timetable(chance) for _ in range(count)]


def expression(timetable: Timetable) -> str:
    """The timetable for the yardstick: one rule per session, the holidays on which it is closed as dates."""
    calendar = nrw_calendar()
    closed = [day for day in _days() if calendar.public_holiday(day)]
    if timetable.sessions[0].school_holidays is HolidayRule.CLOSED:
        closed += [day for day in _days() if calendar.school_holiday(day)]
    rules = ", ".join(_rule(session) for session in timetable.sessions)
    return "; ".join((rules, *(f"{days} off" for days in _ranges(closed))))


def main() -> None:
    """Print medians and ratios; exit 1 where the limit is broken or an answer differs."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--asks", type=int, default=10_000)
    asks = arguments.parse_args().asks
    places = timetables(500, 4)
    chance = random.Random(5)
    start = datetime(2026, 11, 22, tzinfo=UTC)
    instants = [(start + timedelta(minutes=chance.randrange(400 * 1440))).astimezone(BERLIN) for _ in range(asks)]
    started = perf_counter()
    state(places[0], instants[0], nrw_calendar())
    print(f"first answer, holidays read   {(perf_counter() - started) * 1000:8.1f} ms")
    peers = [OpeningHours(expression(place), timezone=BERLIN) for place in places]
    ours, theirs = _measured(
        lambda number: _ours(places[number % len(places)], instants[number]),
        lambda number: _theirs(peers[number % len(peers)], instants[number]),
        asks,
    )
    print(f"open + next, {asks:,} asks       {ours:8.3f} s   {ours / asks * 1e6:6.1f} µs each")
    print(
        f"opening-hours-py, the same    {theirs:8.3f} s   {theirs / asks * 1e6:6.1f} µs each; "
        f"ours takes {ours / theirs:.2f} times as long"
    )
    differing = sum(
        _answer(places[number % len(places)], instants[number]) != _theirs(peers[number % len(peers)], instants[number])
        for number in range(0, asks, 5)
    )
    print(f"answers that differ           {differing:8d} of {len(range(0, asks, 5))}")
    limit = LIMIT_S * asks / 10_000
    if differing or ours > limit:
        raise SystemExit(f"open + next must stay under {limit:.2f} s, and no answer may differ")


def _ours(place: Timetable, at: datetime) -> object:
    calendar = nrw_calendar()
    return state(place, at, calendar), next_slots(place, at, calendar)


def _theirs(peer: OpeningHours, at: datetime) -> tuple[bool, list[datetime]]:
    """Open or not, and when the next two openings begin."""
    is_open = peer.is_open(at)
    starts: list[datetime] = []
    for start, _end, kind, _comments in peer.intervals(at):
        if kind == State.OPEN and start > at:
            starts.append(start)
            if len(starts) == 2:
                break
    return is_open, starts


def _answer(place: Timetable, at: datetime) -> tuple[bool, list[datetime]]:
    calendar = nrw_calendar()
    is_open = state(place, at, calendar).opening is Opening.OPEN
    return is_open, [item.start for item in next_openings(place, at, calendar)]


def _measured(ours: Callable[[int], object], theirs: Callable[[int], object], asks: int) -> tuple[float, float]:
    """Medians over rounds in turn, so that both meet the same machine."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for found, ask in zip(seconds, (ours, theirs), strict=True):
            started = perf_counter()
            for number in range(asks):
                ask(number)
            found.append(perf_counter() - started)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def _timetable(chance: random.Random) -> Timetable:
    """A fifth of the places close in school holidays."""
    school = HolidayRule.CLOSED if chance.random() < 0.2 else HolidayRule.OPEN
    return Timetable(tuple(_session(chance, school) for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4)))))


def _session(chance: random.Random, school: HolidayRule) -> Session:
    begin = chance.randrange(9, 19)
    monthly = chance.random() < 0.25
    return Session(
        freq=Frequency.MONTHLY if monthly else Frequency.WEEKLY,
        weekdays=tuple(chance.sample(range(7), 1 if monthly else chance.choice((1, 1, 2, 5)))),
        nth=tuple(chance.sample((1, 2, 3, 4, -1), chance.choice((1, 2)))) if monthly else (),
        start=time(begin, chance.choice((0, 30))),
        end=time(begin + chance.choice((1, 2, 3, 4)), chance.choice((45, 50))),
        school_holidays=school,
    )


def _days() -> list[date]:
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def _date(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}"


def _ranges(days: list[date]) -> list[str]:
    """Days in a row as one range."""
    ordered = sorted(set(days))
    rows = groupby(enumerate(ordered), key=lambda pair: pair[1].toordinal() - pair[0])
    found = [[day for _, day in row] for _, row in rows]
    return [_date(row[0]) if len(row) == 1 else f"{_date(row[0])}-{_date(row[-1])}" for row in found]


def _rule(session: Session) -> str:
    nth = f"[{','.join(map(str, session.nth))}]" if session.nth else ""
    weekdays = ",".join(_CODES[day] + nth for day in session.weekdays)
    return f"{weekdays} {session.start:%H:%M}-{session.end:%H:%M}"


if __name__ == "__main__":
    main()
