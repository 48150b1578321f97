"""What the fields of a place are called before people at work: in forms, comparisons and histories."""

from collections.abc import Mapping
from typing import Any

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import Session
from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.domain.vocabulary import Audience, Offer
from kommanmap.forms.day_texts import day_words
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.i18n import gettext, lazy_gettext
from kommanmap.labels import LABELS, label, language_name
from kommanmap.presenters.hours_sentences import usual_sentence

_ = lazy_gettext

FIELD_LABELS: Mapping[str, Any] = {
    "name": _("Name des Treffpunkts"),
    "status": _("Status"),
    "status_reason": _("Grund"),
    "paused_until": _("Pause bis"),
    "ags": _("Stadt oder Gemeinde"),
    "street": _("Straße"),
    "house_number": _("Hausnummer"),
    "postcode": _("Postleitzahl"),
    "district": _("Ortsteil"),
    "building": _("Gebäude"),
    "way_in": _("Hinweis zum Weg"),
    "lat": _("Breite"),
    "lon": _("Länge"),
    "position_accuracy": _("Genauigkeit des Punkts"),
    "position_source": _("Woher der Punkt kommt"),
    "pin_visibility": _("Wie viel dürfen alle sehen?"),
    "carrier": _("Träger"),
    "phone": _("Telefon"),
    "email": _("E-Mail"),
    "website": _("Internet-Adresse"),
    "step_free": _("Ohne Stufen"),
    "accessible_toilet": _("Toilette für Rollstühle"),
    "childcare": _("Kinderbetreuung"),
    "cost": _("Kosten"),
    "registration": _("Anmeldung"),
    "offers_as_typed": _("Angebote in eigenen Worten"),
    "languages_as_typed": _("Sprachen in eigenen Worten"),
    "access_as_typed": _("Zugang in eigenen Worten"),
    "last_checked_on": _("Zuletzt geprüft"),
    "last_checked_by": _("Geprüft von"),
    "source_url": _("Quelle (Internet-Adresse)"),
    "source_date": _("Stand der Quelle"),
    "times": _("Zeiten"),
    "times_status": _("Sind das alle Zeiten?"),
    "sessions": _("Zeiten in Zeilen"),
    "texts": _("Beschreibung"),
    "offers": _("Angebote"),
    "audiences": _("Für wen?"),
    "languages": _("Sprachen"),
    "successor": _("Nachfolger"),
}
"""Every field of `PointDraft`, and what only the history knows; a test compares."""


def field_label(name: str) -> str:
    """The name of a field in the language of the page."""
    return str(FIELD_LABELS.get(name, name))


def field_words(draft: PointDraft, name: str) -> str:
    """What a draft says in a field, for people; "" where nothing is said."""
    value = getattr(draft, name)
    if name == "texts":
        return "\n".join(
            f"{LANGUAGE_BY_CODE[code].own_name}: {text}" for code, text in value if code in LANGUAGE_BY_CODE
        )
    if name == "ags":
        town = shipped_gazetteer().towns_by_ags.get(value)
        return town.name if town else value
    if name == "languages":
        return ", ".join(map(language_name, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, tuple):
        return ("; " if value and isinstance(value[0], (Offer, Audience)) else "\n").join(map(_plain, value))
    if isinstance(value, Session):
        return usual_sentence(value) + (f" ({value.note})" if value.note else "")
    if value in LABELS:
        return label(value)
    return day_words(value) if hasattr(value, "isoformat") else str(value)


def coordinates_text(lat: float | None, lon: float | None) -> str:
    """Both numbers, or that there is no point."""
    return gettext("kein Punkt") if lat is None or lon is None else f"{lat:.6f}, {lon:.6f}"
