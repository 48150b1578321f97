"""The form of a place in the hands of somebody: keeps itself, shows its pin, has no barriers, suggests addresses."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from kommanmap.domain.vocabulary import Role
from kommanmap.views import form_token
from tests.browser.conftest import NewPage
from tests.browser.server import serving
from tests.browser.test_pages import barriers, overflow
from tests.browser_tools import Notebook
from tests.staff import AtWork, sign_in

SENTENCE = "jeden Dienstag 15–17 Uhr, nicht in den Ferien"


@pytest.fixture
def site_url(app: Flask) -> Iterator[str]:
    """A running server that these tests may write to."""
    with serving(app) as address:
        yield address


@pytest.fixture
def person(app: Flask) -> AtWork:
    """Somebody of a centre."""
    return sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")


def come_in(page: Page, person: AtWork, site_url: str) -> None:
    """Signed in, as after the sign-in page."""
    token = person.client.get_cookie(form_token.COOKIE_LOCAL)
    assert token is not None
    page.context.add_cookies([{"name": form_token.COOKIE_LOCAL, "value": token.value, "url": site_url}])


def test_with_scripts_the_form_keeps_itself_and_the_pin_moves_by_keys(
    new_page: NewPage, person: AtWork, site_url: str
) -> None:
    page = new_page(locale="de-DE")
    come_in(page, person, site_url)
    page.goto("/team/treffpunkte/neu?lang=de")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Name des Treffpunkts", exact=True).fill("Begegnung am Bach")
    page.get_by_label("Stadt oder Gemeinde", exact=True).select_option(label="Siegen")
    times = page.get_by_label("Zeiten in Worten (freiwillig)", exact=True)
    times.fill(SENTENCE)
    times.blur()
    expect(page.locator("#teil-zeiten .session")).to_have_count(1)
    expect(page.locator("[data-keep-status]")).to_have_text("Zwischengespeichert")
    latitude = page.locator('[name="lat"]')
    expect(latitude).not_to_have_value("")
    before = float(latitude.input_value())
    page.locator("[data-map-start]").click()
    pin = page.locator(".own-pin")
    pin.focus()
    page.wait_for_timeout(300)
    pin.press("Shift+ArrowUp")
    expect(page.locator("#teil-punkt")).to_contain_text("von Hand gesetzt")
    assert float(latitude.input_value()) > before
    page.goto("/team/treffpunkte/neu?lang=de")
    page.get_by_role("link", name="Begegnung am Bach").click()
    expect(page.get_by_label("Name des Treffpunkts", exact=True)).to_have_value("Begegnung am Bach")
    expect(page.locator("#teil-punkt")).to_contain_text("von Hand gesetzt")


@pytest.mark.parametrize("code", ["de", "ar"])
def test_the_pages_of_a_place_have_no_barriers_and_fit_a_phone(
    code: str, new_page: NewPage, notebook: Notebook, person: AtWork, site_url: str
) -> None:
    page = new_page(reduced_motion="reduce")
    come_in(page, person, site_url)
    notebook.forgiven.add("status of 422")
    page.goto(f"/team/treffpunkte/neu?lang={code}")
    page.locator('[name="name"]').fill("Café Zuflucht")
    page.locator('[name="email"]').fill("nix")
    page.locator('[name="times"]').fill(f"alle zwei Wochen mittwochs 10-12 Uhr; {SENTENCE}")
    page.locator('[name="ags"]').select_option(label="Siegen")
    page.locator('[name="street"]').fill("Marktstraße 7")
    page.locator(".save button").first.click()
    expect(page.locator(".errors")).to_be_focused()
    found = {"refused": barriers(page) + overflow(page)}
    page.locator('[name="email"]').fill("")
    page.locator(".save button").nth(1).click()
    expect(page.locator("#vorschau")).to_be_focused()
    found["preview"] = barriers(page) + overflow(page)
    page.locator(".save button").first.click()
    expect(page.locator("h1")).to_have_text("Café Zuflucht")
    place = page.url.split("?")[0]
    found["show"] = barriers(page) + overflow(page)
    for name in ("bearbeiten", "kopieren", "beenden"):
        page.goto(f"{place}/{name}?lang={code}")
        found[name] = barriers(page) + overflow(page)
    page.goto(f"{place}/kopieren?lang={code}")
    page.locator(".save button").first.click()
    page.locator('[name="not_same"]').check()
    page.locator(".save button").first.click()
    expect(page.locator(".errors")).to_have_count(0)
    page.goto(f"{page.url.split('?')[0]}/bearbeiten?lang={code}")
    page.locator('a[href*="vergleichen"]').click()
    found["compare"] = barriers(page) + overflow(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_a_suggested_address_is_chosen_with_the_arrow_keys(new_page: NewPage, person: AtWork, site_url: str) -> None:
    page = new_page(locale="de-DE")
    come_in(page, person, site_url)
    suggestion = {
        "label": "Marktstraße 7, 57072 Siegen",
        "street": "Marktstraße",
        "house_number": "7",
        "postcode": "57072",
    }
    page.goto("/team/treffpunkte/neu?lang=de")
    ags = page.locator('[name="ags"] option', has_text=re.compile("^Siegen$")).get_attribute("value")
    page.route("**/api/adressen?**", lambda route: route.fulfill(json={"suggestions": [{**suggestion, "ags": ags}]}))
    field = page.get_by_role("combobox", name=re.compile("Adresse suchen"))
    field.fill("Marktstr 7")
    expect(page.locator("#adressen [role=option]")).to_have_count(1)
    field.press("ArrowDown")
    expect(page.locator("#adressen [role=option]")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    for name in ("street", "house_number", "postcode"):
        expect(page.locator(f'[name="{name}"]')).to_have_value(suggestion[name])
    expect(page.locator('[name="lat"]')).not_to_have_value("")
    expect(page.locator("#teil-punkt")).to_contain_text("Gegend")
