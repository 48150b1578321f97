"""Lists of weekdays: "Mo-Do und Sa", "jeden 2. und 4. Freitag im Monat", "täglich". Knows no times and no dates."""

from dataclasses import dataclass, replace

from kommanmap.domain.hours.reading.day_names import DayName, day_name
from kommanmap.domain.hours.reading.findings import Found, Impossible, Question
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import EVERY_DAY, Days, DaySpec
from kommanmap.domain.hours.reading.tokens import Token, after_joint, joined_words, word_keys

_ORDINALS = {
    stem + ending: number
    for stem, number in {
        "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fuenft": 5, "sechst": 6, "letzt": -1, "vorletzt": -2,
    }.items()
    for ending in ("e", "en", "er", "em", "es")
}  # fmt: skip
_PREFIXES = word_keys("nur an am jeden jeder jedem jede jeweils immer stets von vom der den dem die")
_EVERY = word_keys("jeden jeder jedem jede jeweils immer stets")
_MOST_ORDINALS = 7
_INCLUDING = word_keys("einschließlich einschl inkl inklusive . zum -")
_ELISION = word_keys("und u . & +")
_PUBLIC_HOLIDAYS = Lexicon([("[an] [allen|den] [gesetzlichen] feiertags|feiertagen", True)])
_OF_THE_MONTH = Lexicon(
    [
        ("im|des|eines|jeden|jedes|pro|in|je [jeden|einem|jedem|eines] monat|monats|monates|mon", True),
        ("im|i [.] m|mon|mt [.]", True),
        ("eines jeden monats", True),
        ("des jeweiligen monats", True),
    ]
)
_GROUPS = Lexicon(
    [
        ("täglich|tgl|tägl [.]", DaySpec(EVERY_DAY, ranged=True, daily=True)),
        ("jeden|an tag|tage", DaySpec(EVERY_DAY, ranged=True, daily=True)),
        ("[an] allen|alle|jedem tagen|tage|tag [der] [woche]", DaySpec(EVERY_DAY, ranged=True, daily=True)),
        ("[an] sieben|7 tage|tagen die|in|der|pro [der] woche", DaySpec(EVERY_DAY, ranged=True, daily=True)),
        ("werktags|wochentags|werktäglich|wochentäglich", DaySpec(EVERY_DAY[:5], ranged=True, asks_saturday=True)),
        (
            "an|jeden [allen|jedem] werktag|werktagen|wochentag|wochentagen",
            DaySpec(EVERY_DAY[:5], ranged=True, asks_saturday=True),
        ),
        ("unter|während der woche", DaySpec(EVERY_DAY[:5], ranged=True)),
        ("[immer|jeweils] am|an|jedes wochenende|wochenenden", DaySpec((5, 6), ranged=True)),
        ("[an] [den] wochenends|wochenenden", DaySpec((5, 6), ranged=True)),
        (
            "[an] sonn|so [.] -|- und|u|&|+|/ [.] feiertags|feiertagen|feiertage|feiertag",
            DaySpec((6,), and_public_holidays=True),
        ),
        (
            "[an] sonntags|sonntagen|sonntag|sonntage und|u|&|+|/ [.] feiertags|feiertagen|feiertage|feiertag",
            DaySpec((6,), and_public_holidays=True),
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of a list of days."""

    spec: DaySpec
    once: bool
    every: bool
    month_said: bool
    nth_words: str
    found: tuple[Found, ...]
    bare: bool
    after: int
    part_said: bool = False
    part_of_all: bool = False
    """The part stands apart or behind an elided one, so that it is said of the days before it too."""


def of_the_month(tokens: tuple[Token, ...], at: int) -> int:
    """The place after "im Monat", or the same place."""
    match = _OF_THE_MONTH.longest(tokens, at)
    return match[1] if match else at


def days(tokens: tuple[Token, ...], at: int) -> tuple[Days, int] | None:
    """The list of days that begins at a token."""
    first = _item(tokens, at)
    if first is None:
        return None
    items = [first]
    unjoined = False
    while True:
        joint = _after_joint(tokens, items[-1].after)
        if joint is None and (side := _side_by_side(tokens, items[-1])) is not None:
            items.append(side)
            unjoined = True
            continue
        following = _item(tokens, joint) or _public_holidays(tokens, joint) if joint is not None else None
        if following is None or (items[-1].part_said and not following.part_said):
            break
        items.append(following)
    return replace(_together(items), unjoined=unjoined), items[-1].after


def _side_by_side(tokens: tuple[Token, ...], item: _Item) -> _Item | None:
    """ "Mo Di Do": the next of some plain names with nothing between them."""
    plain = item.bare and not item.part_said and not item.spec.ranged and item.after < len(tokens)
    if plain and "so" in {tokens[item.after].text, tokens[item.after - 1].text}:
        return None  # a word, more often than a Sunday
    following = _item(tokens, item.after) if plain and not tokens[item.after].glued else None
    return following if following is not None and following.bare and not following.part_said else None


def _after_joint(tokens: tuple[Token, ...], at: int) -> int | None:
    """The place after a comma, "und" or both; also after the hyphen of "Dienstag- und Donnerstagnachmittag"."""
    hyphen = at + 1 < len(tokens) and tokens[at].key == "-" and tokens[at].glued and not tokens[at + 1].glued
    at = at + 1 if hyphen and after_joint(tokens, at + 1, without=",/") > at + 1 else at
    step = after_joint(tokens, at)
    return step if step > at else None


def _item(tokens: tuple[Token, ...], at: int) -> _Item | None:
    group = _GROUPS.longest(tokens, at)
    if group is not None:
        spec, after = group
        saturday = Found(Question.SATURDAY_TOO, joined_words(tokens, at, after))
        return _Item(spec, False, True, False, "", (saturday,) if spec.asks_saturday else (), False, after)
    step = at
    while step < len(tokens) and step - at < 4 and tokens[step].key in _PREFIXES:
        step += 1
    said = {token.key for token in tokens[at:step]}
    nth, found, behind_nth = _nth(tokens, step)
    name = day_name(tokens, behind_nth)
    if name is None:
        return None
    every = bool(said & _EVERY)
    definite = "am" in said or "an" in said
    nth_words = joined_words(tokens, at, name.after) if nth or found else ""
    elided = (
        at > 1 and tokens[step - 1].key in _ELISION and any(token.key == "-" for token in tokens[max(at - 3, 0) : at])
    )
    parts = (name.part_said, name.detached or elided)
    if nth or found:
        after = of_the_month(tokens, name.after)
        spec = DaySpec((name.weekday,), nth=nth, part=name.part)
        return _Item(spec, False, True, after > name.after, nth_words, found, False, after, *parts)
    last = _last_of_range(tokens, name.after)
    if last is None:
        spec = DaySpec((name.weekday,), part=name.part)
        return _Item(spec, definite and not every, every or name.adverb, False, "", (), not said, name.after, *parts)
    weekdays = tuple((name.weekday + step) % 7 for step in range((last.weekday - name.weekday) % 7 + 1))
    spec = DaySpec(weekdays, part=last.part or name.part, ranged=True)
    return _Item(spec, False, True, False, "", (), False, last.after, last.part_said or name.part_said)


def _public_holidays(tokens: tuple[Token, ...], at: int) -> _Item | None:
    """ "sonntags und an Feiertagen": only behind another day."""
    match = _PUBLIC_HOLIDAYS.longest(tokens, at)
    if match is None:
        return None
    spec = DaySpec(EVERY_DAY, ranged=True, only_public_holidays=True)
    return _Item(spec, False, True, False, "", (), False, match[1])


def _last_of_range(tokens: tuple[Token, ...], at: int) -> DayName | None:
    """The day after "bis" or a dash."""
    if at >= len(tokens) or tokens[at].key not in {"bis", "-"}:
        return None
    step = at + 1
    while step < len(tokens) and tokens[step].key in _INCLUDING:
        step += 1
    return day_name(tokens, step)


def _nth(tokens: tuple[Token, ...], at: int) -> tuple[tuple[int, ...], tuple[Found, ...], int]:
    """ "1., 3. und 5.", "ersten und letzten" with the place behind, or nothing."""
    numbers: list[int] = []
    found: list[Found] = []
    behind = step = at
    while step < len(tokens) and len(numbers) + len(found) < _MOST_ORDINALS:
        ordinal = _ordinal(tokens, step)
        if ordinal is None:
            break
        number, behind = ordinal
        last = _ordinal(tokens, behind + 1) if behind + 1 < len(tokens) and tokens[behind].key in {"-", "bis"} else None
        through = [number]
        if last is not None and 0 < number < last[0]:  # "1.-3. Dienstag"
            through, behind = list(range(number, min(last[0], max(number, 6)) + 1)), last[1]
        if through[-1] > 5 or number == 0:
            found.append(Found(Impossible.NTH, f"{through[-1]}."))
        else:
            numbers += through
        joint = _after_joint(tokens, behind)
        if joint is None:
            break
        step = joint
        while step < len(tokens) and tokens[step].key in {"am", "jeden", "den", "dem", "der", "jeweils"}:
            step += 1
    return tuple(numbers), tuple(found), behind


def _ordinal(tokens: tuple[Token, ...], at: int) -> tuple[int, int] | None:
    token = tokens[at]
    if token.key in _ORDINALS:
        return _ORDINALS[token.key], at + 1
    dotted = at + 1 < len(tokens) and tokens[at + 1].key == "." and tokens[at + 1].glued
    if token.number is not None and len(token.text) <= 2 and dotted:
        return token.number, at + 2
    ending = tokens[at + 1].key if at + 1 < len(tokens) and tokens[at + 1].glued else ""
    if token.number is not None and ending in {"te", "ten", "ter", "tem", "ste", "sten", "er"}:
        return token.number, at + 2
    return None


def _together(items: list[_Item]) -> Days:
    """Days with the same rule become one; what is not sure is asked."""
    month_said = any(item.month_said for item in items)
    items = _with_parts(items)
    found: list[Found] = []
    specs: list[DaySpec] = []
    for number, item in enumerate(items):
        found += item.found
        spec = item.spec
        if spec.nth:
            every_second = len(spec.nth) == 1 and spec.nth[0] > 1 and not month_said
            if every_second and "jede" in item.nth_words.lower():
                found.append(Found(Question.EVERY_OTHER_OR_NTH, item.nth_words))
                spec = replace(spec, nth=(), interval=spec.nth[0])
            elif min(spec.nth) < 0 and not month_said and "jede" not in item.nth_words.lower():
                found.append(Found(Question.ONCE_OR_WEEKLY, item.nth_words))
            following = items[number + 1] if number + 1 < len(items) else None
            if following is not None and following.bare:
                found.append(Found(Question.FOR_WHICH, item.nth_words))
        elif item.found and not spec.asks_saturday:
            continue
        specs.append(spec)
    return Days(
        tuple(_merged(specs)),
        once=len(items) == 1 and items[0].once,
        every=any(item.every for item in items),
        found=tuple(found),
    )


def _with_parts(items: list[_Item]) -> list[_Item]:
    """ "Mo und Di vormittags": the part of the day is said of both."""
    made = list(items)
    for number in range(len(made) - 1, 0, -1):
        later, earlier = made[number], made[number - 1]
        if later.part_of_all and later.part_said and not earlier.part_said and not earlier.spec.nth:
            spec = replace(earlier.spec, part=later.spec.part)
            made[number - 1] = replace(earlier, spec=spec, part_said=True, part_of_all=True)
    return made


def _merged(specs: list[DaySpec]) -> list[DaySpec]:
    merged: list[DaySpec] = []
    for spec in specs:
        for number, other in enumerate(merged):
            if replace(other, weekdays=spec.weekdays, ranged=spec.ranged) == spec:
                both = tuple(sorted({*other.weekdays, *spec.weekdays}))
                merged[number] = replace(other, weekdays=both, ranged=other.ranged or spec.ranged)
                break
        else:
            merged.append(spec)
    daily = [spec for spec in merged if spec.daily]
    if daily and any(spec.and_public_holidays for spec in merged):
        return [replace(daily[0], on_public_holidays=True)]
    explicit = [spec for spec in merged if not spec.daily]
    named = {day for spec in merged for day in spec.weekdays if not spec.only_public_holidays}
    rest = tuple(day for day in EVERY_DAY if day not in named)
    return [replace(spec, weekdays=rest) if spec.only_public_holidays else spec for spec in explicit or merged]
