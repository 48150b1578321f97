"""One's own account: name, password, second factor, sessions; and proving anew who one is before a sensitive change."""

from collections.abc import Iterable

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.extensions import db
from kommanmap.forms.accounts import email_problems, typed_email, typed_name
from kommanmap.models.accounts import TokenKind
from kommanmap.permissions import Permission
from kommanmap.problem_texts import field_texts
from kommanmap.services import accounts, login_sessions, mail_address, passkeys, second_factor, throttle
from kommanmap.services.security_events import EventKind, note
from kommanmap.views.access import permitted
from kommanmap.views.current import config, now, passwords
from kommanmap.views.team import account_letters as letters
from kommanmap.views.team import identity
from kommanmap.views.team.entry import fresh, later, login, minutes, target
from kommanmap.views.team.transaction import writing

account = Blueprint("account", __name__, url_prefix="/team/konto")

OVERVIEW = "account.overview"
OWN = Permission.SEE_OWN_ACCOUNT


@account.get("")
@permitted(OWN)
def overview() -> str:
    """Everything about one's own account."""
    return _page(())


@account.post("/name")
@permitted(OWN)
def rename() -> ResponseReturnValue:
    """How colleagues see one."""
    name, problems = typed_name(request.form)
    if problems:
        return _page(problems), 422
    with writing() as session:
        accounts.rename(session, user=login().user, name=name)
    return _done()


@account.post("/adresse")
@permitted(OWN)
@fresh(OVERVIEW)
def change_address() -> ResponseReturnValue:
    """Another mail address: a link goes there, a notice to the one of now."""
    email = typed_email(request.form)
    problems = email_problems(email)
    if problems:
        return _page(problems), 422
    try:
        with writing() as session:
            throttle.claim(session, limits=throttle.address_limits(login().user_id), now=now())
        with writing() as session:
            token = mail_address.ask(session, login=login(), email=email, now=now())
            letters.send_link(session, to=email, token=token, kind=TokenKind.ADDRESS)
            letters.tell(session, to=login().user.email, what=letters.address_asked())
    except throttle.TooManyTries as error:
        return later(_page([Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})]), error.seconds)
    except InvalidDraft as error:
        return _page(error.found), 422
    return redirect(url_for(OVERVIEW, unterwegs=1), 303)


@account.post("/passwort")
@permitted(OWN)
@fresh(OVERVIEW)
def change_password() -> ResponseReturnValue:
    """A new password; all other sessions end."""
    user = login().user
    rules = accounts.password_rules(
        factor_required=config().second_factor_required, site_name=config().site_name,
        has_factor=second_factor.has_any(db.session(), user),
    )  # fmt: skip
    password = request.form.get("password", "")
    problems = accounts.password_problems(db.session(), user, password, rules)
    if problems:
        return _page(problems), 422
    db.session.rollback()  # hashing is slow: nobody waits for it
    password_hash = passwords().hashed(password)
    with writing() as session:
        accounts.change_password(session, login=login(), password_hash=password_hash, now=now())
        letters.tell(session, to=login().user.email, what=letters.password_changed())
    return _done()


@account.post("/app/entfernen")
@permitted(OWN)
@fresh(OVERVIEW)
def remove_app() -> ResponseReturnValue:
    """Do without the authenticator app."""
    try:
        with writing() as session:
            accounts.remove_app(session, login=login(), factor_required=config().second_factor_required, now=now())
            letters.tell(session, to=login().user.email, what=letters.factor_changed())
    except InvalidDraft as error:
        return _page(error.found), 422
    return _done()


@account.post("/passkeys/<int(max=2147483647):number>/entfernen")
@permitted(OWN)
@fresh("account.overview")
def remove_passkey(number: int) -> ResponseReturnValue:
    """Do without one passkey."""
    required = config().second_factor_required
    try:
        with writing() as session:
            passkeys.remove(session, user=login().user, number=number, factor_required=required)
            accounts.factor_changed(session, login=login(), now=now())
            letters.tell(session, to=login().user.email, what=letters.factor_changed())
    except InvalidDraft as error:
        return _page(error.found), 422
    return _done()


@account.post("/sitzungen/<int(max=2147483647):number>/beenden")
@permitted(OWN)
def end_session(number: int) -> ResponseReturnValue:
    """Sign one of one's browsers out."""
    is_this = number == login().id
    with writing() as session:
        accounts.end_session(session, user=login().user, number=number, now=now())
    if is_this:
        return identity.forget(make_response(redirect(url_for("auth.login", abgemeldet=1), 303)))
    return _done()


@account.post("/sitzungen/beenden")
@permitted(OWN)
def end_other_sessions() -> ResponseReturnValue:
    """Sign all other browsers out."""
    with writing() as session:
        accounts.end_others(session, login=login(), now=now())
    return _done()


@account.post("/verlaengern")
@permitted(OWN)
def extend() -> ResponseReturnValue:
    """Still here: the session counts its pause anew. For scripts how many seconds it has now."""
    with writing() as session:
        current = login()
        login_sessions.touch(session, login=current, now=now())
        seconds = int((login_sessions.ends_utc(current) - now()).total_seconds())
    return jsonify({"seconds": seconds}) if request.accept_mimetypes.best == "application/json" else _done()


@account.get("/bestaetigen")
@permitted(OWN)
def prove() -> str:
    """Ask anew who it is."""
    return _proof(())


@account.post("/bestaetigen")
@permitted(OWN)
def check_proof() -> ResponseReturnValue:
    """Password, and the second factor where there is one, once more."""
    user_id, password_hash = login().user_id, login().user.password_hash
    limits = (*throttle.proof_limits(user_id), *throttle.factor_limits(user_id))
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        return later(_proof([problem]), error.seconds)
    if not passwords().is_right(password_hash, request.form.get("password", "")):
        with writing() as session:
            note(session, kind=EventKind.SIGN_IN_FAILED, now=now(), user_id=user_id)
        return _proof([Problem("password", "wrong_password")]), 422
    with writing() as session:
        current = login()
        wanted = second_factor.has_any(session, current.user)
        code = request.form.get("code", "")[:100]
        right = not wanted or second_factor.is_right(session, user=current.user, code=code, now=now())
        if right:
            throttle.forgive(session, limits=limits)
            accounts.proved(session, login=current, now=now())
        else:
            note(session, kind=EventKind.SECOND_FACTOR_FAILED, now=now(), user_id=user_id)
    if not right:
        return _proof([Problem("code", "wrong_code")]), 422
    return redirect(target(), 303)


def _done() -> ResponseReturnValue:
    return redirect(url_for("account.overview", getan=1), 303)


def _proof(problems: Iterable[Problem]) -> str:
    user = login().user
    return render_template(
        "team/account/prove.html",
        email=user.email,
        has_factor=second_factor.has_any(db.session(), user),
        has_passkeys=second_factor.passkey_count(db.session(), user) > 0,
        problems=field_texts(problems),
        wanted=target(),
    )


def _page(problems: Iterable[Problem]) -> str:
    session, user = db.session(), login().user
    return render_template(
        "team/account/overview.html",
        user=user,
        name=request.form.get("name", user.name),
        keys=passkeys.keys_of(session, user),
        codes_left=second_factor.recovery_codes_left(session, user),
        has_factor=second_factor.has_any(session, user),
        sessions=accounts.open_sessions(session, user, now=now()),
        this_session=login().id,
        is_fresh=login_sessions.is_fresh(login(), now=now()),
        problems=field_texts(problems),
        email=request.form.get("email", "") if request.endpoint == "account.change_address" else "",
        just_done="getan" in request.args,
        just_asked="unterwegs" in request.args,
    )
