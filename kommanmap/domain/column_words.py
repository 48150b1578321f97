"""Which field a column of somebody's table holds, from its header in German or English. Knows no file and no row."""

from kommanmap.domain.languages import LANGUAGES
from kommanmap.domain.word_keys import word_key

_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("ID", "Kennung", "Kennnummer", "public_id", "external_id", "Ort-ID", "Treffpunkt-ID"),
    "version": ("Version", "version"),
    "name": (
        "Name", "Bezeichnung", "Treffpunkt", "Titel", "Name des Treffpunkts", "Name des Ortes", "Treffpunktname",
        "Ankommenstreffpunkt", "title",
    ),
    "status": ("Status", "Zustand", "state"),
    "status_reason": ("Grund", "Statusgrund", "Grund der Pause", "status_reason"),
    "paused_until": ("Pause bis", "Pausiert bis", "Macht Pause bis", "paused_until", "paused until"),
    "ags": (
        "AGS", "Gemeindeschlüssel", "Amtlicher Gemeindeschlüssel", "Gemeindekennziffer", "Regionalschlüssel", "ARS",
    ),
    "town": ("Ort", "Gemeinde", "Stadt", "Kommune", "Stadt/Gemeinde", "municipality", "town", "city"),
    "postcode": ("PLZ", "Postleitzahl", "postcode", "postal code", "zip", "zip code"),
    "postcode_and_town": ("PLZ Ort", "PLZ und Ort", "Postleitzahl und Ort", "PLZ und Stadt"),
    "street": ("Straße", "Str.", "Straßenname", "street"),
    "house_number": ("Hausnummer", "Hausnr.", "Haus-Nr.", "HNr.", "Nr.", "Nummer", "house_number", "house no",
                     "number"),
    "street_and_number": (
        "Straße und Hausnummer", "Straße Hausnummer", "Straße und Nr.", "Straße Nr.", "Straße u. Hausnummer",
        "Straße u. Nr.", "Straße Hausnr.", "Straße und Hausnr.", "street address", "street_line",
    ),
    "whole_address": ("Adresse", "Anschrift", "address", "Veranstaltungsort Adresse"),
    "district": ("Ortsteil", "Stadtteil", "Stadtbezirk", "Ortschaft", "district"),
    "building": ("Gebäude", "Gebäudename", "Name des Gebäudes", "Räume", "Räumlichkeiten", "Haus", "building", "venue"),
    "way_in": ("Eingang", "Weg", "Wegbeschreibung", "Anfahrt", "Hinweis zum Weg", "way_in", "way in", "entrance"),
    "kreis": ("Kreis", "Landkreis", "Kreis/kreisfreie Stadt", "Kreis oder kreisfreie Stadt"),
    "centre": (
        "KI", "Zentrum", "Integrationszentrum", "Kommunales Integrationszentrum", "zuständiges KI", "centre",
    ),
    "lat": ("Breitengrad", "Breite", "geografische Breite", "geogr. Breite", "lat", "latitude"),
    "lon": ("Längengrad", "Länge", "geografische Länge", "geogr. Länge", "lon", "lng", "long", "longitude"),
    "position_accuracy": ("Genauigkeit", "Lagegenauigkeit", "coord_accuracy", "position_accuracy", "accuracy"),
    "position_source": ("Koordinatenquelle", "Quelle der Lage", "coord_source", "position_source"),
    "pin_visibility": ("Lage zeigen", "Pin zeigen", "pin_visibility"),
    "carrier": ("Träger", "Trägerverein", "Trägerorganisation", "Organisation", "Veranstalter", "Anbieter", "carrier",
                "operator", "organisation", "organization"),
    "phone": ("Telefon", "Tel.", "Telefonnummer", "Tel.-Nr.", "Telefonnr.", "Rufnummer", "phone", "telephone",
              "contact_org_phone"),
    "email": ("E-Mail", "Email", "Mail", "E-Mail-Adresse", "Mailadresse", "contact_org_email"),
    "website": ("Webseite", "Website", "Internet", "Internetseite", "Homepage", "Web", "Webadresse", "Weblink", "Link",
                "websites"),
    "times": (
        "Öffnungszeiten", "Öffnungszeit", "Zeiten", "Zeit", "Uhrzeit", "Uhrzeiten", "Termine", "Wann", "Treffzeiten",
        "opening_times_as_written", "opening times", "times", "times_as_typed",
        "times_as_written",
    ),
    "opening_hours": ("opening_hours", "opening hours", "osm opening_hours"),
    "offers_as_typed": ("Angebote", "Angebot", "Was gibt es", "offer", "services", "offers_as_typed",
                        "offers_as_written"),
    "offers": ("offers", "Angebote für Filter"),
    "languages_as_typed": ("Sprachen", "Sprache", "gesprochene Sprachen", "language", "languages_as_typed",
                           "languages_as_written"),
    "languages": ("languages", "Sprachen für Filter"),
    "audience_words": ("Zielgruppe", "Zielgruppen", "Für wen", "audience"),
    "audiences": ("audiences", "Zielgruppen für Filter"),
    "access_as_typed": (
        "Barrierefreiheit", "Zugänglichkeit", "Zugang", "accessibility", "access", "access_as_typed",
        "access_as_written",
    ),
    "step_free": ("Barrierefrei", "Stufenfrei", "Stufenlos", "Ohne Stufen", "Rollstuhlgerecht", "step_free",
                  "step free"),
    "accessible_toilet": (
        "Toilette für Rollstühle", "Behinderten-WC", "Barrierefreie Toilette", "Rollstuhlgerechtes WC",
        "accessible_toilet",
    ),
    "childcare": ("Kinderbetreuung", "childcare"),
    "cost": ("Kosten", "Preis", "cost", "costs"),
    "registration": ("Anmeldung", "Anmeldung nötig", "registration"),
    "last_checked_on": ("Geprüft am", "Zuletzt geprüft", "Zuletzt geprüft am", "last_checked_on", "last checked"),
    "source_url": ("Quelle", "Quellen", "source_url", "source", "sources"),
    "source_date": ("Stand", "Stand vom", "Stand der Angaben", "source_date"),
}  # fmt: skip

_COMPUTED = (
    "url", "centre_slug", "weekdays", "historical_example", "updated", "description_language", "Gelesene Zeiten",
    "license", "as_of",
)  # fmt: skip
"""Columns of our own CSV that say what follows from the others; reading them back would say nothing new."""

_DESCRIPTIONS = ("Beschreibung", "Beschreibungstext", "Text", "description")

_PERSONAL = ("Ansprechpartner", "Ansprechpartnerin", "Ansprechperson", "Ansprechpersonen", "Kontaktperson",
             "Ansprechpartner/in", "Ansprechpartner/-in", "Ansprechpartner*in", "Kontakt", "Handy", "Handynummer",
             "Mobil", "Mobilnummer", "Mobiltelefon", "Leitung", "Verantwortlich", "contact person")  # fmt: skip

FIELD_BY_HEADER = {word_key(header): field for field, headers in _HEADERS.items() for header in headers}
_LANGUAGE_BY_WORD = {word_key(word): item.code for item in LANGUAGES for word in (item.code, item.own_name)} | {
    "englisch": "en", "arabisch": "ar", "german": "de", "arabic": "ar",
}  # fmt: skip
_DESCRIPTION_KEYS = {word_key(word) for word in _DESCRIPTIONS}
_COMPUTED_KEYS = {word_key(word) for word in _COMPUTED}
_PERSONAL_KEYS = {word_key(word) for word in _PERSONAL}


def field_of_header(header: str) -> str | None:
    """The field a header names, `"description:<language>"` for a text, None for a header nobody knows."""
    key = word_key(header)
    if key in FIELD_BY_HEADER:
        return FIELD_BY_HEADER[key]
    first, _space, rest = key.partition(" ")
    if first in _DESCRIPTION_KEYS:
        code = "de" if not rest else _LANGUAGE_BY_WORD.get(rest)
        return f"description:{code}" if code else None
    return None


def is_personal_header(header: str) -> bool:
    """Whether the column holds names or numbers of persons, which the directory does not take."""
    return word_key(header) in _PERSONAL_KEYS


def is_computed_header(header: str) -> bool:
    """Whether the column repeats what our own files compute from the other columns."""
    return word_key(header) in _COMPUTED_KEYS
