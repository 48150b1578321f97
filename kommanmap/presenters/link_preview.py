"""What a link to a page says where people pass it on: in a messenger's preview, and as a message. Knows no request.

A preview stays in a chat for years. So times carry their date and the day they were true on; nothing says "now".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.i18n import gettext, long_date
from kommanmap.presenters.place_hours import PlaceHours
from kommanmap.presenters.public_point import PublicPoint

PICTURE_SIZE = (1200, 630)
MOST_SENTENCES = 4
"""Of the times in a message: it shall fit a small screen."""
LONGEST_NAME = 120

_WORTH_A_PIN = (Accuracy.MANUAL, Accuracy.HOUSE, Accuracy.NEAREST_HOUSE, Accuracy.STREET)


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """Title, a sentence or two, and the picture with its absolute address; `alt` says what it shows."""

    title: str
    description: str
    picture: str
    alt: str


def shown_pins(places: Iterable[PublicPoint]) -> tuple[Coordinates, ...]:
    """Where places lie that may be shown and are known at least to the street; north first, so that the same places
    give the same picture."""
    found = {place.position for place in places if place.position is not None and place.accuracy in _WORTH_A_PIN}
    return tuple(sorted(found, key=lambda position: (-position.lat, position.lon)))


def place_preview(place: PublicPoint, hours: PlaceHours, today: date, picture: str) -> LinkPreview:
    """Name and town, the next time with its day, and whether to trust it."""
    sentences = [*_doubts(place, today), *_next_time(place, hours, today), place.address.one_line]
    return LinkPreview(
        title=gettext("%(name)s – %(town)s", name=place.name[:LONGEST_NAME], town=place.town.name),
        description=" · ".join(sentence for sentence in sentences if sentence),
        picture=picture,
        alt=gettext("Karte von %(name)s", name=place.town.name),
    )


def area_preview(title: str, name: str, count: int, picture: str) -> LinkPreview:
    """A centre, a town or the state: how many places there are."""
    return LinkPreview(
        title=title,
        description=gettext("Zeiten, Adressen, Sprachen. Treffpunkte: %(count)s", count=count),
        picture=picture,
        alt=gettext("Karte von %(name)s", name=name),
    )


def message(place: PublicPoint, hours: PlaceHours, today: date, address: str) -> str:
    """The place as a message of plain text: name, address to show to a driver, times, phone, link. `address`: of its
    page, absolute."""
    regular = [session.sentence for session, over in zip(place.sessions, hours.over, strict=True) if not over]
    times = regular[:MOST_SENTENCES] or list(place.times[:MOST_SENTENCES])
    lines = [
        place.name[:LONGEST_NAME],
        place.address.street_line,
        place.address.town_line,
        *_doubts(place, today),
        *times,
        *_next_time(place, hours, today),
        place.phone and gettext("Telefon: %(number)s", number=place.phone),
        address,
    ]
    return "\n".join(line for line in lines if line)


def _doubts(place: PublicPoint, today: date) -> list[str]:
    """What keeps a reader from a wrong way."""
    if place.is_example:
        return [gettext("Dies ist ein Beispiel von früher. Es gilt vielleicht nicht mehr.")]
    if place.is_paused:
        return [gettext("Dieser Treffpunkt macht gerade Pause.")]
    return [gettext("Lange nicht geprüft")] if place.is_overdue(today) else []


def _next_time(place: PublicPoint, hours: PlaceHours, today: date) -> list[str]:
    if place.is_paused or not hours.next:
        return []
    return [gettext("Nächstes Mal: %(time)s (Stand: %(date)s)", time=hours.next[0], date=long_date(today))]
