"""The map where readers meet it: on the pages of the real site, with motion as most readers have it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.map.steps import until

PLACES_ON_MAP = """[...document.querySelectorAll('.leaflet-marker-icon')]
    .map(pin => parseInt(pin.getAttribute('aria-label') || pin.alt, 10) || 1).reduce((sum, one) => sum + one, 0)"""
"""A cluster's name begins with how many places it holds."""


@pytest.mark.parametrize("address", ["/de/treffpunkte/cafe-babylon-herne", "/ar/zentren/siegen-wittgenstein"])
def test_the_map_comes_near_to_the_places_of_its_page_and_stays_there(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[data-map-start]").click()
    # Until the script has run, the name is that of the element with this id.
    until(page, "typeof (window.map_kommanmap || {}).getZoom === 'function' && map_kommanmap.getZoom() >= 9")
    page.wait_for_timeout(700)  # longer than any zoom in motion: nothing may move the map back
    assert page.evaluate("map_kommanmap.getZoom()") >= 9


def test_the_map_page_shows_the_same_number_of_places_as_its_list(page: Page) -> None:
    page.goto("/de/karte?zentrum=siegen-wittgenstein")
    expect(page.locator(".found")).to_contain_text("7 von 101")
    until(page, f"({PLACES_ON_MAP}) === 7")
