"""Spans of the year and of dates: "ab 3. März 2026", "von Mai bis September", "1.-3.12.2026". Knows no clock times."""

from calendar import monthrange
from dataclasses import replace

from kommanmap.domain.hours.reading.dates import MONTHS, TypedDate, date_list, past_words, typed_date, year_at
from kommanmap.domain.hours.reading.findings import Found, Impossible, Question
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Bounds, NextDate
from kommanmap.domain.hours.reading.tokens import Token, after_joint, joined_words
from kommanmap.domain.hours.session import YearlySeason

_FROM = Lexicon(
    [
        ("[wieder|erst] ab|seit [dem|den|sofort]", False),
        ("[wieder] beginnend|startend|beginn|start|los|begin [:] [ist] [am|ab|mit] [dem|den]", True),
        ("[der|das] erste|erster|erstes [mal|termin|treffen] [:] [ist] [am] [der|dem|den]", True),
        ("erstmals|erstmalig [am|ab] [dem|den]", True),
        ("zum ersten mal am|ab [dem|den]", True),
        ("es geht los am|ab [dem|den]", True),
    ]
)
_NEXT = Lexicon(
    [
        (
            "[der|das|die|unser] nächste|nächster|nächstes|nächsten|kommende [termin|treffen|mal|café|termine] "
            "[:] [ist] [am] [der|den|dem]",
            True,
        ),
        ("wieder am [den|dem]", True),
    ]
)
_UNTIL = Lexicon(
    [
        ("[nur] [noch] bis [einschließlich|einschl|zum|mindestens] [.] [zum] [dem|den]", True),
        ("letzter termin [:] [ist] [am] [der|den]", True),
    ]
)


def bounds(tokens: tuple[Token, ...], at: int) -> tuple[Bounds | NextDate, int] | None:
    """What begins or ends a season, or names the next date."""
    for lexicon, make in ((_FROM, _begin), (_UNTIL, _end), (_NEXT, _next)):
        match = lexicon.longest(tokens, at)
        if match is None:
            continue
        word, step = match
        typed = typed_date(tokens, step) or _month(tokens, step)
        if typed is not None and lexicon is _NEXT and (date_list(tokens, step) or (0, 0))[1] > typed.after:
            return None  # several dates are a list
        if typed is not None:
            begins = bool(word)
            made = make(tokens, typed, begins)
            if made is not None:
                return made
    return _from_to(tokens, at) or _in_a_month(tokens, at)


def _in_a_month(tokens: tuple[Token, ...], at: int) -> tuple[Bounds, int] | None:
    """ "im Dezember", "im März 2027"."""
    step = past_words(tokens, at, frozenset({"nur"}), 1)
    if step + 1 >= len(tokens) or tokens[step].key != "im" or tokens[step + 1].key not in MONTHS:
        return None
    typed = _month(tokens, step + 1)
    following = after_joint(tokens, typed.after) if typed else 0
    if typed is None or (following < len(tokens) and following > typed.after and tokens[following].key in MONTHS):
        return None
    days = monthrange(typed.year or 2024, typed.month)[1]
    if typed.value is None:
        return Bounds(season=YearlySeason((typed.month, 1), (typed.month, days))), typed.after
    return Bounds(first=typed.value, last=typed.value.replace(day=days)), typed.after


def _begin(tokens: tuple[Token, ...], typed: TypedDate, begins: bool) -> tuple[Bounds | NextDate, int] | None:
    if typed.after < len(tokens) and tokens[typed.after].key in {"bis", "-"}:
        return None  # _from_to reads both
    return Bounds(first=typed.value, begins=begins and not typed.whole_month, found=typed.found), typed.after


def _end(tokens: tuple[Token, ...], typed: TypedDate, begins: bool) -> tuple[Bounds | NextDate, int] | None:
    if typed.whole_month:
        return Bounds(found=(Found(Question.WHICH_MONTHS, typed.words),)), typed.after
    return Bounds(last=typed.value, found=typed.found), typed.after


def _next(tokens: tuple[Token, ...], typed: TypedDate, begins: bool) -> tuple[Bounds | NextDate, int] | None:
    return (NextDate(typed.value, typed.found), typed.after) if not typed.whole_month else None


def _month(tokens: tuple[Token, ...], at: int) -> TypedDate | None:
    """ "März 2026" as its first day; "März" without a year."""
    step = past_words(tokens, at, frozenset({"anfang", "im", "dem", "monat"}))
    if step >= len(tokens) or tokens[step].key not in MONTHS:
        return None
    after = step + 1
    if after < len(tokens) and tokens[after].key == "." and len(tokens[step].text) <= 4:
        after += 1
    year, after = year_at(tokens, after, four=True)
    return TypedDate(1, MONTHS[tokens[step].key], year, None, joined_words(tokens, at, after), after, whole_month=True)


def _from_to(tokens: tuple[Token, ...], at: int) -> tuple[Bounds, int] | None:
    """ "vom 1.3.2026 bis 30.9.2026", "(April - Oktober)"."""
    step = past_words(
        tokens,
        at,
        frozenset({"in", "der", "den", "zeit", "monaten", "zwischen", "jaehrlich", "jedes", "jahr", "nur"}),
        6,
    )
    step = past_words(tokens, step, frozenset({"vom", "von", "ab", "dem", "zeitraum"}))
    first = typed_date(tokens, step) or _month(tokens, step) or _first_of(tokens, step)
    if first is None or first.after >= len(tokens) or tokens[first.after].key not in {"bis", "-", "und"}:
        return None
    if tokens[first.after].key == "und" and not any(token.key == "zwischen" for token in tokens[at:step]):
        return None
    step = past_words(
        tokens,
        first.after + 1,
        frozenset({"zum", "einschliesslich", "einschl", "inkl", "ende", "mitte", "anfang", "."}),
    )
    if any(token.key in {"mitte", "anfang"} for token in tokens[first.after : step]):
        return None
    last = typed_date(tokens, step) or _month(tokens, step)
    if last is None or first.whole_month != last.whole_month:
        return None
    words = joined_words(tokens, at, last.after)
    if not first.month:
        first = replace(first, month=last.month)
    if first.year is None and last.year is not None:
        over_new_year = (first.month, first.day) > (last.month, last.day)
        first = replace(first, year=last.year - over_new_year)
    if first.whole_month and last.exists:
        last_day = monthrange(last.year or 2023, last.month)[1]
        last = TypedDate(last_day, last.month, last.year, None, last.words, last.after, True)
        if first.year is None and last.year is None:
            end = 29 if last.month == 2 else last_day
            return Bounds(season=YearlySeason((first.month, 1), (last.month, end))), last.after
    found = first.found + last.found
    if not found and first.value is not None and last.value is not None and last.value < first.value:
        found = (Found(Impossible.SEASON, words),)
    if found:
        return Bounds(found=found), last.after
    return Bounds(first=first.value, last=last.value), last.after


def _first_of(tokens: tuple[Token, ...], at: int) -> TypedDate | None:
    """ "1." of "1.-3.12.2026"; month 0 stands for the one that follows."""
    if at + 2 >= len(tokens) or tokens[at + 1].key != "." or tokens[at + 2].key not in {"-", "bis"}:
        return None
    day = tokens[at].number
    following = typed_date(tokens, at + 3)
    if day is None or following is None or day >= following.day:
        return None
    return TypedDate(day, 0, None, None, joined_words(tokens, at, at + 2), at + 2)
