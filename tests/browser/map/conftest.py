"""The map's own pages instead of the whole site, and what its tests do again and again."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.browser.conftest import NewPage, _Quiet
from tests.browser.map.site import make_map_site


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Address of the map's own pages."""
    server = make_server("127.0.0.1", 0, make_map_site(), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def calm(new_page: NewPage) -> Page:
    """A phone whose owner wants no moving things: the map is at its place at once."""
    return new_page(reduced_motion="reduce")
