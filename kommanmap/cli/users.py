"""`kommanmap users …`: the first account, help where nobody can sign in, what is kept about a person, forgetting.

No password is ever typed here: an account begins with a link that its owner opens.
"""

import click
from flask import Flask
from sqlalchemy import select

from kommanmap.cli.installation import edges, installed_app, say_json, settings
from kommanmap.cli.refusals import Refusal, RefusingGroup
from kommanmap.database import reading_only
from kommanmap.domain.problems import InvalidDraft
from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.forms.accounts import email_problems, typed_email
from kommanmap.models import Centre, User, UserCentre
from kommanmap.models.accounts import TokenKind
from kommanmap.queries.people import is_known
from kommanmap.services import people
from kommanmap.services.account_export import exported
from kommanmap.services.account_forgetting import forget_disabled
from kommanmap.services.account_links import LIFE
from kommanmap.services.login_sessions import EVERYTHING

OPERATOR = Staff(user_id=0, role=Role.STATE, scope=EVERYTHING)
"""Whoever may type commands on this machine."""
PATHS = {TokenKind.INVITATION: "einladung", TokenKind.RESET: "neues-passwort"}


@click.group(cls=RefusingGroup)
def users() -> None:
    """Konten der Fachkräfte."""


@users.command("create-admin")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def create_admin(email: str, as_json: bool) -> None:
    """Ein Konto der Landeskoordination anlegen und den Link für das erste Passwort zeigen."""
    _invite(email, people.Rights(Role.STATE), as_json=as_json)


@users.command()
@click.argument("email")
@click.option("--centre", "centres", multiple=True, required=True, help="Kürzel des Zentrums, auch mehrmals.")
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def invite(email: str, centres: tuple[str, ...], as_json: bool) -> None:
    """Eine Fachkraft eines Zentrums einladen und den Link für das erste Passwort zeigen."""
    _invite(email, people.Rights(Role.CENTRE, frozenset(centres)), as_json=as_json)


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def show_list(as_json: bool) -> None:
    """Alle Konten zeigen."""
    with installed_app(), reading_only():
        found = db.session.scalars(select(User).where(is_known()).order_by(User.email)).all()
        pairs = select(User.email, Centre.slug).join(UserCentre, UserCentre.user_id == User.id).join(Centre)
        slugs = db.session.execute(pairs.order_by(Centre.slug)).all()
        centres = {user.email: [slug for email, slug in slugs if email == user.email] for user in found}
        rows = [
            {
                "email": user.email,
                "role": user.role.value,
                "state": "disabled" if user.is_disabled else "active" if user.password_hash else "invited",
                "last_login": user.last_login_utc.isoformat() if user.last_login_utc else "",
            }
            for user in found
        ]
    if as_json:
        say_json([{**row, "centres": centres[row["email"]]} for row in rows])
        return
    for row in rows:
        words = (row["email"], row["role"], row["state"], *centres[row["email"]])
        click.echo("  ".join(words))
    click.echo(f"{len(rows)} Konten.")


@users.command()
@click.argument("email")
def disable(email: str) -> None:
    """Ein Konto sperren: Alle Sitzungen enden sofort."""
    with installed_app() as app:
        user = _user(email)
        people.disable(db.session(), user=user, actor=OPERATOR, now=edges(app).clock.now())
        db.session.commit()
    click.echo(f"{user_name(email)} ist gesperrt.")


@users.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Auch die zweite Sicherung löschen (Handy verloren).")
def link(email: str, second_factor: bool) -> None:
    """Einen Link für ein neues Passwort zeigen, wenn niemand sonst helfen kann."""
    with installed_app() as app:
        now, user = edges(app).clock.now(), _user(email)
        if second_factor:
            people.reset_second_factor(db.session(), user=user, actor=OPERATOR, now=now)
        token, kind = people.new_link(db.session(), user=user, actor=OPERATOR, now=now)
        db.session.commit()
        click.echo(_address(app, token, kind))


@users.command()
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def forget(as_json: bool) -> None:
    """Konten vergessen, die seit 90 Tagen gesperrt sind. Läuft die Seite, geschieht das von selbst."""
    with installed_app() as app:
        count = forget_disabled(db.session(), now=edges(app).clock.now())
        db.session.commit()
    if as_json:
        say_json({"forgotten": count})
    else:
        click.echo(f"{count} Konten ohne Namen.")


@users.command()
@click.argument("email")
def export(email: str) -> None:
    """Alles, was über eine Person gespeichert ist, als JSON zeigen: für ihre Auskunft."""
    with installed_app(), reading_only():
        say_json(exported(db.session(), user=_user(email)))


def user_name(email: str) -> str:
    """The mail address as it is kept."""
    return typed_email({"email": email})


def _invite(email: str, rights: people.Rights, *, as_json: bool) -> None:
    address = user_name(email)
    problems = email_problems(address)
    if problems:
        raise InvalidDraft(problems)
    with installed_app() as app:
        now = edges(app).clock.now()
        invited = people.invite(db.session(), email=address, rights=rights, actor=OPERATOR, now=now)
        db.session.commit()
        url = _address(app, invited.token, TokenKind.INVITATION)
    if as_json:
        say_json({"email": address, "role": rights.role.value, "link": url})
        return
    click.echo(f"Konto für {address} ist angelegt. Dieser Link setzt das erste Passwort:")
    click.echo(url)
    click.echo(f"Er gilt einmal und {LIFE[TokenKind.INVITATION].days} Tage.")


def _user(email: str) -> User:
    found = db.session.scalars(select(User).where(User.email == user_name(email))).one_or_none()
    if found is None:
        raise Refusal(f"Ein Konto {user_name(email)} gibt es nicht.")
    return found


def _address(app: Flask, token: str, kind: TokenKind) -> str:
    site = settings(app).public_url.rstrip("/") or f"http://localhost:{settings(app).port}"
    return f"{site}/team/{PATHS[kind]}/{token}"
