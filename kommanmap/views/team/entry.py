"""What all pages around signing in share: where people go on to, who tries, whose session is not complete yet.

Knows no form and no page.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.models import LoginSession
from kommanmap.services import login_sessions
from kommanmap.views.access import ACCESS_MARK, READING
from kommanmap.views.current import now
from kommanmap.views.form_token import refuse_forged
from kommanmap.views.signing import signature
from kommanmap.views.team.identity import current_login

P = ParamSpec("P")

HOME = "/team/"
TARGET = "weiter"
HALF_SIGNED_IN = "half_signed_in"
"""What a view declares that needs the password only."""

_OWN_PATH = re.compile(r"/team(?:[/?][!-\[\]-~]*)?")  # visible ASCII without the backslash
_LONGEST_TARGET = 2000
_KEY_LENGTH = 40


def target() -> str:
    """Where somebody wanted to go before they had to prove who they are: a page of staff here, else the first."""
    wanted = request.values.get(TARGET, "")
    return wanted if len(wanted) <= _LONGEST_TARGET and _OWN_PATH.fullmatch(wanted) else HOME


def name_key(email: str) -> str:
    """A typed mail address as a keyed hash, for limits: it says nothing about who it was."""
    return signature("entry-name", email)[:_KEY_LENGTH]


def alternates() -> list[tuple[Language, str]]:
    """This page in every language."""
    wanted = {TARGET: target()} if TARGET in request.values else {}
    assert request.endpoint is not None  # noqa: S101 - a page that is shown has a route
    arguments = {**(request.view_args or {}), **wanted}
    return [(language, url_for(request.endpoint, **arguments, lang=language.code)) for language in LANGUAGES]


def later(page: str, seconds: int) -> Response:
    """A page that says: too often; with the time after which it may be tried again."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def minutes(seconds: int) -> int:
    """For people: at least one."""
    return max(1, -(-seconds // 60))


def half_signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Who knew the password; the second factor may be missing. The view finds the session in `login()`."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        found = current_login()
        if found is None:
            if request.method not in READING or not request.accept_mimetypes.accept_html:
                abort(401)
            return _unstored(redirect(url_for("auth.login", weiter=target() if TARGET in request.args else None), 303))
        if request.method in READING:
            with reading_only():
                return _unstored(view(*args, **kwargs))
        refuse_forged()
        return _unstored(view(*args, **kwargs))

    setattr(guarded, ACCESS_MARK, HALF_SIGNED_IN)
    return guarded


def login() -> LoginSession:
    """The session of this request; only behind a decorator that makes sure of it."""
    found = current_login()
    if found is None:
        abort(401)
    return found


def fresh(back: str) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Below `@permitted`: who did not prove lately who they are does so first. back: the endpoint to come back to."""

    def protect(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if login_sessions.is_fresh(login(), now=now()):
                return view(*args, **kwargs)
            if not request.accept_mimetypes.accept_html and request.is_json:
                abort(401)
            reading = request.method in READING
            page = request.full_path.rstrip("?") if reading else url_for(back, **(request.view_args or {}))
            return redirect(url_for("account.prove", weiter=page), 303)

        return guarded

    return protect


def forget_lookup() -> None:
    """The session of this request has changed: look it up anew."""
    g.pop("login", None)


def _unstored(answer: ResponseReturnValue) -> Response:
    response = current_app.make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response
