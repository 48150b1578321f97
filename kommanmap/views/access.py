"""Who may use an endpoint. Deny by default: a view that declares nothing is refused, and a test says so earlier."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Request, abort, current_app, request

from kommanmap.database import reading_only
from kommanmap.permissions import Permission, Role, may

P = ParamSpec("P")
R = TypeVar("R")

ACCESS_MARK = "kommanmap_access"
IDENTIFY = "kommanmap.identify"
"""In `app.extensions`: whoever knows sessions says here in which role a request comes."""

Identify = Callable[[Request], Role | None]


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may read this; it never sets a cookie and never changes anything."""

    @wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        with reading_only():
            return view(*args, **kwargs)

    setattr(reading, ACCESS_MARK, "public")
    return reading


def permitted(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only who is signed in (else 401) and has the permission (else 403)."""

    def protect(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            identify: Identify = current_app.extensions[IDENTIFY]
            role = identify(request)
            if role is None:
                abort(401)
            if not may(role, permission):
                abort(403)
            return view(*args, **kwargs)

        setattr(guarded, ACCESS_MARK, permission.value)
        return guarded

    return protect


def declared_access(view: Callable[..., Any]) -> str | None:
    """What a view declared about itself."""
    return getattr(view, ACCESS_MARK, None)


def _nobody(_request: Request) -> Role | None:
    """As long as nobody can sign in, nobody is staff."""
    return None


def init_app(app: Flask) -> None:
    """Refuse endpoints without a declaration."""
    app.extensions.setdefault(IDENTIFY, _nobody)

    @app.before_request
    def refuse_the_undeclared() -> None:
        if request.endpoint is not None and declared_access(current_app.view_functions[request.endpoint]) is None:
            abort(403)
