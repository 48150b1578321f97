"""Keyboard, popups, and both ways between list and map, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.map.site import HOSTILE_NAME
from tests.browser.map.steps import ACTIVE, BURBACH, HOSTILE, PAUSED, PINS, open_map, show_button, until
from tests.browser_tools import Notebook


def test_hundred_pins_are_one_stop_of_the_tab_key(page: Page) -> None:
    open_map(page)
    assert page.locator(PINS).count() > 8
    assert page.locator(f"{PINS}[tabindex='0']").count() == 1
    page.locator(".km-map").focus()
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"{ACTIVE}.className"))
    assert "leaflet-marker-icon" in stops[0]
    assert "zoom-in" in stops[1]
    assert "zoom-out" in stops[2]
    assert "leaflet" not in stops[3]


def test_arrow_keys_go_from_pin_to_pin(page: Page) -> None:
    open_map(page)
    page.locator(f"{PINS}[tabindex='0']").focus()
    places = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        before = page.evaluate(f"(() => {{ const b = {ACTIVE}.getBoundingClientRect(); return [b.x, b.y]; }})()")
        page.keyboard.press(key)
        after = page.evaluate(f"(() => {{ const b = {ACTIVE}.getBoundingClientRect(); return [b.x, b.y]; }})()")
        places.append((key, before, after))
    for key, (x1, y1), (x2, y2) in places:
        moved = {"ArrowRight": x2 > x1, "ArrowDown": y2 > y1, "ArrowLeft": x2 < x1}
        assert moved[key], places


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_cluster_is_entered_by_keyboard_and_the_focus_lands_inside(new_page: NewPage, motion: str) -> None:
    page = new_page(reduced_motion=motion)
    open_map(page)
    zoom = page.evaluate("kommanmap.map.getZoom()")
    page.locator(".km-cluster").first.focus()
    page.keyboard.press("Enter")
    until(page, f"{ACTIVE}.kmLayer && kommanmap.map.getZoom() > {zoom}")
    assert "leaflet-marker-icon" in page.evaluate(f"{ACTIVE}.className")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_place_is_opened_and_left_by_keyboard(calm: Page, key: str) -> None:
    open_map(calm, "&near=Siegen")
    calm.locator(PINS).first.focus()
    calm.keyboard.press(key)
    dialog = calm.get_by_role("dialog")
    expect(dialog).to_be_focused()
    expect(dialog).to_contain_text("Siegen")
    calm.keyboard.press("Tab")
    assert calm.evaluate(f"{ACTIVE}.textContent") == "Mehr zu diesem Treffpunkt"
    calm.keyboard.press("Tab")
    assert calm.evaluate(f"{ACTIVE}.getAttribute('aria-label')") == "Schließen"
    calm.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert calm.evaluate(f"{ACTIVE}.kmLayer.place.town") == "Siegen"


def test_the_close_button_gives_the_focus_back_too(calm: Page) -> None:
    open_map(calm, "&near=Siegen")
    calm.locator(PINS).first.click()
    calm.locator(".leaflet-popup-close-button").click()
    expect(calm.get_by_role("dialog")).to_have_count(0)
    assert calm.evaluate(f"Boolean({ACTIVE}.kmLayer)")


def test_a_list_button_opens_its_place_and_gets_the_focus_back(calm: Page) -> None:
    open_map(calm)
    show_button(calm, PAUSED)
    dialog = calm.get_by_role("dialog")
    expect(dialog).to_contain_text("Macht Pause")
    card = calm.locator(f"[data-point^='{PAUSED}']")
    expect(card).to_have_attribute("aria-current", "true")
    calm.keyboard.press("Escape")
    assert calm.evaluate(f"{ACTIVE}.dataset.mapShow").startswith(PAUSED)
    assert card.get_attribute("aria-current") is None


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_places_on_one_spot_fan_out_and_each_can_be_opened(new_page: NewPage, motion: str) -> None:
    page = new_page(reduced_motion=motion)
    open_map(page)
    show_button(page, BURBACH)
    expect(page.get_by_role("dialog")).to_contain_text("Café Mosaik")
    assert page.locator(".km-chosen").count() == 1
    page.keyboard.press("Escape")
    show_button(page, "00000001")
    expect(page.get_by_role("dialog")).to_contain_text("Sprachcafé Burbach")


def test_hovering_a_card_marks_its_pin(new_page: NewPage) -> None:
    page = new_page(width=1280, height=800)
    open_map(page, "&near=Siegen")
    page.locator("[data-point]").first.hover()
    expect(page.locator(".km-hover")).to_have_count(1)


def test_opening_a_pin_brings_its_card_into_view(new_page: NewPage) -> None:
    page = new_page(width=1280, height=800, reduced_motion="reduce")
    open_map(page)
    page.evaluate("kommanmap.show(document.querySelectorAll('[data-point]')[60].dataset.point)")
    expect(page.locator("[data-point]").nth(60)).to_be_in_viewport()
    expect(page.locator("[data-point]").nth(60)).to_have_attribute("aria-current", "true")


def test_the_list_is_narrowed_to_the_view_in_the_browser(calm: Page, notebook: Notebook) -> None:
    open_map(calm)
    cards = calm.locator("[data-point]:visible")
    everything = cards.count()
    calm.evaluate("kommanmap.map.setView([50.9, 8.1], 10, {animate: false})")
    calm.wait_for_timeout(200)
    asked = len(notebook.requests)
    calm.get_by_role("button", name="Nur Orte im Ausschnitt zeigen").click()
    assert 0 < cards.count() < everything
    expect(calm.locator(".km-status")).to_have_text(f"{cards.count()} von {everything - 1} im Kartenausschnitt")
    calm.evaluate("kommanmap.map.setView([51.2, 6.8], 10, {animate: false})")
    expect(calm.locator(".km-status")).to_contain_text(f"{cards.count()} von")
    calm.get_by_role("button", name="Wieder alle Orte zeigen").click()
    assert cards.count() == everything
    assert not [address for address in notebook.requests[asked:] if "50.9" in address or "51.2" in address]


def test_places_without_a_pin_are_counted(page: Page) -> None:
    open_map(page)
    expect(page.locator(".km-bar")).to_contain_text("1 Ort ohne Punkt")


def test_the_place_of_the_page_stands_out(calm: Page) -> None:
    open_map(calm, f"&focus={HOSTILE}-0000-4000-8000-000000000000")
    assert calm.locator(".km-chosen").get_attribute("aria-label").startswith(HOSTILE_NAME[:10])
