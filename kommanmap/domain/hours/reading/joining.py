"""Phrases of one statement that only together mean something, and statements that are two. Before groups are made."""

from collections.abc import Iterator
from dataclasses import replace

from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.meanings import (
    Bounds,
    DateList,
    Days,
    DaySpec,
    Holidays,
    Note,
    Phrase,
    Sign,
    Times,
    Without,
)
from kommanmap.domain.hours.session import HolidayRule

_NO_TIMES_BETWEEN = frozenset({Sign.GLUE, Sign.HARMLESS, Sign.SOFT})
_OPENING = frozenset(":(-")
_REASONS = frozenset({"wegen", "aufgrund"})
_BETWEEN = frozenset({Sign.HARMLESS, Sign.GLUE, Sign.SOFT, Sign.NOW})
_SHUT = frozenset({Sign.CLOSED, Sign.CANCELLED})


def joined(phrases: list[Phrase]) -> list[Phrase]:
    """ "In den Ferien bleibt das Café leider geschlossen" as one rule; "wegen …" as the reason of what is cancelled."""
    made: list[Phrase] = []
    cancelled = False
    at = 0
    while at < len(phrases):
        phrase = phrases[at]
        shut = _shut_behind(phrases, at) if _nameless(phrase) else None
        if shut is not None and isinstance(phrase.meaning, Holidays):
            made.append(
                replace(phrase, meaning=replace(phrase.meaning, rule=HolidayRule.CLOSED), end=phrases[shut].end)
            )
            at = shut + 1
            continue
        phrase, behind = _bounded_closure(phrases, at)
        if behind > at:
            made.append(phrase)
            at = behind + 1
            continue
        if phrase.words.lower() == "zu" and made and isinstance(made[-1].meaning, Days) and _ends(phrases, at):
            phrase = replace(phrase, meaning=Sign.CLOSED)
        if phrase.words.lower() == "statt" and not _instead(phrases, at):
            phrase = replace(phrase, meaning=Sign.HARMLESS)
        if phrase.meaning is Sign.UNKNOWN and cancelled and phrase.words.lower() in _REASONS:
            words = " ".join(other.words for other in phrases[at:])
            made.append(Phrase(Note(words), phrase.start, phrases[-1].end, words))
            break
        cancelled = cancelled or phrase.meaning in _SHUT
        made.append(phrase)
        at += 1
    return made


def instead(phrases: list[Phrase]) -> list[Phrase]:
    """ "Mo-Fr 9-12, außer Mi 14-18 Uhr", "…, Mi nur 10-11 Uhr": not a day taken out but one with its own time."""
    made = list(phrases)
    excepted = False
    timeless = False  # "täglich außer sonntags 10-18 Uhr": the time is that of the other days
    for at, phrase in enumerate(made):
        meaning = phrase.meaning
        timeless = isinstance(meaning, Days) or (timeless and not isinstance(meaning, Times))
        if not isinstance(meaning, Days | Without):
            continue
        step = at + 1
        while step < len(made) and made[step].meaning in _NO_TIMES_BETWEEN:
            step += 1
        timed = step < len(made) and isinstance(made[step].meaning, Times)
        if isinstance(meaning, Days) and timed and made[step].words.lower().startswith("nur "):
            made[at] = replace(phrase, meaning=replace(meaning, instead=True, only=True))
        elif isinstance(meaning, Days) and timed and excepted:
            made[at] = replace(phrase, meaning=replace(meaning, instead=True))  # "außer Mi 14-18 und Do 15-19 Uhr"
        elif not timeless and timed and isinstance(meaning, Without) and meaning.weekdays:
            sure = not phrase.words.lower().startswith(("nicht", "ohne", "bis auf")) and all(
                between.words in _OPENING or between.words.isalpha() for between in made[at + 1 : step]
            )
            found = () if sure else (Found(Question.FOR_WHICH, phrase.words),)
            days = Days((DaySpec(meaning.weekdays),), every=True, found=found, instead=True)
            made[at] = replace(phrase, meaning=days)
            excepted = True
    return made


def _bounded_closure(phrases: list[Phrase], at: int) -> tuple[Phrase, int]:
    """ "im August geschlossen" is a pause that nobody can date; "Sommerpause vom 1.7.2027 bis 31.8.2027" is one with
    dates, and so a closure. The phrase and the place of its last part."""
    phrase, meaning = phrases[at], phrases[at].meaning
    if isinstance(meaning, Bounds) and not (meaning.first and meaning.last):
        shut = _shut_behind(phrases, at)
        if shut is not None:
            words = f"{phrase.words} {phrases[shut].words}"
            return Phrase(Sign.PAUSED, phrase.start, phrases[shut].end, words), shut
    following = phrases[at + 1].meaning if at + 1 < len(phrases) else None
    if meaning is Sign.PAUSED and isinstance(following, Bounds) and following.first and following.last:
        return replace(phrase, meaning=Sign.CLOSED), at
    return phrase, at


def _ends(phrases: list[Phrase], at: int) -> bool:
    return at + 1 == len(phrases) or phrases[at + 1].meaning is Sign.SOFT


def _instead(phrases: list[Phrase], at: int) -> bool:
    """ "statt mittwochs", and not the end of "findet mittwochs statt"."""
    return at + 1 < len(phrases) and isinstance(phrases[at + 1].meaning, Days | DateList | Times)


def otherwise(phrases: list[Phrase]) -> list[Phrase]:
    """ "In den Ferien A, sonst B": A in school holidays only, B outside of them."""
    turn = next((at for at, phrase in enumerate(phrases) if phrase.meaning is Sign.ELSE), None)
    first = next((at for at, phrase in enumerate(phrases) if phrase.meaning not in _BETWEEN), None)
    if turn is None or first is None or first >= turn:
        return phrases
    heading = phrases[first].meaning
    if not isinstance(heading, Holidays) or heading.rule is not None or heading.named or heading.public:
        return phrases
    only = replace(phrases[first], meaning=replace(heading, rule=HolidayRule.ONLY))
    apart = replace(phrases[turn], meaning=replace(heading, rule=HolidayRule.CLOSED))
    return [*phrases[:first], only, *phrases[first + 1 : turn], apart, *phrases[turn + 1 :]]


def only_in_holidays(phrases: list[Phrase]) -> list[Phrase]:
    """ "In den Ferien nur Mo 10-12 Uhr", "Ferien: Mo 10-12 Uhr": a time of the holidays alone."""
    first = next((at for at, phrase in enumerate(phrases) if phrase.meaning not in _BETWEEN), None)
    heading = phrases[first].meaning if first is not None else None
    if (
        first is None
        or not isinstance(heading, Holidays)
        or heading.rule is not None
        or heading.named
        or heading.public
    ):
        return phrases
    days = next((at for at in range(first + 1, len(phrases)) if phrases[at].meaning not in _BETWEEN), len(phrases))
    timed = any(isinstance(phrase.meaning, Times) for phrase in phrases[days:])
    if not timed or not isinstance(phrases[days].meaning, Days):
        return phrases
    nothing_else = phrases[days].words.lower().startswith("nur ")
    only = replace(phrases[first], meaning=replace(heading, rule=HolidayRule.ONLY, apart=nothing_else))
    return [*phrases[:first], only, *phrases[first + 1 :]]


def _nameless(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Holidays) and phrase.meaning.rule is None


def _shut_behind(phrases: list[Phrase], at: int) -> int | None:
    for step in range(at + 1, min(at + 7, len(phrases))):
        if phrases[step].meaning in _SHUT:
            return step
        if phrases[step].meaning not in _BETWEEN:
            return None
    return None


def parted(phrases: list[Phrase]) -> Iterator[list[Phrase]]:
    """A statement, cut before "vom 20.12.2026 bis 6.1.2027 geschlossen" and "in den Ferien nur Mo 10-12 Uhr", which
    are statements of their own."""
    begin = 0
    for at, phrase in enumerate(phrases):
        meaning = phrase.meaning
        spanned = isinstance(meaning, Bounds) and meaning.first and meaning.last
        following = phrases[at + 1].meaning if at + 1 < len(phrases) else None
        named = meaning in _SHUT and isinstance(following, Bounds) and following.first and following.last
        if at > begin and (named or (spanned and _shut_behind(phrases, at) is not None) or _turns(phrases, at)):
            yield phrases[begin:at]
            begin = at
    yield phrases[begin:]


def _turns(phrases: list[Phrase], at: int) -> bool:
    """Other times of the holidays: "…, in den Ferien nur Mo 10-12 Uhr", "… (Ferien: Mo 10-12 Uhr)"."""
    step = at + 1
    if not _nameless(phrases[at]) or phrases[at - 1].meaning is not Sign.SOFT or step == len(phrases):
        return False
    colon = phrases[step].words == ":"
    step += colon
    days = phrases[step] if step < len(phrases) else None
    return days is not None and isinstance(days.meaning, Days) and (colon or days.words.lower().startswith("nur "))


def still_true(phrases: list[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """What a statement says of today, and what it says of former times or of one day only."""
    past = next((at for at, phrase in enumerate(phrases) if phrase.meaning is Sign.PAST), None)
    if past is None:
        return phrases, []
    later = next((at for at in range(past, len(phrases)) if phrases[at].meaning is Sign.NOW), None)
    earlier = any(phrase.meaning is Sign.NOW for phrase in phrases[:past])
    if later is not None and not earlier:
        return phrases[later:], phrases[:later]
    return (phrases[:past], phrases[past:]) if earlier and later is None else ([], phrases)
