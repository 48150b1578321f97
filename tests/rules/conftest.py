"""The rules walk every route once; all of them look at the same answers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.samples import Sample, samples


@pytest.fixture(scope="session")
def every_sample(demo_site: Flask) -> list[Sample]:
    """Every route in every language it speaks."""
    return list(samples(demo_site))


@pytest.fixture(scope="session")
def answers(demo_site: Flask, every_sample: list[Sample]) -> list[tuple[Sample, TestResponse]]:
    """What each of them answers, not yet looked at: an unsound page must not hide the others."""
    client = FlaskClient(demo_site, demo_site.response_class)
    return [(sample, client.get(sample.address)) for sample in every_sample]
