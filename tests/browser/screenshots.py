"""Pictures of every kind of page, to look at: `make screenshots`. Two of them show the project in its README."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kommanmap.clock import FixedClock
from tests.apps import end, make_app
from tests.browser.page_kinds import KINDS, SIZES, addresses
from tests.browser.server import serving
from tests.browser_tools import new_context, start_browser
from tests.databases import Contents, SqliteTemplates
from tests.filling import FILLED_UTC, fill

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "browser" / "screenshots"
README_FOLDER = ROOT / "docs" / "images"
FOR_README = {
    "phone-list": ("/de/treffpunkte?zentrum=siegen-wittgenstein", 390, 900),
    "map": ("/de/karte", 1100, 900),
}
"""Picture → address and window."""

LANGUAGES = ("de", "ar")
WITH_BOTH = ("start", "list", "place", "centre", "map")
"""Kinds that are also taken in dark colours and without scripts."""


@contextmanager
def running_site(folder: Path) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """A server with the example places: its address, and the pages by language and kind."""
    templates = SqliteTemplates(folder, fill)
    with templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, FixedClock(FILLED_UTC))
        with serving(app) as address:
            yield address, {code: addresses(app, code) for code in LANGUAGES}
        end(app)


def take(browser: Browser, origin: str, pages: dict[str, dict[str, str]]) -> int:
    """All pictures; gives how many."""
    taken = 0
    for size, (width, height) in SIZES.items():
        for look, options in looks().items():
            context = new_context(browser, width=width, height=height, base_url=origin, **options)
            page = context.new_page()
            for code in LANGUAGES:
                for kind in KINDS if look == "light" else WITH_BOTH:
                    picture(page, pages[code][kind], FOLDER / f"{kind}-{code}-{size}-{look}.png")
                    taken += 1
            context.close()
    return taken


def looks() -> dict[str, dict[str, object]]:
    """Name of a look → what the browser prefers."""
    return {
        "light": {"color_scheme": "light"},
        "dark": {"color_scheme": "dark"},
        "plain": {"java_script_enabled": False},
    }


def picture(page: Page, address: str, target: Path, *, whole: bool = True) -> None:
    """One page as PNG."""
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    page.screenshot(path=target, full_page=whole)


def take_for_readme(browser: Browser, origin: str) -> None:
    """What the README shows first."""
    for name, (address, width, height) in FOR_README.items():
        context = new_context(browser, width=width, height=height, base_url=origin)
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1500)
        page.screenshot(path=README_FOLDER / f"{name}.png")
        context.close()


def main() -> None:
    """Take everything anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    README_FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as (origin, pages),
        sync_playwright() as playwright,
    ):
        browser = start_browser(playwright)
        taken = take(browser, origin, pages)
        take_for_readme(browser, origin)
        browser.close()
    sys.stdout.write(
        f"{taken} pictures in {FOLDER.relative_to(ROOT)}, {len(FOR_README)} in {README_FOLDER.relative_to(ROOT)}\n"
    )


if __name__ == "__main__":
    main()
