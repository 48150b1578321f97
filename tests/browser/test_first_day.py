"""The first day of somebody who has nothing but an invitation: with a finger, with keys alone, and without scripts.

Then the other days: one place after the next, a known place met again, a sign-in that ends in the middle of a word.
"""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import CheckedBy, Role
from kommanmap.extensions import db
from kommanmap.models import Centre, LoginSession, MeetingPoint, Municipality
from kommanmap.services import people
from kommanmap.services.login_sessions import EVERYTHING
from kommanmap.views import form_token
from tests.apps import NOW
from tests.browser.conftest import NewPage
from tests.browser.hand import Hand
from tests.browser.server import serving
from tests.browser.test_pages import barriers, overflow
from tests.browser_tools import Notebook
from tests.signing_in import PASSWORD, make_person
from tests.staff import AtWork, sign_in

CENTRE = "siegen-wittgenstein"
MOST_INTERACTIONS = 25
MOST_SECONDS = 300
SENTENCE = "jeden Dienstag 15–17 Uhr, nicht in den Ferien"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "/team/treffpunkte/neu"


@pytest.fixture
def site_url(demo_app: Flask) -> Iterator[str]:
    """A server of this test's own: here something is written."""
    with serving(demo_app) as address:
        yield address


@pytest.fixture
def link(demo_app: Flask) -> str:
    """An invitation to work for a centre."""
    with demo_app.app_context():
        rights = people.Rights(Role.CENTRE, frozenset({CENTRE}))
        operator = Staff(user_id=0, role=Role.STATE, scope=EVERYTHING)
        invited = people.invite(db.session(), email="neu@stadt.example", rights=rights, actor=operator, now=NOW)
        db.session.commit()
        return f"/team/einladung/{invited.token}"


@pytest.fixture
def person(demo_app: Flask) -> AtWork:
    """Somebody of the centre."""
    return sign_in(demo_app, Role.CENTRE, centre=CENTRE)


def come_in(page: Page, person: AtWork, site_url: str) -> None:
    """Signed in, as after the sign-in page."""
    token = person.client.get_cookie(form_token.COOKIE_LOCAL)
    assert token is not None
    page.context.add_cookies([{"name": form_token.COOKIE_LOCAL, "value": token.value, "url": site_url}])


def heading(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


def get_in(hand: Hand, link: str) -> None:
    """From the link to the overview."""
    hand.open(link)
    hand.fill("Neues Passwort", PASSWORD)
    hand.press("Weiter")
    heading(hand.page, "Zweite Sicherung einrichten")
    hand.elsewhere("the app on the phone takes the key")
    secret = hand.page.locator(".secret").inner_text().replace(" ", "")
    hand.fill("Code aus der App", pyotp.TOTP(secret).at(NOW))
    hand.press("Weiter")
    heading(hand.page, "Ihre Ersatzcodes")
    hand.press("Ich habe die Codes aufgehoben")
    heading(hand.page, "Übersicht")


def enter_a_place(hand: Hand) -> None:
    """From the overview to the public page."""
    hand.press("Neuer Treffpunkt")
    heading(hand.page, "Neuer Treffpunkt")
    hand.fill("Name des Treffpunkts", "Café Zuflucht")
    hand.choose("Stadt oder Gemeinde", "Siegen")
    hand.fill("Straße", "Marktstraße")
    hand.fill("Hausnummer", "7")
    hand.fill("Postleitzahl", "57072")
    hand.fill("Zeiten in Worten", SENTENCE)
    hand.press("Zeiten lesen")
    expect(hand.page.locator("#teil-zeiten .session")).to_have_count(1)
    expect(hand.page.locator("#teil-zeiten .week tr.is-on")).to_have_count(1)  # the other Tuesday is in the holidays
    hand.press("Vorschau")
    expect(hand.page.locator("#vorschau")).to_contain_text("Café Zuflucht")
    hand.press("Speichern")
    heading(hand.page, "Café Zuflucht")
    hand.press("Öffentliche Seite")
    hand.page.wait_for_url(re.compile("/de/treffpunkte/"))


@pytest.mark.parametrize("way", ["phone", "keyboard", "no_scripts"])
def test_with_nothing_but_an_invitation_the_first_place_is_public_in_five_minutes_and_25_interactions(
    way: str, new_page: NewPage, link: str
) -> None:
    page = new_page(java_script_enabled=way != "no_scripts", locale="de-DE")
    hand = Hand(page, keyboard=way == "keyboard")
    get_in(hand, link)
    enter_a_place(hand)
    heading(page, "Café Zuflucht")
    expect(page.locator("main")).to_contain_text(re.compile("Dienstag.*15–17 Uhr"))
    assert overflow(page) == []
    sys.stdout.write(
        f"{way}: {len(hand.done)} interactions, about {hand.seconds:.0f} s for a beginner, {hand.keys} keys\n"
    )
    assert len(hand.done) <= MOST_INTERACTIONS, hand.done
    assert hand.seconds <= MOST_SECONDS


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_of_work_is_done_with_the_keyboard_one_after_the_next(
    scripts: bool, new_page: NewPage, demo_app: Flask, person: AtWork, site_url: str
) -> None:
    page = new_page(java_script_enabled=scripts, locale="de-DE")
    come_in(page, person, site_url)
    page.goto("/team/treffpunkte?aufgabe=pruefen")
    total = page.locator(".line").count()
    assert total > 2
    hand = Hand(page, keyboard=True)
    hand.press("Einen nach dem anderen bearbeiten")
    left = page.locator(".work h2 span")
    expect(left).to_have_text(f"noch {total}")
    expect(page.locator(".work")).to_be_focused()
    hand.press("Überspringen")
    expect(page).to_have_url(re.compile("aufgabe=pruefen$"))
    before = hand.keys
    for number in range(1, total):
        expect(left).to_have_text(re.compile(f"noch {total - number + 1}$"))
        hand.press("Alles stimmt, weiter")
        if number < total - 1:
            expect(page.locator(".work [role=status]")).to_contain_text("Gespeichert")
    expect(page.locator("main")).to_contain_text("Das war der letzte in dieser Liste.")
    expect(page.locator(".line")).to_have_count(1)
    each = (hand.keys - before) / (total - 1)
    sys.stdout.write(f"{each:.1f} keys a place\n")
    assert each <= 3
    with demo_app.app_context():
        assert sum(point.last_checked_by is CheckedBy.CENTRE for point in own_places()) == total - 1


def own_places() -> list[MeetingPoint]:
    towns = select(Municipality.ags).join(Centre).where(Centre.slug == CENTRE)
    return list(db.session.scalars(select(MeetingPoint).where(MeetingPoint.ags.in_(towns)).order_by(MeetingPoint.id)))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_place_stands_beside_the_known_one_before_it_is_saved_and_goes_into_it(
    scripts: bool, new_page: NewPage, notebook: Notebook, demo_app: Flask, person: AtWork, site_url: str
) -> None:
    notebook.forgiven.add("status of 422")
    with demo_app.app_context():
        known = next(point for point in own_places() if point.street and point.house_number)
        name, number, town = known.name, known.public_id, known.municipality.name
        street, house, count = known.street, known.house_number, len(own_places())
    page = new_page(java_script_enabled=scripts, locale="de-DE")
    come_in(page, person, site_url)
    hand = Hand(page)
    hand.open(NEW)
    hand.fill("Name des Treffpunkts", "Treff im neuen Haus")
    hand.choose("Stadt oder Gemeinde", town)
    hand.fill("Straße", street)
    hand.fill("Hausnummer", house)
    hand.fill("Gebäude", "Hinterhaus")
    if scripts:
        page.locator('[name="way_in"]').focus()
        expect(page.locator("#t-same")).to_contain_text(name)  # while one types
    else:
        hand.press("Speichern")
        expect(page.locator(".errors").first).to_be_focused()
    hand.press("Nebeneinander ansehen")
    heading(page, "Ist es derselbe Treffpunkt?")
    if scripts:
        assert barriers(page) + overflow(page) == []
    hand.press("Nein, es ist ein anderer: weiter eintragen")
    expect(page.locator('[name="not_same"]')).to_be_checked()
    expect(page.locator('[name="name"]')).to_have_value("Treff im neuen Haus")
    hand.press("Nebeneinander ansehen")
    heading(page, "Ist es derselbe Treffpunkt?")
    page.locator('[name="take-name"][value="other"]').check()
    page.locator('[name="take-building"][value="other"]').check()
    hand.press("In den bekannten übernehmen")
    heading(page, "Treff im neuen Haus")
    assert number in page.url
    with demo_app.app_context():
        after = next(point for point in own_places() if point.public_id == number)
        assert (after.building, after.street, after.phone) == ("Hinterhaus", street, known.phone)
        assert len(own_places()) == count
    page.goto(NEW)
    expect(page.get_by_role("link", name="Treff im neuen Haus")).to_have_count(0)


def sign_in_by_hand(hand: Hand, email: str, code: str) -> None:
    hand.fill("E-Mail-Adresse", email)
    hand.fill("Passwort", PASSWORD)
    hand.press("Anmelden")
    hand.page.wait_for_url(re.compile("/team/anmelden/code"))
    hand.page.locator("[name=code]").fill(code)
    hand.page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sign_in_that_ends_while_somebody_types_eats_nothing(
    scripts: bool, new_page: NewPage, notebook: Notebook, demo_app: Flask
) -> None:
    notebook.forgiven.add("status of 401")
    _number, email = make_person(demo_app, Role.CENTRE, secret=SECRET, centre=CENTRE)
    page = new_page(java_script_enabled=scripts, locale="de-DE")
    hand = Hand(page)
    hand.open(f"/team/anmelden?weiter={NEW}")
    sign_in_by_hand(hand, email, pyotp.TOTP(SECRET).at(NOW))
    heading(page, "Neuer Treffpunkt")
    hand.fill("Name des Treffpunkts", "Halber Satz")
    hand.choose("Stadt oder Gemeinde", "Siegen")
    with demo_app.app_context():
        db.session.execute(delete(LoginSession))
        db.session.commit()
    text = "Ein langer Text, den niemand zweimal schreiben will."
    page.locator('[name="text-de"]').fill(text)
    if scripts:
        expect(page.locator("[data-keep-status]")).to_contain_text("Sie sind abgemeldet")
    hand.press("Speichern")
    heading(page, "Anmelden")
    sign_in_by_hand(hand, email, pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=30)))
    heading(page, "Neuer Treffpunkt")
    expect(page.locator('[name="text-de"]')).to_have_value(text)
    expect(page.locator('[name="name"]')).to_have_value("Halber Satz")
    hand.press("Speichern")
    heading(page, "Halber Satz")
