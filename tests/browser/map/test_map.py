"""The live map in a real browser: how it starts, looks, fails, fits a phone and another direction.

The watching fixtures fail a test on any request to another host, any breach of the policy, any error in the console.
"""

import gzip
import re

import pytest
from playwright.sync_api import Page, expect

from kommanmap import maps
from kommanmap.views.assets import ASSETS
from tests.browser.conftest import NewPage
from tests.browser.map.site import HOSTILE_NAME
from tests.browser.map.steps import ACTIVE, HOSTILE, PINS, open_map, show_button, until
from tests.browser_tools import Notebook

POINTS_EMPTY = (
    '{"keyLength":8,"withoutPin":0,"url":"","towns":[],"notes":[],"paused":[],"pausedUntil":[],"pausedLabel":"",'
    '"key":[],"lat":[],"lon":[],"name":[],"path":[],"town":[],"time":[],"typed":[],"kind":[],"note":[]}'
)


def test_nothing_of_the_map_is_loaded_before_it_is_asked_for(page: Page, notebook: Notebook) -> None:
    page.goto("/")
    page.wait_for_selector("[data-map-start]:visible")
    assert not [address for address in notebook.requests if "leaflet" in address or "karte" in address]
    page.locator("[data-map-start]").click()
    page.wait_for_selector(PINS)
    expect(page.locator("[data-map-start]")).to_be_hidden()
    assert page.evaluate(f"{ACTIVE}.classList.contains('km-map')")


def test_a_reader_who_saves_data_is_asked_first(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto("/?auto=1")
    expect(page.locator("[data-map-start]")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-container").count() == 0


@pytest.mark.parametrize("words", ["", "&lang=ar", "&base=basemap", "&centre=kleve"])
def test_the_map_starts_within_the_policy_and_asks_nobody_else(page: Page, words: str) -> None:
    open_map(page, words)
    page.evaluate("kommanmap.map.setView([51.45, 7.1], 11)")
    page.wait_for_timeout(800)
    assert page.locator(".leaflet-marker-icon").count() > 0


def test_the_map_is_a_named_region_with_named_pins(page: Page) -> None:
    open_map(page)
    expect(page.get_by_role("region", name="Karte der Treffpunkte")).to_be_visible()
    names = page.locator(PINS).evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert all(names)
    assert any("Orte, vergrößern" in name for name in names)
    assert page.locator(".leaflet-control-zoom-in").get_attribute("aria-label") == "Karte vergrößern"


def test_what_was_typed_appears_as_text(calm: Page) -> None:
    open_map(calm)
    show_button(calm, HOSTILE)
    dialog = calm.get_by_role("dialog")
    expect(dialog).to_contain_text(HOSTILE_NAME[:24])
    assert dialog.locator("img, script").count() == 0
    assert calm.title() == "Karte"
    assert dialog.locator("a").get_attribute("href").endswith("/de/treffpunkte/ort-3")


def test_missing_tiles_become_a_note_and_the_map_stays(page: Page, notebook: Notebook) -> None:
    notebook.forgiven.add("502")
    open_map(page, "&base=basemap&fail=tiles")
    expect(page.locator(".km-notes")).to_contain_text("Ein Teil der Hintergrundkarte fehlt")
    assert page.locator("path.km-area").count() == 54
    page.locator(".km-cluster").first.click()
    page.wait_for_timeout(400)
    assert page.locator(PINS).count() > 0


def test_a_pmtiles_file_is_drawn_within_the_policy(page: Page, notebook: Notebook) -> None:
    open_map(page, "&base=pmtiles")
    page.wait_for_timeout(500)
    drawn = """() => [...document.querySelectorAll('canvas.leaflet-tile')].some(
        canvas => canvas.getContext('2d').getImageData(9, 9, 1, 1).data[0] > 0xcc)"""
    assert page.evaluate(drawn)
    assert sum("karte.pmtiles" in address for address in notebook.requests) >= 2
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Kartenamt <b>")


def test_a_missing_pmtiles_file_becomes_a_note(page: Page, notebook: Notebook) -> None:
    notebook.forgiven.add("404")
    open_map(page, "&base=pmtiles&fail=tiles")
    expect(page.locator(".km-notes")).to_contain_text("Ein Teil der Hintergrundkarte fehlt")


def test_points_that_fail_can_be_asked_for_again(page: Page, notebook: Notebook) -> None:
    notebook.forgiven.add("404")
    page.goto("/?auto=1&fail=points")
    note = page.locator(".km-notes")
    expect(note).to_contain_text("Die Orte konnten nicht geladen werden")
    page.route("**/gone.json", lambda route: route.fulfill(path=None, body=POINTS_EMPTY))
    note.get_by_role("button", name="Noch einmal versuchen").click()
    expect(note).to_be_empty()


def test_a_map_that_cannot_be_loaded_says_so_and_can_be_started_again(page: Page, notebook: Notebook) -> None:
    notebook.forgiven |= {"404", "L is not defined", "script error"}
    page.goto("/?auto=1&fail=code")
    expect(page.locator(".km-start")).to_contain_text("Die Karte konnte nicht geladen werden")
    leaflet = ASSETS["vendor/leaflet-1.9.4/leaflet.js"].finished.body
    page.route("**/gone.js", lambda route: route.fulfill(body=leaflet, content_type="text/javascript"))
    page.locator("[data-map-start]").click()
    page.wait_for_selector(PINS)


def test_in_arabic_words_run_from_the_right_and_the_map_from_the_left(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    open_map(page, "&lang=ar")
    assert page.evaluate("getComputedStyle(document.querySelector('.km-map')).direction") == "ltr"
    show_button(page, HOSTILE)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_attribute("dir", "rtl")
    pin = page.locator(".km-chosen").bounding_box()
    popup = page.locator(".leaflet-popup").bounding_box()
    assert pin is not None
    assert popup is not None
    assert abs((pin["x"] + pin["width"] / 2) - (popup["x"] + popup["width"] / 2)) < 3
    zoom = page.locator(".leaflet-control-zoom").bounding_box()
    assert zoom is not None
    assert zoom["x"] < 180


def test_the_own_position_is_shown_on_tap_and_leaves_no_trace(new_page: NewPage, notebook: Notebook) -> None:
    page = new_page(geolocation={"latitude": 50.8748, "longitude": 8.0243}, permissions=["geolocation"])
    open_map(page)
    page.get_by_role("button", name="Mein Standort").click()
    expect(page.locator(".km-status")).to_contain_text("Sie sind hier")
    assert page.locator("path.km-here").count() == 1
    assert not [address for address in notebook.requests if "50.87" in address or "8.02" in address]


def test_a_tap_at_the_edge_moves_the_map_without_dragging(calm: Page) -> None:
    open_map(calm)
    box = calm.locator(".km-map").bounding_box()
    assert box is not None
    before = calm.evaluate("kommanmap.map.getCenter().lat")
    calm.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8)
    until(calm, f"kommanmap.map.getCenter().lat > {before} + 0.2")


def test_the_map_fits_a_narrow_phone_and_leaves_room_to_scroll(new_page: NewPage) -> None:
    page = new_page(width=320, height=568)
    open_map(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator(".km-map").bounding_box()
    assert box is not None
    assert box["height"] <= 0.6 * 568


def test_pins_and_controls_are_finger_sized(page: Page) -> None:
    open_map(page)
    small = page.locator(f"{PINS}, .leaflet-control-zoom a, .km-bar button").evaluate_all(
        "all => all.filter(e => { const b = e.getBoundingClientRect(); return b.width < 44 || b.height < 44; }).length"
    )
    assert small == 0


def test_the_map_stays_within_its_weight() -> None:
    """Leaflet, clusters, own code and styles, compressed: 70 kB together; own code without its comments 11 kB."""
    names = (*maps.scripts(maps.BaseLayer.BOUNDARIES), *maps.STYLES, "js/map/map-start.js")
    texts = {name: ASSETS[name].finished.body.decode() for name in names}
    own = "\n".join(text for name, text in texts.items() if name.startswith("js/"))
    bare = re.sub(r"^\s*(//|/\*\*|\*).*\n|^\s+", "", own, flags=re.MULTILINE)
    assert len(gzip.compress(bare.encode(), 9)) <= 11_000
    assert len(gzip.compress("\n".join(texts.values()).encode(), 9)) <= 70_000


def test_borders_that_fail_leave_the_points_and_say_so(page: Page, notebook: Notebook) -> None:
    notebook.forgiven.add("404")
    open_map(page, "&fail=geo")
    expect(page.locator(".km-notes")).to_contain_text("Ein Teil der Hintergrundkarte fehlt")
    assert page.locator(PINS).count() > 0
