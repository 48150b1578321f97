"""The first page of staff, their list, what there is to do, and one thing done to many places at once."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.domain.freshness import FreshnessRule, WorkDay
from kommanmap.domain.vocabulary import ChangeKind, CheckedBy, Role, Status
from kommanmap.extensions import db
from kommanmap.models import Centre, Change, MeetingPoint, Municipality, UserPoint
from kommanmap.queries.worklists import WORKLISTS, counts
from tests.apps import NOW
from tests.factories import make_point
from tests.staff import AtWork, make_user, sign_in

CENTRE = "siegen-wittgenstein"


def centre_staff(app: Flask) -> AtWork:
    return sign_in(app, Role.CENTRE, centre=CENTRE)


def own_ids() -> list[str]:
    towns = select(Municipality.ags).join(Centre).where(Centre.slug == CENTRE)
    return list(db.session.scalars(select(MeetingPoint.public_id).where(MeetingPoint.ags.in_(towns))))


def shown(page: str) -> set[str]:
    return set(re.findall(r'name="ort" value="([^"]+)"', page))


def test_the_list_holds_the_places_in_reach_and_no_other(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    with demo_app.app_context():
        own = set(own_ids())
        everything = db.session.scalar(select(func.count()).select_from(MeetingPoint))
    assert shown(person.get("/team/treffpunkte").text) == own
    assert 0 < len(own) < (everything or 0)
    assert shown(person.get("/team/treffpunkte?zentrum=kleve").text) == set()
    state = sign_in(demo_app, Role.STATE).get("/team/treffpunkte?seite=2").text
    assert len(shown(state)) == 50
    assert shown(sign_in(demo_app, Role.CARRIER).get("/team/treffpunkte").text) == set()


def test_a_search_takes_its_signs_as_signs(demo_app: Flask) -> None:
    person = sign_in(demo_app, Role.STATE)
    assert len(shown(person.get("/team/treffpunkte?q=burbach").text)) >= 1
    assert shown(person.get("/team/treffpunkte?q=%25").text) == set()
    assert shown(person.get("/team/treffpunkte?q=b_rbach").text) == set()
    assert person.get("/team/treffpunkte?status=nix&aufgabe=nix&seite=-7").status_code == 200


def test_every_list_of_work_counts_what_it_shows(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    with demo_app.app_context():
        found = counts(db.session(), person.staff.scope, WorkDay(NOW.date(), FreshnessRule().fresh_since(NOW.date())))
    start = person.get("/team/").text
    for worklist in WORKLISTS:
        page = person.get(f"/team/treffpunkte?aufgabe={worklist.key}").text
        assert len(shown(page)) == found[worklist.key], worklist.key
        assert f"aufgabe={worklist.key}" in start
    assert found["pruefen"] > 0


def test_a_list_is_worked_through_one_after_the_other(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    wanted = shown(person.get("/team/treffpunkte?aufgabe=pruefen").text)
    seen, address = [], "/team/aufgaben/pruefen/weiter"
    while "treffpunkte?" not in (target := person.get(address).location):
        seen.append(target.split("/")[3])
        address = f"/team/aufgaben/pruefen/weiter?nach={seen[-1]}"
        assert len(seen) <= len(wanted)
    assert len(seen) == len(wanted)
    assert set(seen) == wanted
    assert person.get("/team/aufgaben/gibt-es-nicht/weiter").status_code == 404


def test_many_places_are_confirmed_at_once_as_one_entry_and_others_places_stay(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    with demo_app.app_context():
        own = own_ids()
        (foreign,) = db.session.scalars(
            select(MeetingPoint.public_id).where(MeetingPoint.public_id.not_in(own)).limit(1)
        )
    answer = person.post("/team/treffpunkte?aufgabe=pruefen", {"ort": [*own, foreign], "tun": "bestaetigen"})
    assert answer.status_code == 303
    assert f"getan={len(own)}" in answer.location
    with demo_app.app_context():
        places = db.session.scalars(select(MeetingPoint)).all()
        confirmed = {place.public_id for place in places if place.last_checked_on == NOW.date()}
        assert confirmed == set(own)
        assert {place.last_checked_by for place in places if place.public_id in confirmed} == {CheckedBy.CENTRE}
        changes = db.session.scalars(select(Change).where(Change.kind == ChangeKind.CONFIRMED)).all()
        assert len({change.batch for change in changes}) == 1
        assert len(changes) == len(own)
        assert {change.actor for change in changes} == {person.staff.actor}
    assert shown(person.get("/team/treffpunkte?aufgabe=pruefen").text) == set()


def test_status_and_carrier_are_given_to_many(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    with demo_app.app_context():
        own = own_ids()[:2]
        carrier = make_user(Role.CARRIER, centre=CENTRE).id
        stranger = make_user(Role.CARRIER, centre="kleve").id
    person.post("/team/treffpunkte", {"ort": own, "tun": "status:paused"})
    for number in (carrier, stranger):
        person.post("/team/treffpunkte", {"ort": own, "tun": f"traeger:{number}"})
    refused = person.post("/team/treffpunkte", {"ort": own, "tun": "status:closed"})
    assert "getan=einzeln" in refused.location
    with demo_app.app_context():
        chosen = select(MeetingPoint).where(MeetingPoint.public_id.in_(own))
        assert {place.status for place in db.session.scalars(chosen)} == {Status.PAUSED}
        held = {(row.user_id, row.point_id) for row in db.session.scalars(select(UserPoint))}
        assert {user for user, _ in held} == {carrier}
        assert len(held) == 2


def test_nothing_in_the_address_is_shown_as_what_was_done(demo_app: Flask) -> None:
    person = centre_staff(demo_app)
    assert "Passwort" not in person.get("/team/treffpunkte?getan=Passwort+bitte").text
    for words, said in (({"tun": "bestaetigen"}, "niemand"), ({"tun": "x", "ort": "y"}, "niemand")):
        assert f"getan={said}" in person.post("/team/treffpunkte", words).location


@pytest.mark.both_databases
def test_a_search_finds_capital_umlauts_and_takes_no_sign_amiss(app: Flask) -> None:
    with app.app_context():
        make_point(db.session(), name="Übach Öffnet Ärmel")
        db.session.commit()
    person = sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")
    for typed in ("übach", "ÜBACH", "öFFnet", "ärmel"):
        assert "Übach Öffnet Ärmel" in person.get(f"/team/treffpunkte?q={typed}").text, typed
    for address in ("/team/treffpunkte?zentrum=%00&q=%00", "/team/aktualitaet?zentrum=%00"):
        assert person.get(address).status_code == 200, address
    assert app.test_client().get("/de/treffpunkte/%00").status_code == 404
    assert app.test_client().get("/de/treffpunkte?q=%00").status_code == 200


def test_the_first_page_counts_towns_without_a_place(app: Flask) -> None:
    person = sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")
    empty = "<b>11</b> <span>Städte und Gemeinden ohne Treffpunkt"
    assert empty in person.get("/team/").text
    with app.app_context():
        make_point(db.session(), status=Status.DRAFT)
        make_point(db.session())
        db.session.commit()
    assert empty.replace("11", "10") in person.get("/team/").text
