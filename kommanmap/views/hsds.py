"""Open Referral HSDS 3.1 under `/api/hsds`, to read: services, centres, places. Parses, asks, answers JSON."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for

from kommanmap.extensions import db
from kommanmap.formats import hsds_lists as lists
from kommanmap.formats.hsds import AUDIENCES, OFFERS, organization_of, record_id, service, service_at_location
from kommanmap.forms.hsds import ASKING, PAGING, HsdsQuery, read_hsds
from kommanmap.presenters.points import centre_link
from kommanmap.queries.features import FeatureQuery, find_features, listed_ids
from kommanmap.queries.point_query import read_query
from kommanmap.queries.records import points_by_ids
from kommanmap.views.access import public
from kommanmap.views.current import index, minute
from kommanmap.views.delivery import cached_page
from kommanmap.views.links import PageLinks, absolute
from kommanmap.views.open_api import check_own, dataset, json_answer, open_to_programs
from kommanmap.views.shown import present

hsds = Blueprint("hsds", __name__, url_prefix="/api/hsds")
open_to_programs(hsds)

OWN_WORDS = ("lang",)
IDS = "kommanmap.hsds_ids"
_FILTERS = {OFFERS: "angebot", AUDIENCES: "zielgruppe"}


@hsds.get("", strict_slashes=False)
@public
@cached_page()
def about() -> Response:
    """Which version this is, and where its description stands."""
    _asked()
    return json_answer(lists.about(absolute(url_for("features.definition"))))


@hsds.get("/services", strict_slashes=False)
@public
@cached_page()
def services() -> Response:
    """What happens at every place."""
    query = _asked(*PAGING, *ASKING)
    names = lists.LEAST if query.minimal else () if query.full else lists.BRIEF
    rows, total = _places(query)
    about_all = dataset(())
    whole = [service(present(row), about_all) for row in rows]
    return _page([lists.part(each, names) if names else each for each in whole], total, query)


@hsds.get("/services/<record>", strict_slashes=False)
@public
@cached_page()
def one_service(record: str) -> Response:
    """One, with everything that hangs on it."""
    _asked()
    return json_answer(service(_place("service", record), dataset(())))


@hsds.get("/service_at_locations", strict_slashes=False)
@public
@cached_page()
def places() -> Response:
    """Every place with what happens there."""
    query = _asked(*PAGING, *(word for word in ASKING if word not in ("full", "minimal")))
    rows, total = _places(query)
    about_all = dataset(())
    return _page([service_at_location(present(row), about_all) for row in rows], total, query)


@hsds.get("/service_at_locations/<record>", strict_slashes=False)
@public
@cached_page()
def one_place(record: str) -> Response:
    """One of them."""
    _asked()
    return json_answer(service_at_location(_place("at", record), dataset(())))


@hsds.get("/organizations", strict_slashes=False)
@public
@cached_page()
def organizations() -> Response:
    """The 54 centres."""
    return _cut(_organizations(), _asked(*PAGING))


@hsds.get("/organizations/<record>", strict_slashes=False)
@public
@cached_page()
def one_organization(record: str) -> Response:
    """One centre."""
    return _one(_organizations(), record)


@hsds.get("/taxonomies", strict_slashes=False)
@public
@cached_page()
def taxonomies() -> Response:
    """The closed lists of words."""
    return _cut(lists.taxonomies(), _asked(*PAGING))


@hsds.get("/taxonomies/<record>", strict_slashes=False)
@public
@cached_page()
def one_taxonomy(record: str) -> Response:
    """One of them."""
    return _one(lists.taxonomies(), record)


@hsds.get("/taxonomy_terms", strict_slashes=False)
@public
@cached_page()
def terms() -> Response:
    """Every word of them."""
    return _cut(lists.taxonomy_terms(), _asked(*PAGING))


@hsds.get("/taxonomy_terms/<record>", strict_slashes=False)
@public
@cached_page()
def one_term(record: str) -> Response:
    """One word."""
    return _one(lists.taxonomy_terms(), record)


def _asked(*known: str) -> HsdsQuery:
    query = read_hsds(list(request.args.items(multi=True)), known, OWN_WORDS)
    check_own(request.args)
    return query


def _page(contents: Sequence[lists.Record], total: int, query: HsdsQuery) -> Response:
    return json_answer(lists.envelope(contents, total=total, page=query.page, size=query.per_page))


def _cut(records: Sequence[lists.Record], query: HsdsQuery) -> Response:
    return _page(records[query.offset : query.offset + query.per_page], len(records), query)


def _one(records: Sequence[lists.Record], record: str) -> Response:
    _asked()
    found = next((each for each in records if each["id"] == record.lower()), None)
    return json_answer(found or abort(404))


def _organizations() -> list[lists.Record]:
    about_all, links = dataset(()), PageLinks()
    return [organization_of(centre_link(centre, links), about_all) for centre in index().gazetteer.centres.values()]


def _places(query: HsdsQuery) -> tuple[list[Any], int]:
    """The stored places of a page, and how many there are on all pages."""
    words = [("q", query.search)] if query.search else []
    centres = {record_id("centre", slug): slug for slug in index().gazetteer.centres}
    if query.organization_id is not None:
        words.append(("zentrum", centres.get(query.organization_id.lower(), "")))
    if query.taxonomy_term_id is not None:
        taxonomy, code = lists.word_of_term(query.taxonomy_term_id.lower()) or (OFFERS, "")
        words.append((_FILTERS[taxonomy], code))
    points, _ = read_query(words, index().gazetteer)
    nothing = len(points.values) < len(words)  # an id that nobody has, a search that holds no letter
    asked = FeatureQuery(points, nothing, None, query.changed, query.per_page, query.offset)
    found = find_features(index(), db.session(), asked, minute())
    return points_by_ids(db.session(), found.ids), found.matched


def _place(kind: str, record: str) -> Any:
    """The public record of a place by the id that HSDS gives it.

    Our own id does not follow from that one, so all of them are worked out once per data version.
    """
    known: tuple[str, dict[tuple[str, str], int]] = current_app.extensions.get(IDS, ("", {}))
    if known[0] != index().stamp:
        listed = listed_ids(db.session())
        ids = {(each, record_id(each, name)): point_id for name, point_id in listed for each in ("service", "at")}
        known = current_app.extensions[IDS] = (index().stamp, ids)
    point_id = known[1].get((kind, record.lower()))
    rows = points_by_ids(db.session(), [point_id]) if point_id is not None else []
    return present(rows[0]) if rows else abort(404)
