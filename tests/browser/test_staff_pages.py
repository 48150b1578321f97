"""Every page of staff, found by walking the routes: no barriers, not wider than its screen, light, nobody asked."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import Role
from kommanmap.permissions import Permission, may
from kommanmap.views import form_token
from kommanmap.views.access import declared_access
from tests.apps import end, make_app
from tests.browser.conftest import NewPage
from tests.browser.server import serving
from tests.browser.staff_objects import Desk, at_desk, furnish
from tests.browser.test_pages import barriers, overflow
from tests.browser_tools import Notebook
from tests.databases import Contents, SqliteTemplates

HEAVIEST = 80 * 1024
"""Page, style sheets and scripts over the wire, before the map is asked for."""

STAFF = {permission.value for permission in Permission}
HALFWAY = {"auth.code", "second_factor.choices"}
"""Pages between password and second factor; test_accounts walks through them. The second answers people at work too."""


@dataclass(frozen=True)
class Look:
    """One way to look at all pages."""

    role: Role
    width: int
    scheme: str
    locale: str


LOOKS = (
    Look(Role.STATE, 360, "light", "ar"),
    Look(Role.CENTRE, 360, "dark", "de-DE"),
    Look(Role.CENTRE, 1280, "light", "de-DE"),
    Look(Role.STATE, 1280, "dark", "ar"),
    Look(Role.CARRIER, 360, "dark", "ar"),
)
"""Each pair of width, scheme and language is there once."""

WEIGHED = LOOKS[2]
"""Here everything that a page loads late is waited for."""

SETTLED_MS = 50


@pytest.fixture(scope="module")
def furnished(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    """A site with one of everything."""
    folder = tmp_path_factory.mktemp("staff_pages")
    with sqlite_templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, clock)
        app.extensions["tests.objects"] = furnish(app)
        yield app
        end(app)


@pytest.fixture
def site_url(furnished: Flask) -> Iterator[str]:
    with serving(furnished) as address:
        yield address


def addresses(app: Flask, desk: Desk) -> dict[str, str]:
    """Endpoint → address of every page that this role may see, and of those that need no sign-in."""
    found = {}
    for rule in app.url_map.iter_rules():
        access = str(declared_access(app.view_functions[rule.endpoint]))
        granted = access in STAFF and may(desk.person.staff.role, Permission(access))
        before = rule.rule.startswith("/team/") and access in ("public", "half_signed_in")
        if "GET" in (rule.methods or ()) and rule.rule.startswith("/team") and (granted or before):
            found[rule.endpoint] = _address(app, rule, desk)
    word = f"/antwort/{desk.objects['answer']}"
    answers = {"letter": word} | {f"to {said}": f"{word}/1/{said}" for said in ("stimmt", "aendern", "geschlossen")}
    return found | answers


def _address(app: Flask, rule: Rule, desk: Desk) -> str:
    blueprint = rule.endpoint.partition(".")[0]
    values = {}
    for name in rule.arguments:
        keys = [rule.endpoint if name == "token" else "", f"{blueprint}.{name}", name]
        known = [desk.objects[key] for key in keys if key in desk.objects]
        assert known, f"{rule.endpoint} takes <{name}>: add one to tests/browser/staff_objects.py"
        values[name] = known[0]
    with app.test_request_context():
        path = str(app.url_map.bind("localhost").build(rule.endpoint, values))
    query = {"team_points.compare_new": f"?entwurf={desk.query['entwurf']}"}
    return path + query.get(rule.endpoint, "")


def is_page(desk: Desk, address: str) -> bool:
    """Whether it answers this person with a page."""
    answer = desk.person.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code in (200, 404), (address, answer.status_code)
    return answer.status_code == 200 and answer.mimetype == "text/html"


def come_in(page: Page, desk: Desk, site_url: str) -> None:
    token = desk.person.client.get_cookie(form_token.COOKIE_LOCAL)
    assert token is not None
    page.context.add_cookies([{"name": form_token.COOKIE_LOCAL, "value": token.value, "url": site_url}])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.role}-{look.width}-{look.scheme}-{look.locale}")
def test_every_page_of_staff_can_be_used_by_everybody_and_is_light(
    look: Look, furnished: Flask, new_page: NewPage, notebook: Notebook, site_url: str
) -> None:
    desk = at_desk(furnished, look.role, furnished.extensions["tests.objects"])
    page = new_page(width=look.width, height=740, color_scheme=look.scheme, locale=look.locale, reduced_motion="reduce")
    come_in(page, desk, site_url)
    wrong: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    for name, address in addresses(furnished, desk).items():
        if not is_page(desk, address):
            continue
        notebook.clear()
        page.goto(address, wait_until="networkidle" if look is WEIGHED else "load")
        page.wait_for_timeout(SETTLED_MS)
        weights[name] = notebook.transferred
        found = barriers(page) + overflow(page)
        if page.locator("html").get_attribute("lang") != look.locale[:2]:
            found.append("another language")
        if weights[name] > HEAVIEST:
            found.append(f"{weights[name]} bytes: {notebook.requests}")
        if found:
            wrong[name] = found
    heaviest = max(weights, key=lambda name: weights[name])
    sys.stdout.write(f"{look}: {len(weights)} pages, heaviest {heaviest} with {weights[heaviest]} bytes\n")
    assert wrong == {}
    assert len(weights) >= (12 if look.role is Role.CARRIER else 30)
