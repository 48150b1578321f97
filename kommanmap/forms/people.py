"""Somebody else's account as it is typed: address, role, centres, places. Knows no request and no table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Role
from kommanmap.forms.accounts import email_problems, typed_email

MOST_CHOSEN = 300


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """What was typed and chosen, as it goes back into the form, and what is wrong with it."""

    email: str
    role: Role | None
    centres: frozenset[str]
    places: frozenset[str]
    problems: tuple[Problem, ...] = ()


def typed_rights(form: Mapping[str, str], centres: Sequence[str], places: Sequence[str]) -> TypedPerson:
    """Role, centres and places; what the chosen role does not need is left out. centres, places: the ticked values."""
    role = next((role for role in Role if role.value == form.get("role")), None)
    problems = () if role else (Problem("role", "role_missing"),)
    return TypedPerson(
        typed_email(form),
        role,
        frozenset(centres[:MOST_CHOSEN]) if role is Role.CENTRE else frozenset(),
        frozenset(places[:MOST_CHOSEN]) if role is Role.CARRIER else frozenset(),
        problems,
    )


def typed_person(form: Mapping[str, str], centres: Sequence[str], places: Sequence[str]) -> TypedPerson:
    """The form of an invitation."""
    rights = typed_rights(form, centres, places)
    found = (*email_problems(rights.email), *rights.problems)
    return TypedPerson(rights.email, rights.role, rights.centres, rights.places, found)
