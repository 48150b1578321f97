"""Single words of a table cell → members of the closed lists, numbers, dates. What is not listed is not understood."""

import math
import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kommanmap.domain.rules import latin_digits
from kommanmap.domain.vocabulary import Accuracy, Cost, Knowledge, PinVisibility, Registration, Status
from kommanmap.domain.word_keys import word_key

Member = TypeVar("Member", bound=StrEnum)

_YES = ("ja", "yes", "j", "x", "wahr", "true", "vorhanden")
_NO = ("nein", "no", "n", "falsch", "false", "nicht vorhanden")
_UNKNOWN = ("unbekannt", "nicht bekannt", "unknown", "?", "k. A.", "keine Angabe", "unklar")

_WORDS: dict[StrEnum, tuple[str, ...]] = {
    Status.DRAFT: ("Entwurf",),
    Status.REVIEW: ("Wird geprüft", "in Prüfung", "Prüfung"),
    Status.PUBLIC: ("In Betrieb", "öffentlich", "veröffentlicht", "offen", "aktiv", "geöffnet", "open", "active"),
    Status.PAUSED: ("Macht Pause", "pausiert", "Pause", "ruht"),
    Status.CLOSED: ("geschlossen", "beendet", "aufgelöst", "eingestellt"),
    Knowledge.YES: _YES,
    Knowledge.NO: _NO,
    Knowledge.UNKNOWN: _UNKNOWN,
    Cost.FREE: ("kostenlos", "kostenfrei", "frei", "keine", "0", "0 Euro", "0 €"),
    Cost.DONATION: ("kleine Spende", "Spende", "gegen Spende"),
    Cost.PAID: ("kostet etwas", "kostenpflichtig"),
    Cost.UNKNOWN: _UNKNOWN,
    Registration.NOT_NEEDED: ("nicht nötig", "ohne", "ohne Anmeldung", "keine", *_NO),
    Registration.NEEDED: ("nötig", "erforderlich", "mit Anmeldung", *_YES),
    Registration.UNKNOWN: _UNKNOWN,
    PinVisibility.EXACT: ("genau", "ja"),
    PinVisibility.TOWN: ("nur der Ort", "nur Ort", "Ort"),
    PinVisibility.HIDDEN: ("gar nicht", "nein", "verborgen"),
    Accuracy.MANUAL: ("von Hand", "Hand"),
    Accuracy.HOUSE: ("Haus", "Gebäude", "Hausnummer"),
    Accuracy.NEAREST_HOUSE: ("Nachbarhaus",),
    Accuracy.STREET: ("Straße",),
    Accuracy.POSTCODE: ("Postleitzahl", "PLZ"),
    Accuracy.MUNICIPALITY: ("Gemeinde", "Ort", "Stadt"),
}

_DATE_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})"),
)


def _key(text: str) -> str:
    return word_key(text) or text.strip()


def member_of(vocabulary: type[Member], text: str) -> Member | None:
    """The member that a word names (its label in German, its value, or a usual synonym)."""
    key = _key(text)
    for member in vocabulary:
        if key in (_key(member.value), *map(_key, _WORDS.get(member, ()))):
            return member
    return None


def word_of(member: StrEnum) -> str:
    """The word that a table of ours writes for a member; `member_of` reads it back."""
    return _WORDS[member][0]


def number_of(text: str) -> float | None:
    """A decimal number with point or comma, degrees sign allowed."""
    plain = latin_digits(text).strip().removesuffix("°").strip().replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,9}(?:\.\d{1,20})?", plain):
        return None
    number = float(plain)
    return number if math.isfinite(number) else None


def date_of(text: str) -> date | None:
    """`2024-05-01` or `1.5.2024`."""
    for form in _DATE_FORMS:
        match = form.fullmatch(latin_digits(text).strip())
        if match:
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None
