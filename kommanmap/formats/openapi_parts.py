"""The small parts that every path of the OpenAPI document uses: parameters, answers, refusals. Plain data."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
JSON = "application/json"


def parameter(name: str, description: str, schema: Mapping[str, Any], *, explode: bool | None = None) -> Json:
    """A query parameter. explode: for lists, whether each value stands in a parameter of its own."""
    more = {} if explode is None else {"style": "form", "explode": explode}
    return {"name": name, "in": "query", "description": description, "required": False, "schema": dict(schema), **more}


def answer(schema: str, *, media: str = JSON, html: bool = False) -> Json:
    """What comes when all is well: a document of `schema` ("" for none), and a page where there is one."""
    content: Json = {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}} if schema else {}
    if html:
        content["text/html"] = {"schema": {"type": "string"}}
    return {"description": "OK", "headers": _LIMIT_HEADERS, "content": content}


def _problem(description: str, *, headers: Mapping[str, Any] | None = None) -> Json:
    return {
        "description": description,
        "headers": {**_LIMIT_HEADERS, **(headers or {})},
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
    }


def _number(description: str) -> Json:
    return {"description": description, "schema": {"type": "integer", "minimum": 0}}


_LIMIT_HEADERS: Json = {
    "RateLimit-Limit": _number("Requests per minute"),
    "RateLimit-Remaining": _number("Requests left in this minute"),
    "RateLimit-Reset": _number("Seconds until the count begins anew"),
}

PROBLEMS: Json = {
    "400": _problem("A parameter is unknown or cannot be read (RFC 9457)"),
    "404": _problem("There is nothing of this id"),
    "429": _problem("Too many requests", headers={"Retry-After": _number("Seconds to wait")}),
}
