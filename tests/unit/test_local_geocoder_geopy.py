"""The local geocoder as geopy knows geocoders: signature, Location, exceptions, RateLimiter; and reverse."""

import runpy
from pathlib import Path

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderUnavailable, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location
from geopy.point import Point

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.local import LocalGeocoder
from tests.address_samples import KREUZTAL, SIEGEN


def test_geocode_gives_a_location_with_its_parts(geocoder: LocalGeocoder) -> None:
    location = geocoder.geocode("Sandstr. 12a, 57072 Siegen")
    assert isinstance(location, Location)
    assert location.address == "Sandstraße 12a, 57072 Siegen"
    assert (location.latitude, location.longitude) == pytest.approx((50.879, 8.0224))
    raw = location.raw
    assert (raw["status"], raw["accuracy"], raw["ags"], raw["warnings"]) == ("found", "house", SIEGEN, [])
    assert raw["source"] == "Probe-Hauskoordinaten, Stand 2026-01-01"
    assert raw["typed"]["street"] == "Sandstr."
    assert (raw["typed"]["house_number"], raw["typed"]["postcode"], raw["typed"]["town"]) == ("12a", "57072", "Siegen")


def test_all_locations_may_be_asked_for(geocoder: LocalGeocoder) -> None:
    both = geocoder.geocode("Talstraße 5, Siegen", exactly_one=False, timeout=3)
    assert isinstance(both, list)
    assert [location.raw["status"] for location in both] == ["ambiguous", "ambiguous"]
    first = geocoder.geocode("Talstraße 5, Siegen", timeout=None)
    assert isinstance(first, Location)
    assert first.raw["status"] == "ambiguous"


def test_nothing_is_none(geocoder: LocalGeocoder) -> None:
    assert geocoder.geocode("Hauptstraße 5, München") is None
    assert geocoder.geocode("Hauptstraße 5, München", exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "   \n", None, 12, {"street": "Weg"}])
def test_an_unusable_query_is_refused_as_geopy_does(geocoder: LocalGeocoder, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


@pytest.mark.usefixtures("index_files")
def test_a_broken_index_is_unavailable_where_the_gazetteer_cannot_help(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"nothing of the kind" * 99)
    broken = LocalGeocoder(str(path))
    with pytest.raises(GeocoderUnavailable):
        broken.geocode("Sandstraße 12")
    coarse = broken.geocode("Sandstraße 12, Siegen")
    assert isinstance(coarse, Location)
    assert (coarse.raw["accuracy"], coarse.raw["warnings"]) == ("municipality", ["address_index_broken"])


def test_it_works_behind_a_rate_limiter_and_as_a_context(geocoder: LocalGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.0, max_retries=0, swallow_exceptions=False)
    with geocoder:
        assert limited("57072 Siegen").address == "57072 Siegen"
        with pytest.raises(GeopyError):
            limited("")


def test_nobody_is_asked(geocoder: LocalGeocoder) -> None:
    for ask in (geocoder.adapter.get_json, geocoder.adapter.get_text):
        with pytest.raises(GeocoderServiceError):
            ask("https://nominatim.example/search", timeout=1, headers={})


@pytest.mark.parametrize("point", [(50.87901, 8.02421), "50.87901, 8.02421", Point(50.87901, 8.02421)])
def test_reverse_gives_the_nearest_house(geocoder: LocalGeocoder, point: object) -> None:
    location = geocoder.reverse(point)
    assert isinstance(location, Location)
    assert location.address == "Sandstraße 21, 57072 Siegen"
    assert location.raw["accuracy"] == "house"
    assert 0 < location.raw["distance_m"] < 20


def test_reverse_gives_a_house_of_each_street_nearby(geocoder: LocalGeocoder) -> None:
    found = geocoder.reverse((50.8785, 8.0248), exactly_one=False)
    assert isinstance(found, list)
    assert [location.raw["street"] for location in found][:3] == ["Sandstraße", "Burgstraße", "Bergstraße"]
    distances = [location.raw["distance_m"] for location in found]
    assert distances == sorted(distances)


def test_reverse_far_from_any_house_is_none(geocoder: LocalGeocoder) -> None:
    assert geocoder.reverse((51.7, 8.7)) is None
    assert geocoder.reverse((48.1, 11.6), exactly_one=False) is None


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("point", ["", "irgendwo", (91, 8), (1, 2, 3, 4, 5), None])
def test_reverse_of_no_point_is_refused(geocoder: LocalGeocoder, point: object) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(point)


def test_reverse_without_an_index_gives_the_postcode_area() -> None:
    location = LocalGeocoder().reverse((50.9814, 7.9860))
    assert isinstance(location, Location)
    assert (location.address, location.raw["accuracy"], location.raw["ags"]) == ("57223 Kreuztal", "postcode", KREUZTAL)
    assert LocalGeocoder().reverse((48.1, 11.6)) is None


def test_houses_near_a_place_are_those_of_the_index(geocoder: LocalGeocoder) -> None:
    (near,) = geocoder.near(Coordinates(50.9650, 7.9890))
    assert near.label == "Hauptstraße 5, 57223 Kreuztal"


def test_the_document_s_example_runs(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = (Path(__file__).parents[2] / "docs" / "geocoding.md").read_text(encoding="utf-8")
    example = document.split("```python\n")[1].split("```")[0]
    script = tmp_path / "example.py"
    script.write_text(example.replace("instance/addresses.sqlite3", str(sample_index)), encoding="utf-8")
    runpy.run_path(str(script))
    first, second, third = capsys.readouterr().out.splitlines()
    assert first.startswith("57072 Siegen 50.88264 7.98831 postcode")
    assert second.count("Location") == 10
    assert third == "An der Alche 1, 57072 Siegen"
