"""The HSDS part of the OpenAPI document: paths and the least that each record says. Plain data."""

from typing import Any

from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.formats.openapi_parts import answer, parameter
from kommanmap.i18n import gettext
from kommanmap.queries.features import DEFAULT_LIMIT, MOST_FEATURES
from kommanmap.queries.point_query import LONGEST_VALUE

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_UUID: Json = {"type": "string", "format": "uuid"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_TRUTH: Json = {"type": "boolean"}
_STATUS: Json = {"type": "string", "enum": ["active", "inactive", "defunct", "temporarily closed"]}

_RECORDS: dict[str, tuple[str, Json]] = {
    "services": ("service", {"id": _UUID, "name": _TEXT, "status": _STATUS}),
    "service_at_locations": ("service_at_location", {"id": _UUID}),
    "organizations": ("organization", {"id": _UUID, "name": _TEXT, "description": _TEXT}),
    "taxonomies": ("taxonomy", {"id": _UUID, "name": _TEXT, "description": _TEXT}),
    "taxonomy_terms": ("taxonomy_term", {"id": _UUID, "name": _TEXT, "description": _TEXT}),
}
"""List → the schema of its records and what every record has (HSDS 3.1)."""


def hsds_paths() -> Json:
    """By path below `/api`."""
    language = parameter("lang", gettext("Sprache der Texte; ohne Angabe Deutsch"), _words(*LANGUAGE_BY_CODE))
    paths: Json = {"/hsds": _get("getHsds", gettext("Eingang"), [language], "hsds_about", "400", "429")}
    for name, (record, _) in _RECORDS.items():
        more = {"services": [*_asking(), *_amount()], "service_at_locations": _asking()}.get(name, [])
        title = "".join(word.title() for word in record.split("_"))
        paths[f"/hsds/{name}"] = _get(
            f"list{title}", f"HSDS: {name}", [language, *_paging(), *more], f"{record}_page", "400", "429"
        )
        one = {"name": "id", "in": "path", "required": True, "schema": _UUID}
        paths[f"/hsds/{name}/{{id}}"] = _get(
            f"get{title}", f"HSDS: {record}", [one, language], record, "400", "404", "429"
        )
    return paths


def hsds_schemas() -> Json:
    """By name."""
    about = {"version": _TEXT, "profile": _TEXT, "openapi_url": _TEXT}
    schemas: Json = {"hsds_about": _object(about)}
    for record, known in _RECORDS.values():
        schemas[record] = _object(known)
        page = {
            "total_items": _COUNT, "total_pages": _COUNT, "page_number": _COUNT, "size": _COUNT, "first_page": _TRUTH,
            "last_page": _TRUTH, "empty": _TRUTH,
            "contents": {"type": "array", "items": {"$ref": f"#/components/schemas/{record}"}},
        }  # fmt: skip
        schemas[f"{record}_page"] = _object(page)
    return schemas


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _words(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


def _get(name: str, summary: str, parameters: list[Json], schema: str, *problems: str) -> Json:
    refused = {code: {"$ref": f"#/components/responses/{code}"} for code in problems}
    described = {"operationId": name, "tags": ["hsds"], "summary": summary, "parameters": parameters}
    return {"get": {**described, "responses": {"200": answer(schema), **refused}}}


def _paging() -> list[Json]:
    most = {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES, "default": DEFAULT_LIMIT}
    return [
        parameter("page", gettext("Seite, von 1 an"), {"type": "integer", "minimum": 1, "default": 1}),
        parameter(
            "per_page",
            gettext(
                "So viele auf einmal, höchstens %(most)s. Wer mehr verlangt, bekommt so viele.", most=MOST_FEATURES
            ),
            most,
        ),
    ]


def _asking() -> list[Json]:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}
    return [
        parameter("search", gettext("Suche"), text),
        parameter(
            "modified_after",
            gettext("Nur was danach geändert wurde (Tag oder Zeitpunkt nach RFC 3339)"),
            {"type": "string"},
        ),
        parameter("organization_id", gettext("Nur ein Integrationszentrum"), _UUID),
        parameter("taxonomy_term_id", gettext("Nur mit diesem Angebot oder für diese Zielgruppe"), _UUID),
    ]


def _amount() -> list[Json]:
    return [
        parameter("full", gettext("Mit allem, was dazugehört"), _words("true", "false")),
        parameter("minimal", gettext("Nur Kennung, Name und Zustand"), _words("true", "false")),
    ]
