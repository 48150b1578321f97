"""Into the house in a real browser: by invitation on a phone without scripts, and with a passkey."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.services import people
from kommanmap.services.login_sessions import EVERYTHING
from kommanmap.views import form_token
from tests.apps import NOW
from tests.browser.conftest import NewPage
from tests.browser.server import serving
from tests.browser.test_pages import barriers, overflow
from tests.browser_tools import Notebook
from tests.signing_in import PASSWORD
from tests.staff import sign_in

OPERATOR = Staff(user_id=0, role=Role.STATE, scope=EVERYTHING)


@pytest.fixture
def site_url(demo_app: Flask) -> Iterator[str]:
    """A server of this test's own, under the name that passkeys want: an address of numbers has none."""
    with serving(demo_app) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def link(demo_app: Flask) -> str:
    """An invitation to work for a centre."""
    with demo_app.app_context():
        rights = people.Rights(Role.CENTRE, frozenset({"siegen-wittgenstein"}))
        invited = people.invite(db.session(), email="neu@stadt.example", rights=rights, actor=OPERATOR, now=NOW)
        db.session.commit()
        return f"/team/einladung/{invited.token}"


def send(page: Page) -> None:
    page.locator("main form[method=post] button").first.click()


def take_up(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("[name=password]").fill(PASSWORD)
    send(page)
    page.wait_for_url(re.compile("/team/zweite-sicherung"))


def test_without_scripts_an_invited_person_gets_in_and_back_in_on_a_phone(
    new_page: NewPage, notebook: Notebook, link: str
) -> None:
    notebook.forgiven.add("status of 422")
    page = new_page(java_script_enabled=False)
    page.goto(f"{link}?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto(link)
    page.locator("[name=password]").fill("passwort")
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    take_up(page, link)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(secret).at(NOW))
    send(page)
    codes = page.locator(".secret li").all_inner_texts()
    assert len(set(codes)) == 10
    page.goto("/team/konto")
    page.locator(".more summary").click()
    page.locator('form[action="/team/abmelden"] button').click()
    page.wait_for_url(re.compile("/team/anmelden"))
    assert page.context.cookies() == []
    page.locator("[name=email]").fill("neu@stadt.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/team/anmelden/code"))
    page.locator("[name=code]").fill(codes[3])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/team/$"))
    expect(page.locator("h1")).to_be_visible()


def test_a_passkey_opens_the_door_and_every_page_of_accounts_can_be_used_by_everybody(
    new_page: NewPage, notebook: Notebook, link: str
) -> None:
    notebook.forgiven.update(("status of 422", "status of 410"))
    page = new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "hasResidentKey": True}})
    page.goto(link)
    assert barriers(page) + overflow(page) == []
    take_up(page, link)
    assert barriers(page) + overflow(page) == []
    page.locator("[name=key_name]").fill("Handy")
    page.locator("[data-passkey] button").click()
    page.wait_for_url(re.compile("/team/konto"))
    expect(page.locator("main")).to_contain_text("Handy")
    for address in (
        "/team/konto", "/team/konto/bestaetigen", "/team/zweite-sicherung", "/team/personen", "/team/personen/einladen",
        "/team/personen/1", link,
    ):  # fmt: skip
        page.goto(address)
        assert barriers(page) + overflow(page) == [], address
    page.goto("/team/personen/einladen")
    send(page)
    assert barriers(page) + overflow(page) == [], "the form with its mistakes"
    page.goto("/team/konto")
    page.locator(".more summary").click()
    page.locator('form[action="/team/abmelden"] button').click()
    page.wait_for_url(re.compile("/team/anmelden"))
    assert barriers(page) + overflow(page) == []
    page.locator("[name=email]").fill("neu@stadt.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/team/anmelden/code"))
    assert barriers(page) + overflow(page) == []
    page.locator("[data-passkey] button").click()
    page.wait_for_url(re.compile("/team/$"))


def test_before_a_sign_in_ends_the_page_says_so_politely_and_makes_it_longer(
    demo_app: Flask, new_page: NewPage, site_url: str
) -> None:
    """T14: with scripts a live notice five minutes before, reachable by keyboard; what was typed stays."""
    person = sign_in(demo_app, Role.STATE)
    page = new_page(locale="de-DE")
    cookie = person.client.get_cookie(form_token.COOKIE_LOCAL)
    assert cookie is not None
    page.context.add_cookies([{"name": form_token.COOKIE_LOCAL, "value": cookie.value, "url": site_url}])
    page.clock.install(time=NOW)
    page.goto("/team/konto")
    notice, longer = page.locator(".session-end [role=status]"), page.locator(".session-end button")
    page.clock.run_for(24 * 60_000)
    expect(notice).to_have_text("")
    expect(longer).to_be_hidden()
    page.locator("[name=name]").fill("N. N.")
    page.clock.run_for(61_000)
    expect(notice).to_contain_text("endet bald")
    assert barriers(page) + overflow(page) == []
    longer.focus()
    page.keyboard.press("Enter")
    expect(notice).to_have_text("")
    expect(page.locator("[name=name]")).to_have_value("N. N.")
    page.clock.run_for(31 * 60_000)
    expect(notice).to_contain_text("zu Ende")
    expect(longer).to_be_hidden()
