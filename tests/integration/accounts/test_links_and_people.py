"""Invitations, rights, and help for those who lost something: who may do what to whom, and what it does at once."""

import re

import pyotp
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from kommanmap.cli import commands
from kommanmap.config import ENVIRONMENT_PREFIX
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import AccountToken, LoginSession, MeetingPoint, SecurityEvent, User
from tests.databases import Contents
from tests.fakes import MovingClock
from tests.signing_in import PASSWORD, Visitor, app_code, hidden_fields, make_person, stored
from tests.staff import AtWork, make_user, sign_in

OURS, OTHERS = "siegen-wittgenstein", "olpe"
LINK = re.compile(r'<bdi class="secret" dir="ltr">http://localhost(/team/[a-z-]+/([^<]+))</bdi>')


@pytest.fixture
def database_contents() -> Contents:
    """Carriers keep places: the examples are there."""
    return Contents.DEMO


def invite(person: AtWork, email: str, role: Role, **chosen: list[str]) -> str:
    """The path of the link that the page shows; "" where it was refused."""
    answer = person.post("/team/personen/einladen", {"email": email, "role": role.value, **chosen})
    found = LINK.search(answer.get_data(as_text=True))
    assert answer.status_code == (200 if found else 422), email
    return found.group(1) if found else ""


def test_from_the_link_to_the_first_page_and_the_link_works_once(app: Flask, clock: MovingClock) -> None:
    """T22."""
    admin = sign_in(app, Role.STATE)
    link = invite(admin, " Neu@Stadt.Example ", Role.CENTRE, centres=[OURS])
    visitor = Visitor(app)
    page = visitor.get(link)
    assert "neu@stadt.example" in page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers
    for weak, why in (
        ("Igel 7", "zu kurz"),
        ("passwort123", "zu einfach"),
        ("Siegen-Stadt-26", "Wörtern"),
        ("x" * 129, "zu lang"),
    ):
        answer = visitor.send(link, {"password": weak, "name": "N. N."})
        assert answer.status_code == 422, weak
        text = answer.get_data(as_text=True)
        assert why in text, weak
        assert 'value="N. N."' in text
        assert weak not in text
    taken = visitor.send(link, {"password": PASSWORD, "name": "N. N."})
    assert taken.status_code == 303
    assert taken.headers["Location"] == "/team/zweite-sicherung?weiter=/team/"
    form = hidden_fields(visitor.get("/team/zweite-sicherung").get_data(as_text=True))
    assert form["secret"] != hidden_fields(visitor.get("/team/zweite-sicherung").get_data(as_text=True))["secret"]
    form["code"] = app_code(form["secret"], clock.now())
    codes = visitor.client.post("/team/zweite-sicherung/app", data=form)
    assert "Ersatzcodes" in codes.get_data(as_text=True)
    assert visitor.get("/team/konto").status_code == 200
    for again in (visitor.get(link), Visitor(app).get("/team/einladung/" + "x" * 43)):
        assert again.status_code == 410
        assert "gilt nur einmal" in again.get_data(as_text=True)
    with app.app_context():
        assert link.rsplit("/", 1)[1] not in str(list(db.session.scalars(select(AccountToken.token_hash))))


def test_a_link_ends_by_itself_and_by_a_newer_one(app: Flask, clock: MovingClock) -> None:
    """T22."""
    admin = sign_in(app, Role.STATE)
    first = invite(admin, "neu@stadt.example", Role.STATE)
    second = invite(admin, "NEU@stadt.example", Role.CENTRE, centres=[OURS])
    assert Visitor(app).get(first).status_code == 410
    assert Visitor(app).get(second).status_code == 200
    with app.app_context():
        (waiting,) = db.session.scalars(select(User).where(User.email == "neu@stadt.example"))
        assert waiting.role is Role.CENTRE, "two invitations to one address make one account, with the newer rights"
    clock.move(days=7)
    assert Visitor(app).get(second).status_code == 410
    assert Visitor(app).client.post(second, data={"open_token": "x"}).status_code == 410


def test_an_address_with_an_account_is_not_invited_again(app: Flask) -> None:
    admin = sign_in(app, Role.STATE)
    _, email = make_person(app, Role.CENTRE, centre=OTHERS)
    with app.app_context():
        waiting = make_user(Role.CENTRE, centre=OTHERS, email="wartet@stadt.example").email
    ours = sign_in(app, Role.CENTRE, centre=OURS)
    for person, address in ((admin, email), (ours, email), (ours, waiting)):
        assert invite(person, address, Role.CENTRE, centres=[OURS]) == "", address
    with app.app_context():
        assert {row.centre_id for row in db.session.scalars(select(User).where(User.email == waiting)).one().centres}


def test_nobody_gives_more_than_they_have(app: Flask) -> None:
    ours = sign_in(app, Role.CENTRE, centre=OURS)
    with app.app_context():
        places = list(db.session.scalars(select(MeetingPoint)).all())
        near = next(place for place in places if place.municipality.centre.slug == OURS).public_id
        far = next(place for place in places if place.municipality.centre.slug != OURS).public_id
    refused = (
        (Role.STATE, {}),
        (Role.CENTRE, {"centres": [OTHERS]}),
        (Role.CENTRE, {"centres": [OURS, OTHERS]}),
        (Role.CENTRE, {}),
        (Role.CARRIER, {"places": [far]}),
        (Role.CARRIER, {"places": [near, far]}),
        (Role.CARRIER, {}),
    )
    for number, (role, chosen) in enumerate(refused):
        assert invite(ours, f"neu{number}@stadt.example", role, **chosen) == "", (role, chosen)
    assert invite(ours, "traeger@stadt.example", Role.CARRIER, places=[near])
    assert invite(ours, "fachkraft@stadt.example", Role.CENTRE, centres=[OURS])
    assert (
        ours.post("/team/personen/einladen", {"email": "a@b.example\nBcc: c@d.example", "role": "centre"}).status_code
        == 422
    )
    with app.app_context():
        assert db.session.scalar(select(func.count(User.id))) == 3
    carrier = sign_in(app, Role.CARRIER)
    assert carrier.get("/team/personen").status_code == 403


@pytest.mark.both_databases
def test_people_of_other_centres_do_not_exist(app: Flask) -> None:
    ours = sign_in(app, Role.CENTRE, centre=OURS)
    strangers = [make_person(app, Role.STATE), make_person(app, Role.CENTRE, centre=OTHERS)]
    mine, my_email = make_person(app, Role.CENTRE, centre=OURS)
    page = ours.get("/team/personen").get_data(as_text=True)
    assert my_email in page
    for number, email in strangers:
        assert email not in page
        assert email not in ours.get(f"/team/personen?q={email}").get_data(as_text=True).split("<ul")[-1]
        assert ours.get(f"/team/personen/{number}").status_code == 404
        for what in ("rechte", "sperren", "entsperren", "link", "sitzungen", "zweite-sicherung"):
            answer = ours.post(f"/team/personen/{number}/{what}", {"role": "centre", "centres": [OURS]})
            assert answer.status_code == 404, what
    assert ours.get(f"/team/personen/{mine}").status_code == 200
    own = ours.staff.user_id
    assert ours.post(f"/team/personen/{own}/rechte", {"role": "centre", "centres": [OURS]}).status_code == 404


def test_somebody_who_also_works_elsewhere_is_seen_but_not_changed(app: Flask) -> None:
    ours = sign_in(app, Role.CENTRE, centre=OURS)
    number, _ = make_person(app, Role.CENTRE, centre=OTHERS)
    admin = sign_in(app, Role.STATE)
    assert (
        admin.post(f"/team/personen/{number}/rechte", {"role": "centre", "centres": [OURS, OTHERS]}).status_code == 303
    )
    page = ours.get(f"/team/personen/{number}")
    assert "auch für andere Zentren" in page.get_data(as_text=True)
    assert ours.post(f"/team/personen/{number}/sperren").status_code == 404


@pytest.mark.both_databases
def test_rights_that_are_taken_away_are_gone_at_the_next_click(app: Flask) -> None:
    """T31."""
    admin, person = sign_in(app, Role.STATE), sign_in(app, Role.CENTRE, centre=OURS)
    number = person.staff.user_id
    with app.app_context():
        place = db.session.scalars(select(MeetingPoint)).all()
        near = next(each for each in place if each.municipality.centre.slug == OURS).public_id
    assert person.get("/team/personen").status_code == 200
    assert admin.post(f"/team/personen/{number}/rechte", {"role": "carrier", "places": [near]}).status_code == 303
    assert person.get("/team/personen").status_code == 403
    somebody = {"email": "x@y.example", "role": "centre", "centres": [OURS]}
    assert person.post("/team/personen/einladen", somebody).status_code == 403
    assert person.get("/team/konto").status_code == 200
    assert admin.post(f"/team/personen/{number}/sperren").status_code == 303
    assert person.get("/team/konto").status_code == 401
    with app.app_context():
        assert stored(app, number).is_disabled
        kinds = list(db.session.scalars(select(SecurityEvent.kind).where(SecurityEvent.user_id == number)))
        assert kinds == ["rights_changed", "disabled"]
        assert db.session.scalars(select(SecurityEvent.actor)).first() == admin.staff.actor
    assert admin.post(f"/team/personen/{number}/entsperren").status_code == 303
    assert person.get("/team/konto").status_code == 401, "an old session does not come back"


def test_the_last_coordinator_stays(app: Flask) -> None:
    first, _ = make_person(app, Role.STATE)
    second, _ = make_person(app, Role.STATE)
    admin = sign_in(app, Role.STATE)  # without a password: nobody who could sign in again
    assert admin.post(f"/team/personen/{first}/sperren").status_code == 303
    for what, data in (("sperren", {}), ("rechte", {"role": "centre", "centres": [OURS]})):
        answer = admin.post(f"/team/personen/{second}/{what}", data)
        assert answer.status_code == 422, what
        assert "letzte Konto" in answer.get_data(as_text=True)


def test_who_lost_password_and_phone_is_helped_in_again(app: Flask) -> None:
    secret = pyotp.random_base32()
    number, email = make_person(app, Role.CENTRE, centre=OURS, secret=secret)
    ours = sign_in(app, Role.CENTRE, centre=OURS)
    shown = ours.post(f"/team/personen/{number}/link").get_data(as_text=True)
    found = LINK.search(shown)
    assert found is not None
    assert found.group(1).startswith("/team/neues-passwort/")
    visitor = Visitor(app)
    new = "grüne Kannen im Schnee"
    assert visitor.send(found.group(1), {"password": new}).headers["Location"].startswith("/team/anmelden/code")
    assert ours.post(f"/team/personen/{number}/zweite-sicherung").status_code == 303
    assert visitor.get("/team/anmelden/code").status_code == 303
    assert Visitor(app).sign_in(email).status_code == 422
    assert Visitor(app).sign_in(email, new).headers["Location"].startswith("/team/zweite-sicherung")


def test_sensitive_changes_ask_anew_who_it_is(app: Flask, clock: MovingClock) -> None:
    secret = pyotp.random_base32()
    _, email = make_person(app, secret=secret)
    visitor = Visitor(app)
    visitor.sign_in(email)
    visitor.send("/team/anmelden/code", {"code": app_code(secret, clock.now())})
    clock.move(minutes=16)
    for address in ("/team/personen/einladen", "/team/zweite-sicherung"):
        assert visitor.get(address).headers["Location"].startswith("/team/konto/bestaetigen?weiter=/team/"), address
    for address in ("/team/konto/passwort", "/team/konto/app/entfernen"):
        answer = visitor.send(address, {"password": "etwas ganz anderes"}, page="/team/konto")
        assert answer.headers["Location"] == "/team/konto/bestaetigen?weiter=/team/konto", address
    proof = "/team/konto/bestaetigen?weiter=/team/konto"
    code = app_code(secret, clock.now())
    for data, status in (
        ({"password": "falsch", "code": code}, 422),
        ({"password": PASSWORD, "code": "000000"}, 422),
        ({"password": PASSWORD, "code": code}, 303),
    ):
        assert visitor.send(proof, data).status_code == status, data
    assert visitor.get("/team/personen/einladen").status_code == 200


def test_a_new_password_ends_all_other_sessions_and_people_end_their_own(app: Flask, clock: MovingClock) -> None:
    secret = pyotp.random_base32()
    number, email = make_person(app, secret=secret)
    browsers = []
    for _ in range(3):
        visitor = Visitor(app)
        visitor.sign_in(email)
        visitor.send("/team/anmelden/code", {"code": app_code(secret, clock.now())})
        clock.move(minutes=1)
        browsers.append(visitor)
    here, there, last = browsers
    with app.app_context():
        wanted = select(LoginSession.id).where(LoginSession.token_hash == last.token_hash)
        ending = db.session.scalar(wanted)
    assert here.send(f"/team/konto/sitzungen/{ending}/beenden", {}, page="/team/konto").status_code == 303
    assert last.client.get("/team/konto").status_code == 401
    stranger = sign_in(app, Role.STATE)
    with app.app_context():
        foreign = db.session.scalar(select(LoginSession.id).where(LoginSession.user_id != number))
    assert here.send(f"/team/konto/sitzungen/{foreign}/beenden", {}, page="/team/konto").status_code == 404
    assert stranger.get("/team/konto").status_code == 200
    assert there.get("/team/konto").status_code == 200
    weak = here.send("/team/konto/passwort", {"password": "12345678"}, page="/team/konto")
    assert (weak.status_code, "zu einfach" in weak.get_data(as_text=True)) == (422, True)
    assert here.send("/team/konto/passwort", {"password": "grüne Kannen"}, page="/team/konto").status_code == 303
    assert (here.get("/team/konto").status_code, there.client.get("/team/konto").status_code) == (200, 401)
    last_factor = here.send("/team/konto/app/entfernen", {}, page="/team/konto")
    assert (last_factor.status_code, "einzige" in last_factor.get_data(as_text=True)) == (422, True)


def test_the_first_account_comes_by_command_and_by_nothing_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """T26."""
    with app.app_context():
        assert db.session.scalar(select(func.count(User.id))) == 0, "no account is there by default"
    config = app.extensions["kommanmap.config"]
    for name, value in (
        ("INSTANCE", str(config.instance)),
        ("DATABASE_URL", config.database_url),
        ("SECRET_KEY", config.secret_key),
    ):
        monkeypatch.setenv(ENVIRONMENT_PREFIX + name, value)
    runner = CliRunner()
    made = runner.invoke(commands, ["users", "create-admin", "Leitung@Land.example"])
    assert made.exit_code == 0, made.output
    link = re.search(r"http://localhost:8000(/team/einladung/\S+)", made.output)
    assert link is not None
    assert "leitung@land.example" in Visitor(app).get(link.group(1)).get_data(as_text=True)
    for words, says in (
        (["create-admin", "kein-komma"], "keine E-Mail-Adresse"),
        (["invite", "a@b.example", "--centre", "gibt-es-nicht"], "mindestens ein Zentrum"),
        (["disable", "niemand@land.example"], "gibt es nicht"),
    ):
        refused = runner.invoke(commands, ["users", *words])
        assert refused.exit_code == 1, words
        assert says in refused.output, words
    assert runner.invoke(commands, ["users", "invite", "a@b.example", "--centre", OURS]).exit_code == 0
    listed = runner.invoke(commands, ["users", "list"]).output
    assert "leitung@land.example  state  invited" in listed
    assert f"a@b.example  centre  invited  {OURS}" in listed
    assert '"centres": [' in runner.invoke(commands, ["users", "list", "--json"]).output
    assert runner.invoke(commands, ["users", "disable", "a@b.example"]).exit_code == 0
    assert "/team/einladung/" in runner.invoke(commands, ["users", "link", "leitung@land.example"]).output
