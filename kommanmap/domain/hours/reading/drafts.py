"""A group and what is said of it → sessions. Knows one group at a time, not what groups do to each other."""

from dataclasses import dataclass, field, replace
from datetime import date

from kommanmap.domain.hours.reading.clauses import Group
from kommanmap.domain.hours.reading.day_parts import checked_part, noon_fits, part_of_span
from kommanmap.domain.hours.reading.ends import unclear_ends
from kommanmap.domain.hours.reading.findings import Contradiction, Found, Question
from kommanmap.domain.hours.reading.meanings import (
    EVERY_DAY,
    Bounds,
    DateList,
    Days,
    DaySpec,
    Holidays,
    NextDate,
    Note,
    Part,
    Phrase,
    Rhythm,
    Sign,
    Signup,
    Span,
    Spoken,
    Whom,
    Without,
)
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session


@dataclass(slots=True)
class Drafted:
    """What a group gave. ranged: weekdays that were only named by a range or "täglich". left: words nothing holds."""

    sessions: list[Session] = field(default_factory=list)
    ranged: set[int] = field(default_factory=set)
    found: list[Found] = field(default_factory=list)
    left: list[Phrase] = field(default_factory=list)
    next_dates: list[tuple[date, str]] = field(default_factory=list)


def draft(group: Group, said: list[Phrase]) -> Drafted:
    """The sessions of one group."""
    made = Drafted()
    meaning = group.meaning
    words = " ".join(phrase.words for phrase in group.words)
    made.found += [found for span in group.spans for found in span.found]
    made.left += [phrase for phrase in group.times if _any_found(phrase)]
    found, left = unclear_ends(group, words)
    made.found += found
    made.left += left
    if isinstance(meaning, DateList):
        _dated(made, group, meaning)
    elif isinstance(meaning, Days):
        _weekly(made, group, meaning, said)
    for phrase in said:
        _apply(made, phrase)
    made.sessions = [checked_part(session, words, made.found) for session in made.sessions]
    unclear = any(span.found and span.start is None for span in group.spans)
    if any(session.start is None for session in made.sessions) and not unclear:
        code = Question.NO_TIME if group.only_end is None else Question.NO_START
        made.found.append(Found(code, words))
    return made


def _any_found(phrase: Phrase) -> bool:
    spans = getattr(phrase.meaning, "spans", ())
    return any(span.found for span in spans)


def _times(group: Group) -> list[Span]:
    """The times that hold; one without a clock time where none does."""
    return [span for span in group.spans if span.start is not None] or [Span(None, group.only_end)]


def _dated(made: Drafted, group: Group, meaning: DateList) -> None:
    made.found += meaning.found
    if any(not isinstance(found.code, Contradiction) for found in meaning.found):
        made.left += group.words
    if not meaning.days:
        return
    for span in _times(group):
        made.sessions.append(
            Session(freq=Frequency.DATES, dates=meaning.days, start=span.start, end=span.end, note=span.note)
        )


def _weekly(made: Drafted, group: Group, meaning: Days, said: list[Phrase]) -> None:
    made.found += meaning.found
    rhythms = [phrase for phrase in said if isinstance(phrase.meaning, Rhythm)]
    if meaning.unjoined and len(group.spans) > 1:
        made.found.append(Found(Question.FOR_WHICH, " ".join(phrase.words for phrase in group.words)))
    repeated = meaning.every or bool(rhythms) or any(phrase.meaning is Sign.EVERY for phrase in said)
    specs = list(meaning.specs)
    if meaning.once and not repeated and not any(spec.nth for spec in specs) and group.subject is not None:
        made.found.append(Found(Question.ONCE_OR_WEEKLY, group.subject.words))
    for phrase in said:
        if isinstance(phrase.meaning, Without) and phrase.meaning.weekdays:
            specs = _taken_out(made, specs, phrase, phrase.meaning)
    if _monthly(rhythms) and not all(spec.nth for spec in specs):
        made.found.append(Found(Question.WHICH_DAY_OF_MONTH, rhythms[0].words))
        made.left += [*group.words, *rhythms]
        return
    for spec in specs:
        spec = _in_rhythm(made, spec, rhythms)
        if any(other.only_public_holidays for other in specs) and not spec.only_public_holidays:
            spec = replace(spec, on_public_holidays=True)
        made.ranged |= set(spec.weekdays) if spec.ranged else set()
        spans = _times(group)
        for at, span in enumerate(spans):
            made.sessions += _sessions(replace(spec, part=part_of_span(spans, at, spec.part)), span)


def _monthly(rhythms: list[Phrase]) -> bool:
    return any(isinstance(phrase.meaning, Rhythm) and phrase.meaning.monthly for phrase in rhythms)


def _taken_out(made: Drafted, specs: list[DaySpec], phrase: Phrase, without: Without) -> list[DaySpec]:
    """ "täglich außer montags"; of days named one by one none can be taken out."""
    gone = set(without.weekdays)
    fits = all(spec.ranged for spec in specs) and gone <= {day for spec in specs for day in spec.weekdays}
    if not fits:
        made.left.append(phrase)
        return specs
    kept = [replace(spec, weekdays=tuple(day for day in spec.weekdays if day not in gone)) for spec in specs]
    return [spec for spec in kept if spec.weekdays]


def _in_rhythm(made: Drafted, spec: DaySpec, rhythms: list[Phrase]) -> DaySpec:
    """The days with the weeks that were said beside them."""
    for phrase in rhythms:
        rhythm = phrase.meaning
        if not isinstance(rhythm, Rhythm) or rhythm.monthly:
            continue
        if rhythm.parity:
            made.found.append(Found(Question.WEEK_PARITY, phrase.words))
            made.left.append(phrase)
            spec = replace(spec, interval=2)
        elif spec.nth:
            code = Contradiction.FORTNIGHT_IS_NOT_NTH if rhythm.interval > 1 else Contradiction.TWO_RHYTHMS
            made.found.append(Found(code, phrase.words))
        elif spec.interval not in {1, rhythm.interval}:
            made.found.append(Found(Contradiction.TWO_RHYTHMS, phrase.words))
        else:
            spec = replace(spec, interval=rhythm.interval)
    intervals = {
        2 if phrase.meaning.parity else phrase.meaning.interval
        for phrase in rhythms
        if isinstance(phrase.meaning, Rhythm)
    }
    if len(intervals) > 1 and not _monthly(rhythms):
        made.found.append(Found(Contradiction.TWO_RHYTHMS, ", ".join(phrase.words for phrase in rhythms)))
    return spec


def _sessions(spec: DaySpec, span: Span) -> list[Session]:
    one = Session(
        freq=Frequency.MONTHLY if spec.nth else Frequency.WEEKLY,
        weekdays=spec.weekdays,
        nth=spec.nth,
        interval=spec.interval,
        start=span.start,
        end=span.end,
        part=spec.part,
        note=span.note,
        public_holidays=HolidayRule.OPEN if spec.on_public_holidays else HolidayRule.CLOSED,
    )
    if spec.only_public_holidays:
        return [replace(one, public_holidays=HolidayRule.ONLY)]
    if not spec.and_public_holidays:
        return [one]
    return [
        replace(one, public_holidays=HolidayRule.OPEN),
        replace(one, weekdays=tuple(set(EVERY_DAY) - set(spec.weekdays)), public_holidays=HolidayRule.ONLY),
    ]


def _apply(made: Drafted, phrase: Phrase) -> None:
    """What one phrase changes about all sessions of the group."""
    meaning = phrase.meaning
    if isinstance(meaning, Holidays):
        made.sessions = apply_holidays(made.sessions, phrase, made.found, made.left)
    elif isinstance(meaning, Bounds):
        made.sessions = apply_bounds(made.sessions, phrase, made.found, made.left)
    elif isinstance(meaning, NextDate):
        made.found += meaning.found
        if meaning.day is None:
            made.left.append(phrase)
        else:
            made.next_dates.append((meaning.day, phrase.words))
    elif isinstance(meaning, Part):
        _apply_part(made, phrase, meaning)
    elif isinstance(meaning, Whom | Spoken | Signup | Note):
        made.sessions = [beside(session, phrase) for session in made.sessions]


def beside(session: Session, phrase: Phrase) -> Session:
    """The session with its audience, language, registration or note."""
    meaning = phrase.meaning
    if isinstance(meaning, Whom):
        session = replace(session, audiences=session.audiences + meaning.audiences)
        return replace(session, note=_joined(session.note, meaning.note))
    if isinstance(meaning, Spoken):
        return replace(session, languages=session.languages + meaning.languages)
    if isinstance(meaning, Signup):
        return replace(session, registration=meaning.registration)
    return replace(session, note=_joined(session.note, meaning.words)) if isinstance(meaning, Note) else session


def _joined(note: str, words: str) -> str:
    if not words or words in note.split("; "):
        return note
    return f"{note}; {words}" if note else words


def _apply_part(made: Drafted, phrase: Phrase, meaning: Part) -> None:
    if meaning.part is None:
        if not noon_fits(made.sessions, phrase.words):
            made.left.append(phrase)
        return
    differing = [session for session in made.sessions if session.part not in {None, meaning.part}]
    if differing:
        made.found.append(Found(Contradiction.PART_NOT_OF_TIME, phrase.words))
    made.sessions = [replace(session, part=session.part or meaning.part) for session in made.sessions]


def apply_holidays(sessions: list[Session], phrase: Phrase, found: list[Found], left: list[Phrase]) -> list[Session]:
    """The sessions with a rule for holidays; a rule for one kind of school holidays cannot be held."""
    meaning = phrase.meaning
    if not isinstance(meaning, Holidays):
        return sessions
    if meaning.named == ("kept",) and meaning.rule is HolidayRule.OPEN:
        return sessions  # nothing takes them out in the first place
    if meaning.rule is None or meaning.named:
        left.append(phrase)
        if meaning.named:
            found.append(Found(Question.WHICH_HOLIDAYS, phrase.words))
        if meaning.rule is None:
            return sessions
    if meaning.rule is HolidayRule.ONLY and meaning.public and meaning.school:
        found.append(Found(Question.WHICH_HOLIDAYS, phrase.words))
        left.append(phrase)
        return sessions
    return [
        replace(
            session,
            public_holidays=meaning.rule if meaning.public else session.public_holidays,
            school_holidays=meaning.rule if meaning.school else session.school_holidays,
        )
        for session in sessions
    ]


def _empty_season(bounds: Bounds, session: Session) -> bool:
    """ "bis 18.12.2026, dann wieder ab 8.1.2027": the two dates bound a break."""
    first, last = bounds.first or session.first, bounds.last or session.last
    return first is not None and last is not None and last < first


def apply_bounds(sessions: list[Session], phrase: Phrase, found: list[Found], left: list[Phrase]) -> list[Session]:
    """The sessions within a season."""
    meaning = phrase.meaning
    if not isinstance(meaning, Bounds):
        return sessions
    found += meaning.found
    if meaning.one_month and any(session.freq is Frequency.MONTHLY for session in sessions):
        found.append(Found(Question.NO_YEAR, phrase.words))  # "1. Dienstag im Mai": once, or every year?
    if meaning.found or any(session.freq is Frequency.DATES for session in sessions):
        left.append(phrase)
        return sessions
    if any((meaning.first and session.first) or (meaning.last and session.last) for session in sessions):
        left.append(phrase)  # two beginnings: only a person can say which one counts
        return sessions
    if any(_empty_season(meaning, session) for session in sessions):
        found.append(Found(Question.FOR_WHICH, phrase.words))
        left.append(phrase)
        return sessions
    changed = []
    for session in sessions:
        fits = meaning.first is not None and meaning.first.weekday() in session.weekdays
        if meaning.begins and not fits:
            found.append(Found(Contradiction.WEEKDAY_NOT_OF_DATE, phrase.words))
        anchored = session.interval > 1 and fits and session.anchor is None
        changed.append(
            replace(
                session,
                first=meaning.first or session.first,
                last=meaning.last or session.last,
                season=meaning.season or session.season,
                anchor=meaning.first if anchored else session.anchor,
            )
        )
    return changed
