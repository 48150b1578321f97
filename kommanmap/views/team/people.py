"""People: who may sign in, whom to invite, what they reach. What is out of reach is not there (404)."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.forms.people import TypedPerson, typed_person, typed_rights
from kommanmap.labels import label
from kommanmap.models import User
from kommanmap.models.accounts import TokenKind
from kommanmap.permissions import Permission
from kommanmap.problem_texts import field_texts
from kommanmap.queries import people as known
from kommanmap.services import people as accounts
from kommanmap.services.people import Rights
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff
from kommanmap.views.team import account_letters as letters
from kommanmap.views.team.entry import fresh
from kommanmap.views.team.transaction import writing

people = Blueprint("people", __name__, url_prefix="/team/personen")

OURS = Permission.MANAGE_CENTRE_STAFF
ONE = "/<int(max=2147483647):number>"
MAIL = "mail"
"""The box that says: send the link by mail as well."""


@people.get("")
@permitted(OURS)
def listing() -> str:
    """Everybody in one's reach."""
    text = request.args.get("q", "").strip()[:100]
    page = known.people_page(db.session(), staff(), text=text, page=request.args.get("seite", 1, type=int))
    return render_template("team/people/list.html", page=page, text=text, role_label=label)


@people.get("/einladen")
@permitted(OURS)
@fresh("people.invite")
def invite() -> str:
    """The form of an invitation."""
    return _form(_nobody(), ())


@people.post("/einladen")
@permitted(OURS)
@fresh("people.invite")
def send_invitation() -> ResponseReturnValue:
    """Make the account and show its link."""
    typed = typed_person(request.form, request.form.getlist("centres"), request.form.getlist("places"))
    if "show" in request.form:  # without a script: the places of another centre
        return _form(typed, ())
    if typed.problems or typed.role is None:
        return _form(typed, typed.problems), 422
    rights = Rights(typed.role, typed.centres, typed.places)
    try:
        with writing() as session:
            invited = accounts.invite(session, email=typed.email, rights=rights, actor=staff(), now=now())
            if MAIL in request.form:
                letters.send_link(session, to=invited.user.email, token=invited.token, kind=TokenKind.INVITATION)
            return _link_page(invited.user, invited.token, TokenKind.INVITATION, is_again=not invited.is_new)
    except InvalidDraft as error:
        return _form(typed, error.found), 422


@people.get(ONE)
@permitted(OURS)
def person(number: int) -> str:
    """One account."""
    return _person_page(_person(number), None, ())


@people.post(f"{ONE}/rechte")
@permitted(OURS)
@fresh("people.person")
def change_rights(number: int) -> ResponseReturnValue:
    """Another role, other centres or places."""
    typed = typed_rights(request.form, request.form.getlist("centres"), request.form.getlist("places"))
    if "show" in request.form or typed.role is None:
        return _person_page(_person(number), typed, typed.problems if "show" not in request.form else ())
    rights = Rights(typed.role, typed.centres, typed.places)
    try:
        with writing() as session:
            accounts.change_rights(session, user=_person(number), rights=rights, actor=staff(), now=now())
    except InvalidDraft as error:
        return _person_page(_person(number), typed, error.found), 422
    return _done(number)


@people.post(f"{ONE}/sperren")
@permitted(OURS)
@fresh("people.person")
def disable(number: int) -> ResponseReturnValue:
    """Out at once."""
    try:
        with writing() as session:
            accounts.disable(session, user=_person(number), actor=staff(), now=now())
    except InvalidDraft as error:
        return _person_page(_person(number), None, error.found), 422
    return _done(number)


@people.post(f"{ONE}/entsperren")
@permitted(OURS)
@fresh("people.person")
def enable(number: int) -> ResponseReturnValue:
    """In again."""
    with writing() as session:
        accounts.enable(session, user=_person(number), actor=staff(), now=now())
    return _done(number)


@people.post(f"{ONE}/link")
@permitted(OURS)
@fresh("people.person")
def new_link(number: int) -> ResponseReturnValue:
    """The invitation again, or a new password."""
    with writing() as session:
        user = _person(number)
        token, kind = accounts.new_link(session, user=user, actor=staff(), now=now())
        if MAIL in request.form:
            letters.send_link(session, to=user.email, token=token, kind=kind)
        return _link_page(user, token, kind, is_again=True)


@people.post(f"{ONE}/sitzungen")
@permitted(OURS)
@fresh("people.person")
def end_sessions(number: int) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    with writing() as session:
        accounts.end_sessions(session, user=_person(number), actor=staff(), now=now())
    return _done(number)


@people.post(f"{ONE}/zweite-sicherung")
@permitted(OURS)
@fresh("people.person")
def reset_second_factor(number: int) -> ResponseReturnValue:
    """The phone is lost."""
    with writing() as session:
        user = _person(number)
        accounts.reset_second_factor(session, user=user, actor=staff(), now=now())
        letters.tell(session, to=user.email, what=letters.factor_changed())
    return _done(number)


def _person(number: int) -> User:
    return known.person_within(db.session(), staff(), number)


def _done(number: int) -> ResponseReturnValue:
    return redirect(url_for("people.person", number=number, getan=1), 303)


def _nobody() -> TypedPerson:
    place = request.args.get("ort", "")
    role = Role.CARRIER if place else None
    return TypedPerson("", role, frozenset(), frozenset({place} if place else ()))


def _link_page(user: User, token: str, kind: TokenKind, *, is_again: bool) -> str:
    """The link, shown once: to hand over, or to be copied into a mail."""
    return render_template(
        "team/people/link.html",
        user=user,
        link=letters.link_of(token, kind),
        is_sent=MAIL in request.form,
        is_invitation=kind is TokenKind.INVITATION,
        is_again=is_again,
        hours=letters.hours_of(kind),
    )


def _choices(typed: TypedPerson) -> dict[str, object]:
    """What the form offers: roles, centres, the places of one centre."""
    centre = request.values.get("centre_of_places", "")
    centres = known.centre_choices(db.session(), staff())
    places = known.place_choices(db.session(), staff(), centre)
    roles = [role for role in Role if role is not Role.STATE or staff().scope.everything]
    return {
        "by_mail": request.method != "POST" or MAIL in request.form,
        "roles": [(role.value, label(role)) for role in roles],
        "centres": centres,
        "places": places,
        "centre_of_places": centre,
        "typed": typed,
    }


def _form(typed: TypedPerson, problems: Iterable[Problem]) -> str:
    return render_template("team/people/invite.html", problems=field_texts(problems), **_choices(typed))


def _person_page(user: User, typed: TypedPerson | None, problems: Iterable[Problem]) -> str:
    session = db.session()
    places = known.names_of_places(session, user)
    if typed is None:
        of_user = {row.centre_id for row in user.centres}
        slugs = frozenset(each.slug for each in known.centre_choices(session, staff()) if each.id in of_user)
        typed = TypedPerson(user.email, user.role, slugs, frozenset(place.public_id for place in places))
    return render_template(
        "team/people/person.html",
        user=user,
        kept=places,
        role_label=label,
        is_managed=known.manages(session, staff(), user),
        is_oneself=user.id == staff().user_id,
        problems=field_texts(problems),
        just_done="getan" in request.args,
        **_choices(replace(typed, email=user.email)),
    )
