"""Who may use an endpoint. Deny by default: a view that declares nothing is refused, and a test says so earlier."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])

ACCESS_MARK = "kommanmap_access"


def public(view: View) -> View:
    """Everybody may read this; it must never set a cookie or change anything."""
    setattr(view, ACCESS_MARK, "public")
    return view


def declared_access(view: Callable[..., Any]) -> str | None:
    """What a view declared about itself."""
    return getattr(view, ACCESS_MARK, None)


def init_app(app: Flask) -> None:
    """Refuse endpoints without a declaration."""

    @app.before_request
    def refuse_the_undeclared() -> None:
        if request.endpoint is not None and declared_access(current_app.view_functions[request.endpoint]) is None:
            abort(403)
