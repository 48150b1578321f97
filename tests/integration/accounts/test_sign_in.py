"""Signing in: the password, the second factor, the session; and everything that must not work."""

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import Attempt, LoginSession, SecurityEvent
from kommanmap.services import second_factor
from kommanmap.services.passwords import Passwords
from tests.fakes import MovingClock
from tests.signing_in import PASSWORD, Visitor, app_code, hidden_fields, make_person, stored

SECRET = pyotp.random_base32()
ADDRESSES = "/api/adressen?q=Haupt"


def test_password_and_code_open_the_door_and_the_sign_out_shuts_it(app: Flask, clock: MovingClock) -> None:
    """T10, T11: a new token with each step; the sign-out ends it on the server."""
    number, email = make_person(app, secret=SECRET)
    visitor = Visitor(app)
    page = visitor.get("/team/anmelden")
    assert (page.status_code, page.headers.get("Set-Cookie")) == (200, None)

    answer = visitor.sign_in(f"  {email.upper()} ", weiter="/team/treffpunkte?seite=2")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/team/anmelden/code?weiter=/team/treffpunkte")
    half = visitor.token
    assert len(half) >= 43  # 256 bits
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert visitor.get(ADDRESSES).status_code != 200, "the second factor is still missing"

    wrong = visitor.send("/team/anmelden/code", {"code": "000000"}, page=answer.headers["Location"])
    assert wrong.status_code == 422
    assert "wurde schon benutzt" in wrong.get_data(as_text=True)
    code = app_code(SECRET, clock.now())
    done = visitor.send("/team/anmelden/code", {"code": f" {code[:3]} {code[3:]} "}, page=answer.headers["Location"])
    assert (done.status_code, done.headers["Location"]) == (303, "/team/treffpunkte?seite=2")
    assert visitor.token != half, "a new token with the second factor"
    assert visitor.get(ADDRESSES).status_code == 200

    stale = Visitor(app)
    stale.client.set_cookie("kommanmap", visitor.token, domain="localhost")
    left = visitor.send("/team/abmelden", {}, page="/team/konto")
    assert (left.status_code, left.headers["Location"]) == (303, "/team/anmelden?abgemeldet=1")
    assert "storage" in left.headers["Clear-Site-Data"]
    assert stale.client.get(ADDRESSES).status_code == 401, "the old cookie is worth nothing"
    with app.app_context():
        kinds = list(db.session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))
        assert kinds == ["second_factor_failed", "signed_in", "signed_out"]
        assert stored(app, number).last_login_utc == clock.now()
        assert db.session.scalar(select(func.count(LoginSession.id))) == 0


@pytest.mark.both_databases
def test_a_code_counts_once_and_a_recovery_code_too(app: Flask, clock: MovingClock) -> None:
    """T23."""
    number, email = make_person(app, secret=SECRET)
    with app.app_context():
        codes = second_factor.new_recovery_codes(db.session(), user=stored(app, number))
        db.session.commit()
    assert len({*codes}) == 10
    code = app_code(SECRET, clock.now())
    tries = ((code, 303), (code, 422), (codes[0].upper(), 303), (codes[0], 422), ("", 422), ("x" * 5000, 422))
    for typed, status in tries:
        visitor = Visitor(app)
        visitor.sign_in(email)
        assert visitor.send("/team/anmelden/code", {"code": typed}).status_code == status, typed[:20]
        clock.move(minutes=2)
        if typed == code:
            clock.move(minutes=-2)
    with app.app_context():
        assert second_factor.recovery_codes_left(db.session(), stored(app, number)) == 9


def test_nobody_learns_whether_an_account_exists(app: Flask) -> None:
    """T18: the same text and status."""
    _, email = make_person(app)
    blocked_number, blocked = make_person(app)
    with app.app_context():
        stored(app, blocked_number).is_disabled = True
        db.session.commit()
    pages = set()
    for address, password in (
        (email, "wrong password"),
        (blocked, PASSWORD),
        ("niemand@stadt.example", PASSWORD),
        (email, "x" * 5000),
    ):
        visitor = Visitor(app)
        answer = visitor.sign_in(address, password)
        assert answer.status_code == 422, address
        assert visitor.token == ""
        text = answer.get_data(as_text=True)
        assert password not in text
        pages.add(text.split("<form")[0].replace(address, ""))
    assert len(pages) == 1
    assert "stimmen nicht" in pages.pop()


def test_unknown_and_wrong_take_the_same_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """T18, T21: Counted instead of timed: the clock of a busy machine proves nothing."""
    _, email = make_person(app)
    passwords = app.extensions["kommanmap.passwords"]
    hashed: list[tuple[str, int]] = []

    class Counting:
        real = passwords._hasher

        def verify(self, password_hash: str, password: str) -> bool:
            hashed.append((password_hash.rsplit("$", 2)[0], len(password)))
            return bool(self.real.verify(password_hash, password))

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for address, password in ((email, "wrong"), ("niemand@stadt.example", "wrong"), (email, "y" * 129)):
        Visitor(app).sign_in(address, password)
    assert hashed == [("$argon2id$v=19$m=64,t=1,p=1", 5)] * 2 + [("$argon2id$v=19$m=64,t=1,p=1", 0)]


@pytest.mark.both_databases
def test_tries_are_limited_but_nobody_is_locked_out_for_good(app: Flask, clock: MovingClock) -> None:
    """T17."""
    _, email = make_person(app, secret=SECRET)
    _, other = make_person(app, secret=SECRET)
    for _ in range(10):
        assert Visitor(app).sign_in(email, "wrong").status_code == 422
    refused = Visitor(app).sign_in(email)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert "in 5 Minuten" in refused.get_data(as_text=True)
    elsewhere = Visitor(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.sign_in(other).status_code == 303, "one person's limit does not stop another"
    assert elsewhere.sign_in(email).status_code == 429, "the account's limit holds from everywhere"
    clock.move(minutes=5, seconds=1)
    visitor = Visitor(app)
    assert visitor.sign_in(email).status_code == 303
    for _ in range(5):
        assert visitor.send("/team/anmelden/code", {"code": "123456"}).status_code == 422
    assert visitor.send("/team/anmelden/code", {"code": app_code(SECRET, clock.now())}).status_code == 429
    clock.move(minutes=5, seconds=1)
    assert visitor.send("/team/anmelden/code", {"code": app_code(SECRET, clock.now())}).status_code == 303
    with app.app_context():
        assert email not in str([*db.session.scalars(select(Attempt.bucket))])


def test_without_a_second_factor_the_first_sign_in_sets_one_up(app: Flask, clock: MovingClock) -> None:
    """T24."""
    number, email = make_person(app, Role.CENTRE, centre="siegen-wittgenstein")
    visitor = Visitor(app)
    answer = visitor.sign_in(email)
    assert answer.headers["Location"].startswith("/team/zweite-sicherung")
    assert visitor.get("/team/konto").status_code == 302
    page = visitor.get("/team/zweite-sicherung").get_data(as_text=True)
    secret = page.split('name="secret" value="')[1].split('"')[0]
    assert secret in page.replace(" ", "")
    assert "data:image/svg+xml" in page
    foreign = visitor.send(
        "/team/zweite-sicherung/app", {"secret": SECRET, "code": app_code(SECRET, clock.now())},
        page="/team/zweite-sicherung",
    )  # fmt: skip
    assert foreign.status_code == 422, "a secret that we did not make is not taken"
    shown = hidden_fields(page) | {"code": app_code(secret, clock.now())}
    done = visitor.client.post("/team/zweite-sicherung/app", data=shown)
    assert done.status_code == 200
    assert done.get_data(as_text=True).count("<li>") >= 10
    assert visitor.get("/team/konto").status_code == 200
    with app.app_context():
        assert stored(app, number).totp_secret == secret


def test_targets_after_the_sign_in_stay_on_this_site(app: Flask) -> None:
    """T33."""
    _, email = make_person(app, secret=SECRET)
    evil = [
        "//e.example",
        "/\\e.example",
        "https:e.example",
        "%2f%2fe.example",
        "javascript:alert(1)",
        "/team/\\e",
        "/de/",
        "/teamx",
    ]
    for wanted in (*evil, "/team/\t//e.example", "/team/\r\nX: y", "/team/" + "x" * 3000):
        answer = Visitor(app).sign_in(email, weiter=wanted)
        assert answer.headers["Location"] == "/team/anmelden/code?weiter=/team/", wanted[:40]


def test_a_session_of_before_ends_and_old_ones_are_forgotten(app: Flask, clock: MovingClock) -> None:
    """T10."""
    _, email = make_person(app, secret=SECRET)
    visitor = Visitor(app)
    visitor.sign_in(email)
    first = visitor.token_hash
    clock.move(minutes=6)
    visitor.sign_in(email)
    with app.app_context():
        hashes = list(db.session.scalars(select(LoginSession.token_hash)))
    assert hashes == [visitor.token_hash]
    assert first != visitor.token_hash
    clock.move(minutes=31)
    assert visitor.get("/team/anmelden/code").status_code == 303


def test_over_https_the_cookie_belongs_to_this_host_alone(app: Flask) -> None:
    """T09."""
    _, email = make_person(app, secret=SECRET)
    client: FlaskClient = app.test_client()
    page = client.get("/team/anmelden", base_url="https://localhost").get_data(as_text=True)
    data = {**hidden_fields(page), "email": email, "password": PASSWORD}
    cookie = client.post("/team/anmelden", data=data, base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-kommanmap=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


def test_an_old_or_missing_form_token_keeps_what_was_typed(app: Flask, clock: MovingClock) -> None:
    _, email = make_person(app, secret=SECRET)
    visitor = Visitor(app)
    page = visitor.get("/team/anmelden").get_data(as_text=True)
    carried = hidden_fields(page)
    clock.move(hours=2, seconds=1)
    late = visitor.client.post("/team/anmelden", data={**carried, "email": email, "password": PASSWORD})
    assert late.status_code == 422
    assert email in late.get_data(as_text=True)
    assert visitor.client.post("/team/anmelden", data={"email": email, "password": PASSWORD}).status_code == 400


def test_a_weaker_hash_is_made_anew_at_the_next_sign_in(app: Flask) -> None:
    """T21."""
    number, email = make_person(app, secret=SECRET)
    weak = Passwords(memory_kib=16, passes=1, lanes=1, at_once=1).hashed(PASSWORD)
    with app.app_context():
        stored(app, number).password_hash = weak
        db.session.commit()
    assert Visitor(app).sign_in(email).status_code == 303
    with app.app_context():
        assert stored(app, number).password_hash.startswith("$argon2id$v=19$m=64,t=1,p=1$")


def test_tries_from_another_site_are_refused(app: Flask) -> None:
    _, email = make_person(app, secret=SECRET)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = app.test_client().post("/team/anmelden", data={"email": email}, headers=headers)
        assert answer.status_code == 403
