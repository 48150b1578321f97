"""vCard 3.0 (RFC 2426), which phones of every age take into their address book: one card a place.

Only the organisation stands on it, never a person.
"""

from collections.abc import Iterator

from kommanmap.formats.base import EXAMPLES, Dataset, Format, leads_there
from kommanmap.formats.ical_text import BREAK, folded, text, utc
from kommanmap.formats.pieces import encoded
from kommanmap.presenters.public_point import PublicPoint


def parts(dataset: Dataset) -> Iterator[bytes]:
    """The cards, one after the other; nothing for no place."""
    return encoded(folded(line) + BREAK for point in dataset.points for line in _card(point, dataset))


def _card(point: PublicPoint, dataset: Dataset) -> Iterator[str]:
    address = point.address
    street = ", ".join(part for part in (address.street_line, address.building) if part)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"UID:urn:uuid:{point.id}"
    yield f"FN:{text(point.name)}"
    yield f"N:{text(point.name)};;;;"
    yield f"ORG:{text(point.carrier or point.name)}"
    yield "X-ABShowAs:COMPANY"
    town = f"{text(address.town)};Nordrhein-Westfalen;{text(address.postcode)}"
    yield f"ADR;TYPE=WORK:;;{text(street)};{town};Deutschland"
    if point.phone:
        yield f"TEL;TYPE=WORK,VOICE:{text(point.phone)}"
    if point.email:
        yield f"EMAIL;TYPE=WORK:{text(point.email)}"
    yield f"URL:{dataset.absolute(point.url)}"
    if point.position is not None and leads_there(point):
        yield f"GEO:{point.position.lat:.6f};{point.position.lon:.6f}"
    yield f"NOTE:{text(_note(point, dataset))}"
    yield "CATEGORIES:Ankommenstreffpunkt"
    yield f"SOURCE:{dataset.absolute(point.url)}"
    yield f"REV:{utc(point.updated_utc)}"
    yield "END:VCARD"


def _note(point: PublicPoint, dataset: Dataset) -> str:
    """Times as they are known today; an address book keeps them for years, so they carry their date."""
    said = [*(session.sentence for session in point.sessions), *point.times, point.address.way_in]
    if point.is_example:
        said.append(EXAMPLES)
    said += [f"Stand: {dataset.as_of_utc:%d.%m.%Y}", f"Lizenz: {dataset.licence.said}"]
    return "\n".join(line for line in said if line)


FORMAT = Format("vcf", "text/vcard; charset=utf-8", "vCard", attachment=True, parts=parts)
