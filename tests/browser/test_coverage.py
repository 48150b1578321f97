"""The staff's pages about coverage in a real browser: no barriers, nothing wider than a phone, light enough."""

from collections.abc import Iterator

import pytest
from flask import Flask

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint
from kommanmap.queries.search_misses import Miss
from kommanmap.services import search_misses
from kommanmap.views import form_token
from tests.apps import NOW
from tests.browser.conftest import NewPage
from tests.browser.server import serving
from tests.browser.test_pages import barriers, overflow
from tests.staff import AtWork, sign_in

MOST_BYTES = 80 * 1024
CENTRE = "siegen-wittgenstein"
PAGES = ("/team/abdeckung", "/team/nachweis", "/team/gesucht")


@pytest.fixture
def person(demo_app: Flask) -> AtWork:
    """Somebody of a centre; a third of the places was checked, a word was missed."""
    with demo_app.app_context():
        session = db.session()
        for point in session.query(MeetingPoint).where(MeetingPoint.id % 3 == 0):
            point.last_checked_on = NOW.date()
        search_misses.store(session, counts={Miss("schach", CENTRE): 5}, today=NOW.date())
        session.commit()
    return sign_in(demo_app, Role.CENTRE, centre=CENTRE)


@pytest.fixture
def site_url(demo_app: Flask) -> Iterator[str]:
    """A server of this test's own."""
    with serving(demo_app) as address:
        yield address


def test_pages_about_coverage_hold_for_a_phone(new_page: NewPage, person: AtWork, site_url: str) -> None:
    page = new_page(width=360, height=740)
    token = person.client.get_cookie(form_token.COOKIE_LOCAL)
    assert token is not None
    page.context.add_cookies([{"name": form_token.COOKIE_LOCAL, "value": token.value, "url": site_url}])
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        assert barriers(page) == [], path
        assert overflow(page) == [], path
        assert answer.request.sizes()["responseBodySize"] <= MOST_BYTES, path
