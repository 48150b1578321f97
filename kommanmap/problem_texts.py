"""The sentences to the codes of `domain.problems`, in the reader's language. To add a code, add its sentence here."""

from collections.abc import Iterable
from typing import Any

from kommanmap.domain.errors import InvalidInput, UnreadableFile
from kommanmap.domain.problems import InvalidDraft, Problem, UnreadableTable
from kommanmap.i18n import gettext, lazy_gettext
from kommanmap.staff_problem_texts import STAFF_PROBLEM_TEXTS

_ = lazy_gettext

PROBLEM_TEXTS: dict[str, Any] = {
    # a field
    "missing": _("Diese Angabe fehlt."),
    "no_letters": _("Der Name braucht mindestens einen Buchstaben oder eine Ziffer."),
    "too_long": _("Zu lang: %(length)s Zeichen, höchstens %(limit)s."),
    "too_many": _("Zu viele Einträge, höchstens %(limit)s."),
    "control_characters": _("Der Text enthält unsichtbare Steuerzeichen."),
    "unknown_language": _("Die Sprache „%(language)s“ ist nicht bekannt oder doppelt."),
    "not_a_key": _("Ein Gemeindeschlüssel (AGS) hat acht Ziffern."),
    "not_five_digits": _("Eine Postleitzahl hat fünf Ziffern."),
    "half_a_position": _("Zu einem Punkt gehören Breite und Länge."),
    "accuracy_without_position": _("Die Genauigkeit steht ohne Punkt da."),
    "lat_lon_swapped": _("Breite und Länge sind vertauscht."),
    "outside_nrw": _("Das liegt nicht in Nordrhein-Westfalen."),
    "not_an_address": _("Das ist keine E-Mail-Adresse."),
    "no_number": _("Das ist keine Telefonnummer."),
    "not_a_web_address": _("Das ist keine Internet-Adresse."),
    "not_http": _("Eine Internet-Adresse beginnt mit https:// oder http://."),
    "credentials_in_address": _("Die Internet-Adresse enthält einen Benutzernamen oder ein Passwort."),
    "no_such_municipality": _("Eine Gemeinde mit dem Schlüssel %(ags)s gibt es in Nordrhein-Westfalen nicht."),
    "own_successor": _("Ein Ort kann nicht sein eigener Nachfolger sein."),
    "word_not_known": _("„%(typed)s“ ist hier kein bekanntes Wort."),
    "not_a_number": _("„%(typed)s“ ist keine Zahl in Grad."),
    "not_paused": _("Ein Ende der Pause steht da, der Status sagt aber nicht, dass der Ort pausiert."),
    "not_a_date": _("„%(typed)s“ ist kein Datum (Beispiel: 31.12.2026)."),
    "date_in_number": _("„%(typed)s“ ist ein Datum. Das Tabellenprogramm hat die Hausnummer umgewandelt."),
    # colours of an embed
    "not_a_colour": _("„%(typed)s“ ist keine Farbe. So schreiben Sie eine: #0b5b58."),
    "not_readable": _(
        "%(colour)s ist auf %(ground)s schlecht zu lesen (Kontrast %(ratio)s, nötig 4,5). "
        "Die nächste gute Farbe: %(good)s."
    ),
    "not_ours": _("Das ist keine Adresse einer Liste oder eines Treffpunkts von dieser Seite."),
    "area_unknown": _("„%(typed)s“ ist in Nordrhein-Westfalen nicht bekannt."),
    # a question of a program
    "parameter_unknown": _("Diesen Parameter gibt es hier nicht."),
    "parameter_twice": _("Dieser Parameter darf nur einmal vorkommen."),
    "parameter_not_a_value": _("Diesen Wert gibt es hier nicht: %(value)s"),
    "limit_not_a_number": _("Hier steht eine ganze Zahl, mindestens 1."),
    "offset_not_a_number": _("Hier steht eine ganze Zahl, mindestens 0."),
    "bbox_not_numbers": _("Hier stehen vier Zahlen mit Kommas: West, Süd, Ost, Nord."),
    "bbox_upside_down": _("Süd ist größer als Nord. Die Reihenfolge ist: West, Süd, Ost, Nord."),
    "datetime_not_readable": _("Hier steht ein Zeitpunkt oder ein Zeitraum nach RFC 3339."),
    "datetime_backwards": _("Der Zeitraum endet, bevor er beginnt."),
    # a row
    "key_and_town_differ": _("Der Schlüssel %(ags)s gehört zu %(town)s, in der Zeile steht „%(typed)s“."),
    "town_ambiguous": _("„%(typed)s“ kann mehreres heißen: %(towns)s. Bitte AGS oder Postleitzahl angeben."),
    "town_unknown": _("Eine Gemeinde „%(typed)s“ ist in Nordrhein-Westfalen nicht bekannt."),
    "town_missing": _("Es fehlt, in welcher Gemeinde der Ort liegt."),
    "too_many_cells": _("Die Zeile hat %(cells)s Zellen mehr als die Kopfzeile. Fehlen Anführungszeichen?"),
    "twice_in_file": _("Derselbe Ort steht schon in Zeile %(line)s."),
    "id_of_other_place": _("Die Kennung %(id)s gehört schon zu „%(name)s“ in einer anderen Gemeinde."),
    # a note
    "direction_marks_removed": _("Unsichtbare Zeichen, die die Schreibrichtung umkehren, wurden entfernt."),
    "scheme_added": _("https:// wurde ergänzt."),
    "mobile_number": _("Das ist eine Handynummer. Bitte nur Nummern der Organisation veröffentlichen."),
    "private_mailbox": _("Das sieht nach einem privaten Postfach aus. Bitte nur Adressen der Organisation angeben."),
    "town_kept_as_district": _("„%(typed)s“ ist kein Name der Gemeinde %(town)s; es steht jetzt als Ortsteil."),
    "also_a_part_of_town": _("„%(typed)s“ ist als Gemeinde gelesen; so heißt auch ein Ortsteil von: %(towns)s."),
    "address_part_kept": _("Aus der Adresse „%(typed)s“ steht „%(rest)s“ jetzt beim Hinweis zum Weg."),
    "town_from_postcode": _("Die Gemeinde %(town)s folgt aus der Postleitzahl %(postcode)s."),
    "postcode_unknown": _("Die Postleitzahl %(postcode)s ist in Nordrhein-Westfalen nicht bekannt."),
    "postcode_of_other_town": _("Die Postleitzahl %(postcode)s gehört zu %(towns)s, nicht zu %(town)s."),
    "centre_differs": _("In der Zeile steht „%(typed)s“, für %(town)s zuständig ist %(centre)s."),
    "kreis_differs": _("In der Zeile steht „%(typed)s“, %(town)s liegt in: %(kreis)s."),
    "same_address": _("An derselben Adresse steht auch „%(name)s“. Ist es derselbe Ort?"),
    "name_says_closed": _("Der Name sagt „%(word)s“. Bitte den Status setzen."),
    "name_says_paused": _("Der Name sagt „%(word)s“. Bitte den Status setzen."),
    "times_say_paused": _("Die Zeiten sagen „%(word)s“. Bitte den Status setzen."),
    "times_left_over": _("Diese Worte zu den Zeiten sind nicht verstanden und stehen nur im Text: „%(words)s“."),
    "single_date": _("Der Name sagt „%(word)s“. Ist der Termin vorbei, bitte den Status setzen."),
    "looks_misread": _("Umlaute sehen falsch gelesen aus („Ã¤“). Die Datei wurde mit falscher Kodierung gespeichert."),
    "word_kept_as_text": _("„%(typed)s“ bleibt als Text stehen; ein Filter findet es nicht."),
    "code_not_known": _("„%(typed)s“ ist nicht bekannt und wird nicht übernommen."),
    "language_ambiguous": _("„%(typed)s“ nennt mehr als eine Sprache. Bitte genauer angeben."),
    "pin_reset": _("Die Adresse hat sich geändert; der Punkt steht jetzt nur ungefähr."),
    "finer_pin_kept": _("Der gespeicherte Punkt ist genauer und bleibt."),
    "accuracy_assumed": _("Die Genauigkeit des Punkts fehlt; er gilt als ungefähr."),
    "manual_pin_kept": _("Die Adresse hat sich geändert; der von Hand gesetzte Punkt bleibt. Bitte prüfen."),
    # opening hours as OpenStreetMap writes them
    "osm_unreadable": _("Das ist kein Ausdruck für Öffnungszeiten nach OpenStreetMap: „%(words)s“."),
    "osm_not_held": _("Diese Regel für Öffnungszeiten lässt sich hier nicht festhalten: „%(words)s“."),
    # words about times: what only a person can answer
    "times_no_day": _("Es fehlt der Wochentag: „%(words)s“."),
    "times_no_time": _("Es fehlt die Uhrzeit: „%(words)s“."),
    "times_no_start": _("Es fehlt, wann es beginnt: „%(words)s“."),
    "times_fuzzy_end": _("Wann genau endet es? „%(words)s“"),
    "times_which_week": _("In welcher Woche beginnt es? Bitte ein Datum mit Jahr nennen: „%(words)s“."),
    "times_which_day_of_month": _("An welchem Tag im Monat ist das (zum Beispiel am 2. Freitag)? „%(words)s“"),
    "times_every_other_or_nth": _("Sind alle paar Wochen gemeint oder ein Tag im Monat? „%(words)s“"),
    "times_week_parity": _("Gerade und ungerade Wochen wechseln nicht in jedem Jahr. Wann ist es wieder? „%(words)s“"),
    "times_no_year": _("Es fehlt das Jahr: „%(words)s“."),
    "times_once_or_weekly": _("Ist das einmal oder jede Woche? „%(words)s“"),
    "times_saturday_too": _("Gilt das auch am Samstag? „%(words)s“"),
    "times_which_hour": _("Welche Uhrzeit ist gemeint (0 bis 24 Uhr)? „%(words)s“"),
    "times_by_appointment": _("Das ist nach Absprache; wann jemand da ist, steht nicht fest: „%(words)s“."),
    "times_paused": _("Ist der Ort zurzeit geschlossen? Bis wann? „%(words)s“"),
    "times_which_months": _("Von welchem Tag bis zu welchem Tag ist das? „%(words)s“"),
    "times_which_holidays": _("An welchen Tagen mit Datum ist das? „%(words)s“"),
    "times_for_which": _("Gilt das für alle Zeiten oder nur für eine? „%(words)s“"),
    "times_all_past": _("Das ist vorbei. Gibt es neue Termine? „%(words)s“"),
    # words about times: what cannot be true together
    "times_fortnight_is_not_nth": _(
        "„%(words)s“ ist nicht dasselbe wie der 1., 2. oder 3. Wochentag im Monat. Was stimmt?"
    ),
    "times_two_rhythms": _("Hier stehen zwei verschiedene Rhythmen. Was stimmt? „%(words)s“"),
    "times_weekday_not_of_date": _("Wochentag und Datum passen nicht zusammen: „%(words)s“."),
    "times_overlap": _("Diese Zeiten überschneiden sich: „%(words)s“."),
    "times_open_and_closed": _("Hier steht offen und geschlossen zugleich: „%(words)s“."),
    "times_part_not_of_time": _("Tageszeit und Uhrzeit passen nicht zusammen: „%(words)s“."),
    "times_holiday_rules_differ": _("Über die Ferien oder Feiertage steht Verschiedenes da: „%(words)s“."),
    # words about times: what does not exist
    "times_no_such_time": _("Diese Uhrzeit gibt es nicht: „%(words)s“."),
    "times_end_before_start": _("Das Ende liegt vor dem Beginn: „%(words)s“."),
    "times_no_such_date": _("Diesen Tag gibt es nicht: „%(words)s“."),
    "times_no_such_nth": _("So viele gibt es in keinem Monat: „%(words)s“."),
    "times_season_backwards": _("Der Zeitraum endet vor seinem Beginn: „%(words)s“."),
    "times_too_long": _("Der Text ist zu lang, um ganz gelesen zu werden. Ab hier fehlt etwas: „%(words)s“."),
    # a place whose parts do not fit together
    "pin_outside_town": _(
        "Der Punkt liegt %(distance)s außerhalb von %(town)s, in %(place)s. "
        "Bitte den Punkt versetzen oder die Gemeinde ändern."
    ),
    "pin_outside_nrw": _(
        "Der Punkt liegt %(distance)s außerhalb von %(town)s und nicht in Nordrhein-Westfalen. "
        "Bitte den Punkt versetzen."
    ),
    "pin_far_from_address": _(
        "Der Punkt liegt %(distance)s entfernt von der Adresse: %(address)s. "
        "Bitte den Punkt dorthin versetzen oder die Adresse berichtigen."
    ),
    "address_ambiguous": _(
        "Die Adresse kann mehreres heißen: %(candidates)s. Bitte genauer angeben oder den Punkt von Hand setzen."
    ),
    "postcode_not_of_town": _(
        "Die Postleitzahl %(postcode)s gehört zu %(towns)s, nicht zu %(town)s. "
        "Bitte Postleitzahl (wohl %(proposal)s) oder Gemeinde berichtigen."
    ),
    "postcode_not_in_nrw": _(
        "Die Postleitzahl %(postcode)s ist in Nordrhein-Westfalen nicht bekannt. "
        "Bitte berichtigen; zu %(town)s passt: %(proposal)s."
    ),
    # a session
    "session_weekday_missing": _("Es fehlt, an welchen Wochentagen das ist."),
    "session_weekday_impossible": _("Einen Wochentag mit der Nummer %(number)s gibt es nicht."),
    "session_nth_missing": _("Es fehlt, der wievielte Wochentag im Monat gemeint ist."),
    "session_nth_impossible": _("Einen %(nth)s. Wochentag im Monat gibt es nicht."),
    "session_interval_impossible": _("„Alle %(weeks)s Wochen“ gibt es nicht."),
    "session_anchor_missing": _("Alle %(weeks)s Wochen: In welcher Woche beginnt es? Bitte ein Datum nennen."),
    "session_dates_missing": _("Es fehlt das Datum."),
    "session_time_end_is_start": _("Beginn und Ende sind beide um %(time)s Uhr."),
    "session_season_ends_before_start": _("Der Zeitraum endet am %(last)s, vor seinem Beginn am %(first)s."),
    "session_season_over": _("Das ist seit dem %(date)s vorbei."),
    "session_dates_over": _("Der letzte Termin war am %(date)s."),
    "session_date_outside_season": _("Der %(date)s liegt nicht in dem genannten Zeitraum."),
    "session_day_impossible": _("Den Tag %(day)s gibt es nicht."),
    "sessions_contradict": _(
        "Die %(first)s. und die %(second)s. Angabe meinen dieselbe Zeit, sagen aber Verschiedenes. Was stimmt?"
    ),
    "session_nth_unreadable": _("„%(typed)s“ ist nicht zu verstehen (Beispiel: 1., 3., letzter)."),
    "not_a_time": _("„%(typed)s“ ist keine Uhrzeit (Beispiel: 15:30)."),
    "not_a_season": _("„%(typed)s“ ist kein Zeitraum (Beispiel: 1.4.–30.9.)."),
    "exception_unreadable": _("„%(typed)s“ ist nicht zu verstehen (Beispiel: 24.12.2026 fällt aus)."),
    **STAFF_PROBLEM_TEXTS,
    # a file
    "empty": _("Die Datei ist leer."),
    "is_a_folder": _("%(file)s ist ein Ordner."),
    "no_such_file": _("Die Datei %(file)s gibt es nicht."),
    "not_a_file": _("%(file)s ist keine Datei."),
    "cannot_be_opened": _("%(file)s lässt sich nicht öffnen: %(reason)s"),
    "file_too_large": _("Die Datei ist größer als %(limit)s MiB."),
    "old_or_locked_office_file": _(
        "Das ist eine alte oder geschützte Office-Datei. Bitte als XLSX oder CSV speichern."
    ),
    "is_a_pdf": _("Das ist ein PDF. Bitte als XLSX oder CSV speichern."),
    "encoding_unknown": _("Die Zeichen lassen sich nicht lesen. Bitte als UTF-8 speichern."),
    "encoding_broken": _("Die Zeichen sind nicht durchgehend %(encoding)s. Bitte als UTF-8 speichern."),
    "nul_bytes": _("Die Datei enthält Nullbytes; das ist keine Texttabelle."),
    "one_column": _("Es ist nur eine Spalte zu erkennen („%(seen)s“). Trennzeichen müssen ; , oder Tabulatoren sein."),
    "quotes_broken": _("Die Anführungszeichen passen nicht zusammen."),
    "cell_too_long": _("Eine Zelle ist länger als %(limit)s Zeichen, oder ein Anführungszeichen wird nie geschlossen."),
    "too_many_rows": _("Mehr als %(limit)s Zeilen."),
    "too_many_columns": _("Mehr als %(limit)s Spalten."),
    "two_columns": _("Die Spalten „%(first)s“ und „%(second)s“ bedeuten dasselbe."),
    "no_name_column": _("Es fehlt eine Spalte mit dem Namen. Gefunden: %(seen)s"),
    "no_place_column": _("Es fehlt eine Spalte mit Ort, Postleitzahl oder AGS. Gefunden: %(seen)s"),
    "no_reference_data": _("Die Gemeinden sind noch nicht geladen. Bitte zuerst ausführen: kommanmap setup"),
    "xlsx_broken": _("Die XLSX-Datei ist beschädigt oder keine Tabelle."),
    "xlsx_not_a_workbook": _("Das ist keine XLSX-Tabelle. Bitte als XLSX oder CSV speichern."),
    "xlsx_encrypted": _("Die Datei ist mit einem Passwort geschützt."),
    "xlsx_too_many_parts": _(
        "Die XLSX-Datei hat zu viele Blätter und Teile, höchstens %(limit)s. Bitte nur das eine Blatt speichern."
    ),
    "xlsx_too_large": _("Die XLSX-Datei ist ausgepackt zu groß."),
    "xlsx_too_much_work": _("Die XLSX-Datei braucht zu viel Zeit oder Speicher. Bitte als CSV speichern."),
    "xlsx_macros": _("Die XLSX-Datei enthält Makros. Bitte ohne Makros speichern."),
    "xlsx_external_links": _("Die XLSX-Datei verweist auf andere Dateien. Bitte nur Werte speichern."),
    "xlsx_formula_without_value": _("In Spalte %(column)s steht eine Formel ohne Ergebnis. Bitte Werte einfügen."),
    "xlsx_error_value": _("In Spalte %(column)s steht der Fehlerwert %(typed)s."),
    "xlsx_not_here": _("XLSX lässt sich auf diesem Rechner nicht lesen. Bitte als CSV speichern."),
    # a row of an address file
    "row_cells": _("%(cells)s Felder statt %(columns)s."),
    "row_characters": _("Die Zeichen lassen sich nicht lesen."),
    "row_keys": _("„%(typed)s“ ist kein Gemeindeschlüssel."),
    "row_municipality": _("Die Gemeinde %(ags)s steht nicht in der Schlüsseldatei."),
    "row_street": _("Name oder Schlüssel der Straße fehlt."),
    "row_number": _("„%(typed)s“ ist keine Hausnummer."),
    "row_position": _("„%(typed)s“ ist kein Punkt in Nordrhein-Westfalen (EPSG:25832)."),
    "row_pair": _("„%(typed)s“ ist keine Objektkennung mit Postleitzahl."),
    # an address file
    "not_addresses": _("Das ist keine Adressdatei (gebref oder HK-DE). Sie beginnt mit „%(seen)s“."),
    "not_postcodes": _("In %(file)s stehen keine Paare aus Objektkennung und Postleitzahl."),
    "line_too_long": _("Eine Zeile ist länger als %(limit)s KiB; das ist keine Adressdatei."),
    "addresses_too_large": _("Die Datei ist größer als %(limit)s GiB; das ist keine Adressdatei."),
    "zip_broken": _("Das ZIP ist beschädigt oder unvollständig (%(reason)s). Bitte noch einmal herunterladen."),
    "zip_encrypted": _("Das ZIP ist mit einem Passwort geschützt. Bitte auspacken und die Textdatei angeben."),
    "zip_method": _("Das ZIP ist auf unbekannte Art gepackt. Bitte auspacken und die Textdatei angeben."),
    "zip_too_large": _("%(name)s wäre ausgepackt %(size)s MiB groß; so dicht sind Adressen nie gepackt."),
    "zip_many_files": _("Im ZIP liegen mehr als %(limit)s Dateien. Bitte auspacken und die Textdatei angeben."),
    "zip_without_addresses": _("Im ZIP liegt keine Adressdatei (gebref oder HK-DE), nur: %(names)s."),
    "zip_two_address_files": _("Im ZIP liegen mehrere Adressdateien: %(names)s. Bitte auspacken und eine angeben."),
    "too_many_broken": _(
        "%(broken)s von %(rows)s Zeilen sind unbrauchbar, mehr als eine von hundert. Zeile %(first)s: %(reason)s"
    ),
    "no_addresses_here": _("Von %(rows)s Adressen liegt keine in Nordrhein-Westfalen."),
    "import_running": _("Gerade läuft schon ein Einlesen (Prozess %(pid)s). Bitte warten, bis es fertig ist."),
    "disk_full": _("In %(folder)s ist nicht genug Platz."),
    "index_not_written": _("Die Adressen lassen sich nicht schreiben: %(reason)s"),
    # an address that was looked for
    "no_address_index": _(
        "Es sind keine Adressen eingelesen, der Punkt ist nur ungefähr. Einlesen: kommanmap addresses import DATEI"
    ),
    "address_index_broken": _(
        "Das Adressverzeichnis lässt sich nicht lesen. Bitte neu einlesen: kommanmap addresses import DATEI"
    ),
    "address_not_understood": _("Das lässt sich nicht als Adresse lesen."),
    "po_box": _("Ein Postfach ist kein Ort auf der Karte. Bitte Straße und Hausnummer angeben."),
    "street_read_as": _("„%(typed)s“ ist gelesen als „%(street)s“."),
    "town_read_as": _("„%(typed)s“ ist gelesen als %(town)s."),
    "street_similar": _("Eine Straße „%(typed)s“ steht dort nicht im Verzeichnis. Ähnlich: %(names)s"),
    "street_unknown": _("Eine Straße „%(street)s“ ist in %(town)s nicht bekannt."),
    "street_unknown_anywhere": _("Eine Straße „%(street)s“ ist in Nordrhein-Westfalen nicht bekannt."),
    "street_in_other_town": _("Eine Straße „%(street)s“ ist in %(town)s nicht bekannt, aber in: %(towns)s."),
    "street_more_than_once": _("„%(street)s“ gibt es in %(town)s mehrmals; die übrigen Angaben entscheiden."),
    "house_number_missing": _("%(street)s %(number)s steht nicht im Verzeichnis, das nächste Haus ist %(nearest)s."),
    "postcode_differs": _("Zu dieser Adresse gehört die Postleitzahl %(postcode)s, nicht %(typed)s."),
    "geocoder_unavailable": _("Nicht zu fragen war: %(services)s. Es wird später noch einmal versucht."),
    "service_knows_elsewhere": _("%(service)s kennt diese Adresse nur hier: %(label)s."),
}
"""Code → msgid; placeholders as `%(name)s`. A test asks for a sentence to every code that the source names."""


def problem_text(problem: Problem) -> str:
    """The sentence of one problem or note."""
    text = str(PROBLEM_TEXTS[problem.code])
    return text % problem.params if problem.params else text


def field_texts(problems: Iterable[Problem]) -> dict[str, str]:
    """Field → sentences, for a form that shows them beside the field."""
    texts: dict[str, list[str]] = {}
    for problem in problems:
        texts.setdefault(problem.field, []).append(problem_text(problem))
    return {field: " ".join(dict.fromkeys(sentences)) for field, sentences in texts.items()}


def refusal_text(error: UnreadableFile | InvalidInput) -> str:
    """Why a file or an input is refused, with the line where there is one."""
    if isinstance(error, InvalidDraft):
        return " ".join(dict.fromkeys(problem_text(problem) for problem in error.found))
    if isinstance(error, InvalidInput):
        return " ".join(error.problems.values())
    reason = problem_text(error.problem) if isinstance(error, UnreadableTable) else error.reason
    return reason if error.line is None else gettext("Zeile %(line)s: %(reason)s", line=error.line, reason=reason)
