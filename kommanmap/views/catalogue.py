"""The catalogue of data sets for open data portals (DCAT-AP.de): asks, presents, answers RDF."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, url_for

from kommanmap.domain.languages import DEFAULT_LANGUAGE
from kommanmap.domain.licences import licence_of
from kommanmap.extensions import db
from kommanmap.formats import FORMATS
from kommanmap.formats.dcat import PREFIXES, catalogue_nodes
from kommanmap.formats.features import COLLECTION
from kommanmap.formats.rdf import rdf_xml, turtle
from kommanmap.models import Centre
from kommanmap.presenters.catalogue import Catalogue, Source, of_centre, whole_state
from kommanmap.queries.catalogue import changes_by_centre
from kommanmap.queries.records import all_centres, data_changed_utc
from kommanmap.views.access import public
from kommanmap.views.current import config
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.links import absolute

catalogue = Blueprint("catalogue", __name__)

AN_HOUR = 3600
RDF_XML, TURTLE = "application/rdf+xml", "text/turtle"


@catalogue.get("/catalog.rdf")
@public
@cached_page(max_age=AN_HOUR, shelf=FILES)
def rdf() -> Response:
    """The whole catalogue as RDF/XML."""
    return _open(rdf_xml(PREFIXES, catalogue_nodes(describe_data(all_centres(db.session())))), RDF_XML)


@catalogue.get("/catalog.ttl")
@public
@cached_page(max_age=AN_HOUR, shelf=FILES)
def ttl() -> Response:
    """The whole catalogue as Turtle."""
    return _open(turtle(PREFIXES, catalogue_nodes(describe_data(all_centres(db.session())))), TURTLE)


def _open(body: bytes, media: str) -> Response:
    answer = Response(body, content_type=f"{media}; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def describe_data(centres: Sequence[Centre] = ()) -> Catalogue:
    """The data set of the whole state, then one for each of the centres."""
    changed, dates = data_changed_utc(db.session()), changes_by_centre(db.session())
    sources = _sources(centres)
    home = absolute(url_for("data_root.root"))
    first = min((each.first_utc for each in dates.values()), default=None)
    settings = config()
    pages = {each.slug: _page("areas.centre", slug=each.slug) for each in centres}
    return Catalogue(
        url=absolute(url_for("catalogue.rdf")),
        home=home,
        publisher=settings.operator or settings.site_name,
        contact_url=_page("public.imprint"),
        contributor=settings.dcat_contributor,
        licence=licence_of(settings.data_licence),
        modified_utc=changed,
        data_sets=(
            whole_state(home, sources, first=first, changed=changed),
            *(
                of_centre(each, home, pages[each.slug], sources, dates=dates.get(each.slug), changed=changed)
                for each in centres
            ),
        ),
    )


def _page(endpoint: str, **values: Any) -> str:
    return absolute(url_for(endpoint, language=DEFAULT_LANGUAGE, **values))


def _sources(centres: Sequence[Centre]) -> list[Source]:
    """Every file format and the API, each for the state ("") and for every centre."""
    places: list[tuple[str, dict[str, Any]]] = [("", {}), *((each.slug, {"zentrum": each.slug}) for each in centres)]
    files = [
        Source(
            each.label,
            each.media_type,
            {slug: absolute(url_for("downloads.points", extension=each.extension, **words)) for slug, words in places},
        )
        for each in FORMATS
    ]
    api = {slug: absolute(url_for("features.items", name=COLLECTION, f="json", **words)) for slug, words in places}
    return [*files, Source("OGC API Features", "application/geo+json", api, is_api=True)]
