"""`/api/adressen`: completes addresses for staff, for nobody else, and keeps nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.staff import Scope, Staff
from kommanmap.permissions import GRANTED, Permission, Role, may
from kommanmap.views.access import IDENTIFY
from tests.address_samples import SIEGEN, write_sample_index
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates


@pytest.fixture(scope="module")
def site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    """Every request comes from a centre's staff."""
    folder = tmp_path_factory.mktemp("site_for_staff")
    write_sample_index(folder / "addresses.sqlite3")
    with sqlite_templates.copy(Contents.REFERENCE, folder) as url:
        app = make_app(url, folder, clock)
        app.extensions[IDENTIFY] = lambda: Staff(1, Role.CENTRE, Scope())
        yield app
        end(app)


def suggestions(site: Flask, **words: str) -> list[dict[str, object]]:
    answer = site.test_client().get("/api/adressen", query_string=words)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json is not None
    found: list[dict[str, object]] = answer.json["suggestions"]
    return found


def test_what_begins_so_is_offered_with_all_its_parts(site: Flask) -> None:
    first = suggestions(site, q="Sandstr. 12, Siegen")[0]
    assert (first["street"], first["house_number"], first["municipality"]) == ("Sandstraße", "12", "Siegen")
    assert first["postcode"] == "57072"
    assert first["accuracy"] == "house"
    assert first["lat"] == pytest.approx(50.879, abs=0.01)


def test_the_own_municipality_comes_first(site: Flask) -> None:
    assert suggestions(site, q="Haupts", gemeinde=SIEGEN)[0]["municipality"] == "Siegen"
    assert len({item["municipality"] for item in suggestions(site, q="Haupts")}) >= 3


@pytest.mark.parametrize(
    "typed", ["", " ", "x" * 10_000, "'; DROP TABLE street; --", '"*" OR NEAR(a b)', "\x00\u202e😀", "%"]
)
def test_strange_input_gets_an_answer(site: Flask, typed: str) -> None:
    assert isinstance(suggestions(site, q=typed, gemeinde=typed), list)


def test_who_is_not_signed_in_is_told_so(reader: FlaskClient) -> None:
    answer = reader.get("/api/adressen?q=Haupt")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert "title" in answer.json
    assert "Set-Cookie" not in answer.headers


def test_every_permission_is_granted_to_somebody_and_never_to_nobody() -> None:
    assert set(GRANTED) == set(Permission)
    for permission in Permission:
        assert GRANTED[permission]
        assert not may(None, permission)
