"""Sessions as an OpenStreetMap `opening_hours` expression. PH and SH stay words; knows no reader of them.

In OpenStreetMap a holiday changes nothing unless it is said, so what our sessions do on holidays is always said. Rules
after a semicolon wipe out their whole day. The sessions that are closed on a kind of holiday therefore stand before
`SH off` and `PH off`, the others are added behind. Where that order does not exist, the times are closed one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.days import days_on, rule_days
from kommanmap.domain.hours.osm_comments import ELSEWHEN, only_on_both, plain_words, spell_comment
from kommanmap.domain.hours.osm_days import Wide, runs, wide_selectors
from kommanmap.domain.hours.osm_rules import DateRange, OsmRule, RuleState, Separator, Span, spell
from kommanmap.domain.hours.osm_times import (
    closes,
    closing_spans,
    is_over_midnight,
    may_meet,
    overlap,
    spans_of,
    would_close,
)
from kommanmap.domain.hours.session import DateException, ExceptionKind, Frequency, HolidayRule, Session

_DAY = 24 * 60
_ONE_DAY = timedelta(days=1)
_EVERY_DAY = tuple((day, ()) for day in range(7))
_WHOLE_DAY = (Span(0, _DAY),)


def to_osm(sessions: Iterable[Session], *, complete: bool = True, doubtful: bool = False) -> str:
    """The expression; "" where there are no sessions, "off" where none of them ever takes place.

    complete: False says that there may be times that the sessions do not hold. doubtful: nothing of it is said to be
    open. What the grammar cannot hold stands in
    comments, see `osm_comments`.
    """
    known = tuple(sessions)
    if not known:
        return ""
    rules = list(_Layout(known).rules())
    if doubtful:
        rules = [replace(rule, state=RuleState.UNKNOWN) if rule.state is RuleState.OPEN else rule for rule in rules]
    if not complete:
        rules.append(OsmRule(Separator.FALLBACK, state=RuleState.UNKNOWN, comment=ELSEWHEN))
    return spell(rules) or "off"


class _Layout:
    """The order in which rules stand, so that none wipes out what it must not."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        # What is not known stands first: at a time that two rules name, the later one is right.
        self.sessions = sorted((s for s in sessions if _days(s) or any(_extra_dates(s))), key=_is_certain)
        self.over_midnight = [session for session in self.sessions if is_over_midnight(session)]

    def rules(self) -> Iterator[OsmRule]:
        by_rule = [session for session in self.sessions if _days(session)]
        whole = [session for session in by_rule if not is_over_midnight(session)]
        neither = [s for s in whole if closes(s, "PH") and closes(s, "SH")]
        not_public = [s for s in whole if closes(s, "PH") and not closes(s, "SH")]
        not_school = [s for s in whole if closes(s, "SH") and not closes(s, "PH")]
        in_doubt = [s for s in not_school if any(may_meet(s, other) for other in not_public)]
        yield from self._added(neither + [s for s in in_doubt if s.public_holidays is HolidayRule.OPEN])
        one_by_one = [session for session in not_school if session not in in_doubt]
        if not_school and not not_public:
            yield from _off("PH", neither)
            yield from self._added(not_school)
            yield from _off("SH", not_school)
            one_by_one = []
        else:
            yield from _off("SH", neither + in_doubt)
            yield from self._added(not_public)
            yield from _off("PH", neither + not_public + in_doubt)
            for session in in_doubt:
                yield from _in_doubt(_only_on(session, "PH"), "SH")
        # A whole day off would cut the hours after midnight from the evening before, and leave those of its own.
        one_by_one += [s for s in by_rule if is_over_midnight(s) and (closes(s, "PH") or closes(s, "SH"))]
        yield from self._closed_at_their_times(one_by_one, [*neither, *not_public, *not_school])
        yield from self._added(s for s in by_rule if not (closes(s, "PH") or closes(s, "SH")))
        for session in self.sessions:
            yield from _extra_dates(session)

    def _closed_at_their_times(self, sessions: Iterable[Session], before: list[Session]) -> Iterator[OsmRule]:
        """Each with what closes it on holidays; where that would close another, it says that nobody knows."""
        doubts: list[OsmRule] = []
        for session in sessions:
            closing = [holiday for holiday in ("SH", "PH") if closes(session, holiday)]
            in_words = [h for h in closing if any(would_close(session, h, other) for other in before)]
            yield from self._added([session], in_words)
            for holiday in closing:
                if holiday in in_words:
                    doubts += _in_doubt(_only_on(session, holiday), holiday)
                elif days := _days(session):
                    yield _off_at_its_times(session, days, holiday)
            before.append(session)
        yield from doubts

    def _added(self, sessions: Iterable[Session], not_on: Sequence[str] = ()) -> Iterator[OsmRule]:
        for session in sessions:
            off = [] if session.freq is Frequency.DATES else self._cancelled(session)
            in_words = [item.day for item in off if session.start is None and self._beside(session, item.day)]
            yield from _of_session(session, in_words, not_on)
            in_rules = (item for item in off if item.day not in in_words)
            for (note, whole), group in groupby(in_rules, key=lambda item: (item.note, self._is_whole(session, item))):
                days = [item.day for item in group]
                yield OsmRule(
                    Separator.OVERRIDE,
                    ranges=tuple(runs(days)),
                    spans=() if whole else closing_spans(session),
                    state=RuleState.OFF,
                    comment=plain_words(note),
                )
                for day in days:
                    yield from self._held_all_the_same(session, day, whole)

    def _cancelled(self, session: Session) -> list[DateException]:
        cancelled = (item for item in session.exceptions if item.kind is ExceptionKind.CANCELLED)
        return [item for item in cancelled if any(rule_days(session, item.day, item.day))]

    def _is_whole(self, session: Session, item: DateException) -> bool:
        """Whether the whole day is closed: it is alone, or another lies across its times."""
        others = self._others(session, item.day)
        spans = {spans_of(other) for other, _ in self._beside(session, item.day)}
        evening_before = item.day - _ONE_DAY
        cuts_a_night = any(any(rule_days(night, evening_before, item.day)) for night in self.over_midnight)
        return not cuts_a_night and (not others or not spans <= {spans_of(session)})

    def _others(self, session: Session, day: date) -> list[Session]:
        return [other for other in self.sessions if other is not session and any(rule_days(other, day, day))]

    def _beside(self, session: Session, day: date) -> list[tuple[Session, date]]:
        """Other sessions that are on, or may be, at the same time, and their day."""
        span = closing_spans(session)[0]
        found: list[tuple[Session, date]] = []
        for days in (-1, 0, 1) if self.over_midnight else (0,):
            on = day + timedelta(days=days)
            others = self._others(session, on)
            found += [(other, on) for other in others if overlap(span, closing_spans(other)[0], days)]
        return found

    def _held_all_the_same(self, session: Session, day: date, whole: bool) -> Iterator[OsmRule]:
        """Closing a day or the times of one session closes others."""
        others = [(other, day) for other in self._others(session, day)] if whole else self._beside(session, day)
        for other, on in others:
            cancelled = any(item.day == on for item in self._cancelled(other))
            if not cancelled and any(days_on(other, on, on, nrw_calendar())):
                on_that_day = replace(other, freq=Frequency.DATES, dates=(on,), exceptions=())
                for rule in _of_session(on_that_day):
                    yield _every_weeks(rule, other) if other.needs_anchor else rule


def _of_session(
    session: Session, cancelled_in_words: Sequence[date] = (), not_on: Sequence[str] = ()
) -> Iterator[OsmRule]:
    days = _days(session)
    if days is None:
        return
    single = session.freq is Frequency.DATES
    for wide in (Wide(None, days.ranges),) if single else wide_selectors(session):
        comment = spell_comment(session, weeks_unknown=wide.weeks_unknown, without=cancelled_in_words, not_on=not_on)
        certain = _is_certain(session) and not wide.weeks_unknown
        yield replace(
            days,
            years=wide.years,
            ranges=wide.ranges,
            weeks=wide.weeks,
            spans=spans_of(session),
            state=RuleState.OPEN if certain else RuleState.UNKNOWN,
            comment=comment,
        )


def _in_doubt(session: Session, holiday: str) -> Iterator[OsmRule]:
    """A session that takes place on holidays, but perhaps not on these."""
    cancelled = [item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED]
    for rule in _of_session(session, cancelled, not_on=(holiday,)):
        yield replace(rule, state=RuleState.UNKNOWN)


def _every_weeks(rule: OsmRule, session: Session) -> OsmRule:
    """A single day of what is on in some weeks."""
    return replace(rule, state=RuleState.UNKNOWN, comment=spell_comment(session))


def _only_on(session: Session, holiday: str) -> Session:
    if holiday == "PH":
        return replace(session, public_holidays=HolidayRule.ONLY)
    return replace(session, school_holidays=HolidayRule.ONLY)


def _days(session: Session) -> OsmRule | None:
    """A rule that names the days and nothing else. None where there are none."""
    if session.freq is Frequency.DATES:
        cancelled = {item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED}
        dates = tuple(DateRange(day, day) for day in session.dates if day not in cancelled)
        return OsmRule(Separator.ADD, ranges=dates) if dates else None
    nth = tuple(n for n in session.nth if 1 <= abs(n) <= 5) if session.freq is Frequency.MONTHLY else ()
    weekdays = tuple((day, nth) for day in session.weekdays if 0 <= day <= 6)
    if not weekdays or (session.freq is Frequency.MONTHLY and not nth):
        return None
    rule = OsmRule(Separator.ADD, weekdays=weekdays)
    if session.public_holidays is HolidayRule.ONLY:
        rule = replace(rule, holidays=("PH",))
    elif session.school_holidays is HolidayRule.ONLY:
        rule = replace(rule, holidays=("SH",))
    return replace(rule, weekdays=()) if rule.holidays and weekdays == _EVERY_DAY else rule


def _extra_dates(session: Session) -> Iterator[OsmRule]:
    cancelled = {item.day for item in session.exceptions if item.kind is ExceptionKind.CANCELLED}
    for item in session.exceptions:
        if item.kind is ExceptionKind.EXTRA and item.day not in cancelled:
            at_its_times = _at_its_times(session, item)
            yield OsmRule(
                Separator.ADD,
                ranges=(DateRange(item.day, item.day),),
                spans=spans_of(at_its_times),
                state=RuleState.OPEN if at_its_times.start else RuleState.UNKNOWN,
                comment=spell_comment(at_its_times),
            )


def _at_its_times(session: Session, item: DateException) -> Session:
    """As on the extra date: its own times, else the usual ones; no usual end where it begins after that."""
    start = session.start if item.start is None else item.start
    end = session.end if item.end is None else item.end
    if item.end is None and start and end and session.start and session.start < end <= start:
        end = None
    note = "; ".join(part for part in (session.note, item.note) if part)
    return replace(session, freq=Frequency.DATES, start=start, end=end, note=note)


def _off(holiday: str, closed: Sequence[Session]) -> Iterator[OsmRule]:
    if closed:
        yield OsmRule(Separator.OVERRIDE, holidays=(holiday,), state=RuleState.OFF)


def _off_at_its_times(session: Session, days: OsmRule, holiday: str) -> OsmRule:
    weekdays = () if days.weekdays == _EVERY_DAY else days.weekdays
    return OsmRule(
        Separator.OVERRIDE,
        weekdays=weekdays,
        holidays=(holiday,),
        spans=closing_spans(session),
        state=RuleState.OFF,
    )


def _is_certain(session: Session) -> bool:
    return session.start is not None and not session.needs_anchor and not only_on_both(session)
