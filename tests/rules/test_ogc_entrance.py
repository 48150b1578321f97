"""OGC API Features Part 1 (entrance, definition, collections, pages): what its conformance tests ask, in our words.

Each name ends with the test of OGC 17-069r4, annex A, that it stands for.
"""

import re
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV30SpecValidator
from werkzeug.test import TestResponse

from kommanmap.formats.features import CONFORMANCE, CRS84
from tests.ogc import GEOJSON, ITEMS, RESOURCES, Json, get, lies_in, relations


@pytest.fixture(scope="module")
def api(demo_site: Flask) -> FlaskClient:
    return demo_site.test_client()


@pytest.fixture(scope="module")
def definition(api: FlaskClient) -> Json:
    return get(api, "/api/openapi.json")


# The first document, the definition, conformance


def test_the_landing_page_answers_with_and_without_a_slash_a2_root_op(api: FlaskClient) -> None:
    assert get(api, "/api") == get(api, "/api?f=json")
    assert get(api, "/api/")["title"]


def test_the_landing_page_leads_to_everything_a2_root_success(api: FlaskClient) -> None:
    found = relations(get(api, "/api"))
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= set(found)
    for links in found.values():
        for link in links:
            answer = api.get(link["href"])
            assert answer.status_code == 200, link
            assert answer.mimetype == link["type"].split(";")[0], link


def test_the_definition_is_valid_openapi_3_0_a2_api_definition(definition: Json) -> None:
    assert definition["openapi"].startswith("3.0.")
    OpenAPIV30SpecValidator(definition).validate()


def test_the_definition_says_its_own_media_type_a2_api_definition_success(api: FlaskClient) -> None:
    answer = api.get("/api/openapi.json")
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"


def test_every_path_of_the_definition_is_there_a2_api_definition(api: FlaskClient, definition: Json) -> None:
    for path in definition["paths"]:
        if "{" not in path:
            assert api.get("/api" + path).status_code == 200, path


def test_conformance_names_the_classes_a2_conformance(api: FlaskClient) -> None:
    assert get(api, "/api/conformance")["conformsTo"] == list(CONFORMANCE)
    for word in ("core", "oas30", "html", "geojson"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{word}" in CONFORMANCE


@pytest.mark.parametrize("address", RESOURCES)
def test_every_resource_obeys_http_a2_http(api: FlaskClient, address: str) -> None:
    assert api.head(address).status_code == 200
    assert api.post(address).status_code == 405
    first = api.get(address)
    assert api.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


# Collections


def test_collections_hold_one_with_links_a2_fc_md(api: FlaskClient) -> None:
    document = get(api, "/api/collections")
    assert {"self", "alternate"} <= set(relations(document))
    assert [each["id"] for each in document["collections"]] == ["treffpunkte"]


def test_each_collection_leads_to_its_items_a2_fc_md_items_links(api: FlaskClient) -> None:
    for each in get(api, "/api/collections")["collections"]:
        found = relations(each)["items"]
        assert {link["type"] for link in found} == {GEOJSON, "text/html"}
        assert all(api.get(link["href"]).status_code == 200 for link in found)


def test_each_collection_says_where_and_when_a2_fc_md_extent(api: FlaskClient) -> None:
    extent = get(api, "/api/collections/treffpunkte")["extent"]
    west, south, east, north = extent["spatial"]["bbox"][0]
    assert extent["spatial"]["crs"] == CRS84
    features = get(api, f"{ITEMS}?limit=1000")["features"]
    assert all(lies_in(each, west, south, east, north) for each in features if each["geometry"])
    begin, end = extent["temporal"]["interval"][0]
    assert end is None
    assert min(each["properties"]["updated"] for each in features) == begin


def test_a_collection_says_the_same_alone_and_in_the_list_a2_sfc_md(api: FlaskClient) -> None:
    assert get(api, "/api/collections/treffpunkte") == get(api, "/api/collections")["collections"][0]


def test_an_unknown_collection_is_404_a2_sfc_md(api: FlaskClient) -> None:
    for rest in ("", "/items", "/items/1"):
        assert get(api, f"/api/collections/nichts{rest}", 404)["status"] == 404


def test_coordinates_are_crs84_a2_crs84(api: FlaskClient) -> None:
    assert get(api, "/api/collections/treffpunkte")["crs"] == [CRS84]
    lon, lat = get(api, f"{ITEMS}?limit=1")["features"][0]["geometry"]["coordinates"]
    assert lon < 10 < 50 < lat


def test_answers_are_what_the_definition_says_a2_oas30(api: FlaskClient, definition: Json) -> None:
    schemas = without_nullable({"components": {"schemas": definition["components"]["schemas"]}})
    first = get(api, ITEMS)["features"][0]["id"]
    for name, address in {
        "landing": "/api", "conformance": "/api/conformance", "collections": "/api/collections",
        "featureCollection": f"{ITEMS}?limit=1000", "feature": f"{ITEMS}/{first}", "definition": "/api/openapi.json",
    }.items():  # fmt: skip
        judge = jsonschema.Draft202012Validator({**schemas, "$ref": f"#/components/schemas/{name}"})
        assert [error.message for error in judge.iter_errors(get(api, address))] == [], name


def without_nullable(schema: Any) -> Any:
    """OpenAPI 3.0 says „nullable" where JSON Schema lists a type more."""
    if isinstance(schema, list):
        return [without_nullable(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {name: without_nullable(value) for name, value in schema.items() if name != "nullable"}
    if schema.get("nullable") is True and isinstance(inside.get("type"), str):
        inside["type"] = [inside["type"], "null"]
    return inside


# The pages for people


def asked_by_a_browser(api: FlaskClient, address: str) -> TestResponse:
    return api.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})


@pytest.mark.parametrize("address", [*RESOURCES, "/api/docs"])
def test_every_resource_has_a_page_in_every_language_a3_html(api: FlaskClient, address: str) -> None:
    headings = set()
    for language in ("de", "en", "ar"):
        page = asked_by_a_browser(api, f"{address}?lang={language}")
        assert page.mimetype == "text/html"
        assert f'lang="{language}"' in page.text
        headings.add(re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)[0])
    assert api.get(f"{address}?f=html").mimetype == "text/html"
    assert headings


def test_programs_get_json_and_people_pages_under_one_address_a3_html(api: FlaskClient) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/geo+json"}):
        answer = api.get(ITEMS, headers=headers)
        assert answer.mimetype == GEOJSON
        assert "Accept" in answer.headers["Vary"].split(", ")
    assert asked_by_a_browser(api, ITEMS).mimetype == "text/html"
    assert asked_by_a_browser(api, f"{ITEMS}?f=json").mimetype == GEOJSON


def test_the_page_of_a_place_shows_its_data_a3_html(api: FlaskClient) -> None:
    feature = get(api, f"{ITEMS}?limit=1")["features"][0]
    page = asked_by_a_browser(api, f"{ITEMS}/{feature['id']}").text
    assert feature["properties"]["name"] in page
    assert feature["id"] in page


def test_no_question_makes_the_page_of_the_features_fail_a3_html(api: FlaskClient) -> None:
    assert api.get(f"{ITEMS}?f=html&q=%00").status_code == 200
    assert api.get(f"{ITEMS}?f=html&offset=900").status_code == 200


def test_the_manual_shows_every_path_with_its_parameters_a2_api_definition(api: FlaskClient, definition: Json) -> None:
    page = api.get("/api/docs?lang=en").text
    for path, described in definition["paths"].items():
        assert f"http://localhost/api{path}</code>" in page, path
        for given in described["get"]["parameters"]:
            name = given.get("name") or given["$ref"].split("/")[-1]
            assert f">{name}</code>" in page, (path, name)
