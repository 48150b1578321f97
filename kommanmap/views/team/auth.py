"""Signing in and out: the password, then the second factor. No cookie is set before the password was right."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.browsers import coarse_name
from kommanmap.domain.problems import Problem
from kommanmap.extensions import db
from kommanmap.forms.accounts import TypedSignIn, typed_sign_in
from kommanmap.models import User
from kommanmap.problem_texts import field_texts
from kommanmap.services import login_sessions, second_factor, sign_in, throttle
from kommanmap.services.login_sessions import staff_of
from kommanmap.services.security_events import EventKind, forget_old, note
from kommanmap.services.sign_in import Begun, NextStep
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import config, now, passwords
from kommanmap.views.open_form import is_timely, open_token, sender
from kommanmap.views.team import account_letters as letters
from kommanmap.views.team import identity
from kommanmap.views.team.entry import alternates, half_signed_in, later, login, minutes, name_key, target
from kommanmap.views.team.transaction import writing

auth = Blueprint("auth", __name__, url_prefix="/team")

FORM = "sign-in"


@auth.get("/anmelden", endpoint="login")
@anybody
def login_page() -> str:
    """The form."""
    return _form({}, ())


@auth.post("/anmelden", endpoint="login_try")
@public_form
def try_password() -> ResponseReturnValue:
    """Is it the right password?"""
    typed = typed_sign_in(request.form)
    if not is_timely(FORM):
        return _again(typed, [Problem("", "form_too_old")], 422)
    if typed.problems:
        return _again(typed, typed.problems, 422)
    limits = throttle.login_limits(name=name_key(typed.email), sender=sender())
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        return later(_form({"email": typed.email}, [problem]), error.seconds)
    begun = _begun(typed, limits)
    if begun is None:
        return _again(typed, [Problem("", "wrong_sign_in")], 422)
    return go_on(begun, target())


def _begun(typed: TypedSignIn, limits: Iterable[throttle.Limit]) -> Begun | None:
    """The new session. The slow work is done between transactions, so that nobody waits for it."""
    with reading_only():
        person = sign_in.known(db.session(), typed.email)
        db.session.rollback()
    if not passwords().is_right(person.password_hash, typed.password):
        with writing() as session:
            note(session, kind=EventKind.SIGN_IN_FAILED, now=now(), user_id=person.user_id)
        return None
    new_hash = sign_in.rehashed(passwords(), person, typed.password)
    with writing() as session:
        throttle.forgive(session, limits=tuple(limits))
        return begin_session(session.get_one(User, person.user_id), new_hash=new_hash)


def begin_session(user: User, *, new_hash: str = "") -> Begun:
    """After the password: a new session; the one that this browser had before ends. Inside a transaction."""
    session = db.session()
    earlier = identity.current_login()
    if earlier is not None:
        login_sessions.end(session, login=earlier)
    login_sessions.forget_old(session, now=now())
    forget_old(session, now=now())
    return sign_in.begin(
        session, user=user, now=now(), browser=coarse_name(request.user_agent.string),
        factor_required=config().second_factor_required, new_hash=new_hash,
    )  # fmt: skip


def go_on(begun: Begun, wanted: str) -> Response:
    """To the second factor, or to where the person wanted to go; with the session's cookie."""
    pages = {NextStep.PROVE: "auth.code", NextStep.SET_UP: "second_factor.choices"}
    to = url_for(pages[begun.step], weiter=wanted) if begun.step in pages else wanted
    return identity.keep(_see_other(to), begun.token)


@auth.get("/anmelden/code")
@half_signed_in
def code() -> ResponseReturnValue:
    """The form for the second factor."""
    if login().second_factor_utc is not None:
        return redirect(target(), 303)
    if not second_factor.has_any(db.session(), login().user):
        return redirect(url_for("second_factor.choices", weiter=target()), 303)
    return _code_form(())


@auth.post("/anmelden/code", endpoint="code_try")
@half_signed_in
def try_code() -> ResponseReturnValue:
    """A code of the app, or a recovery code."""
    user_id = login().user_id
    limits = throttle.factor_limits(user_id)
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        with writing() as session:
            note(session, kind=EventKind.THROTTLED, now=now(), user_id=user_id)
        return later(_code_form([Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})]), error.seconds)
    with writing() as session:
        half = login()
        if not second_factor.is_right(session, user=half.user, code=request.form.get("code", "")[:100], now=now()):
            note(session, kind=EventKind.SECOND_FACTOR_FAILED, now=now(), user_id=user_id)
            token = ""
        else:
            throttle.forgive(session, limits=limits)
            if not second_factor.is_app_code(request.form.get("code", "")):
                note(session, kind=EventKind.RECOVERY_CODE_USED, now=now(), user_id=user_id)
                letters.tell(session, to=half.user.email, what=letters.recovery_code_used())
            token = sign_in.complete(session, login=half, now=now())
    if not token:
        return _code_form([Problem("code", "wrong_code")]), 422
    return identity.keep(_see_other(target()), token)


@auth.post("/abmelden")
@half_signed_in
def logout() -> ResponseReturnValue:
    """Ends the session here and in the database."""
    with writing() as session:
        ending = login()
        note(session, kind=EventKind.SIGNED_OUT, now=now(), actor=staff_of(ending.user).actor, user_id=ending.user_id)
        login_sessions.end(session, login=ending)
    return identity.forget(_see_other(url_for("auth.login", abgemeldet=1)))


def _see_other(to: str) -> Response:
    answer = make_response(redirect(to, 303))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _again(typed: TypedSignIn, problems: Iterable[Problem], status: int) -> ResponseReturnValue:
    return _form({"email": typed.email}, problems), status


def _form(values: Mapping[str, str], problems: Iterable[Problem]) -> str:
    return render_template(
        "team/auth/login.html",
        values=values,
        problems=field_texts(problems),
        token=open_token(FORM),
        wanted=target(),
        signed_out="abgemeldet" in request.args,
        alternates=alternates(),
    )


def _code_form(problems: Iterable[Problem]) -> str:
    user = login().user
    return render_template(
        "team/auth/code.html",
        problems=field_texts(problems),
        has_app=bool(user.totp_secret),
        has_passkeys=second_factor.passkey_count(db.session(), user) > 0,
        wanted=target(),
        alternates=alternates(),
    )
