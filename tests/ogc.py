"""How tests ask `/api`: JSON out of an address, the links by what they are for, a parameter of the definition."""

from typing import Any

from flask.testing import FlaskClient

ITEMS = "/api/collections/treffpunkte/items"
GEOJSON = "application/geo+json"
RESOURCES = ("/api", "/api/conformance", "/api/collections", "/api/collections/treffpunkte", ITEMS)
ALL = 101

Json = dict[str, Any]


def get(api: FlaskClient, address: str, status: int = 200) -> Json:
    answer = api.get(address)
    assert answer.status_code == status, f"{address}: {answer.text[:300]}"
    found: Json = answer.get_json(force=True)
    return found


def relations(document: Json) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for link in document["links"]:
        assert link["href"].startswith("http://localhost/"), link
        assert link["type"], link
        found.setdefault(link["rel"], []).append(link)
    return found


def resolved(definition: Json, given: Json) -> Json:
    """A parameter, whether it stands there or is referred to."""
    name = given.get("$ref", "").split("/")[-1]
    found: Json = definition["components"]["parameters"][name] if name else given
    return found


def parameter(definition: Json, name: str) -> Json:
    listed = definition["paths"][ITEMS.removeprefix("/api")]["get"]["parameters"]
    return next(each for each in (resolved(definition, given) for given in listed) if each["name"] == name)


def lies_in(feature: Json, west: float, south: float, east: float, north: float) -> bool:
    lon, lat = feature["geometry"]["coordinates"]
    return bool(west <= lon <= east and south <= lat <= north)
