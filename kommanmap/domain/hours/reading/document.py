"""Statement by statement → all sessions of a text, with what every statement leaves open. Judges nothing."""

from dataclasses import dataclass, field, replace
from datetime import date, time

from kommanmap.domain.hours.reading.clauses import SHUT, Clauses, Group, Statement
from kommanmap.domain.hours.reading.day_parts import parts_with_times
from kommanmap.domain.hours.reading.drafts import draft
from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.joining import instead, joined, only_in_holidays, otherwise, parted, still_true
from kommanmap.domain.hours.reading.meanings import (
    Bounds,
    DateList,
    Days,
    Holidays,
    Note,
    Phrase,
    Sign,
    Span,
    Whom,
    Without,
)
from kommanmap.domain.hours.reading.scope import scoped
from kommanmap.domain.hours.session import Frequency, HolidayRule, Session

_MARKS = frozenset({Sign.BREAK, Sign.SOFT, Sign.DOUBT})
_MOST_LINES = 12
"""Lines of times that are added to the days above them."""


@dataclass(frozen=True, slots=True)
class Shut:
    """Days or dates that are said to be closed. last: the end of a span of dates."""

    words: str
    phrase: Phrase
    weekdays: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    last: date | None = None
    reason: str = ""


@dataclass(slots=True)
class Document:
    """What has been read so far. ranged: weekdays of sessions that were named as a range, by place of the session."""

    sessions: list[Session] = field(default_factory=list)
    ranged: list[bool] = field(default_factory=list)
    shut: list[Shut] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    left: list[Phrase] = field(default_factory=list)
    loose: list[Phrase] = field(default_factory=list)
    next_dates: list[tuple[date, str]] = field(default_factory=list)
    rules: list[Phrase] = field(default_factory=list)
    read: list[Phrase] = field(default_factory=list)
    """All phrases as they were taken, with a break after every statement."""
    _open_days: Group | None = None
    _open_said: list[Phrase] = field(default_factory=list)
    _open_once: list[Phrase] = field(default_factory=list)
    _open_from: int = 0

    def take(self, phrases: list[Phrase]) -> None:
        """Reads one statement. What ends in a question mark is read, and left over as a whole."""
        if phrases[-1].meaning is Sign.DOUBT:
            doubted = [phrase for phrase in phrases[:-1] if phrase.meaning is not Sign.SOFT]
            before = self.read[-2:] if not doubted else []  # "Mi 15-17 Uhr (?)"
            self.left += doubted or [phrase for phrase in before if phrase.meaning not in _MARKS]
        now, past = still_true(instead(parts_with_times(otherwise(joined(phrases)))))
        if any(phrase.meaning is Sign.PAUSED for phrase in now):
            # "Sommerpause bis 31.8.": the date bounds the pause, not what is said before
            past = [*past, *(phrase for phrase in now if isinstance(phrase.meaning, Bounds))]
            now = [phrase for phrase in now if not isinstance(phrase.meaning, Bounds)]
        self.read += sorted([*now, *past], key=lambda phrase: phrase.start)
        self.read.append(Phrase(Sign.BREAK, phrases[-1].end, phrases[-1].end))
        self._leave(past)
        for piece in parted(now):
            self._statement(only_in_holidays(piece))

    def _leave(self, phrases: list[Phrase]) -> None:
        self.left += [phrase for phrase in phrases if phrase.meaning is not Sign.SOFT]

    def _statement(self, phrases: list[Phrase]) -> None:
        statement = Clauses(phrases).made
        self._signs(phrases)
        self.found += statement.found
        self._leave(statement.left)
        self.rules += [phrase for phrase in phrases if isinstance(phrase.meaning, Holidays)]
        if statement.dangling:
            self._dangling(statement)
        if not statement.groups:
            self._without_days(statement)
            return
        once = [phrase for phrase in phrases if phrase.meaning is Sign.ONCE]
        self._open_from = len(self.sessions)
        said, found = scoped(statement)
        self.found += found
        self._shut_beside(statement)
        for group, about in zip(statement.groups, said, strict=True):
            self._group(group, about, once)
        self._apart_from_before(phrases)
        last = statement.groups[-1]
        alone = len(statement.groups) == 1 and last.shut is None and not statement.unknown
        if last.spans and last.subject is not None:  # "Mo 9-12 Uhr", and a line with the afternoon below it
            alone = alone and not any(statement.gaps) and not last.inner and last.subject.start < last.times[0].start
        self._open_said, self._open_once = said[-1], once
        self._open_days = last if alone and isinstance(last.meaning, Days) else None

    def _apart_from_before(self, phrases: list[Phrase]) -> None:
        """ "In den Ferien nur Mo 10-12 Uhr": what was said before holds outside of them."""
        heading = next((p for p in phrases if isinstance(p.meaning, Holidays) and p.meaning.apart is not None), None)
        if heading is None or not isinstance(heading.meaning, Holidays):
            return
        earlier, later = self.sessions[: self._open_from], self.sessions[self._open_from :]
        days = {day for session in later for day in session.weekdays}
        instead_of_all = heading.meaning.apart or all(set(session.weekdays) <= days for session in earlier)
        if not earlier or not instead_of_all or any(s.school_holidays is not HolidayRule.OPEN for s in earlier):
            self.found.append(Found(Question.FOR_WHICH, heading.words))
            return
        outside = [replace(session, school_holidays=HolidayRule.CLOSED) for session in earlier]
        self.sessions[: self._open_from] = outside

    def _signs(self, phrases: list[Phrase]) -> None:
        """Words that open a question wherever they stand."""
        for phrase in phrases:
            if phrase.meaning is Sign.APPOINTMENT:
                self.found.append(Found(Question.BY_APPOINTMENT, phrase.words))
                self.left.append(phrase)
            elif phrase.meaning is Sign.PAUSED:
                self.found.append(Found(Question.PAUSED, phrase.words))
                self.left.append(phrase)
            elif phrase.meaning is Sign.SEASON:
                self.found.append(Found(Question.WHICH_MONTHS, phrase.words))
                self.left.append(phrase)
            elif (
                (isinstance(phrase.meaning, Whom) and not phrase.meaning.exact)
                or phrase.meaning is Sign.ONCE
                or (phrase.meaning is Sign.OPEN_END and _an_end_is_said(phrases))
            ):
                self.left.append(phrase)

    def _shut_beside(self, statement: Statement) -> None:
        """ "Mo 10-12 Uhr - fällt aus": perhaps always, perhaps once."""
        for phrase in statement.besides:
            if phrase.meaning in SHUT:
                self.found.append(Found(Question.PAUSED, phrase.words))
                self.left.append(phrase)

    def _dangling(self, statement: Statement) -> None:
        """Times without days; on a line of their own they belong to the days of the line above."""
        group = self._open_days
        more = group is not None and len(group.spans) < _MOST_LINES
        if more and group is not None and not (statement.groups or any(statement.gaps) or statement.unknown):
            timeless = Found(Question.NO_TIME, " ".join(phrase.words for phrase in group.words))
            self.found = [found for found in self.found if found != timeless]
            del self.sessions[self._open_from :]
            del self.ranged[self._open_from :]
            for phrase in statement.dangling:
                group.spans += getattr(phrase.meaning, "spans", ())
                group.times.append(phrase)
            self._group(group, self._open_said, self._open_once)
            return
        for phrase in statement.dangling:
            self.found += [found for span in getattr(phrase.meaning, "spans", ()) for found in span.found]
            self.found.append(Found(Question.NO_DAY, phrase.words))
            self.left.append(phrase)

    def _group(self, group: Group, about: list[Phrase], once: list[Phrase]) -> None:
        if group.shut is not None:
            self._shut_group(group, about)
            return
        meaning = group.meaning
        if once and isinstance(meaning, Days) and not meaning.every:
            self.left += group.words
            return
        for phrase in about:
            if isinstance(phrase.meaning, Without) and (phrase.meaning.dates or phrase.meaning.found):
                self.found += phrase.meaning.found
                self.left += [phrase] if phrase.meaning.found else []
                self.shut += [Shut(phrase.words, phrase, dates=phrase.meaning.dates)] if phrase.meaning.dates else []
        if group.only_end is not None and self._ends_otherwise(group, group.only_end):
            return
        if isinstance(meaning, Days) and meaning.instead:
            self._make_room(group, meaning)
        made = draft(group, about)
        self.found += made.found
        self.left += made.left
        self.next_dates += made.next_dates
        self.sessions += made.sessions
        self.ranged += [set(session.weekdays) <= made.ranged for session in made.sessions]
        if isinstance(meaning, Days) and any(spec.daily for spec in meaning.specs) and len(made.sessions) > 0:
            self.ranged[-1] = True

    def _ends_otherwise(self, group: Group, end: time) -> bool:
        """ "Mo-Fr 9-17 Uhr, freitags nur bis 13 Uhr": the same start on days of a range. Where that cannot be held,
        the words are left over."""
        meaning = group.meaning
        if not isinstance(meaning, Days) or group.spans:
            return False
        specs = meaning.specs
        gone = {day for spec in specs for day in spec.weekdays}
        same = [at for at, session in enumerate(self.sessions) if gone & set(session.weekdays)]
        if not same:
            return False
        old = self.sessions[same[0]]
        plain = len(specs) == 1 and not specs[0].nth and old.start is not None and old.start < end
        if len(same) > 1 or not plain or not self.ranged[same[0]] or not gone < set(old.weekdays):
            self.left += group.words
            self.found.append(Found(Question.NO_START, " ".join(phrase.words for phrase in group.words)))
            return True
        self.sessions[same[0]] = replace(old, weekdays=tuple(set(old.weekdays) - gone))
        self.sessions.append(replace(old, weekdays=tuple(gone), end=end))
        self.ranged.append(len(gone) > 1)
        return True

    def _make_room(self, group: Group, meaning: Days) -> None:
        """ "Mo-Fr 9-12, außer Mi 14-18 Uhr": the day leaves the range; where that cannot be sure, it is asked."""
        gone = {day for spec in meaning.specs for day in spec.weekdays}
        same = [at for at, session in enumerate(self.sessions) if gone & set(session.weekdays)]
        sure = bool(same) or meaning.only
        for at in same:
            old = self.sessions[at]
            within = not meaning.only and any(_within(span, old) for span in group.spans)
            if within or not self.ranged[at] or not gone < set(old.weekdays) or old.freq is not Frequency.WEEKLY:
                sure = False  # "Mo-Fr 9-18 Uhr außer Mi 12-14 Uhr" may be a break
            else:
                self.sessions[at] = replace(old, weekdays=tuple(set(old.weekdays) - gone))
        if not sure:
            self.found.append(Found(Question.FOR_WHICH, " ".join(phrase.words for phrase in group.words)))
            self.left += group.words

    def _shut_group(self, group: Group, about: list[Phrase]) -> None:
        words = " ".join(phrase.words for phrase in group.words)
        meaning = group.meaning
        plain = isinstance(meaning, Days) and all(
            spec.nth == () and spec.part is None and spec.interval == 1 for spec in meaning.specs
        )
        reason = next((phrase.meaning.words for phrase in about if isinstance(phrase.meaning, Note)), "")
        others = [phrase for phrase in about if not isinstance(phrase.meaning, Note | Sign)]
        if group.spans or others or group.shut is None or group.subject is None:
            self.found.append(Found(Question.PAUSED, words))
            self.left += [*group.words, *others]
        elif isinstance(meaning, DateList):
            self.found += meaning.found
            if meaning.found:
                self.left += group.words
            if meaning.days:
                self.shut.append(Shut(words, group.subject, dates=meaning.days, reason=reason))
        elif plain and isinstance(meaning, Days) and group.shut.meaning is Sign.CLOSED:
            weekdays = tuple(day for spec in meaning.specs for day in spec.weekdays if not spec.only_public_holidays)
            self.shut.append(Shut(words, group.subject, weekdays=weekdays))
        else:
            self.found.append(Found(Question.PAUSED, words))
            self.left += group.words

    def _without_days(self, statement: Statement) -> None:
        """What is said of everything, or of what was said before."""
        besides = list(statement.besides)
        shut = [phrase for phrase in besides if phrase.meaning in SHUT]
        bounds = [phrase for phrase in besides if isinstance(phrase.meaning, Bounds)]
        if shut:
            span = bounds[0].meaning if len(bounds) == 1 else None
            reason = " ".join(phrase.meaning.words for phrase in besides if isinstance(phrase.meaning, Note))
            if isinstance(span, Bounds) and span.first and span.last and not span.found:
                words = f"{bounds[0].words} {shut[0].words}"
                self.shut.append(Shut(words, bounds[0], dates=(span.first,), last=span.last, reason=reason))
            else:
                self.found.append(Found(Question.PAUSED, shut[0].words))
                self.found += [found for phrase in bounds for found in getattr(phrase.meaning, "found", ())]
                self.left += [*bounds, *shut]
            besides = [phrase for phrase in besides if phrase not in shut and phrase not in bounds]
        self.loose += besides


def _within(span: Span, session: Session) -> bool:
    """Whether a time lies in that of a session, or nobody knows."""
    if span.start is None or span.end is None or session.start is None or session.end is None:
        return True
    return session.start <= span.start and span.end <= session.end


def _an_end_is_said(phrases: list[Phrase]) -> bool:
    """ "14-17 Uhr, Ende offen" says two things."""
    return any(span.end is not None for phrase in phrases for span in getattr(phrase.meaning, "spans", ()))
