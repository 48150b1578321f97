"""The small form behind a carrier's link → what changed of a place. Knows no request and no table."""

from collections.abc import Mapping
from dataclasses import dataclass

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.suggestions import Letter, SuggestionKind, in_order, letter_problems

CHANGEABLE = ("times", "phone", "website", "offers")
MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What was typed, as it goes back into the form; `fields` hold only what is not as it stands in the directory."""

    values: Mapping[str, str]
    fields: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def standing(draft: PointDraft) -> dict[str, str]:
    """What the form shows at first: the place as it stands here."""
    return {
        "times": "\n".join(draft.times),
        "phone": draft.phone,
        "website": draft.website,
        "offers": draft.offers_as_typed,
        MESSAGE: "",
    }


def typed_change(form: Mapping[str, str], draft: PointDraft) -> TypedAnswer:
    """What is different now; a field that was emptied is no change (a message can say it)."""
    before = standing(draft)
    values = {name: form.get(name, "") for name in (*CHANGEABLE, MESSAGE)}
    said = {name: in_order(values[name], lines=True) for name in CHANGEABLE}
    fields = {name: text for name, text in said.items() if text and text != in_order(before[name], lines=True)}
    problems = _problems(fields, values[MESSAGE])
    if not fields and not in_order(values[MESSAGE], lines=True):
        problems = (Problem(MESSAGE, "say_what_changed"),)
    return TypedAnswer(values, fields, problems)


def typed_end(form: Mapping[str, str]) -> TypedAnswer:
    """The place is no more; a word about it may be added."""
    values = {MESSAGE: form.get(MESSAGE, "")}
    return TypedAnswer(values, {}, _problems({}, values[MESSAGE]))


def _problems(fields: Mapping[str, str], message: str) -> tuple[Problem, ...]:
    letter = Letter(SuggestionKind.CARRIER, None, fields, in_order(message, lines=True))
    return tuple(letter_problems(letter))
