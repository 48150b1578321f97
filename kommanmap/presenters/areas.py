"""Centres and municipalities as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kommanmap.models import Centre
from kommanmap.presenters.points import Links, phone_uri, web_addresses

REGION_ORDER = ("Arnsberg", "Detmold", "Düsseldorf", "Köln", "Münster")


@dataclass(frozen=True, slots=True)
class CentreCard:
    """A centre in a list: its places, its municipalities, how many of them have a place."""

    slug: str
    name: str
    short_name: str
    url: str
    count: int
    municipalities: int
    municipalities_with: int


@dataclass(frozen=True, slots=True)
class Region:
    """A Regierungsbezirk with its centres."""

    name: str
    centres: tuple[CentreCard, ...]
    count: int


@dataclass(frozen=True, slots=True)
class TownRow:
    """A municipality of a centre with the number of its places."""

    slug: str
    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class PublicCentre:
    """A centre's own page: organisation-level contact only. `confirmed` is False where no page names the centre."""

    slug: str
    name: str
    url: str
    serves: str
    regierungsbezirk: str
    phone: str
    phone_uri: str
    email: str
    websites: tuple[str, ...]
    address: str
    confirmed: bool


def short_centre_name(name: str) -> str:
    """The name without the words that every centre's name begins with."""
    for beginning in ("Kommunales Bildungs- und Integrationszentrum ", "Kreisintegrationszentrum ", "KI "):
        if name.startswith(beginning):
            return name.removeprefix(beginning)
    return name


def regions(centres: Sequence[Centre], counts: Mapping[str, int], links: Links) -> list[Region]:
    """The centres by Regierungsbezirk. `counts`: listed places by AGS."""
    cards: dict[str, list[CentreCard]] = {name: [] for name in REGION_ORDER}
    for centre in centres:
        numbers = [counts.get(town.ags, 0) for town in centre.municipalities]
        cards.setdefault(centre.regierungsbezirk, []).append(
            CentreCard(
                slug=centre.slug,
                name=centre.name,
                short_name=short_centre_name(centre.name),
                url=links.centre(centre.slug),
                count=sum(numbers),
                municipalities=len(numbers),
                municipalities_with=sum(1 for number in numbers if number),
            )
        )
    return [
        Region(name, tuple(sorted(group, key=lambda card: card.short_name)), sum(card.count for card in group))
        for name, group in cards.items()
        if group
    ]


def town_rows(centre: Centre, counts: Mapping[str, int], links: Links) -> list[TownRow]:
    """A centre's municipalities by name."""
    return [
        TownRow(town.slug, town.name, links.town(town.slug), counts.get(town.ags, 0)) for town in centre.municipalities
    ]


def public_centre(centre: Centre, links: Links) -> PublicCentre:
    """What the public may know about a centre."""
    return PublicCentre(
        slug=centre.slug,
        name=centre.name,
        url=links.centre(centre.slug),
        serves=centre.serves,
        regierungsbezirk=centre.regierungsbezirk,
        phone=centre.phone,
        phone_uri=phone_uri(centre.phone),
        email=centre.email,
        websites=web_addresses(centre.website),
        address=centre.address,
        confirmed=centre.confirmed,
    )
