"""The map's own pages instead of the whole site, and what its tests do again and again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.map.site import make_map_site
from tests.browser.server import serving


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Address of the map's own pages."""
    with serving(make_map_site()) as address:
        yield address


@pytest.fixture
def calm(new_page: NewPage) -> Page:
    """A phone whose owner wants no moving things: the map is at its place at once."""
    return new_page(reduced_motion="reduce")
