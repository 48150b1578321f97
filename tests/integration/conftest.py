"""What integration tests share."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def reader(demo_site: Flask) -> FlaskClient:
    """Asks the site with the example places that all reading tests share; changes nothing."""
    return demo_site.test_client()
