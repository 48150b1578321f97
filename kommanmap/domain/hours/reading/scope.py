"""Which groups of a statement a phrase beside them speaks of. What may be meant for one or all is asked."""

from collections.abc import Iterator

from kommanmap.domain.hours.reading.clauses import Beside, Group, Statement
from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.meanings import (
    Bounds,
    Days,
    Holidays,
    NextDate,
    Note,
    Phrase,
    Rhythm,
    Sign,
    Signup,
    Spoken,
    Whom,
    Without,
)
from kommanmap.domain.hours.session import HolidayRule

_KINDS: tuple[type, ...] = (Whom, Spoken, Signup, Note, Holidays, Bounds, Rhythm, Without)
_HARMLESS_FOR_ALL: tuple[type, ...] = (Note,)


def _kind(phrase: Phrase) -> type:
    for kind in _KINDS:
        if isinstance(phrase.meaning, kind):
            return kind
    return NextDate if isinstance(phrase.meaning, NextDate) else Sign


def scoped(statement: Statement) -> tuple[list[list[Phrase]], list[Found]]:
    """For every group what is said of it, and questions where that is not clear."""
    said: list[list[Phrase]] = [list(group.inner) for group in statement.groups]
    found = [found for group in statement.groups for found in _of_some_days(group)]
    for kind in (*_KINDS, NextDate, Sign):
        _spread(statement, kind, said, found)
    return said, found


def _of_some_days(group: Group) -> Iterator[Found]:
    """ "Mo, Di für Frauen, 10-12 Uhr": for both or for the second only?"""
    meaning = group.meaning
    if not isinstance(meaning, Days) or not group.spans:
        return
    listed = len(meaning.specs) > 1 or any(len(spec.weekdays) > 1 and not spec.ranged for spec in meaning.specs)
    for phrase in group.inner:
        if listed and isinstance(phrase.meaning, Whom | Spoken) and phrase.start < group.times[0].start:
            yield Found(Question.FOR_WHICH, phrase.words)


def _spread(statement: Statement, kind: type, said: list[list[Phrase]], found: list[Found]) -> None:
    """Hands the phrases of one kind to groups."""
    count = len(statement.groups)
    has = [any(_kind(phrase) is kind for phrase in group.inner) for group in statement.groups]
    leading = [beside.phrase for beside in statement.gaps[0] if _kind(beside.phrase) is kind]
    last = [beside for beside in statement.gaps[count] if _kind(beside.phrase) is kind] if count else []
    for number in range(1, count):
        for beside in statement.gaps[number]:
            if _kind(beside.phrase) is not kind:
                continue
            target = _side(beside, number)
            if target is None and bool(leading) != bool(last):
                target = number if leading else number - 1  # as headings, or as remarks, all along
            if target is None and kind is not Sign and beside.phrase.meaning != Note():
                found.append(Found(Question.FOR_WHICH, beside.phrase.words))
            target = number - 1 if target is None else target
            said[target].append(beside.phrase)
            has[target] = True
    _trailing(last, statement.groups, kind, said, found, has)
    _leading(leading, kind, said, found, has)


def _side(beside: Beside, number: int) -> int | None:
    """The group before or after a phrase between two, by the comma that stands on one side of it only."""
    if beside.apart_before == beside.apart_after:
        return None
    return number if beside.apart_before else number - 1


def _trailing(
    last: list[Beside], groups: list[Group], kind: type, said: list[list[Phrase]], found: list[Found], has: list[bool]
) -> None:
    """Behind the last group: said of it, and perhaps of the others too."""
    if not last:
        return
    alone = len(groups) > 1 and not any(has[:-1])
    if alone and kind in _HARMLESS_FOR_ALL and len(last) == 1:
        for phrases in said:
            phrases.append(last[0].phrase)
        return
    asking = {Whom, Spoken, Without, Rhythm, Bounds, *(() if last[0].comma else (Signup,))}
    several_times = kind in asking and len(groups[-1].spans) > 1
    if (alone and kind not in {Sign, NextDate, Note} and not all(map(_for_all, last))) or several_times:
        found.append(Found(Question.FOR_WHICH, last[0].phrase.words))
    everywhere = alone and kind in {Holidays, Bounds, Signup}
    for beside in last:
        for phrases in said if everywhere else said[-1:]:
            phrases.append(beside.phrase)
    has[-1] = True


def _for_all(beside: Beside) -> bool:
    """A rule for holidays behind a comma is one for all; that public holidays are closed is true of all anyway."""
    meaning = beside.phrase.meaning
    if not isinstance(meaning, Holidays):
        return False
    return beside.comma or (meaning.rule is HolidayRule.CLOSED and not meaning.school)


def _leading(leading: list[Phrase], kind: type, said: list[list[Phrase]], found: list[Found], has: list[bool]) -> None:
    """Before the first group: a heading for all, unless the others have one of their own."""
    if not leading or not said:
        return
    if any(has[1:]) or has[0]:
        said[0][:0] = leading
        if not all(has[1:]) and kind not in {Sign, NextDate, Note}:
            found.append(Found(Question.FOR_WHICH, leading[0].words))
        return
    if (
        kind is Rhythm
        and len(said) > 1
        and any(isinstance(p.meaning, Rhythm) and p.meaning.interval != 1 for p in leading)
    ):
        found.append(Found(Question.FOR_WHICH, leading[0].words))
    for phrases in said:
        phrases[:0] = leading
