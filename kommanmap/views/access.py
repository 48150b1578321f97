"""Who may use an endpoint. Deny by default: a view that declares nothing is refused, and a test says so earlier.

`@public` for readers, `@public_form` for what they may send; `@permitted(…)` for staff, with everything that belongs to
it: the second factor, no storing, the form token on whatever changes something.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.staff import Staff
from kommanmap.permissions import Permission, may
from kommanmap.views import security_log
from kommanmap.views.form_token import refuse_forged, refuse_other_sites

P = ParamSpec("P")
R = TypeVar("R")

ACCESS_MARK = "kommanmap_access"
IDENTIFY = "kommanmap.identify"
"""In `app.extensions`: whoever knows sessions says here who asks (None: nobody whose sign-in is complete)."""

Identify = Callable[[], Staff | None]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may read this; it never sets a cookie and never changes anything."""

    @wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        with reading_only():
            return view(*args, **kwargs)

    setattr(reading, ACCESS_MARK, "public")
    return reading


def public_form(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Everybody may send this form. No cookie, nothing stored by browsers, nothing taken from other sites; the view
    checks the token of the form (`views.open_form`) and the limits."""

    @wraps(view)
    def sending(*args: P.args, **kwargs: P.kwargs) -> Response:
        refuse_other_sites()
        answer = make_response(view(*args, **kwargs))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    setattr(sending, ACCESS_MARK, "public_form")
    return sending


def permitted(permission: Permission) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """Only who is signed in (else the sign-in page, 401 for programs) and has the permission (else 403).

    The view finds who asks in `views.current.staff()`. GET reads only; whatever else carries the form token.
    """

    def protect(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            identify: Identify = current_app.extensions[IDENTIFY]
            staff = identify()
            if staff is None:
                return _to_sign_in()
            if not may(staff.role, permission):
                security_log.denied(staff)
                abort(403)
            g.staff = staff
            if request.method in READING:
                with reading_only():
                    answer = make_response(view(*args, **kwargs))
            else:
                refuse_forged()
                answer = make_response(view(*args, **kwargs))
            answer.headers["Cache-Control"] = "no-store"
            security_log.left_the_house(answer, staff)
            return answer

        setattr(guarded, ACCESS_MARK, permission.value)
        return guarded

    return protect


def declared_access(view: Callable[..., Any]) -> str | None:
    """What a view declared about itself."""
    return getattr(view, ACCESS_MARK, None)


def _to_sign_in() -> Response:
    """People come back to where they were after signing in; programs and forms are told that they have to."""
    wants_page = request.accept_mimetypes.accept_html and request.blueprint != "api"
    if request.method not in READING or not wants_page:
        abort(401)
    answer = redirect(url_for("auth.login", weiter=request.full_path.rstrip("?")))
    answer.headers["Cache-Control"] = "no-store"
    return make_response(answer)


def init_app(app: Flask) -> None:
    """Refuse endpoints without a declaration, and the sign that no text holds."""

    @app.before_request
    def refuse_the_undeclared() -> None:
        if request.endpoint is not None and declared_access(current_app.view_functions[request.endpoint]) is None:
            abort(403)

    @app.before_request
    def refuse_nul() -> None:
        """PostgreSQL takes no text with it, and no address of ours has it."""
        if "\0" in request.path:
            abort(404)
