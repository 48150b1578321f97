"""The public's forms → a letter and what keeps it from being taken. Knows no request and no table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import latin_digits
from kommanmap.domain.suggestions import (
    CORRECTED_FIELD,
    MESSAGE_LIMIT,
    Letter,
    ReportKind,
    SuggestionKind,
    in_order,
    letter_problems,
    text_problems,
)

REPORT_FIELDS = ("report_kind", "correction", "message")
PLACE_FIELDS = ("name", "town", "address", "times", "offers", "phone", "website", "message")
SEVERAL_LINES = frozenset({"message", "times", "offers"})

FindTown = Callable[[str], tuple[str, ...]]
"""A typed place → the keys of the municipalities that it can mean, () for none."""


@dataclass(frozen=True, slots=True)
class TypedLetter:
    """What was typed, as it goes back into the form, the letter that it makes, and its problems by form field."""

    values: Mapping[str, str]
    letter: Letter
    problems: tuple[Problem, ...] = ()
    ags: str = ""


def typed_report(form: Mapping[str, str], *, language: str) -> TypedLetter:
    """A reader says what is wrong with a place; what is right goes into the field that its kind names."""
    values = _values(form, REPORT_FIELDS)
    kind = next((kind for kind in ReportKind if kind.value == values["report_kind"]), None)
    right, message = in_order(values["correction"], lines=True), in_order(values["message"], lines=True)
    name = CORRECTED_FIELD.get(kind) if kind else None
    if right and name is None:
        message = f"{message}\n{right}".strip()
    fields = {name: _field(name, values["correction"])} if right and name else {}
    letter = Letter(SuggestionKind.REPORT, kind, fields, message, language)
    found = (replace(each, field="correction") if each.field == name else each for each in letter_problems(letter))
    return TypedLetter(values, letter, tuple(found))


def typed_place(form: Mapping[str, str], *, language: str, find_town: FindTown) -> TypedLetter:
    """A reader names a place that is missing."""
    values = _values(form, PLACE_FIELDS)
    fields = {name: text for name in PLACE_FIELDS[:-1] if (text := _field(name, values[name]))}
    letter = Letter(SuggestionKind.NEW_PLACE, None, fields, in_order(values["message"], lines=True), language)
    problems = list(letter_problems(letter))
    towns: tuple[str, ...] = ()
    if fields.get("town") and not any(each.field == "town" for each in problems):
        towns = find_town(fields["town"])
        if len(towns) != 1:
            code = "town_more_than_one" if towns else "town_not_found"
            problems.append(Problem("town", code))
    return TypedLetter(values, letter, tuple(problems), towns[0] if len(towns) == 1 else "")


def typed_text(form: Mapping[str, str], name: str) -> tuple[str, tuple[Problem, ...]]:
    """One text that must not be empty: a question, a reason, an answer."""
    text = in_order(form.get(name, ""), lines=True)
    if not text:
        return text, (Problem(name, "missing"),)
    return text, tuple(text_problems(name, text, MESSAGE_LIMIT))


def _values(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: form.get(name, "") for name in names}


def _field(name: str, typed: str) -> str:
    text = in_order(typed, lines=name in SEVERAL_LINES)
    return latin_digits(text) if name in ("phone", "town", "address") else text
