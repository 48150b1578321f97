"""Forms that everybody may send: a stateless signed token with a time, a field that only machines fill, and who sends.

No cookie, no script, no picture puzzle, nothing stored. The token belongs to one form, so it opens no other.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import abort, request

from kommanmap.domain.problems import Problem
from kommanmap.domain.suggestions import receipt_code
from kommanmap.views.current import now
from kommanmap.views.signing import is_signature, signature

TOKEN, TRAP = "open_token", "homepage"
"""The names of the two fields. Nobody sees the second; who fills it in is asked to send again."""

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 2 * 3600
SENDER_LENGTH = 40
_PURPOSE = "open-form"


def open_token(form: str) -> str:
    """A token for one form, made now: the time in seconds and its signature."""
    made = str(int(now().timestamp()))
    return f"{made}.{signature(_PURPOSE, f'{form}:{made}')}"


def kept_token(form: str) -> str:
    """For a form that comes back with a word about mistakes: its own token while that is good, else a new one."""
    given = request.form.get(TOKEN, "")
    age = _age(form, given)
    return given if age is not None and age <= LONGEST_SECONDS else open_token(form)


def open_form_problems(form: str) -> Iterator[Problem]:
    """Why this sending cannot count, in words that help a person; 400 without any token."""
    if TOKEN not in request.form:
        abort(400)
    age = _age(form, request.form[TOKEN])
    if age is None or age > LONGEST_SECONDS:
        yield Problem("", "form_too_old")
    elif age < SHORTEST_SECONDS:
        yield Problem("", "sent_too_fast")
    elif request.form.get(TRAP):
        yield Problem("", "send_again")


def is_timely(form: str) -> bool:
    """For forms that may be sent at once: whether their token is ours and not too old; 400 without any."""
    if TOKEN not in request.form:
        abort(400)
    age = _age(form, request.form[TOKEN])
    return age is not None and age <= LONGEST_SECONDS


def visit_form(slug: str) -> str:
    """The name of the button "I was there" of a place."""
    return f"visit:{slug}"


def day_token(form: str) -> str:
    """For a button on a page that is kept for a while: the same for everybody all day long."""
    return signature(_PURPOSE, f"{form}:{now().astimezone(UTC).date().isoformat()}")


def is_of_the_day(form: str) -> bool:
    """Whether the button's token is ours, of today or yesterday; 400 without any."""
    if TOKEN not in request.form:
        abort(400)
    today = now().astimezone(UTC).date()
    days = (today, today - timedelta(days=1))
    return any(is_signature(_PURPOSE, f"{form}:{day.isoformat()}", request.form[TOKEN]) for day in days)


def _age(form: str, given: str) -> int | None:
    """Seconds since the token was made; None where it is not ours, or from the future."""
    made, _, signed = given.partition(".")
    if not (made.isascii() and made.isdigit() and is_signature(_PURPOSE, f"{form}:{made}", signed)):
        return None
    age = int(now().timestamp()) - int(made)
    return age if age >= 0 else None


def sender() -> str:
    """Who sends, as a keyed hash that nobody can turn back and that is another one tomorrow; IPv6 by its /64."""
    salt = signature("sender-salt", now().astimezone(UTC).date().isoformat())
    return signature("sender", f"{salt}\n{asking_network()}")[:SENDER_LENGTH]


def asking_network() -> str:
    """Where this request comes from, as coarsely as limits need it. Kept nowhere as it is."""
    return _network(request.remote_addr or "")


def _network(told: str) -> str:
    """The address, of IPv6 the half that a household has; what is no address (a proxy's "unknown") as it was told."""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False).network_address)
    return str(address)


def receipt(form: str, content: str) -> str:
    """The receipt code of this sending: the same where one form is sent twice, otherwise nobody could guess it."""
    return receipt_code(signature("receipt", "\n".join((form, sender(), request.form.get(TOKEN, ""), content))))
