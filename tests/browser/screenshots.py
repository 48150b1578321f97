"""Pictures of every kind of page, to look at: `make screenshots`. Two of them show the project in its README."""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from kommanmap.clock import FixedClock
from tests.apps import end, make_app
from tests.browser.page_kinds import KINDS, SIZES, addresses
from tests.browser_tools import new_context, start_browser
from tests.databases import Contents, SqliteTemplates
from tests.filling import FILLED_UTC, fill

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "browser" / "screenshots"
FOR_README = ROOT / "docs" / "images"
LANGUAGES = ("de", "ar")
WITH_BOTH = ("start", "list", "place", "centre", "map")
"""Kinds that are also taken in dark colours and without scripts."""


@contextmanager
def running_site(folder: Path) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """A server with the example places: its address, and the pages by language and kind."""
    templates = SqliteTemplates(folder, fill)
    with templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, FixedClock(FILLED_UTC))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", {code: addresses(app, code) for code in LANGUAGES}
        finally:
            server.shutdown()
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


def take_for_readme(browser: Browser, origin: str, pages: dict[str, dict[str, str]]) -> None:
    """What the README shows first: the list on a phone, the map on a desk."""
    for name, kind, (width, height) in (("phone-list", "list-near", (390, 780)), ("map", "map", (1100, 720))):
        context = new_context(browser, width=width, height=height, base_url=origin, device_scale_factor=1)
        page = context.new_page()
        page.goto(pages["de"][kind], wait_until="networkidle")
        page.wait_for_timeout(1500)
        page.screenshot(path=FOR_README / f"{name}.png")
        context.close()


def main() -> None:
    """Take everything anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOR_README.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as (origin, pages),
        sync_playwright() as playwright,
    ):
        browser = start_browser(playwright)
        taken = take(browser, origin, pages)
        take_for_readme(browser, origin, pages)
        browser.close()
    sys.stdout.write(f"{taken} pictures in {FOLDER.relative_to(ROOT)}, 2 in {FOR_README.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
