"""Names of weekdays and parts of the day in German, whole, short, joined ("Dienstagnachmittag") and mistyped.

Knows single days only; lists and n-th days stand in `days`.
"""

from dataclasses import dataclass
from functools import lru_cache

from kommanmap.domain.hours.reading.tokens import Kind, Token, word_keys
from kommanmap.domain.hours.session import PartOfDay

_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_NUMBERS = {name: number for number, name in enumerate(_NAMES)} | {"sonnabend": 5}
_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}

PARTS: dict[str, PartOfDay | None] = {
    "morgen": PartOfDay.MORNING, "morgens": PartOfDay.MORNING, "frueh": PartOfDay.MORNING,
    "vormittag": PartOfDay.MORNING, "vormittags": PartOfDay.MORNING, "frueher vormittag": PartOfDay.MORNING,
    "nachmittag": PartOfDay.AFTERNOON, "nachmittags": PartOfDay.AFTERNOON,
    "abend": PartOfDay.EVENING, "abends": PartOfDay.EVENING,
    "mittag": None, "mittags": None, "nacht": None, "nachts": None,
}  # fmt: skip
"""None: a time of day that no part of the day stands for."""

_COMPOUNDS: dict[str, tuple[int, str]] = {
    day + joint + part: (number, part)
    for day, number in _NUMBERS.items()
    for joint in ("", "s")
    for part in PARTS
    if " " not in part
}
_PLURALS = {name + ending: number for name, number in _NUMBERS.items() for ending in ("", "s", "en", "e")}
del _PLURALS["montage"]  # also: putting something together

_BEFORE_A_SHORT_NAME = word_keys("jd jeden jeder jedem jede an am jeweils immer und bis von vom sowie , ( - / + & u [")
_BETWEEN_SHORT_NAMES = word_keys("- / + &")
_AFTER_A_SHORT_NAME = word_keys(
    "- / + & : , ) ( ; ] | und u bis von vom ab um jeweils sowie zwischen immer geschlossen zu im in i des eines außer "
    'jedes jeweiligen pro je v vorm nachm → = > ~ ≈ [ « " '
    "nicht jeden oder ca circa zusätzlich auch ausserdem nur ebenfalls bereits "
    "geschl n ruhetag entfällt fällt geöffnet offen außerhalb"
) | frozenset(PARTS)

_PEOPLE = word_keys("frauen männer kinder jugendliche senioren seniorinnen familien mädchen")
"""May stand behind a short name that begins with a capital: "Mo Frauen 10-12"."""


@dataclass(frozen=True, slots=True)
class DayName:
    """weekday: 0 is Monday. adverb: "montags", which says that it comes back. part_said: also where it is None."""

    weekday: int
    part: PartOfDay | None
    part_said: bool
    adverb: bool
    after: int
    detached: bool = False


def day_name(tokens: tuple[Token, ...], at: int) -> DayName | None:
    """The weekday that stands at a token, with a part of the day behind it."""
    if at >= len(tokens) or tokens[at].kind is not Kind.WORD:
        return None
    key = tokens[at].key
    if key in _SHORT:
        return _short_name(tokens, at)
    if key in _COMPOUNDS:
        number, part = _COMPOUNDS[key]
        return DayName(number, PARTS[part], True, part.endswith("s") or key[len(_name_of(number, key))] == "s", at + 1)
    weekday = _PLURALS.get(key)
    if weekday is None and (weekday := _mistyped(key)) is None:
        return None
    return _with_part(tokens, at + 1, weekday, key.endswith("s"))


def _name_of(number: int, key: str) -> str:
    return "sonnabend" if key.startswith("sonnabend") else _NAMES[number]


def _with_part(tokens: tuple[Token, ...], after: int, weekday: int, adverb: bool) -> DayName | None:
    """A part of the day may follow; a hyphen and another word makes a name of it ("Montags-Café")."""
    step = after
    hyphen = step < len(tokens) and tokens[step].key == "-" and tokens[step].glued
    if hyphen:
        step += 1
    if step < len(tokens) and tokens[step].key in PARTS and not _is_tomorrow(tokens, step, adverb):
        key = tokens[step].key
        return DayName(weekday, PARTS[key], True, adverb or key.endswith("s"), step + 1, detached=not hyphen)
    if hyphen and step < len(tokens) and tokens[step].kind is Kind.WORD and tokens[step].glued:
        named = tokens[step].key
        if named not in _SHORT and named not in _PLURALS and named not in _COMPOUNDS and _mistyped(named) is None:
            return None
    return DayName(weekday, None, False, adverb, after)


def _is_tomorrow(tokens: tuple[Token, ...], at: int, adverb: bool) -> bool:
    """ "Dienstag, morgen": only "Dienstag morgen" without a comma reaches this, and there it is the morning."""
    return tokens[at].key == "frueh" and not adverb and not tokens[at].text.islower()


def _short_name(tokens: tuple[Token, ...], at: int) -> DayName | None:
    """ "Mo", "Mo." – only between marks, figures and words that stand beside days, since "so" is a word too."""
    weekday = _SHORT[tokens[at].key]
    after = at + 1
    dotted = after < len(tokens) and tokens[after].key == "." and tokens[after].glued
    if dotted:
        after += 1
    following = tokens[after] if after < len(tokens) else None
    if dotted and following is not None and following.kind is Kind.WORD and not _can_follow(following):
        return None
    before = tokens[at - 1] if at else None
    fits_after = following is None or following.kind is Kind.NUMBER or _can_follow(following)
    fits_before = before is not None and (before.key in _BEFORE_A_SHORT_NAME or before.key == ".")
    if following is not None and following.key == "'":
        return None
    listed = before is not None and before.key in _BETWEEN_SHORT_NAMES
    people = following is not None and following.key in _PEOPLE and tokens[at].text[0].isupper()
    if people and not (before is not None and before.key == "so"):
        fits_after = True
    if not fits_after and not (fits_before and tokens[at].text[0].isupper()) and not listed:
        return None
    return _with_part(tokens, after, weekday, False)


def _can_follow(token: Token) -> bool:
    return token.key in _AFTER_A_SHORT_NAME or token.key in _SHORT or token.key in _PLURALS or token.key == "\n"


@lru_cache(maxsize=2_000)
def _mistyped(key: str) -> int | None:
    """The only weekday that differs by one letter left out, added, changed or swapped, the first letter being right."""
    if not 6 <= len(key) <= 12 or key in _PLURALS or key in _NOT_A_DAY:
        return None
    near = {
        number
        for name, number in _NUMBERS.items()
        for spelled in (name, name + "s")
        if spelled[0] == key[0] and _one_slip(key, spelled)
    }
    return near.pop() if len(near) == 1 else None


_NOT_A_DAY = frozenset({"montage", "freitage", "freitod", "festtag", "festtags", "mittwochs"})


def _one_slip(typed: str, meant: str) -> bool:
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    rest, wanted = typed[same:], meant[same:]
    swapped = len(rest) >= 2 and len(wanted) >= 2 and rest[0] == wanted[1] and rest[1] == wanted[0]
    return rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:] or (swapped and rest[2:] == wanted[2:])
