"""Open Referral HSDS 3.1 (https://docs.openreferral.org): centres are organizations, what happens at a place a service.

Ids are UUIDs that follow from ours, so they are the same in every file and for ever. HSDS knows no daylight saving
time: clock times carry the offset of the winter, and the description says that they are those of Europe/Berlin.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from kommanmap.domain.hours.plain import WEEKDAY_CODES
from kommanmap.domain.hours.session import Frequency, Session
from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import utc_text
from kommanmap.formats.pieces import json_list
from kommanmap.presenters.public_point import PlaceLink, PublicPoint

SPACE = uuid.UUID("6f1f8f1e-6c55-4c0e-9d57-3f2f1c9a7d10")
"""Names of things are made into ids in here (RFC 9562, version 5)."""

SERVICE_NAME = "Ankommenstreffpunkt"
STATE, COUNTRY = "Nordrhein-Westfalen", "DE"
WINTER_OFFSET_HOURS = 1
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
"""What else was typed there is no address to the schema."""

OFFERS, AUDIENCES = "kommanmap-angebote", "kommanmap-zielgruppen"


def parts(dataset: Dataset) -> Iterator[bytes]:
    """All services with everything that hangs on them, and what there is to know about the file."""
    document = {
        "version": "3.1",
        "title": dataset.title,
        "as_of": utc_text(dataset.as_of_utc),
        "license": dataset.licence.said,
        "about": about_lines(dataset),
    }
    return json_list(document, "contents", (service(point, dataset) for point in dataset.points))


def service(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    """What happens at a place, with its organization and its location."""
    return _without_gaps(
        {
            "id": record_id("service", point.id),
            "organization_id": record_id("centre", point.centre.slug),
            "name": point.name,
            "alternate_name": SERVICE_NAME,
            "description": point.description.text if point.description else "",
            "url": dataset.absolute(point.url),
            "email": point.email if _EMAIL.fullmatch(point.email) else "",
            "status": "temporarily closed" if point.is_paused else "active",
            "application_process": _unless_unknown(point, "registration"),
            "fees_description": _unless_unknown(point, "cost"),
            "assured_date": point.last_checked_on.isoformat() if point.last_checked_on else "",
            "licenses": dataset.licence.said,
            "alert": "Historisches Beispiel, gilt vielleicht nicht mehr." if point.is_example else point.status_reason,
            "last_modified": utc_text(point.updated_utc),
            "phones": _phones(point),
            "languages": [
                {"id": record_id("language", point.id, term.code), "name": term.label, "code": term.code}
                for term in point.languages
            ],
            "service_areas": [
                {
                    "id": record_id("area", point.id, point.town.key),
                    "name": point.town.name,
                    "extent": point.town.key,
                    "extent_type": "other",
                    "description": "Amtlicher Gemeindeschlüssel",
                }
            ],
            "organization": organization(point, dataset),
            "service_at_locations": [_at_location(point, dataset)],
            "attributes": [
                *(_attribute(point, OFFERS, term.code, term.label) for term in point.offers),
                *(_attribute(point, AUDIENCES, term.code, term.label) for term in point.audiences),
            ],
        }
    )


def organization(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    """The centre that is responsible for the place."""
    return organization_of(point.centre, dataset)


def organization_of(centre: PlaceLink, dataset: Dataset) -> dict[str, Any]:
    """A centre, whether or not it has places."""
    return {
        "id": record_id("centre", centre.slug),
        "name": centre.name,
        "description": f"Kommunales Integrationszentrum: {centre.name}",
        "website": dataset.absolute(centre.url),
    }


def service_at_location(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    """The place with what happens there."""
    brief = ("id", "organization_id", "name", "description", "url", "status", "last_modified")
    whole = service(point, dataset)
    return {**_at_location(point, dataset), "service": {name: whole[name] for name in brief if name in whole}}


def _at_location(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    return _without_gaps(
        {
            "id": record_id("at", point.id),
            "service_id": record_id("service", point.id),
            "location_id": point.id,
            "description": "\n".join(point.times),
            "schedules": list(_schedules(point)),
            "location": _location(point, dataset),
        }
    )


def _location(point: PublicPoint, dataset: Dataset) -> dict[str, Any]:
    address = point.address
    said = [fact for fact in point.facts if fact.known and fact.key in ("step_free", "accessible_toilet")]
    words = [f"{fact.label}: {fact.value_label}" for fact in said] + [point.access_as_typed]
    return _without_gaps(
        {
            "id": point.id,
            "location_type": "physical",
            "url": dataset.absolute(point.url),
            "name": address.building or point.name,
            "description": point.accuracy_text,
            "transportation": address.way_in,
            "latitude": point.position.lat if point.position else None,
            "longitude": point.position.lon if point.position else None,
            "external_identifier": point.town.key,
            "external_identifier_type": "AGS",
            "addresses": [
                {
                    "id": record_id("address", point.id),
                    "address_1": address.street_line,
                    "address_2": address.district,
                    "city": address.town,
                    "state_province": STATE,
                    "postal_code": address.postcode,
                    "country": COUNTRY,
                    "address_type": "physical",
                }
            ],
            "accessibility": [{"id": record_id("access", point.id), "description": text} for text in _joined(words)],
        }
    )


def _schedules(point: PublicPoint) -> Iterator[dict[str, Any]]:
    """One or more a session; where a doubt is open only words, which no program takes for an opening."""
    words = [shown.sentence for shown in point.sessions]
    for number, session in enumerate(point.timetable.sessions):
        said = {"description": f"{words[number]} (Europe/Berlin)" if number < len(words) else "", "notes": session.note}
        rules = [{}] if point.timetable.doubtful or session.start is None else _rules(session)
        for each, rule in enumerate(rules):
            yield _without_gaps({"id": record_id("schedule", point.id, f"{number}.{each}"), **rule, **said})


def _rules(session: Session) -> list[dict[str, Any]]:
    clock = {
        "timezone": WINTER_OFFSET_HOURS,
        "opens_at": _clock(session.start),
        "closes_at": _clock(session.end),
        "valid_from": _day(session.first),
        "valid_to": _day(session.last),
    }
    if session.freq is Frequency.DATES:
        return [
            {**clock, "dtstart": day.isoformat(), "freq": "WEEKLY", "count": 1, "until": day.isoformat()}
            for day in session.dates
        ]
    days = [WEEKDAY_CODES[day] for day in session.weekdays]
    if session.freq is Frequency.MONTHLY:
        return [{**clock, "freq": "MONTHLY", "byday": ",".join(f"{n}{day}" for n in session.nth for day in days)}]
    rule = {**clock, "freq": "WEEKLY", "interval": session.interval, "byday": ",".join(days)}
    return [rule | ({"dtstart": session.anchor.isoformat()} if session.anchor else {})]


def _phones(point: PublicPoint) -> list[dict[str, Any]]:
    return [{"id": record_id("phone", point.id), "number": point.phone}] if point.phone else []


def _attribute(point: PublicPoint, taxonomy: str, code: str, label: str) -> dict[str, Any]:
    term = {
        "id": record_id("term", taxonomy, code),
        "code": code,
        "name": label,
        "description": label,
        "taxonomy": taxonomy,
    }
    return {
        "id": record_id("attribute", point.id, taxonomy, code),
        "link_id": record_id("service", point.id),
        "link_entity": "service",
        "taxonomy_term_id": term["id"],
        "taxonomy_term": term,
    }


def _unless_unknown(point: PublicPoint, key: str) -> str:
    fact = point.fact(key)
    return fact.value_label if fact.known else ""


def _joined(words: list[str]) -> list[str]:
    said = "; ".join(word for word in words if word)
    return [said] if said else []


def _clock(clock: time | None) -> str:
    return f"{clock:%H:%M}+0{WINTER_OFFSET_HOURS}:00" if clock else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _without_gaps(record: dict[str, Any]) -> dict[str, Any]:
    """Unknown is left out, as the specification asks; an empty address line is not unknown to it."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def record_id(*names: str) -> str:
    """The id of a record, from what it is and our own id of it."""
    return str(uuid.uuid5(SPACE, "/".join(names)))


FORMAT = Format("hsds.json", "application/json", "HSDS 3.1 (JSON)", attachment=True, parts=parts)
