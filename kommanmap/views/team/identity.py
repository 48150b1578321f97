"""From the cookie to the person: who asks, as `views.access` wants to know it. Sets and deletes the one cookie."""

from contextlib import nullcontext

from flask import Flask, Response, g, request

from kommanmap.database import reading_only
from kommanmap.domain.staff import Staff
from kommanmap.extensions import db
from kommanmap.models import LoginSession
from kommanmap.services import login_sessions
from kommanmap.views.access import IDENTIFY, READING
from kommanmap.views.current import now
from kommanmap.views.form_token import cookie_name, form_token, session_token
from kommanmap.views.team.transaction import writing


def init_app(app: Flask) -> None:
    """Tell `views.access` how to find out who asks, and templates how to carry the form token."""
    app.extensions[IDENTIFY] = signed_in
    app.jinja_env.globals["form_token"] = form_token


def current_login() -> LoginSession | None:
    """The living session of this request, complete or not; looked up once."""
    if "login" not in g:
        token = session_token()
        with reading_only() if request.method in READING else nullcontext():  # who reads waits for no writer
            g.login = login_sessions.find(db.session(), token=token, now=now()) if token else None
        if g.login is not None and login_sessions.wants_touch(g.login, now=now()):
            db.session.rollback()
            with writing() as session:
                g.login = login_sessions.find(session, token=token, now=now())
                if g.login is not None:
                    login_sessions.touch(session, login=g.login, now=now())
    login: LoginSession | None = g.login
    return login


def signed_in() -> Staff | None:
    """Who asks, if the sign-in is complete."""
    login = current_login()
    if login is None or login.second_factor_utc is None:
        return None
    return login_sessions.staff_of(login.user)


def keep(answer: Response, token: str) -> Response:
    """Put the session's token into the browser: for this site alone, out of reach of scripts, gone with the browser."""
    answer.set_cookie(cookie_name(), token, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return answer


def forget(answer: Response) -> Response:
    """Take it away, and whatever else this site could have left in the browser."""
    answer.delete_cookie(cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
