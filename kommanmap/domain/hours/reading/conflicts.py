"""What sessions of one text do to each other: closed days, next dates, times that overlap, what is said twice."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import combinations

from kommanmap.domain.hours.reading.day_parts import WINDOWS
from kommanmap.domain.hours.reading.document import Document, Shut
from kommanmap.domain.hours.reading.findings import Contradiction, Found, Question
from kommanmap.domain.hours.reading.loose import apply_loose
from kommanmap.domain.hours.reading.meanings import EVERY_DAY, DateList, Days, Holidays, Rhythm, Sign, Times
from kommanmap.domain.hours.session import DateException, ExceptionKind, Frequency, HolidayRule, Session

_MOST_CLOSED_DAYS = 100
_AS_WELL = frozenset({"auch", "zusätzlich", "außerdem", "ausserdem", "ebenfalls"})
_MOST_COMPARED = 60


def settle(document: Document, today: date) -> None:
    """Everything that needs all sessions at once."""
    apply_loose(document)
    _next_dates(document)
    for shut in document.shut:
        _close(document, shut)
    _replace_days_of_ranges(document)
    document.sessions = _once_each(document.sessions)
    _ask_for_weeks(document)
    _saturday_is_said(document)
    _holiday_rules(document)
    _overlaps(document)
    _besides_daily(document)
    _otherwise(document)
    _past(document, today)


def _next_dates(document: Document) -> None:
    """A date on which it takes place starts the count of weeks, if it is one of the days."""
    for day, words in document.next_dates:
        fitting = [session for session in document.sessions if day.weekday() in session.weekdays]
        if not fitting:
            code = Contradiction.WEEKDAY_NOT_OF_DATE if document.sessions else Question.NO_TIME
            document.found.append(Found(code, words))
            continue
        document.sessions = [
            replace(session, anchor=day) if session in fitting and session.interval > 1 and session.anchor is None
            else session
            for session in document.sessions
        ]  # fmt: skip


def _date_besides_every(one: Session, two: Session) -> bool:
    """ "samstags 10-13 Uhr; 12.12.2026 9-13 Uhr": a Saturday; instead, or as well?"""
    regular, dated = (one, two) if two.freq is Frequency.DATES else (two, one)
    told_apart = regular.note != dated.note or regular.audiences != dated.audiences
    return not told_apart and any(day.weekday() in regular.weekdays for day in dated.dates)


def _saturday_is_said(document: Document) -> None:
    """ "werktags 8-18 Uhr, samstags 8-14 Uhr" answers what "werktags" leaves open."""
    said = any(5 in session.weekdays for session in document.sessions)
    if said or any(5 in shut.weekdays for shut in document.shut):
        document.found = [found for found in document.found if found.code is not Question.SATURDAY_TOO]


def _ask_for_weeks(document: Document) -> None:
    already = {Question.WEEK_PARITY, Question.EVERY_OTHER_OR_NTH}
    asked = any(found.code in already for found in document.found)
    if not asked and any(session.needs_anchor for session in document.sessions):
        rhythms = [phrase for phrase in document.read if isinstance(phrase.meaning, Rhythm | Days)]
        several = [phrase for phrase in rhythms if getattr(phrase.meaning, "interval", 1) > 1]
        document.found.append(Found(Question.WHICH_WEEK, (several or rhythms)[0].words))


def _close(document: Document, shut: Shut) -> None:
    """A closed weekday is taken out of a range, a closed date becomes an exception."""
    if shut.weekdays:
        _close_weekdays(document, shut)
        return
    days = list(shut.dates)
    if shut.last is not None:
        count = (shut.last - shut.dates[0]).days + 1
        if not 0 < count <= _MOST_CLOSED_DAYS:
            document.found.append(Found(Question.PAUSED, shut.words))
            document.left.append(shut.phrase)
            return
        days = [shut.dates[0] + timedelta(days=step) for step in range(count)]
    hit = False
    changed = []
    for session in document.sessions:
        cancelled = tuple(
            DateException(day, ExceptionKind.CANCELLED, note=shut.reason)
            for day in days
            if day.weekday() in session.weekdays or day in session.dates
        )
        hit = hit or bool(cancelled)
        changed.append(replace(session, exceptions=session.exceptions + cancelled))
    document.sessions = changed
    if not hit and shut.last is None:
        document.found.append(Found(Contradiction.WEEKDAY_NOT_OF_DATE, shut.words))


def _close_weekdays(document: Document, shut: Shut) -> None:
    gone = set(shut.weekdays)
    kept, ranged = [], []
    for session, by_range in zip(document.sessions, document.ranged, strict=True):
        if not gone & set(session.weekdays):
            kept.append(session)
            ranged.append(by_range)
        elif by_range and session.freq is Frequency.WEEKLY and set(session.weekdays) - gone:
            kept.append(replace(session, weekdays=tuple(set(session.weekdays) - gone)))
            ranged.append(by_range)
        else:
            document.found.append(Found(Contradiction.OPEN_AND_CLOSED, shut.words))
            kept.append(session)
            ranged.append(by_range)
    document.sessions, document.ranged = kept, ranged


def _replace_days_of_ranges(document: Document) -> None:
    """ "täglich 10-20 Uhr, sonntags 12-18 Uhr": the day named later has its own time instead."""
    sessions = list(document.sessions)
    for at, later in enumerate(sessions[:_MOST_COMPARED]):
        if later.freq is not Frequency.WEEKLY or later.end is None:
            continue
        for number, earlier in enumerate(sessions[:at]):
            if not document.ranged[number] or not set(later.weekdays) < set(earlier.weekdays):
                continue
            same = replace(earlier, weekdays=later.weekdays, start=later.start, end=later.end) == later
            if same and earlier.end and _same_time(earlier, later):
                rest = [
                    other for place, other in enumerate(sessions[:at]) if place != number and document.ranged[place]
                ]
                if any(set(later.weekdays) < set(other.weekdays) for other in rest):
                    # "Mo-Fr 9-12 und 14-17 Uhr, Mi 9-12 Uhr": and Wednesday afternoon?
                    document.found.append(Found(Question.FOR_WHICH, _clock(later)))
                sessions[number] = replace(earlier, weekdays=tuple(set(earlier.weekdays) - set(later.weekdays)))
    document.sessions = sessions


def _once_each(sessions: list[Session]) -> list[Session]:
    """Without repetitions, and without a timeless naming of days that stand with their time elsewhere."""
    sessions = list(dict.fromkeys(sessions))
    kept = []
    for session in sessions:
        others = [other for other in sessions if other is not session and _says_more(other, session)]
        if not others:
            kept.append(session)
        elif session.part and (timeless := [other for other in others if other.start is None]):
            kept = [replace(other, part=session.part) if other in timeless else other for other in kept]
    return kept


def _says_more(other: Session, session: Session) -> bool:
    bare = session.start is None and session.freq is Frequency.WEEKLY and session.interval == 1
    if not bare or other.freq is Frequency.DATES or not set(session.weekdays) <= set(other.weekdays):
        return False
    if other.start is None:
        return other.freq is Frequency.MONTHLY and (session.part in {None, other.part} or other.part is None)
    return session.part is None or WINDOWS[session.part][0] <= other.start <= WINDOWS[session.part][1]


def _holiday_rules(document: Document) -> None:
    for name in ("public", "school"):
        rules = {
            phrase.meaning.rule
            for phrase in document.rules
            if isinstance(phrase.meaning, Holidays) and getattr(phrase.meaning, name) and not phrase.meaning.named
        } - {None}
        if len(rules) > 1 and len(document.sessions) == 1:
            words = ", ".join(phrase.words for phrase in document.rules)
            document.found.append(Found(Contradiction.HOLIDAY_RULES_DIFFER, words))


def _overlaps(document: Document) -> None:
    besides = _as_well(document)
    for one, two in combinations(document.sessions[:_MOST_COMPARED], 2):
        instead = not besides and (
            _moves_later(one, two) or _nth_besides_every(one, two) or _date_besides_every(one, two)
        )
        if instead or _begins_beside(one, two):
            document.found.append(Found(Question.FOR_WHICH, f"{_clock(one)} / {_clock(two)}"))
        if _same_days(one, two) and _same_people(one, two) and _same_time(one, two):
            document.found.append(Found(Contradiction.OVERLAP, f"{_clock(one)} / {_clock(two)}"))


def _otherwise(document: Document) -> None:
    """ "Am 24.12. geschlossen, sonst donnerstags": of what else it is said nobody knows."""
    closed = any(isinstance(p.meaning, Holidays) and p.meaning.rule is HolidayRule.CLOSED for p in document.read)
    only_closed = (document.shut or closed) and not any(session.dates for session in document.sessions)
    if not only_closed:
        document.left += [phrase for phrase in document.read if phrase.meaning is Sign.ELSE]


def _as_well(document: Document) -> bool:
    """ "auch donnerstags", "samstags auch"."""
    around = zip(document.read, document.read[1:], strict=False)
    return any(
        (first.words.lower() in _AS_WELL and isinstance(second.meaning, Days | DateList | Times))
        or (second.words.lower() in _AS_WELL and isinstance(first.meaning, Days))
        for first, second in around
    )


def _besides_daily(document: Document) -> None:
    """ "täglich 10-12 Uhr, sonntags 14-16 Uhr": on Sundays instead, or as well?"""
    weekly = [session for session in document.sessions if session.freq is Frequency.WEEKLY]
    daily = [session for session in weekly if len(session.weekdays) == len(EVERY_DAY)]
    some = [session for session in weekly if len(session.weekdays) < len(EVERY_DAY)]
    if daily and some:
        document.found.append(Found(Question.FOR_WHICH, f"{_clock(daily[0])} / {_clock(some[0])}"))


def _begins_beside(one: Session, two: Session) -> bool:
    """ "Mo 10-12 Uhr. Ab 1.2.2027 Mo 14-16 Uhr.": instead, or as well?"""
    if not set(one.weekdays) & set(two.weekdays) or one.freq is not two.freq:
        return False
    limited = [bool(session.first or session.last or session.season) for session in (one, two)]
    return limited[0] != limited[1]


def _moves_later(one: Session, two: Session) -> bool:
    """ "Mi 15-17 Uhr, ab 1.1.2027 Do 15-17 Uhr": Thursday instead, or as well?"""
    unlimited = not (one.first or one.last or one.season)
    return unlimited and two.first is not None and two.last is None and _same_people(one, two)


def _nth_besides_every(one: Session, two: Session) -> bool:
    """ "mittwochs 16-18 Uhr, am letzten Mittwoch im Monat 18-21 Uhr": instead, or as well?"""
    weekly, monthly = (one, two) if two.freq is Frequency.MONTHLY else (two, one)
    kinds = (weekly.freq, monthly.freq) == (Frequency.WEEKLY, Frequency.MONTHLY) and weekly.interval == 1
    told_apart = weekly.note != monthly.note or weekly.audiences != monthly.audiences
    return kinds and bool(set(weekly.weekdays) & set(monthly.weekdays)) and not told_apart


def _same_days(one: Session, two: Session) -> bool:
    if one.freq is Frequency.DATES or two.freq is Frequency.DATES:
        return bool(set(one.dates) & set(two.dates))
    if not set(one.weekdays) & set(two.weekdays):
        return False
    if one.freq is two.freq is Frequency.MONTHLY and not set(one.nth) & set(two.nth):
        return False
    holidays = ({one.school_holidays, two.school_holidays}, {one.public_holidays, two.public_holidays})
    if {HolidayRule.CLOSED, HolidayRule.ONLY} in holidays:
        return False
    apart = (one.last and two.first and one.last < two.first) or (two.last and one.first and two.last < one.first)
    return not apart and (one.season == two.season or not (one.season and two.season))


def _same_people(one: Session, two: Session) -> bool:
    """Two offers side by side are no contradiction if the words tell each of them apart."""
    pairs = ((one.note, two.note), (one.audiences, two.audiences), (one.languages, two.languages))
    return not any(first and second and first != second for first, second in pairs)


def _same_time(one: Session, two: Session) -> bool:
    if one.start is None or two.start is None:
        return False  # that the time is missing is asked anyway
    first, second = sorted((one, two), key=lambda session: session.start or time.min)
    if first.end is None:
        return True
    return second.start is not None and (second.start < first.end or first.end <= (first.start or time.min))


def _clock(session: Session) -> str:
    start = f"{session.start:%H:%M}" if session.start else "?"
    return f"{start}–{session.end:%H:%M}" if session.end else start


def _past(document: Document, today: date) -> None:
    """Dates that are over: true words, but no times to come to."""
    for session in document.sessions:
        over = (session.dates and max(session.dates) < today) or (session.last is not None and session.last < today)
        if over:
            last = max(session.dates) if session.dates else session.last
            document.found.append(Found(Question.ALL_PAST, f"{last:%d.%m.%Y}"))
