"""A person in front of the sign-in page, for tests: types what people type, takes the tokens that the forms carry."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import User
from kommanmap.services.login_sessions import token_hash
from kommanmap.views import form_token
from tests.staff import make_user

PASSWORD = "blaue Tassen im Regen"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms; the last of a name counts."""
    return {html.unescape(name): html.unescape(value) for name, value in _HIDDEN.findall(page)}


def make_person(app: Flask, role: Role = Role.STATE, *, secret: str = "", **options: Any) -> tuple[int, str]:
    """An account with a password (and an app's secret): its number and mail address."""
    with app.app_context():
        user = make_user(role, **options)
        user.password_hash = app.extensions["kommanmap.passwords"].hashed(PASSWORD)
        user.totp_secret = secret
        db.session.commit()
        return user.id, user.email


@dataclass
class Visitor:
    """A browser with nobody in it yet."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(address, headers={"Accept": "text/html"}, **options)

    def send(self, address: str, data: dict[str, Any], *, page: str = "", **options: Any) -> TestResponse:
        """Open the page, fill its form, send it to `address`."""
        carried = hidden_fields(self.get(page or address).get_data(as_text=True))
        return self.client.post(address, data={**carried, **data}, headers={"Accept": "text/html"}, **options)

    def sign_in(self, email: str, password: str = PASSWORD, **data: str) -> TestResponse:
        return self.send("/team/anmelden", {"email": email, "password": password, **data})

    @property
    def token(self) -> str:
        """What the cookie holds, "" without one."""
        cookie = self.client.get_cookie(form_token.COOKIE_LOCAL, domain="localhost")
        return cookie.value if cookie else ""

    @property
    def token_hash(self) -> str:
        return token_hash(self.token)


def app_code(secret: str, at: Any) -> str:
    """What the app on the phone shows."""
    return pyotp.TOTP(secret).at(at)


def stored(app: Flask, number: int) -> User:
    """The account as it is kept; in an app context."""
    found = db.session.get(User, number)
    assert found is not None
    return found
