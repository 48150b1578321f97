"""What each file is good for, in one sentence. A new format gets its sentence here; a test asks for it."""

from collections.abc import Mapping

from flask_babel.speaklater import LazyString

from kommanmap.i18n import lazy_gettext

_ = lazy_gettext

FORMAT_TEXTS: Mapping[str, LazyString] = {
    "xlsx": _("Für Excel und LibreOffice, mit einem Blatt über die Daten."),
    "csv": _("Für Programme: Komma, UTF-8, Zellen wie sie sind. Nicht für Excel."),
    "tabelle.csv": _("Für Tabellenprogramme: Strichpunkt, und nichts wird als Formel gerechnet."),
    "geojson": _("Für Karten und QGIS, mit allen Angaben und Zeiten."),
    "json": _("Für Programme, die kein GeoJSON lesen."),
    "kml": _("Für Google Earth und andere Karten-Programme."),
    "gpx": _("Für Navigations-Geräte; nur Orte mit genauem Punkt."),
    "ics": _("Für Kalender: die Zeiten der Treffpunkte, auch zum Abonnieren."),
    "vcf": _("Für das Adressbuch im Telefon."),
    "atom": _("Was sich zuletzt geändert hat, zum Abonnieren."),
    "hsds.json": _("Für Beratungs-Verzeichnisse nach Open Referral HSDS 3.1."),
    "hsds.zip": _("Dasselbe als Tabellen, mit einer Beschreibung für Programme."),
    "integreat.json": _("Für die App Integreat (Orte, Version 3)."),
    "osm.json": _("Wie man die Orte in OpenStreetMap eintragen kann. Wir tragen dort nichts ein."),
}


def format_text(extension: str) -> str:
    """The sentence of a format, in the language of the page.

    Raises:
        KeyError: nobody has written one.
    """
    return str(FORMAT_TEXTS[extension])
