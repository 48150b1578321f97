"""The ways people take: searching, filtering and paging without scripts, and with nothing but a keyboard."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import NewPage
from tests.samples import demo_place


@pytest.fixture
def plain_page(new_page: NewPage) -> Page:
    """A phone that runs no scripts."""
    return new_page(java_script_enabled=False)


def test_without_scripts_the_search_finds_a_place(plain_page: Page) -> None:
    plain_page.goto("/de/")
    field = plain_page.locator('input[name="q"]').first
    field.fill("Muhlheim")
    field.press("Enter")
    expect(plain_page).to_have_url(re.compile(r"/de/treffpunkte\?"))
    expect(plain_page.locator("main")).to_contain_text("Mülheim")


def test_without_scripts_filters_can_be_set_and_removed(plain_page: Page) -> None:
    plain_page.goto("/de/treffpunkte?angebot=deutsch")
    filtered = plain_page.locator("[data-point]").count()
    assert filtered > 0
    plain_page.locator('a[href="/de/treffpunkte"]').first.click()
    plain_page.wait_for_url(re.compile(r"/de/treffpunkte$"))
    assert plain_page.locator("[data-point]").count() > filtered


def test_without_scripts_one_can_page_through_all_places(plain_page: Page, demo_site: Flask) -> None:
    plain_page.goto("/de/treffpunkte")
    seen: set[str] = set()
    for page_number in range(1, 10):
        seen |= set(plain_page.locator("[data-point]").evaluate_all("all => all.map(e => e.dataset.point)"))
        onward = plain_page.locator('a[rel="next"]')
        if not onward.count():
            break
        onward.first.click()
        plain_page.wait_for_url(re.compile(rf"[?&]seite={page_number + 1}\b"))
    assert len(seen) == 101


def test_without_scripts_the_map_page_is_a_list(plain_page: Page) -> None:
    plain_page.goto("/de/karte")
    assert plain_page.locator("[data-point]").count() == 50


def test_the_first_tab_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/de/treffpunkte")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#inhalt")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("code", ["de", "ar"])
def test_a_place_can_be_found_with_the_keyboard_alone(page: Page, demo_site: Flask, code: str) -> None:
    place = demo_place(demo_site)
    page.goto(f"/{code}/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("57072")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{code}/treffpunkte?**")
    for _ in range(120):
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if f"/{code}/treffpunkte/" in target:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{code}/treffpunkte/*")
    assert page.locator("h1").count() == 1
    assert place


FOCUS_IS_SEEN = """() => {
    const element = document.activeElement;
    if (element === document.body) return true;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return marked && box.bottom > 0 && box.top < innerHeight && box.width > 0;
}"""


@pytest.mark.parametrize("address", ["/de/", "/de/treffpunkte", "/ar/treffpunkte"])
def test_focus_is_always_visible_and_never_covered(page: Page, address: str) -> None:
    page.goto(address)
    for _ in range(25):
        page.keyboard.press("Tab")
        try:
            page.wait_for_function(FOCUS_IS_SEEN, timeout=2000)  # scrolling there may take a moment
        except PlaywrightTimeout:
            pytest.fail("focus cannot be seen on " + page.evaluate("document.activeElement.outerHTML.slice(0, 150)"))


def test_targets_are_large_enough_to_tap(page: Page) -> None:
    """24 × 24 CSS pixels, or alone in their line (WCAG 2.2, 2.5.8)."""
    page.goto("/de/treffpunkte")
    small = page.locator("button, input:not([type=hidden]), select, summary, .chip, nav a").evaluate_all(
        """all => all.filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 0 && (box.width < 24 || box.height < 24) && !e.closest('label');
        }).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert not small


def test_switching_the_language_keeps_the_page_and_the_question(page: Page) -> None:
    page.goto("/de/treffpunkte?angebot=deutsch")
    page.locator('a[hreflang="ar"], a[lang="ar"]').first.evaluate("e => e.click()")
    page.wait_for_url("**/ar/treffpunkte?angebot=deutsch")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_position_stays_in_the_browser(new_page: NewPage) -> None:
    """ "In meiner Nähe" asks for a position on tap only; no request may carry it."""
    page = new_page(geolocation={"latitude": 50.8748, "longitude": 8.0243}, permissions=["geolocation"])
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url + (request.post_data or "")))
    page.goto("/de/")
    button = page.locator("[data-near], button:has-text('Nähe')").first
    button.click()
    page.wait_for_timeout(1500)
    carrying = [address for address in told if "50.8" in address or "8.02" in address]
    assert not carrying
