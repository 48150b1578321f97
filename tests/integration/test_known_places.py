"""A new place that is a known one: compared before it is saved; only one's own text, only places in one's reach."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.domain.vocabulary import ChangeKind, Role
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint, SavedDraft
from tests.factories import make_point
from tests.forms import form_values
from tests.staff import AtWork, sign_in

NEW = "/team/treffpunkte/neu"
KEY = "neu-0123456789abcdef"
BURBACH, COLOGNE = "05970008", "05315000"
TYPED: dict[str, Any] = {
    "draft_key": KEY,
    "name": "Café Beispiel",
    "ags": BURBACH,
    "street": "Gassenweg",
    "house_number": "28",
    "phone": "02736 99",
    "status": "public",
    "checked_today": "1",
}


@pytest.fixture
def centre(app: Flask) -> AtWork:
    """Somebody of the centre that Burbach belongs to."""
    return sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")


@pytest.fixture
def known(app: Flask) -> str:
    """The same house, entered before."""
    with app.app_context():
        place = make_point(
            db.session(), name="Treff am Bach", ags=BURBACH, street="Gassenweg", house_number="28", phone="02736 1",
            building="Hinterhaus",
        )  # fmt: skip
        db.session.commit()
        return place.public_id


def compared(person: AtWork, known: str) -> str:
    """From the form to the comparison; its address."""
    asked = person.post(NEW, {**TYPED, "step": "pruefen"}).text
    assert f'name="compare" value="{known}"' in asked
    answer = person.post(NEW, {**TYPED, "compare": known})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{NEW}/vergleichen/{known}?entwurf={KEY}")
    return str(answer.headers["Location"])


def test_the_known_place_takes_what_was_chosen_and_nothing_new_is_made(app: Flask, centre: AtWork, known: str) -> None:
    address = compared(centre, known)
    page = centre.get(address).text
    fields = re.findall(r'name="take-(\w+)" value="other"', page)
    assert {"name", "phone"} <= set(fields)
    assert "building" not in fields, "what was not typed cannot be taken"
    words = {**form_values(page), "take-phone": "other"}
    assert centre.post(address, words).status_code == 303
    with app.app_context():
        (place,) = db.session.scalars(select(MeetingPoint))
        assert (place.name, place.phone, place.building) == ("Treff am Bach", "02736 99", "Hinterhaus")
        assert place.last_checked_on is not None
        kinds = db.session.scalars(select(Change.kind).order_by(Change.id)).all()
        assert kinds[-1] is ChangeKind.MERGED
        assert db.session.scalar(select(func.count(SavedDraft.id))) == 0


def test_nobody_loses_what_somebody_else_saved_meanwhile(app: Flask, centre: AtWork, known: str) -> None:
    address = compared(centre, known)
    words = {**form_values(centre.get(address).text), "take-phone": "other"}
    edit = f"/team/treffpunkte/{known}/bearbeiten"
    changed = {**form_values(centre.get(edit).text), "building": "Turnhalle"}
    assert centre.post(edit, changed).status_code == 303
    answer = centre.post(address, words)
    assert answer.status_code == 409
    assert 'name="take-phone" value="other" checked' in answer.text
    with app.app_context():
        (place,) = db.session.scalars(select(MeetingPoint))
        assert (place.phone, place.building) == ("02736 1", "Turnhalle")
        assert db.session.scalar(select(func.count(SavedDraft.id)).where(SavedDraft.form_key == KEY)) == 1


def test_another_one_is_said_once_and_the_form_saves(app: Flask, centre: AtWork, known: str) -> None:
    compared(centre, known)
    page = centre.get(f"{NEW}?entwurf={KEY}&anderer={known}").text
    assert centre.post(NEW, form_values(page)).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(MeetingPoint.id))) == 2


def test_only_ones_own_text_and_only_places_in_reach_are_compared(app: Flask, centre: AtWork, known: str) -> None:
    address = compared(centre, known)
    with app.app_context():
        far = make_point(db.session(), name="Weit weg", ags=COLOGNE, postcode="50667").public_id
        db.session.commit()
    colleague = sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")
    for person, path in (
        (colleague, address),
        (centre, f"{NEW}/vergleichen/{far}?entwurf={KEY}"),
        (centre, f"{NEW}/vergleichen/{known}?entwurf=neu-fedcba9876543210"),
        (centre, f"{NEW}/vergleichen/{known}"),
    ):
        assert person.get(path).status_code == 404, path
        assert person.post(path, {"version": "1", "take-name": "other"}).status_code == 404, path


def test_a_list_of_work_goes_on_after_saving_and_after_mistakes(app: Flask, centre: AtWork, known: str) -> None:
    with app.app_context():
        make_point(db.session(), name="Zweiter", ags=BURBACH)
        db.session.commit()
    first = str(centre.get("/team/aufgaben/pruefen/weiter").headers["Location"])
    assert known in first
    words = form_values(centre.get(first).text)
    refused = centre.post(first, {**words, "email": "nix", "checked_today": "1"})
    assert refused.status_code == 422
    assert f'action="{first}"' in refused.text
    saved = centre.post(first, {**words, "checked_today": "1"})
    assert saved.headers["Location"] == f"/team/aufgaben/pruefen/weiter?nach={known}&gespeichert=1"
    following = centre.get(saved.headers["Location"])
    assert following.headers["Location"].endswith("aufgabe=pruefen&gespeichert=1")
    assert centre.get(f"/team/treffpunkte/{known}/bearbeiten?aufgabe=gibt-es-nicht").status_code == 200
