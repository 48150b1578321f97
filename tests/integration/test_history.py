"""The way back: one field, one version, everything that was done in one go; and nobody loses what came later."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, draft_value, plain_value
from kommanmap.domain.vocabulary import ChangeKind, Role, Status
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import history, points
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.importing import carry_out
from tests.staff import sign_in

HEADER = ("ID", "Name", "Ort", "Straße", "Telefon", "Zeiten")
OLD = (("1", "Alter Treff", "Burbach", "Gassenweg 28", "02736 11", "montags 10-12 Uhr"),)
NEW = (
    ("1", "Neuer Treff", "Burbach", "Gassenweg 28", "02736 22", "dienstags 15-17 Uhr"),
    ("2", "Zweiter Treff", "Siegen", "Sandstraße 12", "0271 33", "mittwochs 9-11 Uhr"),
)


def public_table(app: Flask) -> bytes:
    app.extensions["kommanmap.index"].refresh()
    return app.test_client().get("/daten/treffpunkte.csv").data


def drafts() -> dict[int, PointDraft]:
    db.session.expire_all()
    return {point.id: points.draft_of(point) for point in db.session.scalars(select(MeetingPoint))}


def test_every_value_of_a_history_becomes_a_value_of_a_draft_again(demo_app: Flask) -> None:
    with demo_app.app_context():
        for draft in drafts().values():
            for name in DRAFT_FIELDS:
                value = getattr(draft, name)
                assert draft_value(name, plain_value(value)) == (
                    getattr(PointDraft(), name) if value is None else value
                )


@pytest.mark.both_databases
def test_the_history_replays_to_every_version(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        point = make_point(session)
        versions = [points.draft_of(point)]
        for number, change in enumerate(
            ({"name": "Zwei"}, {"phone": "0271 5"}, {"name": "Drei", "offers_as_typed": "Tee"})
        ):
            draft = replace(versions[-1], **change)
            points.update(session, point=point, draft=draft, actor=f"centre:{number}", now=NOW)
            versions.append(points.draft_of(point))
        session.commit()
        changes = session.scalars(select(Change).order_by(Change.id)).all()
        assert [history.draft_at(session, point=point, change_id=each.id) for each in changes] == versions
        history.restore(
            session,
            point=point,
            change_id=changes[0].id,
            field="name",
            actor="a",
            now=NOW,
            expected_version=point.version,
        )
        assert points.draft_of(point) == replace(versions[-1], name=versions[0].name)
        history.restore(
            session, point=point, change_id=changes[1].id, actor="a", now=NOW, expected_version=point.version
        )
        assert points.draft_of(point) == versions[1]
        assert session.scalars(select(Change.kind).order_by(Change.id)).all()[-2:] == [ChangeKind.RESTORED] * 2


@pytest.mark.both_databases
def test_an_import_is_taken_back_whole_and_what_came_later_stays(app: Flask) -> None:
    person = sign_in(app, Role.STATE)
    with app.app_context():
        carry_out(make_table(*OLD, header=HEADER))
        before = drafts()
        public = public_table(app)
        carry_out(make_table(*NEW, header=HEADER))
        batch = db.session.scalars(select(Change.batch).order_by(Change.id.desc())).first()
        later = db.session.scalars(select(MeetingPoint).where(MeetingPoint.name == "Neuer Treff")).one()
        points.update(
            db.session(),
            point=later,
            draft=replace(points.draft_of(later), phone="02736 99"),
            actor="centre:1",
            now=NOW,
        )
        db.session.commit()
    page = person.post(f"/team/aenderungen/{batch}")
    assert page.status_code == 200
    assert "Telefon" in page.text
    with app.app_context():
        after = drafts()
        (old_id,) = before
        assert after[old_id] == replace(before[old_id], phone="02736 99")
        assert {draft.status for number, draft in after.items() if number != old_id} == {Status.CLOSED}
        again = db.session.scalars(select(MeetingPoint).where(MeetingPoint.id == old_id)).one()
        points.update(
            db.session(),
            point=again,
            draft=replace(points.draft_of(again), phone="02736 11"),
            actor="centre:1",
            now=NOW,
        )
        db.session.commit()
        assert public_table(app) == public
    assert person.post(f"/team/aenderungen/{batch}").status_code == 200, "taking it back twice changes nothing"
    with app.app_context():
        assert drafts()[old_id] == before[old_id]


def test_the_history_of_a_place_is_shown_and_restored_from_its_page(demo_app: Flask) -> None:
    person = sign_in(demo_app, Role.CENTRE, centre="siegen-wittgenstein")
    stranger = sign_in(demo_app, Role.CENTRE, centre="kleve")
    with demo_app.app_context():
        point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.slug.like("%burbach%"))).first()
        assert point is not None
        public_id, name = point.public_id, point.name
        points.update(
            db.session(),
            point=point,
            draft=replace(points.draft_of(point), name="<b>Neu</b>"),
            actor="centre:7",
            now=NOW,
        )
        db.session.commit()
        version = point.version
        first = db.session.scalars(select(Change.id).where(Change.point_id == point.id).order_by(Change.id)).first()
    address = f"/team/treffpunkte/{public_id}/verlauf"
    page = person.get(address, headers={"Accept-Language": "de"}).text
    assert "&lt;b&gt;Neu&lt;/b&gt;" in page
    assert "Zentrum, Konto 7" in page
    assert stranger.get(address).status_code == 404
    words = {"aenderung": first, "version": version, "feld": "name"}
    assert stranger.post(address, words).status_code == 404
    assert person.post(address, words | {"version": version - 1}).status_code == 409
    assert person.post(address, words | {"aenderung": 10**12}).status_code == 404
    assert person.post(address, words | {"feld": "id"}).status_code == 404
    assert person.post(address, words).status_code == 303
    with demo_app.app_context():
        assert db.session.scalars(select(MeetingPoint.name).where(MeetingPoint.public_id == public_id)).one() == name


def test_what_touched_places_out_of_reach_cannot_be_taken_back(demo_app: Flask) -> None:
    person = sign_in(demo_app, Role.CENTRE, centre="siegen-wittgenstein")
    with demo_app.app_context():
        batch = db.session.scalars(select(Change.batch).where(Change.batch != "")).first()
    assert person.get(f"/team/aenderungen/{batch}").status_code == 404
    assert person.post(f"/team/aenderungen/{batch}").status_code == 404
    assert str(batch) not in person.get("/team/aenderungen").text
    state = sign_in(demo_app, Role.STATE)
    assert str(batch) in state.get("/team/aenderungen").text
    assert state.get(f"/team/aenderungen/{batch}").status_code == 200
