"""The map where readers meet it: on the pages of the real site, with motion as most readers have it."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("address", ["/de/treffpunkte/cafe-babylon-herne", "/ar/zentren/siegen-wittgenstein"])
def test_the_map_comes_near_to_the_places_of_its_page_and_stays_there(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[data-map-start]").click()
    page.wait_for_selector(".leaflet-marker-icon")
    page.wait_for_timeout(700)  # longer than any zoom in motion: nothing may move the map back
    assert page.evaluate("map_kommanmap.getZoom()") >= 9


def test_the_map_page_shows_the_same_number_of_places_as_its_list(page: Page) -> None:
    page.goto("/de/karte?zentrum=siegen-wittgenstein")
    page.wait_for_selector(".leaflet-marker-icon")
    expect(page.locator(".found")).to_contain_text("7 von 101")
    pins = page.locator(".leaflet-marker-icon").evaluate_all(
        "all => all.map(pin => pin.getAttribute('aria-label') || pin.alt || '')"
    )
    clustered = [int(found[0]) for pin in pins if (found := re.match(r"\d+", pin))]
    assert sum(clustered) + len(pins) - len(clustered) == 7
