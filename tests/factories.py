"""Valid objects without arguments; a test names only what matters to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.tables import Row, Table
from kommanmap.domain.vocabulary import Accuracy, Offer
from kommanmap.models import MeetingPoint
from kommanmap.services import points

BURBACH = "05970008"
SIEGEN = "05970040"
CREATED_UTC = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

_numbers = count(1)


def make_draft(**fields: Any) -> PointDraft:
    """A place in Burbach with times, an offer and a pin on its street."""
    draft = PointDraft(
        name=f"Café Beispiel {next(_numbers)}",
        ags=BURBACH,
        street="Gassenweg",
        house_number="28",
        postcode="57299",
        lat=50.74644,
        lon=8.08429,
        position_accuracy=Accuracy.STREET,
        carrier="Helferkreis Burbach",
        phone="02736 45-47",
        email="treff@burbach.example",
        website="https://www.burbach.example/treff",
        offers_as_typed="Begegnung",
        offers=(Offer.MEETING,),
        times=("mittwochs von 16 bis 19 Uhr",),
        texts=(("de", "Wir trinken Kaffee und üben Deutsch."),),
    )
    return replace(draft, **fields)


def make_point(
    session: DatabaseSession, *, source: str = "", external_id: str | None = None, **fields: Any
) -> MeetingPoint:
    """`make_draft` in the database (which must hold the reference data); flushed, not committed."""
    return points.create(
        session, draft=make_draft(**fields), actor="tests", now=CREATED_UTC, source=source, external_id=external_id
    )


def make_table(*rows: Sequence[str], header: Sequence[str] = ("Name", "Ort", "Straße", "Öffnungszeiten")) -> Table:
    """A table as a reader of files gives it; without rows one valid one."""
    chosen = rows or (("Café Beispiel", "Burbach", "Gassenweg 28", "mittwochs 16-19 Uhr"),)
    return Table(tuple(header), tuple(Row(line, tuple(cells)) for line, cells in enumerate(chosen, start=2)))
