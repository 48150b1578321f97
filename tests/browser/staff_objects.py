"""One of everything that a page of staff can show, beside the example places, for tests that walk all pages."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask
from sqlalchemy import select

from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import Centre, Change, MeetingPoint, Municipality, OutboxMail
from kommanmap.permissions import Permission, may
from kommanmap.services import account_links, drafts, people, suggestions
from kommanmap.services.account_links import TokenKind
from kommanmap.services.login_sessions import EVERYTHING
from tests.apps import NOW
from tests.factories import make_point
from tests.forms import form_values
from tests.staff import AtWork, make_user, sign_in

CENTRE = "siegen-wittgenstein"
KEY = "neu-0123456789abcdef"
MAILBOX = "treff@traeger.example"
LONG_AGO = date(2024, 5, 1)
OPERATOR = Staff(user_id=0, role=Role.STATE, scope=EVERYTHING)


@dataclass(frozen=True)
class Desk:
    """Somebody at work, and the arguments of the addresses of what they may look at."""

    person: AtWork
    objects: Mapping[str, str]
    query: Mapping[str, str]


def own_places() -> list[MeetingPoint]:
    """Of the centre; in an app context."""
    towns = select(Municipality.ags).join(Centre).where(Centre.slug == CENTRE)
    wanted = select(MeetingPoint).where(MeetingPoint.ags.in_(towns)).order_by(MeetingPoint.id)
    return list(db.session.scalars(wanted))


def furnish(app: Flask) -> dict[str, str]:
    """A letter, a reminder, open links; the words of their addresses."""
    person = sign_in(app, Role.CENTRE, centre=CENTRE)
    with app.app_context():
        session = db.session()
        place, other, *_others = own_places()
        for name in ("Café Eins", "Zwei"):
            make_point(session, name=name, email=MAILBOX, last_checked_on=LONG_AGO)
        answered = {"phone": "0271 1234", "times": "mittwochs 10–12 Uhr"}
        letter = suggestions.record_carrier_answer(session, point=place, fields=answered, message="Bitte", now=NOW)
        rights = people.Rights(Role.CENTRE, frozenset({CENTRE}))
        invited = people.invite(session, email="neu@stadt.example", rights=rights, actor=OPERATOR, now=NOW)
        user = make_user(Role.CENTRE, centre=CENTRE)
        reset = account_links.make(session, user=user, kind=TokenKind.RESET, now=NOW)
        mover = make_user(Role.CENTRE, centre=CENTRE)
        moved = account_links.make(session, user=mover, kind=TokenKind.ADDRESS, now=NOW, new_email="um@stadt.example")
        session.commit()
        batch = session.scalars(select(Change.batch).where(Change.point_id == place.id, Change.batch != "")).first()
        found = {
            "public_id": place.public_id, "other_id": other.public_id, "key": "pruefen", "name": str(batch),
            "team_reports.number": str(letter.id), "people.number": str(user.id), "extension": "csv",
            "account_links.invitation": invited.token, "account_links.reset": reset, "account_links.address": moved,
        }  # fmt: skip
    page = person.get("/team/aktualitaet").text
    assert MAILBOX in page
    person.post("/team/aktualitaet", {"alle": "1"})
    with app.app_context():
        (mail,) = db.session.scalars(select(OutboxMail).where(OutboxMail.to == MAILBOX))
        found["answer"] = re.findall(r"/antwort/([\w-]{43})\b", mail.text)[0]
    return found


def at_desk(app: Flask, role: Role, objects: Mapping[str, str]) -> Desk:
    """Somebody of this role with a place that was begun, which is like a known one."""
    with app.app_context():
        mine = tuple(own_places()[:2]) if role is Role.CARRIER else ()
        db.session.close()
    with app.app_context():
        person = sign_in(app, role, centre=CENTRE if role is Role.CENTRE else "", points=mine)
    words = form_values(person.get(f"/team/treffpunkte/{objects['public_id']}/bearbeiten").text)
    words = {name: texts if isinstance(texts, list) else [texts] for name, texts in words.items()}
    with app.app_context():
        kept = {**words, "name": ["Neuer Ort am selben Haus"], "phone": ["0271 99"]}
        drafts.keep(db.session(), user_id=person.staff.user_id, key=KEY, words=kept, now=NOW)
        db.session.commit()
    return Desk(person, {**objects, **_uploaded(person)}, {"entwurf": KEY})


def _uploaded(person: AtWork) -> dict[str, str]:
    """A table that was read: a row that changes something, one that is new, one that is refused."""
    if not may(person.staff.role, Permission.IMPORT_PLACES):
        return {}
    told = person.get("/team/treffpunkte.csv").data.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(told), delimiter=";")
    named = header.index("Name")
    changed, new = list(rows[0]), [""] * len(header)
    changed[named] += " (neu)"
    new[named] = "Ohne Ort"
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([header, changed, new, *rows[1:3]])
    file = (io.BytesIO(table.getvalue().encode()), "tabelle.csv")
    answer = person.post("/team/import", {"datei": file}, content_type="multipart/form-data")
    return {"upload_name": re.findall(r"[0-9a-f-]{36}", answer.location)[0]}
