"""Staff's answer to a letter of the public: which fields go in, as what, with which words. Knows no request."""

from collections.abc import Mapping
from dataclasses import dataclass

from kommanmap.domain.problems import Problem
from kommanmap.domain.suggestions import MESSAGE_LIMIT, RefusalReason, in_order, text_problems
from kommanmap.domain.vocabulary import Status

TAKE, FIELD = "take", "field_"
"""Checkboxes of this name hold field names; a field's text stands under this beginning."""

NEW_STATUSES = (Status.REVIEW, Status.PUBLIC)


@dataclass(frozen=True, slots=True)
class TypedApproval:
    """What staff chose: fields with their texts, the municipality and status of a new place, a word to the sender."""

    changes: Mapping[str, str]
    texts: Mapping[str, str]
    ags: str
    status: Status
    ends: bool
    reason: str
    version: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TypedRefusal:
    """Why nothing is changed."""

    refusal: RefusalReason | None
    reason: str
    problems: tuple[Problem, ...]


def typed_approval(
    form: Mapping[str, str], *, taken: frozenset[str], names: tuple[str, ...], everything: bool
) -> TypedApproval:
    """names: the fields that the letter may fill, whatever else was sent. everything: of a new place all count."""
    texts = {name: form.get(f"{FIELD}{name}", "") for name in names}
    chosen = {name: text for name, text in texts.items() if everything or name in taken}
    reason = in_order(form.get("reason", ""), lines=True)
    version = form.get("version", "")
    problems = list(text_problems("reason", reason, MESSAGE_LIMIT))
    ends = form.get("ends") == "1"
    if ends and not reason:
        problems.append(Problem("reason", "missing"))
    return TypedApproval(
        changes=chosen,
        texts=texts,
        ags=form.get("ags", ""),
        status=next((each for each in NEW_STATUSES if each.value == form.get("status")), NEW_STATUSES[0]),
        ends=ends,
        reason=reason,
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
        problems=tuple(problems),
    )


def typed_refusal(form: Mapping[str, str]) -> TypedRefusal:
    """One of the fixed reasons; own words where none fits."""
    refusal = next((each for each in RefusalReason if each.value == form.get("refusal")), None)
    reason = in_order(form.get("refusal_text", ""), lines=True)
    problems = list(text_problems("refusal_text", reason, MESSAGE_LIMIT))
    if refusal is None:
        problems.append(Problem("refusal", "choose_one"))
    if refusal is RefusalReason.OTHER and not reason:
        problems.append(Problem("refusal_text", "missing"))
    return TypedRefusal(refusal, reason, tuple(problems))
