"""Public records for tests of what is made of them."""

from datetime import UTC, datetime
from typing import Any

from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.presenters.public_point import Fact, PlaceLink, PublicAddress, PublicPoint

NOTHING_KNOWN = tuple(
    Fact(key, key, "unknown", "nicht bekannt")
    for key in ("step_free", "accessible_toilet", "childcare", "cost", "registration")
)


def public_point(number: int = 1, **changes: Any) -> PublicPoint:
    """A plausible public place; `changes` are fields of `PublicPoint`."""
    accuracy = changes.get("accuracy", Accuracy.STREET)
    values: dict[str, Any] = {
        "id": f"{number:08x}-0000-4000-8000-000000000000",
        "slug": f"ort-{number}",
        "name": f"Treffpunkt {number}",
        "url": f"/de/treffpunkte/ort-{number}",
        "status": Status.PUBLIC,
        "status_label": "In Betrieb",
        "status_reason": "",
        "centre": PlaceLink(
            "siegen-wittgenstein", "siegen-wittgenstein", "KI Kreis Siegen-Wittgenstein", "/de/zentren/x"
        ),
        "town": PlaceLink("burbach", "05970008", "Burbach", "/de/orte/burbach"),
        "address": PublicAddress("Gassenweg 28", "57299", "Burbach", "", "", ""),
        "position": Coordinates(50.74644, 8.08429),
        "accuracy": accuracy,
        "accuracy_text": f"Genauigkeit: {accuracy.value}" if accuracy else "",
        "times": ("Mittwoch 16 bis 19 Uhr",),
        "sessions": (),
        "timetable": Timetable(complete=False),
        "weekdays": (),
        "audiences": (),
        "languages": (),
        "languages_as_typed": "",
        "offers": (),
        "offers_as_typed": "",
        "access_as_typed": "",
        "description": None,
        "facts": NOTHING_KNOWN,
        "carrier": "",
        "phone": "",
        "phone_uri": "",
        "email": "",
        "websites": (),
        "last_checked_on": None,
        "last_checked_by": None,
        "last_checked_label": "",
        "sources": (),
        "source_date": "",
        "is_example": True,
        "updated_utc": datetime(2026, 1, 1, tzinfo=UTC),
        "version": 1,
    }
    return PublicPoint(**{**values, **changes})
