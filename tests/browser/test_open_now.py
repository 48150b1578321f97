"""Badges on a page that stays open: right when the clock moves on, with no request; dated without scripts."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from kommanmap.clock import FixedClock
from kommanmap.config import Config
from kommanmap.domain.hours.slots import BERLIN
from tests.apps import NOW, end, make_app
from tests.browser.conftest import NewPage
from tests.browser_tools import Notebook
from tests.reading import text_of

PLACE = "cafe-mosaik-burbach"
"""Open on Wednesdays from 16 to 19; the clock of the tests stands at 10:30 on a Wednesday."""

OPENS = datetime(2026, 3, 18, 16, 0, tzinfo=BERLIN)
CLOSES = datetime(2026, 3, 18, 19, 0, tzinfo=BERLIN)

_BADGES = re.compile(r'<p class="state .*?</p>', re.DOTALL)


@pytest.fixture(scope="module")
def site_at_four(demo_site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The same places, asked when the place has just opened."""
    config: Config = demo_site.extensions["kommanmap.config"]
    folder: Path = tmp_path_factory.mktemp("at_four")
    app = make_app(config.database_url, folder, FixedClock(OPENS))
    yield app
    end(app)


def milliseconds(start: datetime, end: datetime) -> int:
    """From one instant to another."""
    return int((end - start).total_seconds() * 1000)


def opened(page: Page, address: str) -> Locator:
    """The page at the instant of the server, once its script keeps the badge; gives the badge."""
    page.clock.install(time=NOW)
    page.goto(address)
    expect(page.locator("time[data-as-of]")).to_contain_text("10:30")
    return page.locator(".now .state")


def test_the_badge_changes_when_the_place_opens_and_when_it_closes(page: Page, notebook: Notebook) -> None:
    badge = opened(page, f"/de/treffpunkte/{PLACE}")
    expect(badge).to_have_text("Öffnet heute um 16 Uhr")
    notebook.clear()
    page.clock.run_for(milliseconds(NOW, OPENS) - 1000)
    expect(page.locator("time[data-as-of]")).to_have_text("15:59 Uhr")
    expect(badge).to_have_text("Öffnet heute um 16 Uhr")
    page.clock.run_for(1000)
    expect(badge).to_have_text("Jetzt geöffnet bis 19 Uhr")
    expect(badge).to_have_class("state is-open")
    expect(page.locator("time[data-as-of]")).to_have_text("16:00 Uhr")
    page.clock.run_for(milliseconds(OPENS, CLOSES))
    expect(badge).to_have_class("state is-later")
    assert not notebook.requests


@pytest.mark.parametrize("code", ["de", "en", "ar"])
@pytest.mark.parametrize("pattern", [f"/{{code}}/treffpunkte/{PLACE}", "/{code}/zentren/siegen-wittgenstein"])
def test_after_the_change_every_badge_says_what_the_server_would_say(
    page: Page, site_at_four: Flask, pattern: str, code: str
) -> None:
    address = pattern.format(code=code)
    page.clock.install(time=NOW)
    page.goto(address)
    before = page.locator(".state").all_inner_texts()
    page.clock.fast_forward(milliseconds(NOW, OPENS))
    expect(page.locator("time[data-as-of]")).to_contain_text("16:00")
    fresh = [text_of(badge) for badge in _BADGES.findall(site_at_four.test_client().get(address).text)]
    assert page.locator(".state").all_inner_texts() == fresh
    assert before != fresh


def test_what_is_said_of_today_goes_when_the_day_is_over(page: Page) -> None:
    opened(page, f"/de/treffpunkte/{PLACE}")
    today = page.locator(".coming [data-until]")
    expect(today).to_be_visible()
    page.clock.fast_forward("14:00:00")
    expect(today).to_be_hidden()


@pytest.mark.parametrize(("code", "stated"), [("de", "Stand: 10:30 Uhr"), ("ar", "10:30")], ids=["de", "ar"])
def test_without_scripts_the_page_says_of_when_it_speaks(new_page: NewPage, code: str, stated: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/{code}/treffpunkte/{PLACE}")
    expect(page.locator(".as-of")).to_contain_text(stated)
    page.goto(f"/{code}/treffpunkte?ort=burbach")
    expect(page.locator(".as-of")).to_contain_text(stated)
