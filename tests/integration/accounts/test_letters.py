"""Letters around accounts: who gets which, what their links do, and what nobody learns by them."""

import re
from collections import Counter
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import event, func, select

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import AccountToken, OutboxMail, SecurityEvent, User
from tests.fakes import MovingClock
from tests.signing_in import PASSWORD, Visitor, app_code, make_person, stored
from tests.staff import make_user, sign_in

OURS = "siegen-wittgenstein"
LINK = re.compile(r"http://localhost(/team/\S+)")
HELP = "/team/passwort-vergessen"


def letters(app: Flask) -> list[tuple[str, str, str]]:
    """What was written so far: kind, to whom, text."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
        return [(row.kind.value, row.to, row.text) for row in rows]


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found is not None, text
    return found.group(1)


def signed_in(app: Flask, clock: MovingClock) -> tuple[Visitor, int, str]:
    """Somebody with password and app who has just signed in."""
    secret = pyotp.random_base32()
    number, email = make_person(app, Role.CENTRE, centre=OURS, secret=secret)
    visitor = Visitor(app)
    visitor.sign_in(email)
    visitor.send("/team/anmelden/code", {"code": app_code(secret, clock.now())})
    return visitor, number, email


def test_an_invitation_goes_by_mail_only_if_wanted_and_two_make_one_account(app: Flask, clock: MovingClock) -> None:
    """T22: the newer link is good once, the older no more; what a letter carries is kept nowhere else."""
    admin = sign_in(app, Role.STATE)
    wanted = {"email": "neu@stadt.example", "role": "centre", "centres": [OURS]}
    assert admin.post("/team/personen/einladen", wanted).status_code == 200
    assert letters(app) == []
    for _ in range(2):
        page = admin.post("/team/personen/einladen", {**wanted, "mail": "1"}).get_data(as_text=True)
        assert "ist unterwegs" in page
    (kind, to, first), (_, _, second) = letters(app)
    assert (kind, to) == ("invitation", "neu@stadt.example")
    assert link_in(second) in page
    assert Visitor(app).get(link_in(first)).status_code == 410
    taken = Visitor(app).send(link_in(second), {"password": PASSWORD, "name": ""})
    assert taken.status_code == 303
    for language, words in (("de", "gilt nicht mehr"), ("en", "no longer valid"), ("ar", "لم يعد صالحًا")):
        used = Visitor(app).get(f"{link_in(second)}?lang={language}")
        assert used.status_code == 410, language
        assert words in used.get_data(as_text=True), language
    with app.app_context():
        assert db.session.scalar(select(func.count(User.id)).where(User.email == "neu@stadt.example")) == 1


@pytest.mark.both_databases
def test_a_lost_password_is_helped_by_mail_and_nobody_learns_who_has_an_account(app: Flask) -> None:
    """T18, T22: unknown, known, invited and disabled get one answer after the same statements."""
    _, known = make_person(app)
    disabled_number, disabled = make_person(app)
    with app.app_context():
        stored(app, disabled_number).is_disabled = True
        db.session.commit()
        invited = make_user(Role.CENTRE, centre=OURS, email="wartet@stadt.example").email
        engine = db.engine
    done: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        done.append(statement.split()[0])

    seen, work = [], {}
    Visitor(app).get(HELP)  # the first page of a process loads what all others find there
    event.listen(engine, "before_cursor_execute", count)
    for address in ("niemand@stadt.example", known, disabled, invited):
        done.clear()
        answer = Visitor(app).send(HELP, {"email": address.upper()})
        work[address] = Counter(word for word in done if word not in {"SAVEPOINT", "RELEASE", "ROLLBACK"})
        seen.append((answer.status_code, answer.headers["Location"], answer.get_data(as_text=True)))
    event.remove(engine, "before_cursor_execute", count)
    assert set(seen) == {(303, f"{HELP}?unterwegs=1", seen[0][2])}
    assert len({tuple(sorted(each.items())) for each in work.values()}) == 1, work
    assert [(kind, to) for kind, to, _ in letters(app)] == [("password_reset", known), ("invitation", invited)]
    link = link_in(letters(app)[0][2])
    new = "grüne Kannen im Schnee"
    assert Visitor(app).send(link, {"password": new}).status_code == 303
    assert Visitor(app).get(link).status_code == 410
    assert Visitor(app).sign_in(known).status_code == 422
    assert Visitor(app).sign_in(known, new).status_code == 303
    assert letters(app)[-1][:2] == ("account_notice", known), "the owner is told"


def test_five_letters_a_day_for_one_address_whether_or_not_it_has_an_account(app: Flask, clock: MovingClock) -> None:
    """T17: the limit of one address does not stop another."""
    _, known = make_person(app)
    for address in (known, "niemand@stadt.example"):
        for _ in range(5):
            assert Visitor(app).send(HELP, {"email": address}).status_code == 303
            clock.move(minutes=10)
        refused = Visitor(app).send(HELP, {"email": address})
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 3600
    assert len(letters(app)) == 5
    _, other = make_person(app)
    assert Visitor(app).send(HELP, {"email": other}).status_code == 303
    for typed, status in (("", 422), ("kein-komma", 422), ("a@b.example\nBcc: c@d.example", 422), ("x" * 5000, 422)):
        answer = Visitor(app).send(HELP, {"email": typed})
        assert answer.status_code == status, typed[:30]
    assert len(letters(app)) == 6


@pytest.mark.both_databases
def test_another_mail_address_is_true_when_its_mailbox_has_been_read(app: Flask, clock: MovingClock) -> None:
    """T15: asked anew who it is; a link to the new address, notices to the old one."""
    visitor, number, old = signed_in(app, clock)
    _, other = make_person(app, Role.CENTRE, centre=OURS)
    new = "neue.adresse@stadt.example"
    for typed in ("", "kein-komma", other):
        refused = visitor.send("/team/konto/adresse", {"email": typed}, page="/team/konto")
        assert refused.status_code == 422, typed
        assert f'value="{typed}"' in refused.get_data(as_text=True), "what was typed is still there"
    assert visitor.send("/team/konto/adresse", {"email": new}, page="/team/konto").status_code == 303
    assert [(kind, to) for kind, to, _ in letters(app)] == [("account_notice", new), ("account_notice", old)]
    assert new not in letters(app)[1][2]
    link = link_in(letters(app)[0][2])
    assert new in visitor.get(link).get_data(as_text=True)
    with app.app_context():
        assert stored(app, number).email == old, "opening a link changes nothing"
    done = Visitor(app).send(link, {})
    assert (done.status_code, new in done.get_data(as_text=True)) == (200, True)
    assert letters(app)[-1][:2] == ("account_notice", old)
    assert Visitor(app).send("/team/anmelden", {"email": old, "password": PASSWORD}).status_code == 422
    assert Visitor(app).sign_in(new).status_code == 303
    assert Visitor(app).client.post(link, data={"open_token": "x"}).status_code == 410
    clock.move(minutes=16)
    late = visitor.send("/team/konto/adresse", {"email": "x@stadt.example"}, page="/team/konto")
    assert late.headers["Location"] == "/team/konto/bestaetigen?weiter=/team/konto"
    with app.app_context():
        kinds = list(db.session.scalars(select(SecurityEvent.kind).where(SecurityEvent.user_id == number)))
        assert kinds[-2:] == ["address_asked", "address_changed"]


def test_an_address_that_became_somebody_elses_is_not_taken(app: Flask, clock: MovingClock) -> None:
    visitor, number, old = signed_in(app, clock)
    visitor.send("/team/konto/adresse", {"email": "bald@stadt.example"}, page="/team/konto")
    link = link_in(letters(app)[0][2])
    form = Visitor(app)
    form.get(link)
    make_person(app, Role.CENTRE, centre=OURS, email="bald@stadt.example")
    assert form.send(link, {}).status_code == 410
    with app.app_context():
        assert stored(app, number).email == old
        db.session.scalars(select(AccountToken)).one().new_email = "frei@stadt.example"
        db.session.commit()
    clock.move(hours=24)
    assert Visitor(app).get(link).status_code == 410


def test_who_changes_how_they_sign_in_is_told_by_mail(app: Flask, clock: MovingClock) -> None:
    """T13: the owner hears of a new password, a new factor, a recovery code that was used."""
    visitor, number, email = signed_in(app, clock)
    shown = visitor.send("/team/zweite-sicherung/ersatzcodes", {}, page="/team/konto").get_data(as_text=True)
    code = re.findall(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", shown)[0]
    assert visitor.send("/team/konto/passwort", {"password": "grüne Kannen"}, page="/team/konto").status_code == 303
    again = Visitor(app)
    again.sign_in(email, "grüne Kannen")
    assert again.send("/team/anmelden/code", {"code": code}).status_code == 303
    sign_in(app, Role.STATE).post(f"/team/personen/{number}/zweite-sicherung")
    told = [text for kind, to, text in letters(app) if (kind, to) == ("account_notice", email)]
    for words, text in zip(("zweite Sicherung", "Passwort", "Ersatzcode", "zweite Sicherung"), told, strict=True):
        assert words in text
        assert f"http://localhost{HELP}" in text
    with app.app_context():
        assert "recovery_code_used" in set(db.session.scalars(select(SecurityEvent.kind)))


def test_links_in_letters_come_from_the_settings_and_never_from_the_request(app: Flask) -> None:
    """T27: a forged host or forwarding header gets into no letter."""
    _, known = make_person(app)
    visitor = Visitor(app)
    page = visitor.get(HELP).get_data(as_text=True)
    token = page.split('name="open_token" value="')[1].split('"')[0]
    for headers in ({"X-Forwarded-Host": "evil.example"}, {"Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        visitor.client.post(HELP, data={"open_token": token, "email": known}, headers=headers)
    assert letters(app)
    assert not [text for _, _, text in letters(app) if "evil.example" in text]
