"""OGC API Features Part 1 (features and their parameters): what its conformance tests ask, in our words.

Each name ends with the test of OGC 17-069r4, annex A, that it stands for.
"""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.queries.filters import FILTERS
from tests.apps import NOW
from tests.ogc import ALL, GEOJSON, ITEMS, RESOURCES, Json, get, lies_in, parameter, relations

SIEGEN_BOX = "7.9,50.7,8.2,51.0"


@pytest.fixture(scope="module")
def api(demo_site: Flask) -> FlaskClient:
    return demo_site.test_client()


@pytest.fixture(scope="module")
def definition(api: FlaskClient) -> Json:
    return get(api, "/api/openapi.json")


# Features


def test_features_come_as_geojson_a2_fc_response(api: FlaskClient) -> None:
    answer = api.get(ITEMS)
    assert answer.content_type == GEOJSON
    document = answer.get_json(force=True)
    assert document["type"] == "FeatureCollection"
    assert all(feature["type"] == "Feature" and feature["id"] for feature in document["features"])


def test_features_carry_self_and_alternate_a2_fc_links(api: FlaskClient) -> None:
    found = relations(get(api, f"{ITEMS}?limit=3"))
    assert found["self"][0]["type"] == GEOJSON
    assert found["alternate"][0]["type"] == "text/html"
    assert "prev" not in found


def test_the_time_stamp_is_now_a2_fc_timestamp(api: FlaskClient) -> None:
    made = datetime.fromisoformat(get(api, ITEMS)["timeStamp"])
    assert abs(made - NOW) < timedelta(minutes=1)


def test_the_numbers_are_true_a2_fc_number_matched_and_returned(api: FlaskClient) -> None:
    document = get(api, f"{ITEMS}?limit=7")
    assert (document["numberMatched"], document["numberReturned"], len(document["features"])) == (ALL, 7, 7)


def test_without_a_limit_a_default_holds_a2_fc_limit_response(api: FlaskClient, definition: Json) -> None:
    assert len(get(api, ITEMS)["features"]) == parameter(definition, "limit")["schema"]["default"] == 100


def test_a_limit_above_the_largest_is_no_mistake_a2_fc_limit_response(api: FlaskClient) -> None:
    assert len(get(api, f"{ITEMS}?limit=1000000")["features"]) == ALL


def test_the_pages_together_hold_every_place_once_a2_fc_next(api: FlaskClient) -> None:
    seen: list[str] = []
    address = f"{ITEMS}?limit=40"
    while address:
        document = get(api, address)
        seen += [feature["id"] for feature in document["features"]]
        after = relations(document).get("next")
        address = after[0]["href"] if after else ""
    assert len(seen) == len(set(seen)) == ALL
    assert relations(document)["prev"], "the last page leads back"


def test_the_next_page_asks_the_same_question_a2_fc_next(api: FlaskClient) -> None:
    link = relations(get(api, f"{ITEMS}?limit=1&zentrum=siegen-wittgenstein&lang=en"))["next"][0]
    asked = parse_qs(urlsplit(link["href"]).query)
    assert asked == {"zentrum": ["siegen-wittgenstein"], "lang": ["en"], "f": ["json"], "limit": ["1"], "offset": ["1"]}


def test_behind_the_end_is_nothing_a2_fc_response(api: FlaskClient) -> None:
    document = get(api, f"{ITEMS}?offset=5000")
    assert (document["features"], document["numberMatched"]) == ([], ALL)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("limit", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
        ("datetime", {"type": "string"}),
        ("bbox", {"type": "array", "items": {"type": "number"}}),
    ],
)
def test_the_definition_describes_the_parameter_a2_fc_definition(definition: Json, name: str, shape: Json) -> None:
    described = parameter(definition, name)
    assert (described["in"], described["required"]) == ("query", False)
    assert shape.items() <= described["schema"].items()
    if name == "bbox":
        assert {(each["minItems"], each["maxItems"]) for each in described["schema"]["oneOf"]} == {(4, 4), (6, 6)}
        assert (described["style"], described["explode"]) == ("form", False)


def test_every_filter_of_the_list_is_described_and_understood_a2_fc_definition(
    api: FlaskClient, definition: Json
) -> None:
    for item in FILTERS:
        schema = parameter(definition, item.word)["schema"]
        values = schema.get("items", schema).get("enum", ["Siegen"])
        document = get(api, f"{ITEMS}?{item.word}={values[0]}")
        assert document["numberMatched"] <= ALL, item.word


def test_a_box_holds_what_lies_in_it_and_nothing_else_a2_fc_bbox(api: FlaskClient) -> None:
    box = [float(edge) for edge in SIEGEN_BOX.split(",")]
    inside = get(api, f"{ITEMS}?bbox={SIEGEN_BOX}&limit=1000")["features"]
    everything = get(api, f"{ITEMS}?limit=1000")["features"]
    assert inside
    assert inside == [each for each in everything if each["geometry"] and lies_in(each, *box)]


def test_heights_of_a_box_count_for_nothing_a2_fc_bbox(api: FlaskClient) -> None:
    flat = get(api, f"{ITEMS}?bbox={SIEGEN_BOX}")["features"]
    assert get(api, f"{ITEMS}?bbox=7.9,50.7,-100,8.2,51.0,9000")["features"] == flat


def test_a_box_across_the_180th_meridian_is_understood_a2_fc_bbox(api: FlaskClient) -> None:
    assert get(api, f"{ITEMS}?bbox=170,50,8.2,52")["numberMatched"] > 0
    assert get(api, f"{ITEMS}?bbox=170,50,-170,52")["numberMatched"] == 0


@pytest.mark.parametrize(
    "asked", ["2026-03-01", "2026-03-01/2026-03-01", "2020-01-01/..", "../2030-01-01T00:00:00Z", "2026-03-01T08:00:00Z"]
)
def test_a_span_with_the_change_finds_it_a2_fc_time(api: FlaskClient, asked: str) -> None:
    """A bare day means all of it."""
    assert get(api, f"{ITEMS}?datetime={asked}")["numberMatched"] == ALL


@pytest.mark.parametrize("asked", ["../2019-12-31", "2031-01-01/..", "2031-01-01T00:00:00+02:00"])
def test_a_span_without_a_change_finds_nothing_a2_fc_time(api: FlaskClient, asked: str) -> None:
    document = get(api, f"{ITEMS}?datetime={asked.replace('+', '%2B')}")
    assert (document["numberMatched"], document["features"]) == (0, [])


WRONG = (
    "unbekannt=1", "BBOX=1,2,3,4", "limit=0", "limit=-1", "limit=viele", "limit=1.5", "limit=", "limit=1&limit=2",
    "offset=-1", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=NaN,1,2,3", "bbox=inf,1,2,3", "bbox=",
    "bbox=7,52,8,51", "datetime=gestern", "datetime=2026-13-01", "datetime=2026-01-01/2025-01-01",
    "datetime=2026-01-01T00:00:00", "datetime=1/2/3", "datetime=", "f=xml", "f=json&f=html", "lang=tlh",
    "zentrum=atlantis", "sprache=tlh", "plz=99999", "ort=Atlantis", "ort=", "q=", "umkreis=NaN", "stufenfrei=nein",
    "gemeinde=00000000", "seite=2", "&".join(["sprache=ar"] * 41), "q=" + "x" * 201,
)  # fmt: skip


@pytest.mark.parametrize("query", WRONG)
def test_what_is_not_understood_is_400_and_named_a2_query_param(api: FlaskClient, query: str) -> None:
    answer = api.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400, query
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json(force=True)
    assert {each["parameter"] for each in problem["errors"]} == {query.split("=")[0]}
    assert all(each["detail"] for each in problem["errors"])


@pytest.mark.parametrize("address", [*RESOURCES, "/api/openapi.json", "/api/docs"])
def test_an_unknown_parameter_is_400_everywhere_a2_query_param_unknown(api: FlaskClient, address: str) -> None:
    assert get(api, f"{address}?unbekannt=1", 400)["errors"][0]["parameter"] == "unbekannt"


def test_everything_that_is_wrong_is_said_at_once(api: FlaskClient) -> None:
    problem = get(api, f"{ITEMS}?a=1&limit=x&zentrum=atlantis&lang=en", 400)
    assert [each["parameter"] for each in problem["errors"]] == ["a", "limit", "zentrum"]


def test_one_feature_is_the_same_as_in_the_list_a2_f(api: FlaskClient) -> None:
    listed = get(api, f"{ITEMS}?limit=1")["features"][0]
    alone = get(api, f"{ITEMS}/{listed['id']}")
    assert {name: alone[name] for name in listed} == listed
    assert {"self", "alternate", "collection", "canonical"} <= set(relations(alone))


def test_an_unknown_feature_is_404_a2_f(api: FlaskClient) -> None:
    for wrong in ("x", "00000000-0000-4000-8000-00000000ffff", "%00", "a" * 5000):
        assert api.get(f"{ITEMS}/{wrong}").status_code == 404, wrong[:40]
