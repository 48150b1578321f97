"""Phrases → groups: which clock times belong to which days, and what is said beside them. Makes no sessions yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import time

from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.meanings import (
    Bounds,
    DateList,
    Days,
    Holidays,
    Meaning,
    OnlyEnd,
    Part,
    Phrase,
    Sign,
    Span,
    Times,
    Whom,
)
from kommanmap.domain.hours.reading.restated import every_day, one_of_two
from kommanmap.domain.hours.reading.tokens import word_keys
from kommanmap.domain.hours.session import HolidayRule

_SEPARATORS = word_keys(", ) und u & + sowie")
SHUT = frozenset({Sign.CLOSED, Sign.CANCELLED})


@dataclass(slots=True)
class Beside:
    """A phrase that says something about days and times; apart, if something separates it from what stands around.

    comma: the last mark before it is one.
    """

    phrase: Phrase
    apart_before: bool = False
    comma: bool = False
    apart_after: bool = False


@dataclass(slots=True)
class Group:
    """Days or dates with their clock times. inner: said between the two."""

    subject: Phrase | None = None
    spans: list[Span] = field(default_factory=list)
    times: list[Phrase] = field(default_factory=list)
    inner: list[Phrase] = field(default_factory=list)
    shut: Phrase | None = None
    only_end: time | None = None

    @property
    def meaning(self) -> Days | DateList | None:
        """What the days are."""
        meaning = self.subject.meaning if self.subject else None
        return meaning if isinstance(meaning, Days | DateList) else None

    @property
    def words(self) -> tuple[Phrase, ...]:
        """Every phrase that makes the group."""
        return tuple(phrase for phrase in (self.subject, *self.times, self.shut) if phrase is not None)


@dataclass(slots=True)
class Statement:
    """Groups and what stands before, between and after them: gaps[i] stands before group i."""

    groups: list[Group] = field(default_factory=list)
    gaps: list[list[Beside]] = field(default_factory=lambda: [[]])
    dangling: list[Phrase] = field(default_factory=list)
    """Clock times without a day."""
    found: list[Found] = field(default_factory=list)
    left: list[Phrase] = field(default_factory=list)
    unknown: bool = False
    """There are words in it that nobody understands."""

    @property
    def besides(self) -> Iterator[Phrase]:
        """Everything said beside the groups, in order."""
        for gap in self.gaps:
            for beside in gap:
                yield beside.phrase
        for group in self.groups:
            yield from group.inner


def statements(phrases: Iterable[Phrase]) -> Iterator[list[Phrase]]:
    """The phrases between two breaks."""
    current: list[Phrase] = []
    for phrase in phrases:
        if phrase.meaning is not Sign.BREAK:
            current.append(phrase)
        if phrase.meaning in {Sign.BREAK, Sign.DOUBT} and current:
            yield current
            current = []
    if current:
        yield current


class Clauses:
    """Builds one statement, phrase by phrase. Days stand before their times or behind, as the first of them shows."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self.made = Statement()
        self._times_first = _times_first(phrases)
        self._pending: list[Phrase] = []
        self._separated = False
        self._unknown = False
        self._last_mark = ""
        for phrase in phrases:
            self._take(phrase)
        self._close_pending()
        self._share_times()

    def _take(self, phrase: Phrase) -> None:
        meaning = phrase.meaning
        if meaning is Sign.DOUBT:
            return
        if meaning is Sign.SOFT:
            self._soft(phrase)
            return
        if isinstance(meaning, Days | DateList):
            self._subject(phrase)
        elif isinstance(meaning, Times):
            self._times(phrase)
        elif isinstance(meaning, OnlyEnd):
            self._end(phrase, meaning)
        elif (isinstance(meaning, Part) and self._part(phrase)) or (meaning in SHUT and self._shut(phrase)):
            pass
        elif meaning not in {Sign.HARMLESS, Sign.GLUE, Sign.UNKNOWN}:
            self._beside(phrase)
        else:
            self._unknown = self._unknown or meaning is Sign.UNKNOWN
            self.made.unknown = self.made.unknown or self._unknown
            return
        self._separated = self._unknown = False
        self._last_mark = ""

    def _soft(self, phrase: Phrase) -> None:
        self._last_mark = phrase.words
        if phrase.words.lower() in _SEPARATORS:
            self._separated = True
            self._unknown = False
            gap = self.made.gaps[-1]
            if gap and not self._inside_a_group():
                gap[-1].apart_after = True

    def _inside_a_group(self) -> bool:
        """Between the days and the times of a group."""
        return bool(self.made.groups) and not self._times_first and not self.made.groups[-1].spans

    def _subject(self, phrase: Phrase) -> None:
        groups = self.made.groups
        bare = groups and not groups[-1].spans and groups[-1].shut is None and not self._pending
        if bare and (both := one_of_two(groups[-1].subject, phrase)) is not None:
            groups[-1].subject = both
            return
        group = Group(subject=phrase)
        for times in self._pending:
            _add_times(group, times)
        self._pending = []
        gap = self.made.gaps[-1]
        shut = next((beside for beside in gap if beside.phrase.meaning in SHUT), None)
        if shut is not None and not group.spans and not groups:
            gap.remove(shut)
            group.shut = shut.phrase
        groups.append(group)
        self.made.gaps.append([])

    def _times(self, phrase: Phrase) -> None:
        groups = self.made.groups
        if self._times_first or not groups:
            self._pending.append(phrase)
            return
        holidays = _unsaid_holidays(self.made.gaps[-1]) if groups[-1].spans else None
        if groups[-1].spans and (self._unknown or (holidays and holidays.named)):
            # "14-17 Uhr, Männer erst ab 16 Uhr": not another time of the same
            self.made.left.append(phrase)
            return
        if groups[-1].spans and holidays:
            others = any(not any(isinstance(p.meaning, Holidays) for p in group.inner) for group in groups[:-1])
            if others or (holidays.public and not every_day(groups[-1].meaning)):
                self.made.found.append(
                    Found(Question.FOR_WHICH, f"{self.made.gaps[-1][0].phrase.words} {phrase.words}")
                )
            groups[-1].inner += _holidays_apart(self.made.gaps[-1], HolidayRule.CLOSED)
            groups.append(Group(groups[-1].subject, inner=_holidays_apart(self.made.gaps[-1], HolidayRule.ONLY)))
            self.made.gaps[-1] = []
            self.made.gaps.append([])
        elif groups[-1].spans and self.made.gaps[-1]:
            # "montags 10-12 Uhr für Frauen, 14-16 Uhr für alle": the same day once more
            if isinstance(self.made.gaps[-1][-1].phrase.meaning, Bounds) and not self._separated:
                self.made.gaps[-1][-1].apart_before = True  # "(Januar bis März 15-17 Uhr)"
            groups.append(Group(subject=groups[-1].subject))
            self.made.gaps.append([])
        _add_times(groups[-1], phrase)

    def _end(self, phrase: Phrase, meaning: OnlyEnd) -> None:
        if meaning.spoken_end and not self.made.groups and not self._pending:
            self._beside(phrase)
            return
        target = self.made.groups[-1] if self.made.groups and not self._pending else None
        if target is not None and not target.spans and meaning.clock is not None:
            target.only_end, target.times = meaning.clock, [*target.times, phrase]
            return
        if target is None or not target.spans or target.spans[-1].end is not None or target.spans[-1].start is None:
            self.made.found.append(Found(Question.NO_START, phrase.words))
            self.made.left.append(phrase)
            return
        start = target.spans[-1].start
        self.made.found += meaning.found
        if meaning.clock is None:
            target.spans[-1] = Span(start, None, phrase.words, (Found(Question.FUZZY_END, phrase.words),))
            self.made.left.append(phrase)
        elif meaning.clock > start:
            target.spans[-1] = Span(start, meaning.clock)
        else:
            self.made.found.append(Found(Question.WHICH_HOUR, phrase.words))
            self.made.left.append(phrase)

    def _part(self, phrase: Phrase) -> bool:
        """A part of the day belongs to the days before it, or checks the times it stands beside."""
        if not self.made.groups:
            return False
        self.made.groups[-1].inner.append(phrase)
        return True

    def _shut(self, phrase: Phrase) -> bool:
        if not self.made.groups or self.made.groups[-1].shut is not None:
            return False
        if self.made.groups[-1].spans and (self._last_mark or self._unknown):
            return False
        self.made.groups[-1].shut = phrase
        return True

    def _beside(self, phrase: Phrase) -> None:
        if self._inside_a_group() and self.made.groups[-1].shut is None:
            self.made.groups[-1].inner.append(phrase)
        else:
            self.made.gaps[-1].append(Beside(phrase, apart_before=self._separated, comma=self._last_mark == ","))

    def _close_pending(self) -> None:
        self.made.dangling = self._pending

    def _share_times(self) -> None:
        """ "Mo (Frauen) und Di (Männer) 10-12 Uhr": of both days, most likely."""
        groups = self.made.groups
        for at in range(len(groups) - 2, -1, -1):
            earlier, later = groups[at], groups[at + 1]
            told_apart = earlier.inner and all(isinstance(phrase.meaning, Whom) for phrase in earlier.inner)
            if told_apart and later.spans and earlier.words == (earlier.subject,):
                earlier.spans, earlier.times = list(later.spans), list(later.times)
                self.made.found.append(Found(Question.FOR_WHICH, later.times[0].words))


def _times_first(phrases: list[Phrase]) -> bool:
    for phrase in phrases:
        if isinstance(phrase.meaning, Times):
            return True
        if isinstance(phrase.meaning, Days | DateList):
            return False
    return False


def _add_times(group: Group, phrase: Phrase) -> None:
    meaning: Meaning = phrase.meaning
    if isinstance(meaning, Times):
        group.spans += meaning.spans
        group.times.append(phrase)


def _unsaid_holidays(gap: list[Beside]) -> Holidays | None:
    """Holidays that are only named, where nothing else stands: "…, in den Ferien 9-13 Uhr"."""
    meaning = gap[0].phrase.meaning if len(gap) == 1 else None
    return meaning if isinstance(meaning, Holidays) and meaning.rule is None else None


def _holidays_apart(gap: list[Beside], rule: HolidayRule) -> list[Phrase]:
    phrase = gap[0].phrase
    return [replace(phrase, meaning=replace(phrase.meaning, rule=rule))] if isinstance(phrase.meaning, Holidays) else []
