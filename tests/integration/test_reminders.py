"""Carriers are asked by mail, answer by a link without signing in, and only "all right" changes a place by itself."""

import re
import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kommanmap.clock import FixedClock
from kommanmap.domain.suggestions import ReportKind, SuggestionKind, SuggestionStatus
from kommanmap.domain.vocabulary import ChangeKind, CheckedBy, Role, Status
from kommanmap.extensions import db
from kommanmap.models import (
    Change,
    DataVersion,
    MeetingPoint,
    OutboxMail,
    Reminder,
    ReminderPlace,
    Suggestion,
)
from kommanmap.services import points
from kommanmap.services.freshness import LIFE
from kommanmap.services.login_sessions import token_hash
from tests.apps import NOW
from tests.factories import make_point
from tests.staff import AtWork, sign_in

HOME = "siegen-wittgenstein"
PAGE = "/team/aktualitaet"
OURS, OTHER = "treff@traeger.example", "andere@traeger.example"
TIMES = ("mo 10–12 Uhr",)
LONG_AGO = date(2024, 5, 1)


@pytest.fixture
def places(app: Flask) -> dict[str, str]:
    """Public ids by name: three due of one carrier, one of another, one fresh, one without mailbox, one elsewhere."""
    with app.app_context():
        session = db.session()
        made = {
            "Café Eins": make_point(session, name="Café Eins", email=OURS, last_checked_on=LONG_AGO, times=TIMES),
            "Zwei": make_point(session, name="Zwei", email=OURS.upper(), last_checked_on=None),
            "Bald": make_point(session, name="Bald", email=OURS, last_checked_on=date(2025, 4, 10)),
            "Frisch": make_point(session, name="Frisch", email=OURS, last_checked_on=date(2025, 11, 1)),
            "Fremd": make_point(session, name="Fremd", email=OTHER, last_checked_on=LONG_AGO),
            "Ohne": make_point(session, name="Ohne", email="", last_checked_on=LONG_AGO),
            "Zu": make_point(session, name="Zu", email=OURS, status=Status.CLOSED, status_reason="Haus weg"),
            "Weit weg": make_point(session, name="Weit weg", ags="05315000", postcode="50667", email="k@koeln.example"),
        }  # fmt: skip
        ids = {name: point.public_id for name, point in made.items()}
        session.commit()
    return ids


def point(public_id: str) -> MeetingPoint:
    return db.session.scalars(select(MeetingPoint).where(MeetingPoint.public_id == public_id)).one()


def letters(app: Flask) -> dict[str, OutboxMail]:
    with app.app_context():
        return {row.to: row for row in db.session.scalars(select(OutboxMail))}


def ask(app: Flask, person: AtWork) -> str:
    """Ask everybody; give the word in the links of our carrier's letter."""
    assert person.post(PAGE, {"alle": "1"}).status_code == 303
    return re.findall(r"/antwort/([\w-]{43})\b", letters(app)[OURS].text)[0]


def button(client: FlaskClient, address: str, **typed: str) -> tuple[int, str]:
    """Open a page behind a link and press its button."""
    page = client.get(address).text
    token = re.findall(r'name="open_token" value="([^"]+)"', page)[0]
    answer = client.post(address, data={"open_token": token, **typed})
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.text


def numbers(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row.point.name: row.number for row in db.session.scalars(select(ReminderPlace))}


@pytest.mark.both_databases
def test_a_centre_asks_each_mailbox_once_about_all_its_due_places(app: Flask, places: dict[str, str]) -> None:
    person = sign_in(app, Role.CENTRE, centre=HOME)
    page = person.get(PAGE).text
    assert [name for name in places if f">{name}<" in page] == ["Café Eins", "Zwei", "Bald", "Fremd", "Ohne"]
    assert "Weit weg" not in page
    shown = person.get(f"{PAGE}/brief", query_string={"postfach": re.findall(r'value="(\d+:treff@[^"]+)"', page)[0]})
    assert "Alles stimmt:" in shown.text
    assert letters(app) == {}
    answer = person.post(PAGE, {"alle": "1"})
    assert answer.location == f"{PAGE}?getan=2"
    found = letters(app)
    assert sorted(found) == [OTHER, OURS]
    ours = found[OURS]
    assert ours.subject == "Stimmt das noch? 3 Treffpunkte"
    assert [name for name in places if name in ours.text] == ["Café Eins", "Zwei", "Bald"]
    assert "mo 10–12 Uhr" in ours.text
    assert len(re.findall(r"http://localhost/antwort/[\w-]{43}/\d/(?:stimmt|aendern|geschlossen)\n", ours.text)) == 9
    with app.app_context():  # of the word in the links only the hash is kept
        (token,) = set(re.findall(r"/antwort/([\w-]{43})", ours.text))
        kept = {row.token_hash for row in db.session.scalars(select(Reminder))}
        assert token_hash(token) in kept
        assert token not in kept
    assert person.post(PAGE, {"alle": "1"}).location == f"{PAGE}?getan=0"  # within fourteen days nobody is asked twice


def test_only_the_chosen_mailboxes_in_reach_are_asked(app: Flask, places: dict[str, str]) -> None:
    state = sign_in(app, Role.STATE).get(PAGE).text
    keys = re.findall(r'name="postfach" value="(\d+:[^"]+)"', state)
    assert len(keys) == 3
    person = sign_in(app, Role.CENTRE, centre=HOME)
    abroad = next(key for key in keys if "koeln" in key)
    assert person.post(PAGE, {"postfach": abroad}).location == f"{PAGE}?getan=0"
    assert person.get(f"{PAGE}/brief", query_string={"postfach": abroad}).status_code == 404
    chosen = next(key for key in keys if "andere" in key)
    assert person.post(PAGE, {"postfach": chosen}).location == f"{PAGE}?getan=1"
    assert list(letters(app)) == [OTHER]
    assert sign_in(app, Role.CARRIER).get(PAGE).status_code == 403


@pytest.mark.both_databases
def test_all_right_is_a_check_by_the_carrier_once(app: Flask, client: FlaskClient, places: dict[str, str]) -> None:
    token = ask(app, sign_in(app, Role.CENTRE, centre=HOME))
    number = numbers(app)["Café Eins"]
    address = f"/antwort/{token}/{number}/stimmt"
    with app.app_context():
        before = db.session.scalars(select(DataVersion.version)).one()
    for _ in range(3):  # programs that look into mails open links, and change nothing
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(DataVersion.version)).one() == before
        assert point(places["Café Eins"]).last_checked_on == LONG_AGO
    assert button(client, address)[0] == 303
    with app.app_context():
        found = point(places["Café Eins"])
        assert (found.last_checked_on, found.last_checked_by) == (NOW.date(), CheckedBy.CARRIER)
        entry = db.session.scalars(select(Change).where(Change.point_id == found.id).order_by(Change.id.desc())).first()
        assert entry is not None
        assert (entry.kind, entry.actor) == (ChangeKind.CONFIRMED, "carrier")
        assert set(entry.fields) == {"last_checked_on", "last_checked_by"}
        count = len(db.session.scalars(select(Change)).all())
    page = client.get(f"/antwort/{token}").text
    open_token = re.findall(r'name="open_token" value="([^"]+)"', page)[0]
    again = client.post(address, data={"open_token": open_token})
    assert again.status_code == 409
    assert "schon eine Antwort" in again.text
    assert button(client, f"/antwort/{token}")[0] == 303  # the other two at once
    with app.app_context():
        assert {point(places[name]).last_checked_on for name in ("Zwei", "Bald")} == {NOW.date()}
        assert point(places["Frisch"]).last_checked_on == date(2025, 11, 1)
        assert len(db.session.scalars(select(Change)).all()) == count + 2
    assert "Alles ist beantwortet" in client.get(f"/antwort/{token}").text


def test_a_change_waits_and_the_place_stays_until_staff_approve(
    app: Flask, client: FlaskClient, places: dict[str, str]
) -> None:
    person = sign_in(app, Role.CENTRE, centre=HOME)
    token = ask(app, person)
    address = f"/antwort/{token}/{numbers(app)['Café Eins']}/aendern"
    with app.app_context():
        before = points.draft_of(point(places["Café Eins"]))
    status, page = button(client, address, times="mo 10–12 Uhr", phone=before.phone, message=" ")
    assert status == 422
    assert "was anders ist" in page
    status, page = button(client, address, times="jeden Dienstag 15–17 Uhr", phone="x", message="<b>Hallo</b>")
    assert status == 422
    assert "jeden Dienstag 15–17 Uhr" in page
    assert "&lt;b&gt;Hallo" in page
    assert button(client, address, times="jeden Dienstag 15–17 Uhr", phone="02736 999", message="Neue Zeit")[0] == 303
    with app.app_context():
        assert points.draft_of(point(places["Café Eins"])) == before
        letter = db.session.scalars(select(Suggestion)).one()
        assert (letter.kind, letter.status) == (SuggestionKind.CARRIER, SuggestionStatus.OPEN)
        assert letter.fields == {"times": "jeden Dienstag 15–17 Uhr", "phone": "02736 999"}
        number, version = letter.id, point(places["Café Eins"]).version
    shown = person.get(f"/team/meldungen/{number}").text
    assert "Antwort des Trägers" in shown
    form = {"field_times": "jeden Dienstag 15–17 Uhr", "field_phone": "02736 999", "version": str(version)}
    assert all(f'name="{name}"' in shown for name in form)
    answer = person.post(f"/team/meldungen/{number}/annehmen", {**form, "take": ["times", "phone"]})
    assert answer.status_code == 303, answer.text
    with app.app_context():
        found = point(places["Café Eins"])
        assert [item.words for item in found.times] == ["jeden Dienstag 15–17 Uhr"]
        assert found.phone == "02736 999"
        assert (found.last_checked_on, found.last_checked_by) == (NOW.date(), CheckedBy.CARRIER)


def test_an_end_waits_for_staff_too(app: Flask, client: FlaskClient, places: dict[str, str]) -> None:
    token = ask(app, sign_in(app, Role.CENTRE, centre=HOME))
    assert button(client, f"/antwort/{token}/{numbers(app)['Zwei']}/geschlossen", message="seit Mai zu")[0] == 303
    with app.app_context():
        letter = db.session.scalars(select(Suggestion)).one()
        assert (letter.kind, letter.report_kind) == (SuggestionKind.CARRIER, ReportKind.DOES_NOT_EXIST)
        assert point(places["Zwei"]).status is Status.PUBLIC


def test_links_end(app: Flask, client: FlaskClient, places: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    token = ask(app, sign_in(app, Role.CENTRE, centre=HOME))
    number = numbers(app)["Zwei"]
    address = f"/antwort/{token}/{number}/stimmt"
    for bad in (f"/antwort/{'x' * 43}", f"/antwort/{token[:-1]}", f"/antwort/{token}/99/stimmt"):
        assert client.get(bad).status_code == 410
    assert client.get(f"/antwort/{token}/{number}/loeschen").status_code == 404
    with app.app_context():
        points.retire(db.session(), point=point(places["Zwei"]), reason="Haus weg", actor="tests", now=NOW)
        db.session.commit()
    assert client.get(address).status_code == 410
    assert "steht nicht mehr im Verzeichnis" in client.get(f"/antwort/{token}").text
    edges = app.extensions["kommanmap.edges"]
    monkeypatch.setitem(
        app.extensions,
        "kommanmap.edges",
        type(edges)(**{**vars(edges), "clock": FixedClock(NOW + LIFE + timedelta(1))}),
    )
    gone = client.get(f"/antwort/{token}")
    assert gone.status_code == 410
    assert "gilt nicht mehr" in gone.text


def test_one_place_that_breaks_a_rule_of_today_keeps_no_other_back(app: Flask, places: dict[str, str]) -> None:
    word = ask(app, sign_in(app, Role.CENTRE, centre=HOME))
    with app.app_context():
        point(places["Zwei"]).postcode = "abc"
        db.session.commit()
    status, text = button(app.test_client(), f"/antwort/{word}")
    assert status == 409
    assert "Zwei" in text
    with app.app_context():
        assert point(places["Café Eins"]).last_checked_by is CheckedBy.CARRIER
        assert point(places["Zwei"]).last_checked_on is None
        assert [row.answer for row in db.session.scalars(select(ReminderPlace).order_by(ReminderPlace.id))].count(None)


@pytest.mark.both_databases
def test_two_who_send_at_once_write_each_letter_once(app: Flask, places: dict[str, str]) -> None:
    people = [sign_in(app, Role.CENTRE, centre=HOME) for _ in range(2)]
    start = threading.Barrier(2)

    def send(person: AtWork) -> None:
        start.wait()
        person.post(PAGE, {"alle": "1"})

    threads = [threading.Thread(target=send, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        written = [row.to for row in db.session.scalars(select(OutboxMail))]
    assert sorted(written) == sorted(set(written))
    assert OURS in written
