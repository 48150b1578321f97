"""Every kind of page as people meet it: without barriers, on a narrow screen, light, and without a trace."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from kommanmap.domain.languages import LANGUAGES
from tests.browser.conftest import NewPage
from tests.browser.page_kinds import KINDS, MEANT_TO_FAIL, SIZES, addresses
from tests.browser_tools import Notebook, new_context

LANGUAGE_CODES = [language.code for language in LANGUAGES]
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = (320, 640)
GROWING = {"map", "embed-map", "patterns"}
"""Kinds that load more after they are there."""
MOST_REQUESTS = 6
MOST_BYTES = 30 * 1024
LIGHT_PAGES = ("start", "list", "place", "centre")
STORED = """async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.fixture(scope="module")
def kinds(demo_site: Flask) -> dict[str, dict[str, str]]:
    return {code: addresses(demo_site, code) for code in LANGUAGE_CODES}


def visit(page: Page, notebook: Notebook, kind: str, address: str) -> None:
    """Open the page and wait until it is quiet; a page that is meant to be an error may be one."""
    expected = MEANT_TO_FAIL.get(kind, 200)
    if expected != 200:
        notebook.forgiven.add(f"status of {expected}")
    answer = page.goto(address, wait_until="networkidle" if kind in GROWING else "load")
    assert answer is not None
    assert answer.status == expected, address


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it is now: what is wrong and where, short enough to read."""
    found = []
    for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]:
        places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
        found.append(f"{violation['id']} ({violation['help']}): {places}")
    return found


def overflow(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if not wide:
        return []
    culprits = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
            .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
    )
    return [f"{wide} px too wide: {culprits}"]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_barriers_and_fits_every_screen(
    new_page: NewPage, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str, code: str
) -> None:
    """On a phone, on a desk, and 320 pixels wide (a desk at 400 %), where nothing may scroll both ways."""
    page = new_page()
    visit(page, notebook, kind, kinds[code][kind])
    problems = []
    for size, (width, height) in {**SIZES, "narrow": NARROW}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        found = overflow(page) if size == "narrow" else [*barriers(page), *overflow(page)]
        problems += [f"{size}: {problem}" for problem in found]
    assert not problems, f"{kinds[code][kind]}\n" + "\n".join(problems)


@pytest.mark.parametrize("scheme", ["dark", "contrast", "forced"])
@pytest.mark.parametrize("kind", ["start", "list", "place", "map"])
def test_a_page_has_no_barriers_in_other_colours(
    new_page: NewPage, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str, scheme: str
) -> None:
    options = {
        "dark": {"color_scheme": "dark"},
        "contrast": {"contrast": "more"},
        "forced": {"forced_colors": "active"},
    }
    page = new_page(**options[scheme])
    visit(page, notebook, kind, kinds["de"][kind])
    problems = barriers(page)
    assert not problems, "\n".join(problems)


def test_barriers_are_noticed(page: Page) -> None:
    """The checks above can fail: a field without a name, and a box that is too wide."""
    page.goto("/de/impressum")
    assert barriers(page) == overflow(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.evaluate("document.querySelector('main').firstElementChild.style.width = '2000px'")
    assert "label" in barriers(page)[0]
    assert "too wide" in overflow(page)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_leaves_nothing_on_the_device(
    page: Page, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str
) -> None:
    visit(page, notebook, kind, kinds["de"][kind])
    kept = page.evaluate(STORED)
    assert kept == {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}
    assert page.context.cookies() == []


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("kind", LIGHT_PAGES)
def test_a_page_is_light(
    page: Page, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str, code: str
) -> None:
    visit(page, notebook, kind, kinds[code][kind])
    assert len(notebook.requests) <= MOST_REQUESTS, notebook.requests
    assert notebook.transferred <= MOST_BYTES, f"{notebook.transferred} bytes: {notebook.requests}"


def test_a_full_list_page_shows_fifty_places(page: Page, kinds: dict[str, dict[str, str]]) -> None:
    """So that the weight above is the weight of the heaviest list there is."""
    page.goto(kinds["de"]["list"])
    assert page.locator("[data-point]").count() == 50


def test_what_must_not_happen_behind_a_page_is_noticed(browser: Browser, site_url: str) -> None:
    """T04, T05: The notebook of the other tests would complain."""
    notes = Notebook(site_url)
    context = new_context(browser, base_url=site_url)
    page = context.new_page()
    notes.watch(page)
    page.goto("/de/impressum")
    assert notes.complaints() == []
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://tracker.example/x.png'}))")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.wait_for_timeout(300)
    context.close()
    told = "\n".join(notes.complaints())
    for expected in ("img-src", "style-src", "planted"):
        assert expected in told
