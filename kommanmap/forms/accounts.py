"""What people type to prove who they are, and about whom. A form → values and problems. Knows no request."""

from collections.abc import Mapping
from dataclasses import dataclass

from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import is_mail_address, single_line
from kommanmap.domain.suggestions import text_problems

EMAIL_LIMIT, NAME_LIMIT, KEY_NAME_LIMIT, CODE_LIMIT, PASSWORD_LIMIT = 200, 120, 60, 40, 4096


@dataclass(frozen=True, slots=True)
class TypedSignIn:
    """A mail address and a password; the address in lower case, the password just as it was typed."""

    email: str
    password: str
    problems: tuple[Problem, ...] = ()


def typed_sign_in(form: Mapping[str, str]) -> TypedSignIn:
    """The form of the sign-in page."""
    email, password = typed_email(form), form.get("password", "")
    missing = (Problem(name, "missing") for name, value in (("email", email), ("password", password)) if not value)
    return TypedSignIn(email, password, tuple(missing))


def typed_email(form: Mapping[str, str]) -> str:
    """A mail address as it is kept."""
    return single_line(form.get("email", ""))[: EMAIL_LIMIT + 1].lower()


def email_problems(email: str) -> tuple[Problem, ...]:
    """What keeps an address from being written to."""
    if not email:
        return (Problem("email", "missing"),)
    if len(email) > EMAIL_LIMIT:
        return (Problem("email", "too_long", {"limit": EMAIL_LIMIT, "length": len(email)}),)
    return () if is_mail_address(email) else (Problem("email", "not_an_address"),)


def typed_name(form: Mapping[str, str], limit: int = NAME_LIMIT) -> tuple[str, tuple[Problem, ...]]:
    """What somebody wants to be called, or calls a passkey; may be empty."""
    name = single_line(form.get("name", ""))
    return name, tuple(text_problems("name", name, limit))
