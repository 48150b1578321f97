"""Every kind of page as people meet it: without barriers, on a narrow screen, light, and without a trace."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from kommanmap.domain.languages import LANGUAGES
from tests.browser.conftest import NewPage
from tests.browser.page_kinds import KINDS, MEANT_TO_FAIL, SIZES, addresses
from tests.browser_tools import Notebook

LANGUAGE_CODES = [language.code for language in LANGUAGES]
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == expected, address


def told(violation: dict[str, Any]) -> str:
    """What is wrong and where, short enough to read."""
    places = "; ".join(" ".join(node["target"]) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['help']}): {places}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_barriers(
    new_page: NewPage, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str, code: str, size: str
) -> None:
    width, height = SIZES[size]
    page = new_page(width=width, height=height)
    visit(page, notebook, kind, kinds[code][kind])
    violations = Axe().run(page, options=AXE_RULES).response["violations"]
    assert not violations, f"{kinds[code][kind]}:\n" + "\n".join(told(violation) for violation in violations)


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
    violations = Axe().run(page, options=AXE_RULES).response["violations"]
    assert not violations, "\n".join(told(violation) for violation in violations)


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_320_pixels(
    new_page: NewPage, notebook: Notebook, kinds: dict[str, dict[str, str]], kind: str, code: str
) -> None:
    page = new_page(width=320, height=640)
    visit(page, notebook, kind, kinds[code][kind])
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow:
        wide = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
                .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
        )
        pytest.fail(f"{kinds[code][kind]} is {overflow} px too wide: {wide}")


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
