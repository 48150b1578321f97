"""Passkeys: made, used to sign in, and refused wherever something about them is not right."""

from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import Attempt, Passkey
from kommanmap.views import form_token
from tests.fakes import MovingClock
from tests.signing_in import PASSWORD, Visitor, app_code, hidden_fields, make_person
from tests.soft_key import SoftKey

SECRET = pyotp.random_base32()


def ask(visitor: Visitor, address: str, content: dict[str, Any], token: str = "") -> TestResponse:
    """What the page's script sends."""
    page = visitor.get("/team/konto")
    page = page if page.status_code == 200 else visitor.get("/team/anmelden/code")
    page = page if page.status_code == 200 else visitor.get("/team/zweite-sicherung")
    word = token or hidden_fields(page.get_data(as_text=True))[form_token.FIELD]
    headers = {form_token.HEADER: word, "Accept": "application/json"}
    return visitor.client.post(address, json=content, headers=headers)


def make(visitor: Visitor, key: SoftKey, name: str = "Handy") -> TestResponse:
    options = ask(visitor, "/team/passkeys/neu/optionen", {})
    assert options.status_code == 200
    return ask(visitor, "/team/passkeys/neu", {"credential": key.made(options.get_json()), "name": name})


def options_to_sign_in(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = ask(visitor, "/team/passkeys/anmelden/optionen", {}).get_json()
    return found


def prove(visitor: Visitor, credential: dict[str, Any]) -> TestResponse:
    return ask(visitor, "/team/passkeys/anmelden?weiter=/team/konto", {"credential": credential})


@pytest.fixture
def key() -> SoftKey:
    return SoftKey()


@pytest.fixture
def email(app: Flask, key: SoftKey) -> str:
    """Somebody who set up a passkey at their first sign-in."""
    _, address = make_person(app, Role.STATE)
    visitor = Visitor(app)
    visitor.sign_in(address)
    half = visitor.token
    answer = make(visitor, key)
    assert (answer.status_code, answer.get_json()) == (200, {"to": "/team/konto?getan=1"})
    assert visitor.token != half
    page = visitor.get("/team/konto").get_data(as_text=True)
    assert "Handy" in page
    assert "Bitte machen Sie neue." in page
    assert visitor.send("/team/zweite-sicherung/ersatzcodes", {}, page="/team/konto").status_code == 200
    return address


def test_a_passkey_is_the_second_factor_and_proves_anew(
    app: Flask, email: str, key: SoftKey, clock: MovingClock
) -> None:
    visitor = Visitor(app)
    assert visitor.sign_in(email).headers["Location"].startswith("/team/anmelden/code")
    half = visitor.token
    answer = prove(visitor, key.used(options_to_sign_in(visitor)))
    assert (answer.status_code, answer.get_json()) == (200, {"to": "/team/konto"})
    assert visitor.token != half
    clock.move(minutes=16)
    assert visitor.get("/team/zweite-sicherung").status_code == 303
    credential = key.used(options_to_sign_in(visitor))
    proved = ask(visitor, "/team/passkeys/bestaetigen?weiter=/team/zweite-sicherung", {"credential": credential})
    assert proved.get_json() == {"to": "/team/zweite-sicherung"}
    assert visitor.get("/team/zweite-sicherung").status_code == 200


def test_what_is_not_right_about_a_passkey_opens_nothing(app: Flask, email: str, key: SoftKey) -> None:
    """T25."""
    visitor = Visitor(app)
    visitor.sign_in(email)
    good = key.used(options_to_sign_in(visitor))
    key.origin = "https://evil.example"
    elsewhere = key.used(options_to_sign_in(visitor))
    key.origin, key.host = "http://localhost", "evil.example"
    other_host = key.used(options_to_sign_in(visitor))
    key.host = "localhost"
    stranger = SoftKey(credential_id=key.credential_id).used(options_to_sign_in(visitor))
    unknown = SoftKey().used(options_to_sign_in(visitor))
    for name, credential in {
        "an answer to an older challenge": good,
        "another origin": elsewhere,
        "another host": other_host,
        "another key's signature": stranger,
        "a key that nobody knows": unknown,
    }.items():
        answer = prove(visitor, credential)
        assert answer.status_code == 422, name
        assert "nicht geklappt" in answer.get_json()["problem"], name
        break_limit(app)
    for nonsense in ({}, {"id": 1}, {"id": "x", "rawId": "x", "type": "public-key", "response": {}}, "text", [1]):
        options_to_sign_in(visitor)
        assert prove(visitor, nonsense).status_code == 422, nonsense  # type: ignore[arg-type]  # rubbish on purpose
        break_limit(app)
    key.count = 10
    credential = key.used(options_to_sign_in(visitor))
    assert prove(visitor, credential).status_code == 200
    for count, status in ((4, 422), (10, 422), (11, 200)):
        again = Visitor(app)
        again.sign_in(email)
        key.count = count
        answer = prove(again, key.used(options_to_sign_in(again)))
        assert answer.status_code == status, f"after 11 the counter says {count + 1}"
    assert prove(visitor, credential).status_code == 422, "a challenge counts once"


def break_limit(app: Flask) -> None:
    """Forget the tries: here it is not the limit that is looked at."""
    with app.app_context():
        for row in db.session.scalars(select(Attempt)):
            db.session.delete(row)
        db.session.commit()


def test_who_is_half_signed_in_adds_no_passkey_to_an_account_that_has_one(app: Flask, email: str) -> None:
    visitor = Visitor(app)
    visitor.sign_in(email)
    page = hidden_fields(visitor.get("/team/anmelden/code").get_data(as_text=True))
    for address in ("/team/passkeys/neu/optionen", "/team/passkeys/neu"):
        answer = ask(visitor, address, {}, page[form_token.FIELD])
        assert answer.status_code == 303, address
        assert answer.headers["Location"].startswith("/team/anmelden/code"), address
    assert visitor.client.post("/team/passkeys/anmelden/optionen", json={}).status_code == 400, "no form token"


def test_the_last_factor_stays_and_a_key_is_no_other_persons(
    app: Flask, email: str, key: SoftKey, clock: MovingClock
) -> None:
    visitor = Visitor(app)
    visitor.sign_in(email)
    prove(visitor, key.used(options_to_sign_in(visitor)))
    with app.app_context():
        number = db.session.scalar(select(Passkey.id))
    removing = f"/team/konto/passkeys/{number}/entfernen"
    assert visitor.send(removing, {}, page="/team/konto").status_code == 422
    assert make(visitor, key).status_code == 422, "the same key twice"
    _, other = make_person(app, Role.STATE, secret=SECRET)
    stranger = Visitor(app)
    stranger.sign_in(other, PASSWORD)
    stranger.send("/team/anmelden/code", {"code": app_code(SECRET, clock.now())})
    assert stranger.send(removing, {}, page="/team/konto").status_code == 404
    assert make(stranger, key).status_code == 422, "a key of somebody else"
    second = SoftKey()
    assert make(visitor, second, "Schlüssel").status_code == 200
    assert visitor.send(removing, {}, page="/team/konto").status_code == 303
    fresh = Visitor(app)
    fresh.sign_in(email)
    assert prove(fresh, key.used(options_to_sign_in(fresh))).status_code == 422
    assert prove(fresh, second.used(options_to_sign_in(fresh))).status_code == 200
