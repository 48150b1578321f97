"""Who may use an endpoint. Deny by default: a view that declares nothing is refused, and a test says so earlier."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, current_app, request

from kommanmap.database import reading_only

P = ParamSpec("P")
R = TypeVar("R")

ACCESS_MARK = "kommanmap_access"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may read this; it never sets a cookie and never changes anything."""

    @wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        with reading_only():
            return view(*args, **kwargs)

    setattr(reading, ACCESS_MARK, "public")
    return reading


def declared_access(view: Callable[..., Any]) -> str | None:
    """What a view declared about itself."""
    return getattr(view, ACCESS_MARK, None)


def init_app(app: Flask) -> None:
    """Refuse endpoints without a declaration."""

    @app.before_request
    def refuse_the_undeclared() -> None:
        if request.endpoint is not None and declared_access(current_app.view_functions[request.endpoint]) is None:
            abort(403)
