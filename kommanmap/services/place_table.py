"""A place as a row of a spreadsheet that can be edited and read back. Knows fields and their words, no file format.

Every field of a place that a person may edit has a column. What the table shows and what the import reads have one
source, so that a file that nobody has touched changes nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.languages import LANGUAGES
from kommanmap.domain.value_words import word_of
from kommanmap.services.point_times import JOINT

LISTED = "; "

_TEXTS = (
    ("name", "Name"),
    ("status", "Status"),
    ("status_reason", "Grund"),
    ("paused_until", "Pause bis"),
    ("town", "Ort"),
    ("ags", "AGS"),
    ("street", "Straße"),
    ("house_number", "Hausnummer"),
    ("postcode", "PLZ"),
    ("district", "Ortsteil"),
    ("building", "Gebäude"),
    ("way_in", "Hinweis zum Weg"),
    ("lat", "Breitengrad"),
    ("lon", "Längengrad"),
    ("position_accuracy", "Genauigkeit"),
    ("pin_visibility", "Lage zeigen"),
    ("carrier", "Träger"),
    ("phone", "Telefon"),
    ("email", "E-Mail"),
    ("website", "Webseite"),
    ("times", "Zeiten"),
    ("offers_as_typed", "Angebote"),
    ("offers", "Angebote für Filter"),
    ("audiences", "Zielgruppen für Filter"),
    ("languages_as_typed", "Sprachen"),
    ("languages", "Sprachen für Filter"),
    ("step_free", "Ohne Stufen"),
    ("accessible_toilet", "Toilette für Rollstühle"),
    ("childcare", "Kinderbetreuung"),
    ("cost", "Kosten"),
    ("registration", "Anmeldung"),
    ("access_as_typed", "Zugang"),
    ("last_checked_on", "Geprüft am"),
    ("source_url", "Quelle"),
    ("source_date", "Stand"),
    *((f"description:{language.code}", f"Beschreibung {language.code}") for language in LANGUAGES),
)

ID, VERSION, READ_TIMES = "id", "version", "read_times"
HEADERS: Mapping[str, str] = MappingProxyType(
    {ID: "ID", VERSION: "Version", **dict(_TEXTS), READ_TIMES: "Gelesene Zeiten"}
)
"""Field of the import → what stands above its column, in the order of the table."""

WIDTHS: Mapping[str, int] = MappingProxyType(
    {ID: 14, VERSION: 8, "name": 36, "times": 48, "offers_as_typed": 40, READ_TIMES: 48, "street": 24, "website": 30}
)
"""Columns wider or narrower than the others, in characters."""


def texts_of(draft: PointDraft, *, town: str) -> dict[str, str]:
    """Field → what its cell says; "" where nothing is known. town: the name of its municipality."""
    texts = {f"description:{code}": text for code, text in draft.texts}
    special = {"town": town, "times": JOINT.join(draft.times)}
    return {
        field: special[field] if field in special else texts.get(field, "") if ":" in field else _text(draft, field)
        for field, _header in _TEXTS
    }


def edits(cells: Mapping[str, str], shown: Mapping[str, str], columns: frozenset[str], cleared: str) -> dict[str, str]:
    """What somebody has changed in a row that once said `shown`: its new cells, `cleared` where one was emptied.

    columns: the fields that the table has at all; a column that was taken out says nothing.
    """
    changed = {field: text for field, text in cells.items() if field not in shown or text != shown[field].strip()}
    emptied = {field: cleared for field, text in shown.items() if text and field in columns and field not in cells}
    return changed | emptied


def _text(draft: PointDraft, field: str) -> str:
    value = getattr(draft, field)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return LISTED.join(str(item) for item in value)
    if isinstance(value, float):
        return repr(value)
    return word_of(value) if hasattr(value, "value") else value.isoformat() if hasattr(value, "isoformat") else value
