"""A sample for every argument a route takes, so that rules can walk every route. A new argument is added here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.domain.vocabulary import Offer
from kommanmap.extensions import db
from kommanmap.formats.features import COLLECTION
from kommanmap.formats.hsds import OFFERS, record_id
from kommanmap.models import Centre, MeetingPoint, Municipality

PAGES_BY_QUERY = (
    "embed.point_list", "embed.point_map", "embed.map_and_list", "embed.point", "downloads.points", "downloads.point",
)  # fmt: skip
"""Routes without a language in their path; `?lang=` chooses one."""


@dataclass(frozen=True)
class Place:
    """The names under which the demo data can be asked for."""

    point: str
    point_id: str
    centre: str
    town: str


@dataclass(frozen=True)
class Sample:
    """One address to ask."""

    endpoint: str
    address: str
    language: Language


def demo_place(app: Flask) -> Place:
    """A place of the fullest municipality, its municipality and centre."""
    with app.app_context():
        fullest = (
            select(MeetingPoint.ags)
            .group_by(MeetingPoint.ags)
            .order_by(func.count().desc(), MeetingPoint.ags)
            .limit(1)
            .scalar_subquery()
        )
        return Place(
            *db.session.execute(
                select(MeetingPoint.slug, MeetingPoint.public_id, Centre.slug, Municipality.slug)
                .join(Municipality, Municipality.ags == MeetingPoint.ags)
                .join(Centre, Centre.id == Municipality.centre_id)
                .where(MeetingPoint.ags == fullest)
                .order_by(MeetingPoint.slug)
                .limit(1)
            ).one()
        )


Choose = Callable[[Place], str]

ARGUMENTS: Mapping[str, Choose] = {
    "public.*/slug": lambda place: place.point,
    "visits.*/slug": lambda place: place.point,
    "reports.*/slug": lambda place: place.point,
    "team.further/key": lambda _place: "pruefen",
    "team_history.*/public_id": lambda _place: "00000000-0000-4000-8000-000000000001",
    "team_history.*/name": lambda _place: "00000000-0000-4000-8000-000000000003",
    "team_points.*/public_id": lambda _place: "00000000-0000-4000-8000-000000000001",
    "team_import.*/upload_name": lambda _place: "00000000-0000-4000-8000-000000000004",
    "team_points.*/other_id": lambda _place: "00000000-0000-4000-8000-000000000002",
    "answers.*/token": lambda _place: "x" * 43,
    "answers.*/number": lambda _place: "1",
    "answers.*/said": lambda _place: "stimmt",
    "account_links.*/token": lambda _place: "x" * 43,
    "people.*/number": lambda _place: "1",
    "team_reports.*/number": lambda _place: "1",
    "areas.centre/slug": lambda place: place.centre,
    "areas.town/slug": lambda place: place.town,
    "previews.point/slug": lambda place: place.point,
    "previews.centre/slug": lambda place: place.centre,
    "previews.town/slug": lambda place: place.town,
    "embed.point/slug": lambda place: place.point,
    "downloads.*/extension": lambda _place: "geojson",
    "downloads.point/slug": lambda place: place.point,
    "features.*/name": lambda _place: COLLECTION,
    "features.item/feature_id": lambda place: place.point_id,
    "hsds.one_service/record": lambda place: record_id("service", place.point_id),
    "hsds.one_place/record": lambda place: record_id("at", place.point_id),
    "hsds.one_organization/record": lambda place: record_id("centre", place.centre),
    "hsds.one_taxonomy/record": lambda _place: record_id("taxonomy", OFFERS),
    "hsds.one_term/record": lambda _place: record_id("term", OFFERS, Offer.MEETING.value),
    "site.static_file/name": lambda _place: "css/site.css",
    "tiles.tile/z": lambda _place: "8",
    "tiles.tile/x": lambda _place: "133",
    "tiles.tile/y": lambda _place: "86",
}
"""`endpoint/argument`, or `blueprint.*/argument` for all endpoints of a blueprint."""


def sample_value(endpoint: str, argument: str, place: Place) -> str:
    """A value that the route answers to.

    Raises:
        AssertionError: nobody has said what to put there.
    """
    blueprint = endpoint.split(".", 1)[0]
    for name in (f"{endpoint}/{argument}", f"{blueprint}.*/{argument}"):
        if name in ARGUMENTS:
            return ARGUMENTS[name](place)
    raise AssertionError(
        f"The route {endpoint} takes <{argument}>, for which tests/samples.py has no sample. "
        f'Add a line "{endpoint}/{argument}" to ARGUMENTS there.'
    )


def samples(app: Flask) -> Iterator[Sample]:
    """Every route that answers GET, in every language it speaks."""
    place = demo_place(app)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if rule.methods and "GET" in rule.methods:
            for language in LANGUAGES if _speaks(rule) else LANGUAGES[:1]:
                yield Sample(rule.endpoint, _address(app, rule, place, language), language)


def _speaks(rule: Rule) -> bool:
    return "language" in rule.arguments or rule.endpoint in PAGES_BY_QUERY


def _address(app: Flask, rule: Rule, place: Place, language: Language) -> str:
    values = {name: sample_value(rule.endpoint, name, place) for name in sorted(rule.arguments - {"language"})}
    extra = {"lang": language.code} if rule.endpoint in PAGES_BY_QUERY else {}
    with app.test_request_context():
        if "language" in rule.arguments:
            values["language"] = language  # type: ignore[assignment] - the converter takes the object
        return app.url_for(rule.endpoint, **values, **extra)
