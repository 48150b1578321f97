"""One rule of an `opening_hours` expression as sessions. Knows nothing of the rules around it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from kommanmap.domain.hours.osm_comments import Comment, read_comment
from kommanmap.domain.hours.osm_days import first_week
from kommanmap.domain.hours.osm_rules import (
    ALWAYS_BEGINS,
    NEVER_ENDS,
    DateRange,
    OsmRule,
    RuleState,
    Span,
    YearlyRange,
    Years,
)
from kommanmap.domain.hours.session import DateException, ExceptionKind, Frequency, HolidayRule, Session, YearlySeason

EVERY_DAY = tuple(range(7))

_DAY = 24 * 60


class NotHeld(Exception):
    """A rule, or what it does to those before it, that sessions cannot hold."""


def sessions_of(rule: OsmRule) -> list[Session]:
    """The sessions of an open or unknown rule. Raises `NotHeld`."""
    comment = read_comment(rule.comment)
    found: list[Session] = []
    for template in _timed(rule, comment):
        for days in _on_its_days(rule, template):
            found += _at_its_dates(rule, days)
    return [closed for session in found for closed in _closed_on(session, comment.not_on)]


def minutes_of(session: Session) -> tuple[int | None, int | None]:
    """Start and end in minutes of the starting day; an end on the next day lies above 24 hours."""
    start = None if session.start is None else session.start.hour * 60 + session.start.minute
    end = None if session.end is None else session.end.hour * 60 + session.end.minute
    if start is not None and end is not None and end <= start:
        end += _DAY
    return start, end


def _timed(rule: OsmRule, comment: Comment) -> Iterator[Session]:
    """Times, audience, languages, note."""
    plain = Session(
        public_holidays=HolidayRule.OPEN,
        school_holidays=HolidayRule.ONLY if comment.school_only else HolidayRule.OPEN,
        interval=comment.interval,
        exceptions=tuple(DateException(day, ExceptionKind.CANCELLED) for day in comment.without),
        audiences=comment.audiences,
        languages=comment.languages,
        registration=comment.registration,
        note=comment.note,
    )
    if rule.state is RuleState.UNKNOWN and (not comment.says_why or (comment.school_only and rule.holidays != ("PH",))):
        raise NotHeld(str(rule))
    if rule.state is RuleState.OPEN and (comment.interval > 1 or comment.no_clock or comment.school_only):
        plain = Session(public_holidays=HolidayRule.OPEN, note=rule.comment)
        comment = Comment()
    if comment.no_clock:
        yield replace(plain, part=comment.part, end=comment.until)
        return
    for span in rule.spans or (Span(0, _DAY),):
        length = None if span.end is None else span.end - span.start
        if (length is not None and not 0 < length <= _DAY) or span.start >= _DAY:
            raise NotHeld(str(rule))
        yield plain.at(_clock(span.start), None if span.end is None else _clock(span.end % _DAY))


def _on_its_days(rule: OsmRule, template: Session) -> Iterator[Session]:
    """Weekdays, places in the month and holidays."""
    weekly = tuple(day for day, nth in rule.weekdays if not nth)
    plain = EVERY_DAY if not rule.weekdays else weekly
    if rule.holidays and not rule.either:
        if len(rule.holidays) > 1 and rule.weekdays:
            raise NotHeld(str(rule))
        for holiday in dict.fromkeys(rule.holidays):
            yield from _in_the_month(rule, _only(template, holiday), plain)
        return
    yield from _in_the_month(rule, template, plain)
    if rule.either:
        others = tuple(day for day in EVERY_DAY if day not in weekly)
        if len(weekly) != len(rule.weekdays):
            raise NotHeld(str(rule))
        for holiday in dict.fromkeys(rule.holidays):
            yield replace(_only(template, holiday), weekdays=others)


def _closed_on(session: Session, holidays: Sequence[str]) -> Iterator[Session]:
    """What takes place only on days on which it does not is none."""
    only = (session.public_holidays, "PH"), (session.school_holidays, "SH")
    if any(rule is HolidayRule.ONLY and holiday in holidays for rule, holiday in only):
        return
    if "PH" in holidays:
        session = replace(session, public_holidays=HolidayRule.CLOSED)
    yield replace(session, school_holidays=HolidayRule.CLOSED) if "SH" in holidays else session


def _only(template: Session, holiday: str) -> Session:
    if holiday == "PH":
        return replace(template, public_holidays=HolidayRule.ONLY)
    return replace(template, school_holidays=HolidayRule.ONLY)


def _in_the_month(rule: OsmRule, template: Session, weekly: tuple[int, ...]) -> Iterator[Session]:
    if weekly:
        yield replace(template, weekdays=weekly)
    by_nth: dict[tuple[int, ...], list[int]] = {}
    for day, nth in rule.weekdays:
        if nth:
            by_nth.setdefault(tuple(sorted(set(nth))), []).append(day)
    for nth, days in by_nth.items():
        if template.interval > 1:
            raise NotHeld(str(rule))
        yield replace(template, freq=Frequency.MONTHLY, weekdays=tuple(days), nth=nth)


def _at_its_dates(rule: OsmRule, session: Session) -> Iterator[Session]:
    """Years, dates, seasons and weeks."""
    dates = [item for item in rule.ranges if isinstance(item, DateRange)]
    if rule.years and dates:
        raise NotHeld(str(rule))
    single = tuple(item.first for item in dates if item.first == item.last)
    plain = not (rule.weekdays or rule.holidays or rule.weeks)
    if single and plain:
        if session.interval > 1:
            # In some weeks, nobody knows in which: each of these days may be one.
            yield from (replace(session, weekdays=(day.weekday(),), first=day, last=day) for day in single)
            if len(single) == len(rule.ranges):
                return
            raise NotHeld(str(rule))
        # Nobody asks a single date about holidays.
        holidays = Session().public_holidays
        yield replace(session, freq=Frequency.DATES, weekdays=(), dates=single, public_holidays=holidays)
        if len(single) == len(rule.ranges):
            return
    bounded = _in_years(session, rule.years)
    for item in rule.ranges or (None,):
        if isinstance(item, DateRange) and item.first == item.last and plain:
            continue
        yield _counted(rule, _in_range(bounded, item))


def _in_years(session: Session, years: Years | None) -> Session:
    if years is None:
        return session
    first = date(years.first, 1, 1)
    return replace(
        session,
        first=None if first <= ALWAYS_BEGINS else first,
        last=None if years.last is None else date(years.last, 12, 31),
    )


def _in_range(session: Session, item: DateRange | YearlyRange | None) -> Session:
    if isinstance(item, YearlyRange):
        return replace(session, season=YearlySeason(item.first, item.last))
    if isinstance(item, DateRange):
        # The end of a count that goes on is kept until the runs of years are joined again.
        open_end = item.last >= NEVER_ENDS and session.interval == 1
        return replace(
            session,
            first=None if item.first <= ALWAYS_BEGINS else item.first,
            last=None if open_end else item.last,
        )
    return session


def _counted(rule: OsmRule, session: Session) -> Session:
    """Numbered weeks, where they are a count from one week to the next for as long as the rule holds."""
    weeks = rule.weeks
    if weeks is None or ((weeks.first, weeks.step) == (1, 1) and weeks.last == 53):
        return session
    single = weeks.step == 1 or weeks.last < 52 or weeks.first > weeks.step or session.freq is not Frequency.WEEKLY
    if single or session.first is None or session.last is None or session.interval > 1:
        raise NotHeld(str(rule))
    first_year, last_year = session.first.isocalendar().year, session.last.isocalendar().year
    anchor = date.fromisocalendar(first_year, weeks.first, 1)
    for year in range(first_year, last_year + 1):
        if first_week(anchor, weeks.step, year) != weeks.first:
            raise NotHeld(str(rule))
        if weeks.last == 52 and date(year, 12, 28).isocalendar().week == 53 and (53 - weeks.first) % weeks.step == 0:
            raise NotHeld(str(rule))
    return replace(session, interval=weeks.step, anchor=anchor)


def _clock(minutes: int) -> time:
    return time(minutes % _DAY // 60, minutes % 60)
