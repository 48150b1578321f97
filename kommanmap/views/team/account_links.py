"""Behind a link that opens an account: an invitation is taken up, a new password set. Used or expired: 410."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.domain.errors import NotFound
from kommanmap.domain.password_rules import PasswordRules
from kommanmap.domain.problems import Problem
from kommanmap.extensions import db
from kommanmap.forms.accounts import typed_name
from kommanmap.models import User
from kommanmap.models.accounts import TokenKind
from kommanmap.problem_texts import field_texts
from kommanmap.services import account_links, accounts, mail_address, throttle
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import config, now, passwords
from kommanmap.views.open_form import is_timely, open_token, sender
from kommanmap.views.team import account_letters as letters
from kommanmap.views.team.auth import begin_session, go_on
from kommanmap.views.team.entry import HOME, alternates, later, minutes
from kommanmap.views.team.transaction import writing

links = Blueprint("account_links", __name__, url_prefix="/team")

FORM, ADDRESS_FORM = "account-link", "new-address"
GONE = 410


@links.get("/einladung/<token>")
@anybody
def invitation(token: str) -> ResponseReturnValue:
    """The first password of an invited person."""
    return _page(token, TokenKind.INVITATION, ())


@links.post("/einladung/<token>")
@public_form
def take_invitation(token: str) -> ResponseReturnValue:
    """Take the invitation up: name and password."""
    return _take(token, TokenKind.INVITATION)


@links.get("/neues-passwort/<token>")
@anybody
def reset(token: str) -> ResponseReturnValue:
    """A new password for somebody who lost theirs."""
    return _page(token, TokenKind.RESET, ())


@links.post("/neues-passwort/<token>")
@public_form
def take_reset(token: str) -> ResponseReturnValue:
    """Set the new password."""
    return _take(token, TokenKind.RESET)


@links.get("/neue-adresse/<token>")
@anybody
def address(token: str) -> ResponseReturnValue:
    """Behind the link to a new mailbox: one button, because programs open links too."""
    return _address_page(mail_address.asked_for(db.session(), token=token, now=now()), is_done=False)


@links.post("/neue-adresse/<token>")
@public_form
def take_address(token: str) -> ResponseReturnValue:
    """The new mailbox has been read."""
    if not is_timely(ADDRESS_FORM):
        return _address_page(mail_address.asked_for(db.session(), token=token, now=now()), is_done=False)
    with writing() as session:
        user, before = mail_address.confirm(session, token=token, now=now())
        letters.tell(session, to=before, what=letters.address_changed())
        return _address_page(user.email, is_done=True)


@links.errorhandler(NotFound)
def gone(_error: NotFound) -> ResponseReturnValue:
    """Used up, too old, or never ours."""
    return _gone()


def _address_page(email: str, *, is_done: bool) -> ResponseReturnValue:
    if not email:
        return _gone()
    return render_template(
        "team/auth/new_address.html",
        email=email,
        token=open_token(ADDRESS_FORM),
        is_done=is_done,
        alternates=alternates(),
    )


def _take(token: str, kind: TokenKind) -> ResponseReturnValue:
    if not is_timely(FORM):
        return _page(token, kind, [Problem("", "form_too_old")], 422)
    try:
        with writing() as session:
            throttle.claim(session, limits=throttle.link_limits(sender()), now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        return later(render_template("team/auth/link_gone.html", problems=field_texts([problem])), error.seconds)
    user = account_links.user_of(db.session(), token=token, kind=kind, now=now())
    if user is None:
        db.session.rollback()
        return _gone()
    password = request.form.get("password", "")
    name, problems = typed_name(request.form) if kind is TokenKind.INVITATION else (None, ())
    found = (*problems, *accounts.password_problems(db.session(), user, password, _rules()))
    db.session.rollback()
    if found:
        return _page(token, kind, found, 422)
    password_hash = passwords().hashed(password)
    try:
        with writing() as session:
            person = accounts.take_link(
                session, token=token, kind=kind, password_hash=password_hash, name=name, now=now()
            )
            if kind is TokenKind.RESET:
                letters.tell(session, to=person.email, what=letters.password_changed())
            begun = begin_session(person)
    except NotFound:
        return _gone()
    return go_on(begun, HOME)


def _page(token: str, kind: TokenKind, problems: Iterable[Problem], status: int = 200) -> ResponseReturnValue:
    user: User | None = account_links.user_of(db.session(), token=token, kind=kind, now=now())
    if user is None:
        return _gone()
    page = render_template(
        "team/auth/new_password.html",
        email=user.email,
        name=request.form.get("name", user.name),
        is_invitation=kind is TokenKind.INVITATION,
        shortest=_rules().shortest,
        problems=field_texts(problems),
        token=open_token(FORM),
        alternates=alternates(),
    )
    return page, status


def _gone() -> ResponseReturnValue:
    return render_template("team/auth/link_gone.html", problems={}), GONE


def _rules() -> PasswordRules:
    return accounts.password_rules(factor_required=config().second_factor_required, site_name=config().site_name)
