"""The OpenAPI 3.0 document of `/api`, made from the filters and the fields, so that it says what is there.

3.0.3 and not 3.1: QGIS looks for exactly that. Knows no requests.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.formats.base import Dataset
from kommanmap.formats.features import COLLECTION
from kommanmap.formats.openapi_hsds import hsds_paths, hsds_schemas
from kommanmap.formats.openapi_parts import PROBLEMS, answer, parameter
from kommanmap.formats.openapi_schemas import schemas
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.i18n import gettext
from kommanmap.queries.features import DEFAULT_LIMIT, MOST_FEATURES
from kommanmap.queries.filter import Filter
from kommanmap.queries.filter_values import filter_values
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.point_query import LONGEST_VALUE, MOST_VALUES

MEDIA = "application/vnd.oai.openapi+json;version=3.0"
VERSION = "1.0.0"

Json = dict[str, Any]


def describe(root: str, about: Dataset, gazetteer: Gazetteer) -> Json:
    """The document. root: the full address of `/api`."""
    own = [_ref("f"), _ref("lang")]
    return {
        "openapi": "3.0.3",
        "info": _info(about),
        "servers": [{"url": root}],
        "tags": [
            {"name": "features", "description": "OGC API Features Part 1"},
            {"name": "hsds", "description": "Open Referral HSDS 3.1"},
        ],
        "paths": {**_paths(own, gazetteer), **hsds_paths()},
        "components": {
            "parameters": _own_parameters(),
            "responses": PROBLEMS,
            "schemas": {**schemas(), **hsds_schemas()},
        },
    }


def _info(about: Dataset) -> Json:
    licence: Json = {"name": about.licence.name}
    if about.licence.url:
        licence["url"] = about.licence.url
    return {
        "title": about.title,
        "version": VERSION,
        "description": gettext(
            "Nur zum Lesen, ohne Schlüssel und ohne Anmeldung. Wie oft in der Minute gefragt werden darf, "
            "steht in den Kopfzeilen RateLimit-Limit, RateLimit-Remaining und RateLimit-Reset."
        ),
        "license": licence,
    }


def _paths(own: Sequence[Json], gazetteer: Gazetteer) -> Json:
    filters = [_filter_parameter(item, gazetteer) for item in FILTERS]
    rows = f"/collections/{COLLECTION}/items"
    feature_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    geo, html = "application/geo+json", True
    return {
        "/": _get("getLandingPage", gettext("Eingang"), own, answer("landing", html=html)),
        "/conformance": _get("getConformance", gettext("Welche Regeln gelten"), own, answer("conformance", html=html)),
        "/openapi.json": _get(
            "getDefinition", gettext("Diese Beschreibung"), own, answer("definition", media=MEDIA)
        ),
        "/docs": _get("getManual", gettext("Beschreibung zum Lesen"), own, answer("", html=html)),
        "/collections": _get("getCollections", gettext("Sammlungen"), own, answer("collections", html=html)),
        f"/collections/{COLLECTION}": _get(
            "getCollection", gettext("Eine Sammlung"), own, answer("collection", html=html)
        ),
        rows: _get(
            "getFeatures", gettext("Treffpunkte, mit den Filtern der Liste"), [*own, *_core_parameters(), *filters],
            answer("featureCollection", media=geo, html=html),
        ),
        f"{rows}/{{featureId}}": _get(
            "getFeature", gettext("Ein einzelner Treffpunkt"), [feature_id, *own],
            answer("feature", media=geo, html=html), problems=("400", "404", "429"),
        ),
    }  # fmt: skip


def _get(
    name: str, summary: str, parameters: Sequence[Json], good: Json, *, problems: Sequence[str] = ("400", "429")
) -> Json:
    responses = {"200": good, **{code: {"$ref": f"#/components/responses/{code}"} for code in problems}}
    return {
        "get": {
            "operationId": name,
            "tags": ["features"],
            "summary": summary,
            "parameters": list(parameters),
            "responses": responses,
        }
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/parameters/{name}"}


def _own_parameters() -> Json:
    return {
        "f": parameter("f", gettext("Form der Antwort"), {"type": "string", "enum": ["json", "html"]}),
        "lang": parameter(
            "lang",
            gettext("Sprache der Texte; ohne Angabe Deutsch"),
            {"type": "string", "enum": list(LANGUAGE_BY_CODE), "default": "de"},
        ),
    }


def _core_parameters() -> list[Json]:
    box = {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    }
    return [
        parameter(
            "limit",
            gettext(
                "So viele auf einmal, höchstens %(most)s. Wer mehr verlangt, bekommt so viele.", most=MOST_FEATURES
            ),
            {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": DEFAULT_LIMIT},
        ),
        parameter("offset", gettext("So viele überspringen"), {"type": "integer", "minimum": 0, "default": 0}),
        parameter(
            "bbox",
            gettext("Rechteck in Grad: West, Süd, Ost, Nord. Orte ohne öffentlichen Punkt liegen in keinem."),
            box,
            explode=False,
        ),
        parameter(
            "datetime",
            gettext("Zeitpunkt oder Zeitraum (RFC 3339), in dem die Angaben zuletzt geändert wurden; offen mit .."),
            {"type": "string"},
            explode=False,
        ),
    ]


def _filter_parameter(item: Filter, gazetteer: Gazetteer) -> Json:
    values = filter_values(item, gazetteer)
    one: Json = {"type": "string", "enum": list(values)} if values is not None else {
        "type": "string", "minLength": 1, "maxLength": LONGEST_VALUE,
    }  # fmt: skip
    schema: Mapping[str, Any] = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}
    return parameter(item.word, str(item.label), schema if item.multiple else one, explode=item.multiple)
