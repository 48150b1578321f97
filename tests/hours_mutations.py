"""The same opening times written otherwise: spacing, dashes, clock times, capitals, short days, order. Chooses nothing.

Every way is a function from a text to a text that says the same, or to the same text where it has nothing to change.
"""

import re
from collections.abc import Callable, Iterator
from functools import reduce

Way = Callable[[str], str]

_DAY = r"(?:Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(?:tag|woch)"
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_CLOCK = r"\d{1,2}(?:[.:]\d\d)?(?: ?(?:Uhr|h))?"
_RANGE = re.compile(rf"(?<![\d.])({_CLOCK}) ?[-–] ?(?={_CLOCK}(?![\d.]))")
_FULL = re.compile(r"\b(\d{1,2})[.:](\d\d)\b(?!\.)")
_HOUR = re.compile(r"(?<![\d.:/])(\d{1,2})(?= ?(?:Uhr|h\b))")
_TWO_SAID = re.compile(rf"\bvon ({_CLOCK}) bis (?={_CLOCK}(?![\d.]))")
_ORDER = re.compile(
    rf"(?P<days>(?:(?:jeden|immer|jeweils|am|an jedem|im|Monat|und|[1-5]\.|{_DAY}s?)[ ,]*)*{_DAY}s?(?: im Monat)?),? "
    rf"(?P<times>von {_CLOCK} bis {_CLOCK}|{_CLOCK} ?[-–] ?{_CLOCK})",
    re.IGNORECASE,
)


def _swap(pattern: str | re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> Way:
    return lambda text: re.sub(pattern, by, text)


def _short_days(end: str) -> Way:
    """Every day's name in two letters; in compounds ("Freitagabend") it stays."""
    names = rf"\b({'|'.join(day[:2] for day in _DAYS)})(?:n|ens|tt|nners|ei|ms|nn)(?:tag|woch)s?\b"
    return lambda text: re.sub(names, rf"\1{end}", _capital_days(text))


def _capital_days(text: str) -> str:
    return re.sub(rf"\b{_DAY}s?\b", lambda found: found.group().capitalize(), text, flags=re.IGNORECASE)


def _other_order(text: str) -> str:
    """ "jeden Montag von 10 bis 12 Uhr" → "von 10 bis 12 Uhr jeden Montag", where the text says nothing else."""
    found = _ORDER.fullmatch(text.strip())
    return f"{found['times']} {found['days']}" if found else text


def _with_minutes(mark: str) -> Way:
    return lambda text: _HOUR.sub(rf"\g<1>{mark}00", text) if not _FULL.search(text) else text


def _joined_by(sign: str) -> Way:
    return lambda text: re.sub(rf"\b({_DAY}s?) und (?={_DAY}s?\b)", rf"\1{sign}", text, flags=re.IGNORECASE)


WAYS: dict[str, Way] = {
    "as it is": lambda text: text,
    "en dash": _swap(_RANGE, r"\1–"),
    "en dash, spaces": _swap(_RANGE, r"\1 – "),
    "hyphen": _swap(_RANGE, r"\1-"),
    "hyphen, spaces": _swap(_RANGE, r"\1 - "),
    "hyphen, space before": _swap(_RANGE, r"\1 -"),
    "hyphen, space behind": _swap(_RANGE, r"\1- "),
    "em dash": _swap(_RANGE, r"\1—"),
    "minus sign": _swap(_RANGE, "\\1\u2212"),
    "bis for a dash": _swap(_RANGE, r"\1 bis "),
    "dash for bis": _swap(_TWO_SAID, r"\1-"),
    "von dash": _swap(_TWO_SAID, r"von \1 - "),
    "zwischen und": _swap(_TWO_SAID, r"zwischen \1 und "),
    "Uhr twice": _swap(r"(?<![\d.])(\d{1,2}(?:[.:]\d\d)?) ?([-–]|bis) ?(?=\d{1,2}(?:[.:]\d\d)? Uhr)", r"\1 Uhr \2 "),
    "no Uhr": _swap(r"(?<=\d) ?Uhr\b(?!\.)", ""),
    "colon behind the day": _swap(rf"\b({_DAY}s?|Mo|Di|Mi|Do|Fr|Sa|So)\.? (?=\d{{1,2}}(?:[.:]\d\d)? ?[-–])", r"\1: "),
    "days from to": _swap(rf"\b({_DAY}) ?[-–] ?(?={_DAY}\b)", r"von \1 bis "),
    "dash between days": _swap(rf"(?i)\b({_DAY}s?) bis (?={_DAY}s?\b)", r"\1 – "),
    "h": _swap(r"\bUhr\b", "h"),
    "h without a space": _swap(r"(?<=\d) ?(?:Uhr|h)\b", "h"),
    "Uhr without a space": _swap(r"(?<=\d) Uhr\b", "Uhr"),
    "Uhr for h": _swap(r"(?<=\d) ?h\b", " Uhr"),
    "small uhr": _swap(r"\bUhr\b", "uhr"),
    "a slip in Uhr": _swap(r"\bUhr$", "Uh."),
    "colons": _swap(_FULL, r"\1:\2"),
    "dots": _swap(_FULL, r"\1.\2"),
    "minutes by a dot": _with_minutes("."),
    "minutes by a colon": _with_minutes(":"),
    "capitals": str.upper,
    "small letters": str.lower,
    "Mo": _short_days(""),
    "Mo.": _short_days("."),
    "Montag for montags": lambda text: re.sub(rf"\b({_DAY})s\b", r"\1", _capital_days(text)),
    "Sonnabend": _swap(r"\bSamstag\b", "Sonnabend"),
    "wide spaces": _swap(" ", "  "),
    "hard spaces": _swap(" ", "\u00a0"),
    "thin spaces": _swap(r"(?<=\d) ", "\u2009"),
    "tabs": _swap(r"(?<=[,;:]) ", "\t"),
    "around it": lambda text: f"  {text} \n",
    "full stop": lambda text: text if text.endswith((".", "!")) else f"{text}.",
    "in brackets": lambda text: text if "(" in text or text.endswith((".", "!")) else f"({text})",
    "plus": _joined_by(" + "),
    "ampersand": _joined_by(" & "),
    "u.": _joined_by(" u. "),
    "slash": _joined_by("/"),
    "comma for und": _joined_by(", "),
    "semicolons as lines": _swap(r"; ", "\n"),
    "lines as semicolons": _swap("\n", "; "),
    "lines as slashes": _swap("\n|; ", " / "),
    "numbers in words": _swap(
        r"\b([1-4])\.(?= (?:und [1-4]\. )?(?:Mon|Diens|Mitt|Don|Frei|Sams|Sonn|und [1-4]))",
        lambda found: ("ersten", "zweiten", "dritten", "vierten")[int(found[1]) - 1],
    ),
    "words in numbers": _swap(
        r"\b(ersten|zweiten|dritten|vierten)\b",
        lambda found: f"{('ersten', 'zweiten', 'dritten', 'vierten').index(found[1]) + 1}.",
    ),
    "eines Monats": _swap(r"\bim Monat\b", "eines Monats"),
    "des Monats": _swap(r"\b(?:im Monat|eines Monats)\b", "des Monats"),
    "other order": _other_order,
    "an jedem": _swap(r"\bjeden(?= (?:\d\.|[a-z]+ten|[MDFS]))", "an jedem"),
    "immer": _swap(r"^(?=montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags)", "immer "),
    "jeweils": _swap(r"^(?=montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags)", "jeweils "),
}  # fmt: skip

TOGETHER = (
    ("en dash, spaces", "h"),
    ("hyphen", "h without a space", "Mo"),
    ("dash for bis", "h without a space"),
    ("dash for bis", "Uhr without a space", "Mo."),
    ("dash for bis", "dots", "small letters"),
    ("von dash", "colons", "capitals"),
    ("minutes by a colon", "dash for bis", "Mo"),
    ("minutes by a dot", "hyphen, spaces", "small uhr"),
    ("other order", "small letters"),
    ("other order", "dash for bis", "h"),
    ("slash", "Mo", "hyphen"),
    ("plus", "Mo", "dash for bis", "h without a space"),
    ("words in numbers", "des Monats", "Mo", "dash for bis"),
    ("numbers in words", "eines Monats", "capitals"),
    ("hard spaces", "full stop"),
    ("bis for a dash", "colons", "wide spaces"),
    ("Mo", "colon behind the day"),
    ("Mo.", "no Uhr", "dash for bis"),
    ("Uhr twice", "minutes by a dot"),
    ("dash between days", "Mo.", "en dash"),
)


def variants(text: str) -> Iterator[tuple[str, str]]:
    """What was done, and the text that came of it; every text once, the text as it is first."""
    seen = set()
    for names in (*((name,) for name in WAYS), *TOGETHER):
        variant = reduce(lambda so_far, name: WAYS[name](so_far), names, text)
        if variant not in seen:
            seen.add(variant)
            yield " + ".join(names), variant
