"""Dates: "Samstag, 9.5.2026", "14.4. und 12.5.2026", "24., 25. und 31.12.2026". Knows no clock times.

A date without a year is a question, never this year or the next.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from kommanmap.domain.hours.reading.day_names import day_name
from kommanmap.domain.hours.reading.findings import Contradiction, Found, Impossible, Question
from kommanmap.domain.hours.reading.meanings import DateList
from kommanmap.domain.hours.reading.tokens import Kind, Token, after_joint, joined_words, word_keys

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jaenner", "februar feb febr", "maerz mrz maer", "april apr", "mai", "juni jun", "juli jul",
            "august aug", "september sep sept", "oktober okt", "november nov", "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_BEFORE_A_DATE = word_keys("am an den dem der vom von zum , (")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date as typed. weekday: named before it. whole_month: no day was said."""

    day: int
    month: int
    year: int | None
    weekday: int | None
    words: str
    after: int
    whole_month: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is such a day."""
        year = self.year or 2024  # a leap year: 29 February without a year may exist
        return 1 <= self.month <= 12 and 1 <= self.day <= monthrange(year, self.month)[1]

    @property
    def value(self) -> date | None:
        """The date, where its year is known."""
        return date(self.year, self.month, self.day) if self.year is not None and self.exists else None

    @property
    def found(self) -> tuple[Found, ...]:
        """What is wrong or missing."""
        if not self.exists:
            return (Found(Impossible.DATE, self.words),)
        if self.value is None:
            return (Found(Question.NO_YEAR, self.words),)
        if self.weekday is not None and self.value.weekday() != self.weekday:
            return (Found(Contradiction.WEEKDAY_NOT_OF_DATE, self.words),)
        return ()


def past_words(tokens: tuple[Token, ...], at: int, keys: frozenset[str], most: int = 3) -> int:
    """The place after at most some of the words."""
    step = at
    while step < len(tokens) and step - at < most and tokens[step].key in keys:
        step += 1
    return step


def typed_date(tokens: tuple[Token, ...], at: int) -> TypedDate | None:
    """The date that begins at a token, with the weekday before it."""
    begin = past_words(tokens, at, _BEFORE_A_DATE)
    name = day_name(tokens, begin)
    step, weekday = begin, None
    if name is not None:
        step = past_words(tokens, name.after, _BEFORE_A_DATE)
        weekday = name.weekday
    figures = _figures(tokens, step)
    if figures is None:
        return None
    day, month, year, after = figures
    return TypedDate(day, month, year, weekday, joined_words(tokens, begin, after), after)


def _figures(tokens: tuple[Token, ...], at: int) -> tuple[int, int, int | None, int] | None:
    if at >= len(tokens) or (first := tokens[at].number) is None:
        return None
    keys = [token.key for token in tokens[at : at + 6]] + [""] * 6
    numbers = [token.number for token in tokens[at : at + 6]] + [None] * 6
    if len(tokens[at].text) == 4 and keys[1] == keys[3] == "-" and numbers[2] and numbers[4]:
        return numbers[4], numbers[2], first, at + 5
    if len(tokens[at].text) > 2:
        return None
    dotted = keys[1] == "."
    name_at = at + (2 if dotted else 1)
    if name_at < len(tokens) and tokens[name_at].key in MONTHS:
        after = name_at + 1
        if after < len(tokens) and tokens[after].key == "." and len(tokens[name_at].text) <= 4:
            after += 1
        year, after = year_at(tokens, after, four=True)
        return first, MONTHS[tokens[name_at].key], year, after
    if not dotted or not tokens[at + 1].glued or numbers[2] is None or len(keys[2]) > 2:
        return None
    if keys[3] != "." or not tokens[at + 3].glued:
        return None
    year, after = year_at(tokens, at + 4, four=False)
    return first, numbers[2], year, after


def year_at(tokens: tuple[Token, ...], at: int, *, four: bool) -> tuple[int | None, int]:
    """The year at a token and the place after it. four: only with all its figures."""
    if at >= len(tokens) or tokens[at].kind is not Kind.NUMBER:
        return None, at
    token = tokens[at]
    value = token.number
    if len(token.text) == 4 and value is not None and _FIRST_YEAR <= value <= _LAST_YEAR:
        return value, at + 1
    hour_follows = at + 1 < len(tokens) and tokens[at + 1].key in {"uhr", "h", "-", "bis", ":", "."}
    if not four and len(token.text) == 2 and token.glued and value is not None and not hour_follows:
        return 2000 + value, at + 1
    return None, at


def date_list(tokens: tuple[Token, ...], at: int) -> tuple[DateList, int] | None:
    """ "am 9.5.2026", "14.4.2026, 12.5.2026 und 9.6.2026"."""
    listed: list[TypedDate] = []
    step = at
    while (typed := typed_date(tokens, step) or _only_day(tokens, step)) is not None:
        listed.append(typed)
        step = after_joint(tokens, typed.after)
        if step == typed.after:
            break
    if not listed or not listed[-1].month:
        return None
    for number in range(len(listed) - 2, -1, -1):
        listed[number] = _completed(listed[number], listed[number + 1])
    known = tuple(typed.value for typed in listed if typed.value is not None)
    return DateList(known, tuple(found for typed in listed for found in typed.found)), listed[-1].after


def _only_day(tokens: tuple[Token, ...], at: int) -> TypedDate | None:
    """ "24." of "24. und 31. Dezember 2026"; month 0 stands for the one that follows."""
    step = past_words(tokens, at, _BEFORE_A_DATE)
    if step + 1 >= len(tokens) or tokens[step + 1].key != "." or (day := tokens[step].number) is None or day > 31:
        return None
    following = probe = after_joint(tokens, step + 2)
    while probe - following < _MOST_LISTED and _is_only_day(tokens, probe):
        probe = after_joint(tokens, probe + 2)  # "24., 25. und 31.12.2026"
    if following == step + 2 or typed_date(tokens, probe) is None:
        return None
    return TypedDate(day, 0, None, None, joined_words(tokens, step, step + 2), step + 2)


def _is_only_day(tokens: tuple[Token, ...], at: int) -> bool:
    """A figure and a dot, and something that joins it to the next one."""
    dotted = at + 2 < len(tokens) and tokens[at].number is not None and tokens[at + 1].key == "."
    return dotted and after_joint(tokens, at + 2) > at + 2 and _figures(tokens, at) is None


def _completed(typed: TypedDate, following: TypedDate) -> TypedDate:
    """ "24.12. und 31.12.2026": month and year of the next date, if the dates then follow one another."""
    month = typed.month or following.month
    later = (month, typed.day) < (following.month, following.day)
    return replace(typed, month=month, year=typed.year or (following.year if later else None))
