"""How sessions, rights and accounts end: by the clock, by others, in the middle of a form, and for good."""

import json
import logging
from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from kommanmap.cli import commands
from kommanmap.config import ENVIRONMENT_PREFIX
from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import MailKind, OutboxMail, Passkey, RecoveryCode, SavedDraft, SecurityEvent, User
from kommanmap.services import drafts, people, second_factor
from kommanmap.services.account_forgetting import forget_disabled
from kommanmap.services.login_sessions import EVERYTHING, staff_of
from kommanmap.services.outbox import post
from tests.apps import NOW
from tests.fakes import MovingClock
from tests.forms import form_values
from tests.signing_in import Visitor, app_code, make_person, stored
from tests.staff import AtWork, make_user, sign_in

OURS, OTHERS = "siegen-wittgenstein", "olpe"
OPERATOR = Staff(user_id=0, role=Role.STATE, scope=EVERYTHING)


def own_page(person: AtWork) -> int:
    return person.get("/team/konto").status_code


@pytest.mark.both_databases
def test_a_session_ends_after_half_an_hour_of_rest_and_after_half_a_day(app: Flask, clock: MovingClock) -> None:
    """T14: to the second, by a clock that moves when the test says so."""
    resting = sign_in(app, Role.STATE)
    clock.move(minutes=29, seconds=59)
    assert own_page(resting) == 200
    clock.move(minutes=29, seconds=59)
    assert own_page(resting) == 200, "used in time, it lasts"
    clock.move(minutes=30)
    assert own_page(resting) == 401
    clock.instant = NOW
    busy = sign_in(app, Role.STATE)
    for _ in range(35):
        clock.move(minutes=20)
        assert own_page(busy) == 200
    clock.move(minutes=19, seconds=59)
    assert own_page(busy) == 200
    clock.move(seconds=1)
    assert own_page(busy) == 401, "twelve hours are the most, however busy somebody is"


def test_a_page_says_until_when_one_is_signed_in_and_the_button_makes_it_later(app: Flask, clock: MovingClock) -> None:
    """T14: without scripts the hour stands in the menu; the end after twelve hours cannot be put off."""
    person = sign_in(app, Role.STATE)
    assert "angemeldet bis 11:00" in person.get("/team/konto").text
    clock.move(minutes=27)
    assert 'data-session="180"' not in (page := person.get("/team/konto").text), "a page that is opened is a use"
    assert "angemeldet bis 11:27" in page
    clock.move(seconds=30)
    asked = {"Accept": "application/json"}
    assert person.post("/team/konto/verlaengern", headers=asked).json == {"seconds": 1800}
    assert person.post("/team/konto/verlaengern").status_code == 303
    for _ in range(24):
        clock.move(minutes=28)
        person.get("/team/konto")
    left = person.post("/team/konto/verlaengern", headers=asked).json
    assert left is not None
    assert 0 < left["seconds"] < 1800
    assert person.client.post("/team/konto/verlaengern", headers=asked).status_code == 400, "no form token"


@pytest.mark.both_databases
def test_who_is_disabled_or_deleted_is_out_at_the_next_request(app: Flask) -> None:
    """T12."""
    disabled, deleted = sign_in(app, Role.CENTRE, centre=OURS), sign_in(app, Role.CENTRE, centre=OURS)
    with app.app_context():
        session = db.session()
        people.disable(session, user=stored(app, disabled.staff.user_id), actor=OPERATOR, now=NOW)
        session.delete(stored(app, deleted.staff.user_id))
        session.commit()
    assert (own_page(disabled), own_page(deleted)) == (401, 401)


def test_rights_taken_away_in_the_middle_of_a_form_eat_no_text(app: Flask) -> None:
    """T31: the next click knows; nothing is saved, the text is shown and kept."""
    admin, person = sign_in(app, Role.STATE), sign_in(app, Role.CENTRE, centre=OURS)
    number = person.staff.user_id
    typed = form_values(person.get("/team/treffpunkte/neu").text)
    typed |= {"name": "Teestube <b>", "ags": "05970040", "text-de": "Ein langer Text"}
    made = person.post("/team/treffpunkte/neu", typed)
    assert made.status_code == 303, made.text
    place = made.headers["Location"].split("?")[0]
    edited = form_values(person.get(f"{place}/bearbeiten").text) | {"text-de": "Ein noch längerer Text"}
    rights = {"role": "centre", "centres": [OTHERS]}
    assert admin.post(f"/team/personen/{number}/rechte", rights).status_code == 303
    refused = person.post(f"{place}/bearbeiten", edited)
    assert refused.status_code == 404
    assert "Ihre Rechte haben sich geändert" in refused.text
    assert "Ein noch längerer Text" in refused.text
    assert "<b>" not in refused.text
    assert person.get(place).status_code == 404
    with app.app_context():
        kept = db.session.scalars(select(SavedDraft).where(SavedDraft.user_id == number)).one()
        assert kept.words["text-de"] == ["Ein noch längerer Text"]
    rights = {"role": "centre", "centres": [OURS]}
    assert admin.post(f"/team/personen/{number}/rechte", rights).status_code == 303
    assert "Ein noch längerer Text" in person.get(f"{place}/bearbeiten").text, "it is back with the rights"
    stranger = sign_in(app, Role.CENTRE, centre=OTHERS)
    assert "längerer" not in stranger.post(f"{place}/bearbeiten", edited | {"form_token": stranger.form_token}).text


def test_what_happens_around_rights_and_files_is_written_down(
    app: Flask, clock: MovingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """T50: sign-in ok and failed, denied, role, export; publishing and deleting stand in the history.

    Never a name, a mail address or where somebody came from (T49).
    """
    secret = pyotp.random_base32()
    number, email = make_person(app, Role.CENTRE, centre=OURS, secret=secret)
    visitor = Visitor(app)
    visitor.sign_in(email, "wrong password")
    visitor.sign_in(email)
    visitor.send("/team/anmelden/code", {"code": app_code(secret, clock.now())})
    admin, carrier = sign_in(app, Role.STATE), sign_in(app, Role.CARRIER)
    with caplog.at_level(logging.INFO):
        assert carrier.get("/team/personen").status_code == 403
        assert admin.get("/team/treffpunkte.xlsx").status_code == 200
    admin.post(f"/team/personen/{number}/rechte", {"role": "centre", "centres": [OTHERS]})
    said = [record.getMessage() for record in caplog.records if record.name == "kommanmap.security"]
    assert said == [
        f"denied: carrier:{carrier.staff.user_id} at people.listing",
        f"exported: state:{admin.staff.user_id} at team_files.as_xlsx",
    ]
    assert "127.0.0.1" not in caplog.text
    with app.app_context():
        rows = db.session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)).all()
        assert [row.kind for row in rows] == ["sign_in_failed", "signed_in", "rights_changed"]
        assert email not in str([(row.actor, row.details) for row in rows])


@pytest.mark.both_databases
def test_an_account_disabled_for_ninety_days_is_forgotten_and_its_history_stays(app: Flask, clock: MovingClock) -> None:
    secret = pyotp.random_base32()
    number, email = make_person(app, Role.CENTRE, centre=OURS, secret=secret, email="erika@stadt.example")
    with app.app_context():
        session, user = db.session(), stored(app, number)
        user.name = "Erika Beispiel"
        second_factor.new_recovery_codes(session, user=user)
        drafts.keep(session, user_id=number, key="neu-12345678", words={"name": ["Café"]}, now=NOW)
        post(session, kind=MailKind.ACCOUNT_NOTICE, to=email, subject="x", text="y", now=NOW)
        actor = staff_of(user).actor
        people.disable(session, user=user, actor=OPERATOR, now=NOW)
        session.commit()
        assert forget_disabled(session, now=NOW + timedelta(days=90, seconds=-1)) == 0
        assert forget_disabled(session, now=NOW + timedelta(days=90)) == 1
        assert forget_disabled(session, now=NOW + timedelta(days=91)) == 0, "once is enough"
        session.commit()
        session.expire_all()
        user = stored(app, number)
        assert (user.email, user.name, user.password_hash, user.totp_secret) == (
            f"konto-{number}@konto.invalid", "", "", "",
        )  # fmt: skip
        for table in (SavedDraft, OutboxMail, RecoveryCode, Passkey):
            assert session.scalar(select(func.count()).select_from(table)) == 0, table
        kinds = list(session.scalars(select(SecurityEvent.kind).where(SecurityEvent.user_id == number)))
        assert kinds == ["disabled", "forgotten"]
        assert staff_of(user).actor == actor, "what the history calls the account is the same"
    admin = sign_in(app, Role.STATE)
    assert "konto.invalid" not in admin.get("/team/personen").text
    assert admin.get(f"/team/personen/{number}").status_code == 404
    assert admin.post(f"/team/personen/{number}/entsperren").status_code == 404
    assert Visitor(app).sign_in(email).status_code == 422
    again = admin.post("/team/personen/einladen", {"email": email, "role": "centre", "centres": [OURS]})
    assert again.status_code == 200, "the person may come back, as a new account"


def test_people_get_what_is_kept_about_them_by_command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    config = app.extensions["kommanmap.config"]
    for name, value in (
        ("INSTANCE", str(config.instance)),
        ("DATABASE_URL", config.database_url),
        ("SECRET_KEY", config.secret_key),
    ):
        monkeypatch.setenv(ENVIRONMENT_PREFIX + name, value)
    secret = pyotp.random_base32()
    number, email = make_person(app, Role.CENTRE, centre=OURS, secret=secret)
    person = sign_in(app, Role.STATE)
    with app.app_context():
        drafts.keep(db.session(), user_id=number, key="neu-12345678", words={"name": ["Café"]}, now=NOW)
        db.session.commit()
        password_hash = stored(app, number).password_hash
    person.post(f"/team/personen/{number}/sperren")
    runner = CliRunner()
    answer = runner.invoke(commands, ["users", "export", email])
    assert answer.exit_code == 0, answer.output
    kept = json.loads(answer.stdout)
    assert (kept["account"]["email"], kept["account"]["role"], kept["centres"]) == (email, "centre", [OURS])
    assert kept["unsaved_texts"][0]["words"] == {"name": ["Café"]}
    assert [event["what"] for event in kept["security_events"]] == ["disabled"]
    assert not [each for each in (secret, password_hash, "argon2") if each in answer.stdout]
    assert runner.invoke(commands, ["users", "export", "nie@da.example"]).exit_code != 0
    assert json.loads(runner.invoke(commands, ["users", "forget", "--json"]).stdout) == {"forgotten": 1}
    assert email not in runner.invoke(commands, ["users", "list"]).output
    with app.app_context():
        assert db.session.scalar(select(func.count(User.id)).where(User.email == email)) == 0
        assert make_user(Role.STATE, email=email).id != number
