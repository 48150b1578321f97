"""Rows of meeting points → `PublicPoint`. Decides what is public; knows no request and runs no query."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from kommanmap.domain.freshness import FreshnessRule
from kommanmap.domain.hours.parts import days_of_week
from kommanmap.domain.hours.session import Session
from kommanmap.domain.languages import DEFAULT_LANGUAGE, Language
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, Audience, Offer, PinVisibility, Weekday
from kommanmap.geocoding.names.places import CentreEntry, Town
from kommanmap.i18n import gettext, long_date
from kommanmap.labels import label, language_name
from kommanmap.models import Centre, Municipality
from kommanmap.presenters.hours_sentences import usual_sentence
from kommanmap.presenters.public_point import (
    Fact,
    PlaceLink,
    PublicAddress,
    PublicPoint,
    PublicSession,
    PublicText,
    Term,
)
from kommanmap.queries.records import PointRecord

_WEBSITE = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_PHONE_PARTS = re.compile(r"[^\d+]")
SHORTEST_PHONE = 6
"""Fewer digits than this is not a number one can call from outside."""


class Links(Protocol):
    """Gives the addresses of pages in the reader's language."""

    def point(self, slug: str) -> str:
        """Page of a meeting point."""

    def centre(self, slug: str) -> str:
        """Page of a centre."""

    def town(self, slug: str) -> str:
        """Page of a municipality."""


def public_point(
    row: PointRecord, *, town: Town, centre: CentreEntry, language: Language, links: Links, rule: FreshnessRule
) -> PublicPoint:
    """What the public may know of a record; `town` and `centre` are those it lies in, `rule` says how long a check is
    good."""
    position, accuracy = _shown_position(row, town)
    return PublicPoint(
        id=row.public_id,
        slug=row.slug,
        name=row.name,
        url=links.point(row.slug),
        status=row.status,
        status_label=label(row.status),
        status_reason=row.status_reason,
        centre=centre_link(centre, links),
        town=town_link(town, links),
        address=_address(row, town),
        position=position,
        accuracy=accuracy,
        accuracy_text=label(accuracy) if accuracy else _no_pin_text(row),
        times=row.times,
        sessions=tuple(PublicSession(usual_sentence(session), session.note) for session in row.sessions),
        timetable=row.timetable,
        weekdays=_weekdays(row.sessions),
        audiences=_terms(Audience, row.audiences),
        languages=tuple(Term(code, language_name(code)) for code in row.languages),
        languages_as_typed=row.languages_as_typed,
        offers=_terms(Offer, row.offers),
        offers_as_typed=row.offers_as_typed,
        access_as_typed=row.access_as_typed,
        description=_description(row.texts, language),
        facts=_facts(row),
        carrier=row.carrier,
        phone=row.phone,
        phone_uri=phone_uri(row.phone),
        email=row.email,
        websites=web_addresses(row.website),
        last_checked_on=row.last_checked_on,
        last_checked_by=row.last_checked_by,
        last_checked_label=_last_checked(row),
        sources=web_addresses(row.source_url),
        source_date=row.source_date,
        is_example=row.is_example,
        updated_utc=row.updated_utc,
        version=row.version,
        check_due_on=rule.due_on(row.last_checked_on) if row.last_checked_on else None,
        visited_label=_visited(row),
    )


def centre_link(centre: Centre | CentreEntry, links: Links) -> PlaceLink:
    """A centre's name with its page."""
    return PlaceLink(slug=centre.slug, key=centre.slug, name=centre.name, url=links.centre(centre.slug))


def town_link(town: Municipality | Town, links: Links) -> PlaceLink:
    """A municipality's name with its page."""
    return PlaceLink(slug=town.slug, key=town.ags, name=town.name, url=links.town(town.slug))


def web_addresses(typed: str) -> tuple[str, ...]:
    """The http(s) addresses in a typed text; anything else (`javascript:` too) is no link."""
    return tuple(dict.fromkeys(match.rstrip(".,;)") for match in _WEBSITE.findall(typed)))


def phone_uri(typed: str) -> str:
    """`tel:` for the first number of the text in international form; "" where it holds none to call."""
    first = re.split(r"[,;/]| oder ", typed, maxsplit=1)[0]
    digits = _PHONE_PARTS.sub("", first)
    if len(digits.lstrip("+")) < SHORTEST_PHONE or "+" in digits[1:]:
        return ""
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    return f"tel:{digits}" if digits.startswith("+") else f"tel:+49{digits.removeprefix('0')}"


def _address(row: PointRecord, town: Town) -> PublicAddress:
    hidden = row.pin_visibility is not PinVisibility.EXACT
    return PublicAddress(
        street_line="" if hidden else f"{row.street} {row.house_number}".strip(),
        postcode="" if hidden else row.postcode,
        town=town.name,
        district="" if hidden else row.district,
        building="" if hidden else row.building,
        way_in="" if hidden else row.way_in,
        street="" if hidden else row.street,
        house_number="" if hidden else row.house_number,
    )


def _shown_position(row: PointRecord, town: Town) -> tuple[Coordinates | None, Accuracy | None]:
    """The position readers may see: exact, the town's own, or none."""
    if row.pin_visibility is PinVisibility.HIDDEN:
        return None, None
    if row.pin_visibility is PinVisibility.TOWN:
        return town.position, Accuracy.MUNICIPALITY
    return row.coordinates, row.position_accuracy


def _no_pin_text(row: PointRecord) -> str:
    if row.pin_visibility is PinVisibility.HIDDEN:
        return gettext("Dieser Ort steht zum Schutz nicht auf der Karte.")
    return gettext("Für diesen Ort fehlt noch der Punkt auf der Karte.")


def _terms(kind: type[StrEnum], chosen: Collection[StrEnum]) -> tuple[Term, ...]:
    """In the order of the closed list, so that every page says them alike."""
    return tuple(Term(member.value, label(member)) for member in kind if member in chosen)


def _weekdays(sessions: Sequence[Session]) -> tuple[Term, ...]:
    """The days on which something takes place again and again."""
    named = {day for session in sessions for day in days_of_week(session)}
    return tuple(Term(day.value, label(day)) for number, day in enumerate(Weekday) if number in named)


def _description(texts: Mapping[str, str], language: Language) -> PublicText | None:
    """The text in the reader's language, else the German one, said to be German."""
    for code in (language.code, DEFAULT_LANGUAGE.code):
        if texts.get(code):
            return PublicText(texts[code], code, code != language.code)
    return None


def _facts(row: PointRecord) -> tuple[Fact, ...]:
    described: tuple[tuple[str, str, StrEnum], ...] = (
        ("step_free", gettext("Ohne Stufen"), row.step_free),
        ("accessible_toilet", gettext("Toilette für Rollstühle"), row.accessible_toilet),
        ("childcare", gettext("Kinderbetreuung"), row.childcare),
        ("cost", gettext("Kosten"), row.cost),
        ("registration", gettext("Anmeldung"), row.registration),
    )
    return tuple(Fact(key, name, value.value, label(value)) for key, name, value in described)


def _last_checked(row: PointRecord) -> str:
    if row.last_checked_on is None:
        return ""
    day = long_date(row.last_checked_on)
    if row.last_checked_by is None:
        return gettext("Geprüft am %(date)s", date=day)
    return gettext("Geprüft am %(date)s: %(who)s", date=day, who=label(row.last_checked_by))


def _visited(row: PointRecord) -> str:
    """Only while it says more than the last check."""
    if row.visited_on is None or (row.last_checked_on is not None and row.visited_on <= row.last_checked_on):
        return ""
    return gettext("Hinweis: Am %(date)s war jemand dort und sagt, es stimmt.", date=long_date(row.visited_on))
