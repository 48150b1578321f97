"""What the documents of OGC API Features look like, as schemas of the OpenAPI document. Plain data."""

from typing import Any

from kommanmap.formats.features import COLLECTION, CONFORMANCE
from kommanmap.formats.fields import FIELDS

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_URL: Json = {"type": "string", "format": "uri"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_INSTANT: Json = {"type": "string", "format": "date-time"}
_LINKS: Json = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}

LISTS = frozenset(
    {"times_as_written", "weekdays", "languages", "offers", "audiences", "websites", "sources"}
)  # fmt: skip
TRUTHS = frozenset({"historical_example"})


def _object(required: str = "", **properties: Json) -> Json:
    return {"type": "object", "required": required.split() or list(properties), "properties": properties}


def _field(name: str) -> Json:
    if name in LISTS:
        return {"type": "array", "items": _TEXT}
    if name in TRUTHS:
        return {"type": "boolean"}
    return {"type": "string", "nullable": True}


def _properties() -> Json:
    known = {field.name: _field(field.name) for field in FIELDS}
    known["sessions"] = {"type": "array", "items": {"type": "object"}}
    known["sessions_complete"] = known["sessions_doubtful"] = {"type": "boolean"}
    return {"type": "object", "required": sorted(known), "properties": known}


def schemas() -> Json:
    """By name."""
    geometry = {**_object(
        type={"type": "string", "enum": ["Point"]},
        coordinates={"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    ), "nullable": True}  # fmt: skip
    extent = _object(
        spatial=_object(
            bbox={"type": "array", "minItems": 1, "items": {
                "type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}}},
            crs=_URL,
        ),
        temporal=_object(
            interval={"type": "array", "minItems": 1, "items": {
                "type": "array", "minItems": 2, "maxItems": 2, "items": {**_INSTANT, "nullable": True}}},
            trs=_URL,
        ),
    )  # fmt: skip
    collection = _object(
        "id title links extent itemType crs", id={"type": "string", "enum": [COLLECTION]}, title=_TEXT,
        description=_TEXT, links=_LINKS, extent=extent, itemType={"type": "string", "enum": ["feature"]},
        crs={"type": "array", "items": _URL},
    )  # fmt: skip
    feature = _object(
        "type id geometry properties", type={"type": "string", "enum": ["Feature"]},
        id={"type": "string", "format": "uuid"}, geometry=geometry,
        properties={"$ref": "#/components/schemas/properties"}, links=_LINKS,
    )  # fmt: skip
    features = {"type": "array", "items": {"$ref": "#/components/schemas/feature"}}
    return {
        "link": _object("href rel", href=_URL, rel=_TEXT, type=_TEXT, title=_TEXT),
        "landing": _object("title links", title=_TEXT, description=_TEXT, license=_TEXT, links=_LINKS),
        "conformance": _object(
            conformsTo={"type": "array", "minItems": len(CONFORMANCE), "items": _URL}, links=_LINKS
        ),
        "definition": _object(openapi={"type": "string", "enum": ["3.0.3"]}, info={"type": "object"},
                              paths={"type": "object"}),
        "collection": collection,
        "collections": _object(
            links=_LINKS, collections={"type": "array", "items": {"$ref": "#/components/schemas/collection"}}
        ),
        "properties": _properties(),
        "feature": feature,
        "featureCollection": _object(
            "type features links timeStamp numberMatched numberReturned",
            type={"type": "string", "enum": ["FeatureCollection"]}, features=features, links=_LINKS,
            timeStamp=_INSTANT, numberMatched=_COUNT, numberReturned=_COUNT, dataAsOf=_INSTANT, license=_TEXT,
            attribution=_TEXT, notice=_TEXT, title=_TEXT,
        ),
        "problem": _object(
            "type status title detail", type=_TEXT, status=_COUNT, title=_TEXT, detail=_TEXT, id=_TEXT,
            errors={"type": "array", "items": _object(parameter=_TEXT, detail=_TEXT)},
        ),
    }  # fmt: skip
