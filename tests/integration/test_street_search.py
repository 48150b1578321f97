"""Streets in the reader's search: understood where an address file was imported, and never instead of a name."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.geocoding.names.places import PlaceKind
from kommanmap.geocoding.register.address_index import CHECK_SECONDS
from kommanmap.queries.matched import UnclearPlace
from kommanmap.queries.point_query import read_query
from kommanmap.queries.search import Found, search
from tests.address_samples import write_sample_index
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.reading import names_on, text_of


@pytest.fixture(scope="module")
def site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    """The example places, and an address file with about thirty streets."""
    folder = tmp_path_factory.mktemp("site_with_streets")
    write_sample_index(folder / "addresses.sqlite3")
    with sqlite_templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, clock)
        yield app
        end(app)


def ask(site: Flask, *words: tuple[str, str]) -> Found:
    index = site.extensions["kommanmap.index"].get()
    query, notes = read_query(words, index.gazetteer)
    assert not notes
    return search(index, query, NOW)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Hauptstraße Siegen", "Hauptstraße, 57080 Siegen"),
        ("hauptstr 5 siegen", "Hauptstraße 5, 57080 Siegen"),
        ("Siegen, Koblenzer Str. 12", "Koblenzer Straße 12, 57072 Siegen"),
        ("An der Alche 3, 57072", "An der Alche 3, 57072 Siegen"),
        ("Lahnstrase Netphen", "Lahnstraße, 57250 Netphen"),
        ("Heimhoftheaterweg", "Heimhoftheaterweg, 57299 Burbach"),
    ],
)
def test_a_street_is_where_distances_begin(site: Flask, typed: str, label: str) -> None:
    found = ask(site, ("q", typed))
    assert [(meant.kind, meant.label) for meant in found.understood] == [(PlaceKind.STREET, label)]
    assert found.sorted_by_distance
    assert found.total >= 1
    hits = [hit for group in found.page(1).groups for hit in group.hits]
    by_centre = [[hit.distance_km for hit in group.hits] for group in found.page(1).groups]
    assert all(distances == sorted(distances) for distances in by_centre)
    assert all(hit.distance_km is not None for hit in hits)


def test_a_label_typed_again_means_the_same(site: Flask) -> None:
    once = ask(site, ("ort", "hauptstr 5 siegen"))
    label = once.query.get("ort")[0]
    assert label == "Hauptstraße 5, 57080 Siegen"
    assert ask(site, ("ort", label)).query == once.query
    assert ask(site, ("ort", label), ("umkreis", "2")).total <= once.total


@pytest.mark.parametrize(
    "typed", ["Deutsch Siegen", "Sprachcafé Burbach", "Café International Winchenbach", "Frauen", "Siegen", "57072"]
)
def test_names_topics_and_towns_mean_what_they_meant(site: Flask, demo_site: Flask, typed: str) -> None:
    assert ask(site, ("q", typed)).point_ids() == ask(demo_site, ("q", typed)).point_ids()


def test_two_streets_of_a_name_in_one_town_are_not_chosen_from(site: Flask) -> None:
    found = ask(site, ("q", "Talstraße Siegen"))
    assert [meant.kind for meant in found.understood] == [UnclearPlace.STREET]
    town = found.index.gazetteer.towns["siegen"]
    assert found.origin == town.position


def test_a_street_of_several_towns_is_offered_in_each(site: Flask) -> None:
    offered = {item.label for item in ask(site, ("q", "Hauptstraße")).advice().did_you_mean}
    assert {"Hauptstraße, 57080 Siegen", "Hauptstraße, 57223 Kreuztal"} <= offered


def test_the_page_says_from_where_it_measures(site: Flask) -> None:
    client: FlaskClient = site.test_client()
    for language, word in (("de", "Adresse"), ("en", "Address"), ("ar", "العنوان")):
        page = client.get(f"/{language}/treffpunkte?q=Hauptstraße+Siegen").get_data(as_text=True)
        assert word in text_of(page)
        assert "Hauptstraße, 57080 Siegen" in text_of(page)
        assert names_on(page)


def test_the_search_field_says_that_it_takes_streets(site: Flask, demo_site: Flask) -> None:
    for app, said in ((site, "Ort, Straße, Postleitzahl oder Thema"), (demo_site, "Ort, Postleitzahl oder Thema")):
        assert said in text_of(app.test_client().get("/de/").get_data(as_text=True))


def test_a_new_address_file_makes_new_pages(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    with sqlite_templates.copy(Contents.DEMO, tmp_path) as url:
        app = make_app(url, tmp_path, clock)
        client = app.test_client()
        before = client.get("/de/treffpunkte?q=Hauptstraße+Siegen")
        write_sample_index(tmp_path / "new.sqlite3")
        (tmp_path / "new.sqlite3").rename(tmp_path / "addresses.sqlite3")
        time.sleep(CHECK_SECONDS + 0.05)
        after = client.get("/de/treffpunkte?q=Hauptstraße+Siegen", headers={"If-None-Match": before.headers["ETag"]})
        end(app)
    assert after.status_code == 200
    assert "Hauptstraße, 57080 Siegen" not in text_of(before.get_data(as_text=True))
    assert "Hauptstraße, 57080 Siegen" in text_of(after.get_data(as_text=True))
