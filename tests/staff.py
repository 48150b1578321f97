"""People at work, for tests: an account with a living session, and a client that is signed in as them."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import Centre, MeetingPoint, User, UserCentre, UserPoint
from kommanmap.services import login_sessions
from kommanmap.views import form_token
from kommanmap.views.signing import signature
from tests.apps import NOW


@dataclass(frozen=True)
class AtWork:
    """A client that is signed in. `post` sends the form token along, as the pages' forms do."""

    client: FlaskClient
    staff: Staff
    form_token: str

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, **options)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(address, data={form_token.FIELD: self.form_token, **(data or {})}, **options)


def make_user(role: Role, *, centre: str = "", points: tuple[MeetingPoint, ...] = (), email: str = "") -> User:
    """An account that may sign in, stored. centre: the slug of one; in an app context."""
    session = db.session()
    count = len(session.scalars(select(User.id)).all())
    user = User(email=email or f"{role.value}{count + 1}@stadt.example", name="", role=role, created_utc=NOW)
    if centre:
        found = session.scalars(select(Centre).where(Centre.slug == centre)).one()
        user.centres.append(UserCentre(centre_id=found.id))
    user.points.extend(UserPoint(point_id=point.id) for point in points)
    session.add(user)
    session.commit()
    return user


def sign_in(app: Flask, role: Role, *, centre: str = "", points: tuple[MeetingPoint, ...] = ()) -> AtWork:
    """A new person of this role with a complete sign-in."""
    with app.app_context():
        session = db.session()
        user = make_user(role, centre=centre, points=points)
        token = login_sessions.begin(session, user=user, now=NOW, complete=True)
        staff = login_sessions.staff_of(user)
        session.commit()
    client = app.test_client()
    client.set_cookie(form_token.COOKIE_LOCAL, token, domain="localhost")
    with app.test_request_context():
        word = signature(form_token.PURPOSE, token)
    return AtWork(client, staff, word)
