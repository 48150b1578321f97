"""The data sets that portals may list: one of the whole state, one per centre. Nothing about persons in it.

Texts are German and English whatever the language of the page: portals read them, not people. Knows no requests.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kommanmap.domain.licences import Licence
from kommanmap.models import Centre
from kommanmap.queries.catalogue import AreaDates

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding"
STATE_KEY = "05"
MUNICIPALITY_DIGITS = 8

TITLE_DE = "Ankommenstreffpunkte in Nordrhein-Westfalen"
TITLE_EN = "Meeting points for newcomers in North Rhine-Westphalia"
TEXT_DE = (
    "Treffpunkte für Menschen, die neu in Nordrhein-Westfalen sind: Name, Adresse, Lage, Zeiten, Sprachen, Angebote "
    "und Zugang. Keine Angaben zu Personen."
)
TEXT_EN = (
    "Meeting points for people who are new in North Rhine-Westphalia: name, address, position, times, languages, "
    "offers and access. Nothing about persons."
)


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file, or the API, in which the data can be had."""

    url: str
    title: str
    media_type: str
    is_api: bool = False


@dataclass(frozen=True, slots=True)
class DataSet:
    """What a portal lists. `level` and `area` are IRIs of the German list of administrative areas."""

    url: str
    identifier: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    landing_page: str
    level: str
    area: str
    issued_utc: datetime | None
    modified_utc: datetime
    distributions: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is. contributor: IRI of the data provider at GovData, "" for none."""

    url: str
    home: str
    publisher: str
    contact_url: str
    contributor: str
    licence: Licence
    modified_utc: datetime
    data_sets: tuple[DataSet, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A way to the data as the views know it: address by query words, name, media type."""

    title: str
    media_type: str
    urls: Mapping[str, str]
    """The full address by the slug of a centre; "" for the whole state."""
    is_api: bool = False


def whole_state(home: str, sources: Sequence[Source], *, first: datetime | None, changed: datetime) -> DataSet:
    """All places."""
    return DataSet(
        url=f"{home}#alle",
        identifier=f"{home}#alle",
        title_de=TITLE_DE,
        title_en=TITLE_EN,
        text_de=TEXT_DE,
        text_en=TEXT_EN,
        landing_page=home,
        level=f"{GEOCODING}/Level/state",
        area=f"{GEOCODING}/stateKey/{STATE_KEY}",
        issued_utc=first,
        modified_utc=changed,
        distributions=tuple(_distributions(sources, "")),
    )


def of_centre(
    centre: Centre, home: str, page: str, sources: Sequence[Source], *, dates: AreaDates | None, changed: datetime
) -> DataSet:
    """The places of one centre. page: its page; changed: for a centre that never had a place."""
    is_town = len(centre.kreis_key) == MUNICIPALITY_DIGITS
    url = f"{home}#{centre.slug}"
    return DataSet(
        url=url,
        identifier=url,
        title_de=f"Ankommenstreffpunkte: {centre.name}",
        title_en=f"Meeting points for newcomers: {centre.name}",
        text_de=f"{TEXT_DE} Gebiet: {centre.serves}.",
        text_en=f"{TEXT_EN} Area: {centre.serves}.",
        landing_page=page,
        level=f"{GEOCODING}/Level/{'municipality' if is_town else 'administrativeDistrict'}",
        area=f"{GEOCODING}/{'municipalityKey' if is_town else 'districtKey'}/{centre.kreis_key}",
        issued_utc=dates.first_utc if dates else None,
        modified_utc=dates.last_utc if dates else changed,
        distributions=tuple(_distributions(sources, centre.slug)),
    )


def _distributions(sources: Sequence[Source], slug: str) -> Iterator[Distribution]:
    return (Distribution(each.urls[slug], each.title, each.media_type, each.is_api) for each in sources)
