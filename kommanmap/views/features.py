"""OGC API Features Part 1 under `/api`: what GIS programs read. Parses, asks one thing, answers JSON or a page."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.extensions import db
from kommanmap.formats import features as documents
from kommanmap.formats.features import COLLECTION, CONFORMANCE
from kommanmap.formats.openapi import MEDIA as OPENAPI
from kommanmap.formats.openapi import describe
from kommanmap.forms.features import read_features
from kommanmap.i18n import gettext
from kommanmap.queries.features import FeatureQuery, find_features, first_change, slug_of_feature
from kommanmap.queries.records import point_by_slug, points_by_ids
from kommanmap.views.access import public
from kommanmap.views.current import config, index, minute
from kommanmap.views.delivery import cached_page
from kommanmap.views.links import absolute
from kommanmap.views.negotiation import PAGE_MEDIA, prefers_page
from kommanmap.views.open_api import (
    GEOJSON,
    JSON,
    OWN_WORDS,
    check_own,
    dataset,
    here,
    json_answer,
    link,
    open_to_programs,
    own_parameters,
    page,
)
from kommanmap.views.shown import present

features = Blueprint("features", __name__, url_prefix="/api")
open_to_programs(features)

Link = dict[str, str]


@features.get("", strict_slashes=False)
@public
@cached_page(by_accept=True)
def landing() -> ResponseReturnValue:
    """What is here, and where to go on."""
    own_parameters()
    links = [
        *_this(JSON),
        link(_to("features.definition"), "service-desc", OPENAPI, gettext("Beschreibung für Programme (OpenAPI 3.0)")),
        link(_to("features.manual"), "service-doc", PAGE_MEDIA, gettext("Beschreibung zum Lesen")),
        link(_to("features.conformance"), "conformance", JSON, gettext("Welche Regeln gelten")),
        link(_to("features.collections"), "data", JSON, gettext("Sammlungen")),
    ]
    links.append(link(absolute(url_for("catalogue.ttl")), "describedby", "text/turtle", "DCAT-AP.de"))
    about = dataset(())
    document = documents.landing(title=about.title, description=_description(), licence=about.licence.said, links=links)
    return page("api/landing.html", document=document) if prefers_page() else json_answer(document)


@features.get("/conformance", strict_slashes=False)
@public
@cached_page(by_accept=True)
def conformance() -> ResponseReturnValue:
    """Which parts of the standard hold."""
    own_parameters()
    document = {"conformsTo": list(CONFORMANCE), "links": _this(JSON)}
    return page("api/conformance.html", document=document) if prefers_page() else json_answer(document)


@features.get("/openapi.json", strict_slashes=False)
@public
@cached_page()
def definition() -> ResponseReturnValue:
    """The OpenAPI 3.0 document."""
    own_parameters()
    return json_answer(describe(_api_root(), dataset(()), index().gazetteer), OPENAPI)


@features.get("/docs", strict_slashes=False)
@public
@cached_page()
def manual() -> ResponseReturnValue:
    """The same for people."""
    own_parameters()
    described = describe(_api_root(), dataset(()), index().gazetteer)
    return page("api/docs.html", described=described, definition_url=url_for("features.definition"),
                per_minute=config().api_per_minute)  # fmt: skip


@features.get("/collections", strict_slashes=False)
@public
@cached_page(by_accept=True)
def collections() -> ResponseReturnValue:
    """All collections: there is one."""
    own_parameters()
    document = {"links": _this(JSON), "collections": [_collection()]}
    return page("api/collections.html", document=document) if prefers_page() else json_answer(document)


@features.get("/collections/<name>", strict_slashes=False)
@public
@cached_page(by_accept=True)
def collection(name: str) -> ResponseReturnValue:
    """What the collection holds."""
    _known(name)
    own_parameters()
    document = _collection()
    return page("api/collection.html", document=document) if prefers_page() else json_answer(document)


@features.get("/collections/<name>/items", strict_slashes=False)
@public
@cached_page(by_accept=True, by_minute=True)
def items(name: str) -> ResponseReturnValue:
    """A part of the places, in the order of the files."""
    _known(name)
    query = read_features(list(request.args.items(multi=True)), index().gazetteer, OWN_WORDS)
    check_own(request.args)
    found = find_features(index(), db.session(), query, minute())
    about = dataset([present(row) for row in points_by_ids(db.session(), found.ids)])
    links = [
        *_this(GEOJSON),
        *_around(query, found.matched),
        link(_to("features.collection", name=COLLECTION), "collection", JSON, about.title),
    ]
    if prefers_page():
        around = {rel: here(f="html", offset=offset) for rel, offset in _offsets(query, found.matched)}
        return page("api/items.html", points=about.points, matched=found.matched, query=query, around=around)
    return json_answer(documents.items(about, matched=found.matched, made=minute(), links=links), GEOJSON)


@features.get("/collections/<name>/items/<feature_id>", strict_slashes=False)
@public
@cached_page(by_accept=True)
def item(name: str, feature_id: str) -> ResponseReturnValue:
    """One place by its id, which never changes."""
    _known(name)
    own_parameters()
    slug = slug_of_feature(db.session(), feature_id)
    row = point_by_slug(db.session(), slug) if slug else None
    if row is None:
        abort(404)
    point = present(row)
    about = dataset([point])
    links = [
        *_this(GEOJSON),
        link(_to("features.collection", name=COLLECTION), "collection", JSON, about.title),
        link(absolute(point.url), "canonical", PAGE_MEDIA, point.name),
    ]
    document = documents.item(point, about, links=links)
    return page("api/item.html", point=point, document=document) if prefers_page() else json_answer(document, GEOJSON)


def _known(name: str) -> None:
    if name != COLLECTION:
        abort(404)


def _to(endpoint: str, **values: Any) -> str:
    return absolute(url_for(endpoint, **values))


def _api_root() -> str:
    return _to("features.landing")


def _this(media: str) -> list[Link]:
    """This address as it is, for programs and for people."""
    return [
        link(absolute(here(f="json")), "self", media, gettext("Diese Antwort")),
        link(absolute(here(f="html")), "alternate", PAGE_MEDIA, gettext("Diese Antwort als Seite")),
    ]


def _offsets(query: FeatureQuery, matched: int) -> Iterator[tuple[str, int]]:
    """Where the parts before and after this one begin."""
    if query.offset + query.limit < matched:
        yield "next", query.offset + query.limit
    if query.offset:
        yield "prev", max(0, min(query.offset, matched) - query.limit)


def _around(query: FeatureQuery, matched: int) -> list[Link]:
    titles = {"next": gettext("Die nächsten"), "prev": gettext("Die vorigen")}
    return [
        link(absolute(here(f="json", limit=query.limit, offset=offset)), rel, GEOJSON, titles[rel])
        for rel, offset in _offsets(query, matched)
    ]


def _description() -> str:
    return gettext("Treffpunkte für Menschen, die neu in Nordrhein-Westfalen sind: Ort, Zeiten, Sprachen, Angebote.")


def _collection() -> dict[str, object]:
    about = dataset(())
    address = _to("features.collection", name=COLLECTION)
    rows = _to("features.items", name=COLLECTION)
    links = [
        link(f"{address}?f=json", "self", JSON, about.title),
        link(f"{address}?f=html", "alternate", PAGE_MEDIA, about.title),
        link(f"{rows}?f=json", "items", GEOJSON, about.title),
        link(f"{rows}?f=html", "items", PAGE_MEDIA, about.title),
    ]
    if about.licence.is_chosen:
        links.append(link(about.licence.url, "license", PAGE_MEDIA, about.licence.name))
    return documents.collection(
        title=about.title, description=_description(), since=first_change(db.session()), links=links
    )
