"""What tests of the map do again and again."""

from playwright.sync_api import Page

ACTIVE = "document.activeElement"
PINS = ".leaflet-marker-pane > .leaflet-marker-icon"
BURBACH, HOSTILE, PAUSED = "00000000", "00000003", "00000005"
"""How the ids of some places of `site.example_points` begin."""


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
