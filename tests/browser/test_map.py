"""The live map in a real browser: keyboard, both ways between list and map, failures, other directions, the policy.

Runs against `map_site`, where tiles and points can be made to fail. The watching fixtures fail a test on any request
to another host, any breach of the policy and any error in the console.
"""

import gzip
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from kommanmap import maps
from tests.browser.conftest import NewPage, _Quiet
from tests.browser.map_site import HOSTILE_NAME, STATIC, make_map_site
from tests.browser_tools import Notebook

BURBACH, HOSTILE, PAUSED, HIDDEN = "00000000", "00000003", "00000005", "00000007"
ACTIVE = "document.activeElement"
PINS = ".leaflet-marker-pane > .leaflet-marker-icon"


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The map's own pages instead of the whole site."""
    server = make_server("127.0.0.1", 0, make_map_site(), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def open_map(page: Page, words: str = "") -> None:
    """The page with its map running and its points drawn."""
    page.goto(f"/?auto=1{words}")
    page.wait_for_selector(PINS)
    page.evaluate("kommanmap.ready")
    page.wait_for_timeout(150)


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page (Playwright's own way evaluates strings there, which the policy forbids)."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def show_button(page: Page, key: str) -> None:
    page.locator(f"[data-map-show^='{key}']").click()


@pytest.fixture
def calm(new_page: NewPage) -> Page:
    """A phone whose owner wants no moving things: the map is at its place at once."""
    return new_page(reduced_motion="reduce")


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


def test_what_was_typed_appears_as_text(calm: Page) -> None:
    open_map(calm)
    show_button(calm, HOSTILE)
    dialog = calm.get_by_role("dialog")
    expect(dialog).to_contain_text(HOSTILE_NAME[:24])
    assert dialog.locator("img, script").count() == 0
    assert calm.title() == "Karte"
    assert dialog.locator("a").get_attribute("href").endswith("/de/treffpunkte/ort-3")


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


POINTS_EMPTY = (
    '{"keyLength":8,"withoutPin":0,"url":"","towns":[],"notes":[],"paused":[],"pausedLabel":"","key":[],"lat":[],'
    '"lon":[],"name":[],"path":[],"town":[],"time":[],"kind":[],"note":[]}'
)


def test_a_map_that_cannot_be_loaded_says_so_and_can_be_started_again(page: Page, notebook: Notebook) -> None:
    notebook.forgiven |= {"404", "L is not defined", "script error"}
    page.goto("/?auto=1&fail=code")
    expect(page.locator(".km-start")).to_contain_text("Die Karte konnte nicht geladen werden")
    leaflet = (STATIC / "vendor/leaflet-1.9.4/leaflet.js").read_text(encoding="utf-8")
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
    """Leaflet, clusters, own code and styles, compressed: 70 kB together; own code without its comments 10 kB."""
    names = (*maps.scripts(maps.BaseLayer.BOUNDARIES), *maps.STYLES, "js/map/map-start.js")
    texts = {name: (STATIC / name).read_text(encoding="utf-8") for name in names}
    own = "\n".join(text for name, text in texts.items() if name.startswith("js/"))
    bare = re.sub(r"^\s*(//|/\*\*|\*).*\n|^\s+", "", own, flags=re.MULTILINE)
    assert len(gzip.compress(bare.encode(), 9)) <= 10_000
    assert len(gzip.compress("\n".join(texts.values()).encode(), 9)) <= 70_000
