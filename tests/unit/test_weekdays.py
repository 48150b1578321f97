"""Weekdays in opening times: every wording of the example places, read by eye, and the traps."""

import csv
from importlib.resources import files

import pytest

from kommanmap.domain.vocabulary import Weekday
from kommanmap.domain.weekdays import weekdays_named

BY_EYE = {
    "jeweils mittwochs von 16 bis 19 Uhr": "mi",
    "Jeden Mittwoch von 16 bis 19 Uhr ist es geöffnet": "mi",
    "derzeit jeweils mittwochs und donnerstags von 10 bis 18 Uhr und freitags von 10 bis 13 Uhr": "mi do fr",
    "jeweils freitags von 15 - 17 Uhr; Auch während des Ramadans bleibt es geöffnet; am 10. Juni geschlossen": "fr",
    "Öffnungszeiten am Freitagnachmittag; schon wieder geschlossen": "fr",
    "Tag der offenen Tür: Samstag, 18. November 2017 zwischen 12.00 und 18.00 Uhr": "",
    "ein Alphabetisierungskurs (mittwochs von 17.30 bis 19 Uhr) und ein offenes Gesprächstreffen (donnerstags ab 16 Uhr)": "mi do",
    "Montag bis Freitag von 9 bis 17 Uhr, Samstag von 10 bis 14 Uhr": "mo di mi do fr sa",
    "jeden Montag, Dienstag und Donnerstag von 10 bis 14 Uhr und jeden Mittwoch 13 bis 17 Uhr Sprechzeiten": "mo di mi do",
    "Donnerstags 15 – 17 Uhr, samstags 11 – 13 Uhr": "do sa",
    "immer am 3. Samstag im Monat von 15 bis 17 h; Im Moment pausiert das Café noch": "sa",
    "jeden Donnerstag von 16.00 – 17.30 Uhr": "do",
    "jetzt immer alle zwei Wochen – am 1. und 3. Donnerstag eines Monats von 16 h bis 18 h": "do",
    "zuvor mittwochs, wöchentlich": "",
    "an jedem zweiten und vierten Freitag eines Monats ab 16 Uhr; Die Treffen enden wie bisher in der Zeit zwischen 18 und 19 Uhr": "fr",
    "montags, dienstags und freitags, jeweils von 12 bis 15 Uhr": "mo di fr",
    "jeden Dienstag von 19-22 Uhr": "di",
    "Immer Montagnachmittag um 14 Uhr": "mo",
    "Jeden Donnerstag von 10 bis 13 Uhr": "do",
    "Alle zwei Wochen; Samstag, 10. September, von 11 bis 13 Uhr; nach der Sommerpause wieder geöffnet": "",
    "mittwochs jeweils in der Zeit von 17 bis 19 Uhr": "mi",
    "des letzten Begegnungscafés am Mittwoch um 16 Uhr": "",
    "immer dienstags von 9 bis 11.30 Uhr im evangelischen Gemeindehaus und donnerstags von 14.30 bis 16.30 Uhr im katholischen Pfarrsaal": "di do",
    "Montags bis mittwochs: 14 bis 16.30 Uhr; Donnerstags: 16 bis 19 Uhr; Freitags: geschlossen": "mo di mi do",
    "Sonntag, 10. Juli 2016 von 15 bis 17 Uhr; monatlich im Wechsel zwischen Rhade und Lembeck": "",
    "freitags in der Zeit von 15 bis 18 Uhr": "fr",
    "donnerstags von 14.30 bis 17.30 Uhr; Montags von 10 bis 14.30 Uhr Selbsthilfegruppe": "mo do",
    "von nun an jeden Freitag": "fr",
    "an sechs Tagen in der Woche geöffnet; Donnerstags Frauencafé": "do",
    "am Montag, 28. März, von 15.30 bis 17 Uhr": "",
    "Jeden Dienstag von 16 bis 18 Uhr": "di",
    "Am vorigen Donnerstag öffnete das Bürgercafé von 15 bis 18 Uhr erstmals am neuen Ort": "",
    "donnerstags zwischen 10 und 12 Uhr; Donnerstag von 16.30 bis 18 Uhr gibt es nach Anmeldung zusätzlich eine offene Sprechstunde": "do",
    "jeden ersten Samstag im Monat; Samstagnachmittag": "sa",
    "Am Freitag, den 25. August, von 15:00 Uhr bis 17:00 Uhr": "",
    "immer freitags von 15.00 bis 18.00 Uhr": "fr",
    "zum ersten Mal am Donnerstag, 21. Februar, von 16 bis 18 Uhr": "",
    "jeden Freitag": "fr",
    "jeden 2. und 4. Freitag im Monat von 17:00 bis 19:00 Uhr. Bitte auf die unterschiedlichen Veranstaltungsorte achten; Weihnachtsferien-Pause; Freitag, 13.02.2026 fällt aus wegen des Karnevalwochenendes; Samstag, 09.05.2026 *) Termin nicht im üblichen Rhythmus": "fr",
    "In der Regel wöchentlich freitags von 16.00 h bis 18.00 h; 28. Juli fällt aus wegen Sommerferien; 10. November fällt aus wegen St. Martin-Umzug": "fr",
    "Jeden Freitagnachmittag": "fr",
    "mittlerweile immer mittwochs; Nur wenige Termine — zum Beispiel bei Feiertagen — fallen aus": "mi",
    "Montags von 15 bis 18 Uhr": "mo",
    "Zeiten für Sprechstunde: montags 16:00 Uhr bis 18:00 Uhr": "mo",
    "Mittwoch, 8. November. Danach soll es einmal wöchentlich": "",
    "an jedem Montag außerhalb der Ferien; Jeden letzten Donnerstag im Monat internationaler Jugendtreff": "mo do",
    "immer jeden Donnerstag von 17:00 – 20:00 Uhr": "do",
    "jeden Freitag, jeweils von 15 bis 18 Uhr": "fr",
    "Alle 14 Tage mittwochs von 10 bis 12 Uhr": "mi",
    "jeweils am Mittwochabend in der Zeit von 19 bis 21.30 Uhr": "mi",
    "mittwochs von 19 bis 21.30 Uhr": "mi",
    "an jedem dritten Dienstag im Monat": "di",
    "immer mittwochs von 17 bis 20h": "mi",
    "am kommenden Dienstag, 29. März, von 16 bis 18 Uhr; Vorerst ein vierzehntägiges Treffen jeden ersten und dritten Dienstag im Monat": "di",
    "wöchentlich donnerstags von 16 bis 18 Uhr": "do",
    "Am Sonntag, 10. März, von 14.30 bis 16 Uhr; Weitere Öffnungszeiten: 14. April und 12. Mai": "",
    "nach den Osterferien wieder wöchentlich montags nachmittags": "mo",
    "mittwochs und samstags jeweils ab 16 Uhr": "mi sa",
    "am Sonntag, 24. Januar, von 15 bis 18 Uhr": "",
    "jeden dritten Freitag im Monat von 17 bis 18 Uhr": "fr",
    "montags bis freitags von 9 bis 11 Uhr; Während der Ferien und an Feiertagen ist das Welcome-Café geschlossen": "mo di mi do fr",
    "immer donnerstags Nachmittag": "do",
    "Montag-Freitag: 08.00 Uhr – 09.30 Uhr": "mo di mi do fr",
    "Freitags von 15.00 – 18.00 Uhr": "fr",
    "Montag von 14.00 bis 17.00 Uhr und Mittwoch von 14.00 – 20.00 Uhr": "mo mi",
    "jeden Mittwoch geöffnet; Wir machen keine Ferien": "mi",
    "jeden Mittwoch von 14.00 - 16.00 Uhr": "mi",
    "Dienstags; an jedem Dienstag": "di",
    "alle vierzehn Tage samstags von 11 bis 13 Uhr; Der nächste Termin ist der 27.8.": "sa",
    "Ab dem 30. Juli jeden Dienstag von 16 bis 18 Uhr": "di",
    "jeden Montag": "mo",
    "jeden Donnerstag": "do",
    "Pünktlich um 15 Uhr an jedem Mittwoch": "mi",
    "alle zwei Wochen samstags in der Zeit von 15 bis 17 Uhr": "sa",
    "dienstags bis samstags von 10 bis 20 Uhr": "di mi do fr sa",
    "Montag und Donnerstag, von 17.00 Uhr bis 19.00 Uhr": "mo do",
    "Jeden dritten Sonntag im Monat": "so",
    "ab jetzt jeden Freitag in der Zeit von 16 bis 18 Uhr": "fr",
    "Jeden Dienstagnachmittag": "di",
    "jeden Sonntag zwischen 14 und 17 Uhr; Nun bleibt sie bis zum Winterende geschlossen": "so",
}  # fmt: skip
"""Every wording of the example places that names a day, dated ones too."""

TRAPS = {
    "Mo-Fr 9-12 Uhr": "mo di mi do fr",
    "Mo., Mi. und Fr. 9 bis 12 Uhr": "mo mi fr",
    "Mo–Do, Sa 9-12": "mo di mi do sa",
    "Di + Do: 10-12": "di do",
    "donnerstagsmorgens": "do",
    "Samstag bis Montag": "mo sa so",
    "Montag bis Freitag 9–12 Uhr, Mittwoch geschlossen": "mo di do fr",
    "Montags bis mittwochs: 14 bis 16.30 Uhr / Freitags: geschlossen": "mo di mi",
    "täglich 9-17 Uhr": "mo di mi do fr sa so",
    "täglich außer sonntags": "mo di mi do fr sa",
    "montags außer an Feiertagen": "mo",
    "Jeden Sonntag außer am 24.12.": "so",
    "dienstags nicht in den Ferien": "di",
    "Montag, 14.00 bis 16.00 Uhr": "mo",
    "Mittwoch 10.30 - 12.00": "mi",
    "Samstag, 10.9. ab 15 Uhr": "",
    "Fr. Müller kocht": "",
    "so lange es hell ist": "",
    "Sonntagsfrühstück nach Absprache": "",
    "vorher Freitagmorgen, jetzt donnerstags": "do",
    "": "",
}


def days(words: str) -> frozenset[Weekday]:
    """Codes in one string → weekdays."""
    return frozenset(Weekday(code) for code in words.split())


@pytest.mark.parametrize(("words", "named"), BY_EYE.items())
def test_real_opening_times_are_read_as_a_person_reads_them(words: str, named: str) -> None:
    assert weekdays_named(words) == days(named)


@pytest.mark.parametrize(("words", "named"), TRAPS.items())
def test_traps_are_seen(words: str, named: str) -> None:
    assert weekdays_named(words) == days(named)


def test_no_wording_of_the_example_places_is_missing_from_the_table() -> None:
    with (files("kommanmap") / "reference/demo/treffpunkte.csv").open(encoding="utf-8", newline="") as file:
        written = {row["opening_times_as_written"] for row in csv.DictReader(file)}
    others = written - BY_EYE.keys()
    assert BY_EYE.keys() <= written
    assert not any(weekdays_named(words) for words in others)
    assert not any(day in words.lower() for words in others for day in ("montag", "dienstag", "mittwoch", "donnerst"))


def test_very_long_texts_are_read_quickly() -> None:
    assert weekdays_named("Mo, " * 200_000) == days("mo") or weekdays_named("Mo, " * 200_000) == frozenset()
