"""A real Chromium against a real server on this machine. A page that asks anybody else, breaks the policy or writes
an error to the console fails its test, whatever the test was about."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import serving
from tests.browser_tools import Notebook, new_context, start_browser

LONGEST_WAIT_MS = 30_000

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site_url(demo_site: Flask) -> Iterator[str]:
    """Address of a running server with the example places."""
    with serving(demo_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    expect.set_options(timeout=LONGEST_WAIT_MS)
    with sync_playwright() as playwright:
        chromium = start_browser(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def notebook(site_url: str) -> Iterator[Notebook]:
    """What went on behind the pages of this test; complains at its end."""
    notes = Notebook(site_url)
    yield notes
    complaints = notes.complaints()
    assert not complaints, "While the page was open:\n" + "\n".join(complaints)


@pytest.fixture
def new_page(browser: Browser, site_url: str, notebook: Notebook) -> Iterator[NewPage]:
    """Opens watched pages; takes what `browser.new_context` takes, plus `width` and `height`."""
    contexts = []

    def make(**options: Any) -> Page:
        context = new_context(browser, base_url=site_url, **options)
        context.set_default_timeout(LONGEST_WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        notebook.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page on a small phone; `page.goto("/de/")` leads to the server of the tests."""
    return new_page()
