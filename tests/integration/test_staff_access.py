"""Who is signed in, what that opens, and that nobody else can send a form in their name."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import LoginSession
from kommanmap.services import login_sessions
from tests.apps import NOW
from tests.staff import make_user, sign_in

ADDRESSES = "/api/adressen?q=Haupt"


@pytest.mark.parametrize("role", list(Role))
def test_a_living_session_opens_what_its_role_may(app: Flask, role: Role) -> None:
    answer = sign_in(app, role).get(ADDRESSES)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_session_ends_when_unused_and_after_a_day_of_work(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        token = login_sessions.begin(session, user=make_user(Role.STATE), now=NOW)
        for passed, alive in ((timedelta(minutes=29), True), (timedelta(minutes=31), False)):
            assert (login_sessions.find(session, token=token, now=NOW + passed) is not None) is alive
        login = session.scalars(select(LoginSession)).one()
        login.seen_utc = NOW + timedelta(hours=12)
        assert login_sessions.find(session, token=token, now=NOW + timedelta(hours=12)) is None


def test_a_disabled_account_is_out_at_the_next_request(app: Flask) -> None:
    person = sign_in(app, Role.STATE)
    with app.app_context():
        session = db.session()
        session.scalars(select(LoginSession)).one().user.is_disabled = True
        session.commit()
    assert person.get(ADDRESSES).status_code == 401


def test_a_token_is_not_stored_and_another_one_opens_nothing(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        token = login_sessions.begin(session, user=make_user(Role.STATE), now=NOW, complete=True)
        session.commit()
        assert token not in str([vars(row) for row in session.scalars(select(LoginSession))])
        assert login_sessions.find(session, token=token[:-1] + "x", now=NOW) is None
