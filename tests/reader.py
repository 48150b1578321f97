"""A reader who sends forms as a browser without scripts does, and what arrives of them."""

import re
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.test import TestResponse

from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint, Suggestion
from tests.fakes import MovingClock

TOKEN = re.compile(r'name="open_token" value="([^"]+)"')


@dataclass
class Reader:
    """Somebody with a browser without scripts: opens a page, waits, sends its form with some fields filled in."""

    app: Flask
    clock: MovingClock
    address: str = "192.0.2.1"

    def get(self, page: str) -> TestResponse:
        return self.app.test_client().get(page)

    def get_later(self, page: str) -> str:
        """When every process has seen the newest data."""
        self.app.extensions["kommanmap.index"].refresh()
        return self.get(page).get_data(as_text=True)

    def post(self, page: str, data: dict[str, str], **headers: str) -> TestResponse:
        whence = {"REMOTE_ADDR": self.address}
        return self.app.test_client().post(page.split("?")[0], data=data, headers=headers, environ_base=whence)

    def token(self, page: str) -> str:
        return str(TOKEN.findall(self.get(page).get_data(as_text=True))[0])

    def send(self, page: str, wait: float = 5, **data: str) -> TestResponse:
        token = self.token(page)
        self.clock.move(seconds=wait)
        return self.post(page, {"open_token": token, "homepage": "", **data})


def letters(app: Flask) -> list[Suggestion]:
    """Everything that arrived, with its towns, in order."""
    with app.app_context():
        wanted = select(Suggestion).options(joinedload(Suggestion.municipality)).order_by(Suggestion.id)
        return list(db.session.scalars(wanted))


def public_count(app: Flask) -> int:
    """How many places readers find."""
    with app.app_context():
        listed = select(func.count(MeetingPoint.id)).where(MeetingPoint.status == Status.PUBLIC)
        return int(db.session.scalar(listed) or 0)


def code_of(answer: TestResponse) -> str:
    """The receipt code that a sent form leads to."""
    found: str = answer.headers["Location"].split("code=")[1]
    return found
