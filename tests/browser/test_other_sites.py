"""Embeds on other people's websites: a second origin, the printed policy line, no cookie, no trace."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Frame, FrameLocator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.other_site import SHAPES, OtherSite, other_site
from tests.browser.server import serving
from tests.browser_tools import Notebook, new_context
from tests.samples import demo_place

MOST_BYTES = 60 * 1024
HEIGHT = "document.documentElement.getBoundingClientRect().height"
TRACES = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length].join()"""
NO_TRACE = ",0,0,0,0"
OVERFLOWS = "document.documentElement.scrollHeight - innerHeight"


@pytest.fixture
def town_site(site_url: str) -> Iterator[OtherSite]:
    """A town's website on another port."""
    with other_site() as site:
        yield site


@pytest.fixture
def visitor(browser: Browser, site_url: str, town_site: OtherSite) -> Iterator[Callable[..., tuple[Page, Notebook]]]:
    """Somebody on the town's website; what goes on behind the page is written down, of frames too."""
    contexts: list[BrowserContext] = []

    def come(**options: Any) -> tuple[Page, Notebook]:
        context = new_context(browser, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page, notes = context.new_page(), Notebook(town_site.origin)
        notes.watch(page)
        context.on("request", lambda request: notes.requests.append(request.url))
        return page, notes

    yield come
    for context in contexts:
        context.close()


def code_of(page: Page, site_url: str, words: str, field: str = "code-script") -> tuple[str, str]:
    """What a webmaster copies from the generator: the code and the policy line."""
    html = page.request.get(f"{site_url}/de/einbetten?{words}").text()

    def text(name: str) -> str:
        found = re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', html, re.DOTALL)
        assert found is not None, name
        return unescape(found[1])

    return text(field), text("code-csp")


def frame_of(page: Page, at: int = 0) -> Frame:
    """The frame inside the element, once it is as high as its content."""
    expect(page.locator("komman-map").nth(at).locator("iframe")).to_be_visible()
    handle = page.locator("komman-map").nth(at).locator("iframe").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    return frame


def assert_height(page: Page, at: int = 0) -> float:
    """The frame is as high as its content, to a pixel, and nothing scrolls in it."""
    frame, around = frame_of(page, at), page.locator("komman-map").nth(at).locator("iframe")
    for _ in range(100):
        content, height = (
            float(frame.evaluate(HEIGHT)),
            float(around.evaluate("it => it.getBoundingClientRect().height")),
        )
        if abs(content - height) <= 1:
            break
        page.wait_for_timeout(50)
    assert height == pytest.approx(content, abs=1)
    assert frame.evaluate(OVERFLOWS) <= 1
    assert content > 100
    return content


def inside(page: Page, at: int = 0) -> FrameLocator:
    return page.locator("komman-map").nth(at).frame_locator("iframe")


def assert_clean(page: Page, notes: Notebook, site_url: str, town_site: OtherSite) -> None:
    """No cookie, nothing stored, nobody else asked, no policy broken, anywhere."""
    assert page.context.cookies() == []
    for frame in page.frames:
        assert frame.evaluate(TRACES) == NO_TRACE, frame.url
    strange = [url for url in notes.requests if not url.startswith((f"{site_url}/", f"{town_site.origin}/"))]
    assert strange == []
    assert notes.violations == []
    assert [error for error in notes.errors if "favicon" not in error] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_height_is_right_on_load_on_filter_on_turning_the_phone_and_in_arabic(
    visitor: Callable[..., tuple[Page, Notebook]], site_url: str, town_site: OtherSite, demo_site: Flask, shape: str
) -> None:
    page, notes = visitor()
    centre = demo_place(demo_site).centre
    language = "ar" if shape in ("plain", "wordpress") else "de"
    words = f"zentrum={centre}&ansicht=liste&lang={language}&teile=titel&teile=anzahl&teile=suche"
    code, csp_line = code_of(page, site_url, words)
    town_site.allow(csp_line)
    page.goto(town_site.show(f"/{shape}", code, SHAPES[shape]))
    tall = assert_height(page)
    assert frame_of(page).evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.set_viewport_size({"width": 740, "height": 360})
    page.wait_for_function("width => innerWidth === width", arg=740)
    assert assert_height(page) != tall
    page.set_viewport_size({"width": 360, "height": 740})
    assert_height(page)
    field = inside(page).locator('input[name="q"]')
    field.fill("xyzzy" if shape == "joomla" else "Café")
    field.press("Enter")
    frame_of(page).wait_for_url(re.compile(r"[?&]q="))
    assert assert_height(page) != tall
    assert f"zentrum={centre}" in frame_of(page).url
    assert f"lang={language}" in frame_of(page).url
    assert_clean(page, notes, site_url, town_site)


def test_two_embeds_on_one_page_keep_their_own_heights_and_colours(
    visitor: Callable[..., tuple[Page, Notebook]], site_url: str, town_site: OtherSite, demo_site: Flask
) -> None:
    page, notes = visitor(width=1280, height=800)
    place = demo_place(demo_site)
    first, csp_line = code_of(page, site_url, f"zentrum={place.centre}&ansicht=liste")
    second, _ = code_of(page, site_url, f"gemeinde={place.town}&ansicht=karte&farbe=a00000&grund=fff8f0&karte=sofort")
    town_site.allow(csp_line)
    page.goto(town_site.show("/two", first + second))
    expect(inside(page, 1).locator(".km-map .leaflet-pane").first).to_be_attached()
    expect(inside(page, 1).locator("[data-map]")).not_to_have_attribute("aria-busy", "true")
    heights = assert_height(page, 0), assert_height(page, 1)
    assert heights[0] != heights[1]
    colours = [inside(page, at).locator("footer a").first.evaluate("a => getComputedStyle(a).color") for at in (0, 1)]
    assert colours == ["rgb(11, 91, 88)", "rgb(160, 0, 0)"]
    assert_clean(page, notes, site_url, town_site)


def test_a_forged_height_from_another_origin_is_not_heard(
    visitor: Callable[..., tuple[Page, Notebook]], site_url: str, town_site: OtherSite
) -> None:
    page, _notes = visitor()
    code, _ = code_of(page, site_url, "gemeinde=siegen&ansicht=liste")
    page.goto(town_site.show("/forged", code))
    height = assert_height(page)
    page.evaluate("postMessage({ kommanmap: { height: 9999 } }, '*')")
    page.evaluate("dispatchEvent(new MessageEvent('message', {data: {kommanmap: {height: 9999}}, origin: 'null'}))")
    assert assert_height(page) == height
    refused = code.replace(f'<komman-map src="{site_url}/embed/', '<komman-map src="javascript:alert(1)//embed/')
    assert refused != code
    page.goto(town_site.show("/refused", refused))
    expect(page.locator("komman-map a")).to_be_visible()
    assert len(page.frames) == 1


def test_without_scripts_the_links_stay_and_the_plain_frame_works(
    visitor: Callable[..., tuple[Page, Notebook]], site_url: str, town_site: OtherSite
) -> None:
    page, notes = visitor(java_script_enabled=False)
    script, csp_line = code_of(page, site_url, "gemeinde=siegen&ansicht=liste")
    plain, _ = code_of(page, site_url, "gemeinde=siegen&ansicht=liste&hoehe=500", "code-frame")
    town_site.allow(csp_line)
    page.goto(town_site.show("/plain", script + plain))
    expect(page.locator("komman-map a")).to_be_visible()
    expect(page.locator("komman-map a")).to_have_attribute("href", re.compile(r"/de/treffpunkte\?gemeinde=siegen$"))
    expect(page.frame_locator("iframe").locator("[data-point]").first).to_be_visible()
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(504, abs=4)
    assert notes.violations == []


def test_before_the_map_an_embed_weighs_at_most_60_kilobytes(
    new_page: NewPage, notebook: Notebook, demo_site: Flask
) -> None:
    page = new_page()
    notebook.clear()
    page.goto(f"/embed/beides?zentrum={demo_place(demo_site).centre}&lang=ar&farbe=a00000")
    page.wait_for_load_state("networkidle")
    page.goto("/embed/kommanmap.js")
    assert notebook.transferred <= MOST_BYTES, notebook.transferred
    print(f"embed with its script: {notebook.transferred} bytes")  # noqa: T201 - a figure that people ask for


def test_when_the_server_goes_away_the_last_content_stays_and_says_so(
    visitor: Callable[..., tuple[Page, Notebook]], town_site: OtherSite, demo_site: Flask
) -> None:
    page, _notes = visitor()
    with serving(demo_site) as address:
        code, _ = code_of(page, address, "zentrum=stadt-duesseldorf&ansicht=liste&teile=suche&teile=anzahl")
        page.goto(town_site.show("/away", code))
        assert_height(page)
        page.route(f"{address}/**", lambda route: route.abort())
        shown = inside(page).locator("[data-point]").count()
        inside(page).locator('input[name="q"]').press("Enter")
        expect(inside(page).locator("[data-frame-note]")).to_be_visible()
        assert inside(page).locator("[data-point]").count() == shown > 0
        assert_height(page)
        script = page.request.get(f"{address}/embed/kommanmap.js").text()
        page.unroute(f"{address}/**")
        page.route(f"{address}/embed/liste**", lambda route: route.abort())
        kept = {"body": script, "content_type": "text/javascript"}
        page.route(f"{address}/embed/kommanmap.js", lambda route: route.fulfill(**kept))
        page.goto(town_site.show("/down", code))
        expect(page.locator("komman-map a")).to_be_visible()
        expect(page.locator("komman-map [role=status]")).to_have_text(re.compile("gerade nicht laden"))


def test_the_generator_shows_what_is_chosen_at_once(page: Page) -> None:
    page.goto("/de/einbetten?gemeinde=siegen&ansicht=liste")
    preview = page.frame_locator("iframe.preview")
    expect(preview.locator("h1")).to_have_text("Treffpunkte: Siegen")
    page.locator('input[name="farbe"]').fill("#ffee00")
    expect(page.locator(".errors")).to_contain_text("Die nächste gute Farbe")
    page.locator('input[name="farbe"]').fill("#a00000")
    expect(page.locator("#code-script")).to_have_value(re.compile("farbe=a00000"))
    expect(preview.locator("h1")).to_have_text("Treffpunkte: Siegen")
    page.locator('select[name="lang"]').select_option("ar")
    expect(preview.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator('img[src*="qr.svg"]')).to_be_visible()
    page.locator('img[src*="qr.svg"]').scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('img[src*=\"qr.svg\"]').naturalWidth > 100")


def test_without_scripts_the_generator_works_with_its_button(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/de/einbetten")
    page.locator('input[name="gemeinde"]').fill("05970040")
    page.locator('input[name="farbe"]').fill("#ffee00")
    page.locator("form[data-live-form] button").click()
    page.wait_for_url(re.compile("farbe="))
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_role("link", name="Diese Farbe nehmen").click()
    page.wait_for_url(re.compile("farbe=(?!%23)"))
    expect(page.locator("#code-script")).to_have_value(re.compile("gemeinde=siegen"))
    expect(page.frame_locator("iframe.preview").locator("h1")).to_have_text("Treffpunkte: Siegen")
