"""Letters of the public in a real browser: sent on a phone without scripts, read by staff without harm."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Dialog, expect

from kommanmap.domain.vocabulary import Role
from kommanmap.views import form_token
from tests.apps import NOW
from tests.browser.conftest import NewPage
from tests.browser.server import serving
from tests.browser.test_pages import barriers, overflow
from tests.browser_tools import Notebook
from tests.fakes import MovingClock
from tests.reader import Reader, letters
from tests.samples import demo_place
from tests.staff import AtWork, sign_in

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>"


@pytest.fixture
def clock() -> MovingClock:
    """A form has an age."""
    return MovingClock(NOW)


@pytest.fixture
def site_url(demo_app: Flask) -> Iterator[str]:
    """A server of this test's own: here something is written."""
    with serving(demo_app) as address:
        yield address


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_without_scripts_a_mistake_is_reported_and_its_answer_found_again(
    new_page: NewPage, notebook: Notebook, demo_app: Flask, clock: MovingClock, language: str, direction: str
) -> None:
    notebook.forgiven.add("status of 422")
    page = new_page(java_script_enabled=False)
    page.goto(f"/{language}/treffpunkte/{demo_place(demo_app).point}")
    page.locator('main a[href$="/melden"]').click()
    page.wait_for_url(re.compile("/melden$"))
    page.locator('form[method="post"] button').click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.locator('input[value="zeiten"]').check()
    page.locator('[name="correction"]').fill("jeden Dienstag 15 bis 17 Uhr")
    clock.move(seconds=5)
    page.locator('form[method="post"] button').click()
    page.wait_for_url(re.compile("/rueckmeldung"))
    code = page.locator(".code").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    assert page.locator("html").get_attribute("dir") == direction
    assert page.context.cookies() == []
    page.locator(f'footer a[href="/{language}/rueckmeldung"]').click()
    page.locator('input[name="code"]').fill(code.lower())
    page.locator("main form button").click()
    expect(page.locator(".code")).to_be_visible()
    (letter,) = letters(demo_app)
    assert (letter.fields, letter.language) == ({"times": "jeden Dienstag 15 bis 17 Uhr"}, language)


def test_what_strangers_wrote_runs_nowhere_and_every_page_of_it_can_be_used_by_everybody(
    new_page: NewPage, notebook: Notebook, demo_app: Flask, clock: MovingClock, site_url: str
) -> None:
    place = f"/de/treffpunkte/{demo_place(demo_app).point}/melden"
    reader = Reader(demo_app, clock)
    names = ("name", "address", "times", "offers", "website", "message")
    reader.send("/de/vorschlagen", town="Siegen", phone="0271 1", **dict.fromkeys(names, HOSTILE))
    receipt = reader.send(place, report_kind="umgezogen", correction=HOSTILE, message=HOSTILE).headers["Location"]
    person = sign_in(demo_app, Role.STATE)
    first, second = letters(demo_app)
    person.post(f"/team/meldungen/{second.id}/fragen", {"question": HOSTILE})

    page = new_page()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for address in (place, "/ar/vorschlagen", receipt, "/de/rueckmeldung"):
        page.goto(address)
        assert barriers(page) + overflow(page) == [], address
    notebook.forgiven.add("status of 422")
    page.goto("/de/vorschlagen")
    page.locator('form[method="post"] button').click()
    assert barriers(page) + overflow(page) == [], "the form with its mistakes"
    work(page.context, person, site_url)
    for address in ("/team/meldungen", f"/team/meldungen/{first.id}", f"/team/meldungen/{second.id}"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("<img src=x onerror=alert(1)>")
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        assert barriers(page) + overflow(page) == [], address
    assert dialogs == []


def work(context: BrowserContext, person: AtWork, origin: str) -> None:
    """Let the browser be signed in as that person."""
    cookie = person.client.get_cookie(form_token.COOKIE_LOCAL, domain="localhost")
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])
