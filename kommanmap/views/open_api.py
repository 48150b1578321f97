"""What every answer under `/api` for everybody has in common: one shape of refusals, CORS, limits, JSON or a page.

`f=json` or `f=html` decides, else the Accept header; a program that says nothing gets JSON.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, LANGUAGES
from kommanmap.domain.licences import licence_of
from kommanmap.domain.problems import Problem
from kommanmap.extensions import db
from kommanmap.formats.base import Dataset
from kommanmap.forms.features import BadParameters, read_own
from kommanmap.i18n import current_language, gettext
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.records import data_changed_utc
from kommanmap.services.request_limits import WINDOW_SECONDS, Allowance, RequestLimits
from kommanmap.views.current import config, now
from kommanmap.views.links import absolute
from kommanmap.views.open_form import asking_network

LIMITS = "kommanmap.request_limits"
OWN_WORDS = ("f", "lang")
FORMATS = ("json", "html")
JSON = "application/json"
GEOJSON = "application/geo+json"
EXPOSED = "ETag, RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset, Retry-After"


def own_parameters(*more: str) -> dict[str, str]:
    """The parameters of a resource that takes no question.

    Raises:
        BadParameters: an unknown one, one given twice, a format or language that we do not speak.
    """
    read = read_own(list(request.args.items(multi=True)), (*OWN_WORDS, *more))
    check_own(read)
    return read


def check_own(given: Mapping[str, str]) -> None:
    """Refuse a format or a language that is not there."""
    allowed = {"f": FORMATS, "lang": tuple(LANGUAGE_BY_CODE)}
    bad = [
        Problem(word, "parameter_not_a_value", {"value": given[word][:60]})
        for word, values in allowed.items()
        if word in given and given[word] not in values
    ]
    if bad:
        raise BadParameters(bad)


def link(href: str, rel: str, media: str, title: str = "", **more: str) -> dict[str, str]:
    """A link as OGC API answers hold it."""
    return {"href": href, "rel": rel, "type": media, **({"title": title} if title else {}), **more}


def json_answer(document: Mapping[str, Any], media: str = JSON) -> Response:
    """A document in UTF-8."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), content_type=media)


def page(template: str, **values: Any) -> ResponseReturnValue:
    """The same resource for people: in every language under its own address, with the way to the JSON."""
    return render_template(
        template,
        **values,
        alternates=[(language, here(f="html", lang=language.code)) for language in LANGUAGES],
        noindex=True,
        json_url=here(f="json"),
        in_api=in_api,
    )


def here(**changed: str | int | None) -> str:
    """This address with some parameters changed (None: left out)."""
    words = [(word, value) for word, value in request.args.items(multi=True) if word not in changed]
    words += [(word, str(value)) for word, value in changed.items() if value is not None]
    path = request.script_root + quote(request.path)
    return f"{path}?{urlencode(words)}" if words else path


def in_api(endpoint: str, **values: Any) -> str:
    """The page of another resource of the API, in the language of this one."""
    return url_for(endpoint, **values, f="html", lang=current_language().code)


def dataset(points: Sequence[PublicPoint], *, title: str = "") -> Dataset:
    """Public records with what an answer says about all of them."""
    return Dataset(
        points=tuple(points),
        as_of_utc=data_changed_utc(db.session()),
        title=title or gettext("Ankommenstreffpunkte in Nordrhein-Westfalen"),
        home=absolute(url_for("public.start", language=current_language())),
        notes=(),
        absolute=absolute,
        licence=licence_of(config().data_licence),
    )


def open_to_programs(blueprint: Blueprint) -> None:
    """Let everybody's programs read a blueprint, as often as is fair, and tell them how often that is."""

    @blueprint.before_request
    def count() -> None:
        g.language = LANGUAGE_BY_CODE.get(request.args.get("lang", ""), DEFAULT_LANGUAGE)
        limit = config().api_per_minute
        if limit:
            limits: RequestLimits = current_app.extensions[LIMITS]
            g.allowance = limits.claim(network=asking_network(), limit=limit, now=now())
            if g.allowance.is_used_up:
                abort(429)

    @blueprint.after_request
    def tell(answer: Response) -> Response:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = EXPOSED
        allowance: Allowance | None = g.get("allowance")
        if allowance is not None:
            answer.headers["RateLimit-Policy"] = f"{allowance.limit};w={WINDOW_SECONDS}"
            answer.headers["RateLimit-Limit"] = str(allowance.limit)
            answer.headers["RateLimit-Remaining"] = str(allowance.left)
            answer.headers["RateLimit-Reset"] = str(allowance.seconds)
            if allowance.is_used_up:
                answer.headers["Retry-After"] = str(allowance.seconds)
        return answer


def init_app(app: Flask) -> None:
    """Create the counters of this process."""
    app.extensions[LIMITS] = RequestLimits()
