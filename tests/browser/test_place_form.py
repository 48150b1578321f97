"""A new place, entered by somebody at work: on a phone, with nothing but a keyboard, and without scripts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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

MOST_INTERACTIONS = 25
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


@dataclass
class Hand:
    """Does what a person does, and counts it: filling a field, choosing, pressing a button is one each."""

    page: Page
    keyboard: bool = False
    done: list[str] = field(default_factory=list)

    def goto(self, address: str) -> None:
        self.done.append(f"goto {address}")
        self.page.goto(address)

    def fill(self, label: str, text: str) -> None:
        self.done.append(f"fill {label}")
        if self.keyboard:
            self._walk_to(label)
            self.page.keyboard.type(text)
            expect(self.page.locator(":focus")).to_have_value(text)
        else:
            self.page.get_by_label(label, exact=True).first.fill(text)

    def choose(self, label: str, word: str) -> None:
        self.done.append(f"choose {label}")
        target = self.page.get_by_label(label, exact=True).first
        if self.keyboard:
            self._walk_to(label)
            self.page.keyboard.type(word)
        else:
            target.select_option(label=word)
        expect(target.locator("option:checked")).to_have_text(word)

    def press(self, name: str) -> None:
        self.done.append(f"press {name}")
        if self.keyboard:
            self._walk_to(name)
            self.page.keyboard.press("Enter")
        else:
            self.page.get_by_role("button", name=name, exact=True).click()

    def _walk_to(self, name: str) -> None:
        """Tab until the field or button of this name has the focus, from wherever one is."""
        script = """() => { const e = document.activeElement;
            return (e.labels?.[0]?.innerText ?? e.innerText ?? "").replace(/\\s*\\(freiwillig\\)$/, "").trim(); }"""
        for _step in range(400):
            if self.page.evaluate(script) == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name!r} cannot be reached with the Tab key")


def label(name: str, required: bool = False) -> str:
    return name if required else f"{name} (freiwillig)"


def enter_a_place(hand: Hand) -> None:
    hand.goto("/team/treffpunkte/neu?lang=de")
    plain = (lambda name: name) if hand.keyboard else label
    hand.fill("Name des Treffpunkts", "Café Zuflucht")
    hand.choose("Stadt oder Gemeinde", "Siegen")
    hand.fill(plain("Straße"), "Marktstraße")
    hand.fill(plain("Hausnummer"), "7")
    hand.fill(plain("Postleitzahl"), "57072")
    hand.fill(plain("Zeiten in Worten"), SENTENCE)
    hand.press("Zeiten lesen")
    expect(hand.page.locator("#teil-zeiten .session")).to_have_count(1)
    expect(hand.page.locator("#teil-zeiten .week tr.is-on")).to_have_count(1)  # the other Tuesday is in the holidays
    hand.press("Vorschau")
    expect(hand.page.locator("#vorschau")).to_contain_text("Café Zuflucht")
    hand.press("Speichern")
    expect(hand.page.locator("h1")).to_have_text("Café Zuflucht")


@pytest.mark.parametrize("way", ["phone", "keyboard", "no_scripts"])
def test_a_new_place_is_public_within_25_interactions(
    way: str, new_page: NewPage, person: AtWork, site_url: str
) -> None:
    page = new_page(java_script_enabled=way != "no_scripts", locale="de-DE")
    come_in(page, person, site_url)
    hand = Hand(page, keyboard=way == "keyboard")
    enter_a_place(hand)
    assert len(hand.done) <= MOST_INTERACTIONS, hand.done
    page.goto(page.get_by_role("link", name="Öffentliche Seite").get_attribute("href") or "")
    expect(page.locator("h1")).to_have_text("Café Zuflucht")
    expect(page.locator("main")).to_contain_text(re.compile("Dienstag.*15–17 Uhr"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator('[name="not_same"]').check()
    page.locator(".save button").first.click()
    page.wait_for_url(re.compile("gespeichert="))
    page.goto(f"{page.url.split('?')[0]}/bearbeiten?lang={code}")
    page.locator('a[href*="vergleichen"]').click()
    page.wait_for_url(re.compile("vergleichen"))
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
