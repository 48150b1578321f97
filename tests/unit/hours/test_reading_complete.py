"""Wordings that say everything: days, times and rules are read, nothing is left over and nothing asked."""

import pytest

from kommanmap.domain.hours.session import ReadingStatus
from tests.unit.hours.reading_in_short import lines, read

DAYS = {
    "montags 10-12 Uhr": "MO 10:00-12:00",
    "Mo. 10-12 Uhr": "MO 10:00-12:00",
    "jeder Montag, 10 bis 12 Uhr": "MO 10:00-12:00",
    "an jedem Montag von 10 bis 12 Uhr": "MO 10:00-12:00",
    "jeweils montags von 10 bis 12 Uhr": "MO 10:00-12:00",
    "Sonnabend 10-12 Uhr": "SA 10:00-12:00",
    "Mo-Fr 9-17 Uhr": "MO,TU,WE,TH,FR 09:00-17:00",
    "MO - FR 9:00 - 17:00": "MO,TU,WE,TH,FR 09:00-17:00",
    "von Montag bis einschließlich Donnerstag 9-12 Uhr": "MO,TU,WE,TH 09:00-12:00",
    "Fr-Mo 9-12 Uhr": "MO,FR,SA,SU 09:00-12:00",
    "Mo–Do und Sa 9-12 Uhr": "MO,TU,WE,TH,SA 09:00-12:00",
    "Mo, Mi & Fr 9-12 Uhr": "MO,WE,FR 09:00-12:00",
    "Sa/So 11-13 Uhr": "SA,SU 11:00-13:00",
    "montags + donnerstags 10-12 Uhr": "MO,TH 10:00-12:00",
    "täglich 8-18 Uhr": "MO,TU,WE,TH,FR,SA,SU 08:00-18:00",
    "täglich von Montag bis Freitag 8-18 Uhr": "MO,TU,WE,TH,FR 08:00-18:00",
    "täglich außer sonntags 8-18 Uhr": "MO,TU,WE,TH,FR,SA 08:00-18:00",
    "am Wochenende 10-14 Uhr": "SA,SU 10:00-14:00",
    "unter der Woche 10-14 Uhr": "MO,TU,WE,TH,FR 10:00-14:00",
    "Dienstagnachmittag 15-17 Uhr": "TU 15:00-17:00",
    "donnerstagsmorgens von 9 bis 11 Uhr": "TH 09:00-11:00",
    "Donnertag 10-12 Uhr": "TH 10:00-12:00",
    "Mitwochs 10-12 Uhr": "WE 10:00-12:00",
    "dienstags- und donnerstags 15-17 Uhr": "TU,TH 15:00-17:00",
    "jeden 1ten und 3ten Montag im Monat 15-17 Uhr": "MO 15:00-17:00 nth=1,3",
    "wöchentlich am Freitag von 10 bis 12 Uhr": "FR 10:00-12:00",
    "jeden 2. und 4. Freitag im Monat 17-19 Uhr": "FR 17:00-19:00 nth=2,4",
    "jeden ersten + dritten Montag des Monats 17-19 Uhr": "MO 17:00-19:00 nth=1,3",
    "1. Mo. i. M. 17-19 Uhr": "MO 17:00-19:00 nth=1",
    "am letzten und vorletzten Freitag im Monat 17-19 Uhr": "FR 17:00-19:00 nth=-2,-1",
    "einmal monatlich, am 3. Samstag im Monat, 15-17 Uhr": "SA 15:00-17:00 nth=3",
    "alle 14 Tage mittwochs 15-17 Uhr, Beginn: 6. Januar 2027": (
        "WE 15:00-17:00 interval=2 anchor=2027-01-06 from=2027-01-06"
    ),
    "14-tägig dienstags 16-18 Uhr, nächster Termin: 12.1.2027": "TU 16:00-18:00 interval=2 anchor=2027-01-12",
    "Samstag, 16.1.2027, 10-12 Uhr": "2027-01-16 10:00-12:00",
    "am 16.1.2027 und 20.2.2027 jeweils von 10 bis 12 Uhr": "2027-01-16,2027-02-20 10:00-12:00",
}

TIMES = {
    "mittwochs 15 – 17 Uhr": "WE 15:00-17:00",
    "mittwochs 15-17h": "WE 15:00-17:00",
    "mittwochs 15.00 bis 18.00 Uh.": "WE 15:00-18:00",
    "mittwochs 17:00 -19:00": "WE 17:00-19:00",
    "mittwochs 9 bis 11.30": "WE 09:00-11:30",
    "mittwochs 8.00 Uhr – 9.30 Uhr": "WE 08:00-09:30",
    "mittwochs von 16 h bis 18 h": "WE 16:00-18:00",
    "mittwochs von 16h30 bis 18h": "WE 16:30-18:00",
    "mittwochs in der Zeit zwischen 10 und 12 Uhr": "WE 10:00-12:00",
    "mittwochs ab 16 Uhr": "WE 16:00-?",
    "pünktlich um 15 Uhr an jedem Mittwoch": "WE 15:00-?",
    "mittwochs 20h": "WE 20:00-?",
    "mittwochs 1500-1700": "WE 15:00-17:00",
    "mittwochs 10°° - 11³⁰ Uhr": "WE 10:00-11:30",
    "mittwochs um 14 Uhr, schließt um 18 Uhr": "WE 14:00-18:00",
    "mittwochs ab 16 Uhr, Ende: 18 Uhr": "WE 16:00-18:00",
    "freitags 20-1 Uhr": "FR 20:00-01:00",
    "freitags 18 bis 24 Uhr": "FR 18:00-00:00",
    "Mittwochs\u00a0von\u00a015\u2009\u2212\u200917\u00a0Uhr": "WE 15:00-17:00",
    "mittwochs ١٥-١٧ Uhr": "WE 15:00-17:00",
    "MITTWOCHS VON 15 BIS 17 UHR": "WE 15:00-17:00",
    "15 bis 17 Uhr jeden Mittwoch": "WE 15:00-17:00",
    "Das Café findet jeden Mittwoch von 15 bis 17 Uhr statt.": "WE 15:00-17:00",
}

RULES = {
    "Di 10-12 Uhr, außer in den Ferien": "TU 10:00-12:00 school_holidays=closed",
    "Di 10-12 Uhr (nicht in den Schulferien)": "TU 10:00-12:00 school_holidays=closed",
    "Außerhalb der Ferien: Di 10-12 Uhr": "TU 10:00-12:00 school_holidays=closed",
    "Di 10-12 Uhr. In den Schulferien findet kein Café statt.": "TU 10:00-12:00 school_holidays=closed",
    "Di 10-12 Uhr, an Feiertagen und in den Ferien geschlossen": "TU 10:00-12:00 school_holidays=closed",
    "nur in den Ferien: Di 10-12 Uhr": "TU 10:00-12:00 school_holidays=only",
    "Di 10-12 Uhr, auch in den Ferien": "TU 10:00-12:00",
    "Di 10-12 Uhr; Wir machen keine Ferien": "TU 10:00-12:00",
    "Di 10-12 Uhr, auch an Feiertagen": "TU 10:00-12:00 public_holidays=open",
    "Di 10-12 Uhr, feiertags geschlossen": "TU 10:00-12:00",
    "von Mai bis September Di 10-12 Uhr": "TU 10:00-12:00 season=[5, 1],[9, 30]",
    "ab 5. Januar 2027 Di 10-12 Uhr": "TU 10:00-12:00 from=2027-01-05",
    "Di 10-12 Uhr bis 31.12.2027": "TU 10:00-12:00 until=2027-12-31",
    "Di 10-12 Uhr vom 1.2. bis 30.4.2027": "TU 10:00-12:00 from=2027-02-01 until=2027-04-30",
    "ab sofort derzeit immer dienstags 10-12 Uhr": "TU 10:00-12:00",
    "Di 10-12 Uhr, 5.1.2027 fällt aus": "TU 10:00-12:00 off=2027-01-05",
    "Di 10-12 Uhr außer am 5.1.2027": "TU 10:00-12:00 off=2027-01-05",
    "Di 10-12 Uhr, vom 21.12.2026 bis 6.1.2027 geschlossen": "TU 10:00-12:00 off=2026-12-22,2026-12-29,2027-01-05",
    "Di 10-12 Uhr nur für Frauen": "TU 10:00-12:00 audience=frauen",
    "Frauenfrühstück: Di 10-12 Uhr": "TU 10:00-12:00 audience=frauen note=Frauenfrühstück",
    "Di 10-12 Uhr für Mütter mit Kindern": "TU 10:00-12:00 audience=frauen",
    "Di 10-12 Uhr für Kinder und Jugendliche": "TU 10:00-12:00 audience=jugend,kinder",
    "Di 10-12 Uhr auf Arabisch und Dari": "TU 10:00-12:00 languages=ar,prs",
    "Di 10-12 Uhr in arabischer Sprache": "TU 10:00-12:00 languages=ar",
    "Di 10-12 Uhr, Anmeldung erforderlich": "TU 10:00-12:00 registration=needed",
    "Di 10-12 Uhr ohne Anmeldung": "TU 10:00-12:00 registration=not_needed",
    "Das Café Welcome ist dienstags von 10 bis 12 Uhr geöffnet": "TU 10:00-12:00 note=Café Welcome",
    "Di 10-12 Uhr im Pfarrheim St. Josef": "TU 10:00-12:00 note=im Pfarrheim St. Josef",
    "Di 10-12 Uhr: Kinder": "TU 10:00-12:00 audience=kinder",
    "Di 10-12 Uhr (Türkisch)": "TU 10:00-12:00 languages=tr",
    "im Dezember Di 10-12 Uhr": "TU 10:00-12:00 season=[12, 1],[12, 31]",
    "Di 10-12 Uhr; Betriebsferien vom 21.12.2026 bis 8.1.2027": "TU 10:00-12:00 off=2026-12-22,2026-12-29,2027-01-05",
    "Am 5. und 12. Januar 2027 geschlossen; sonst dienstags 10-12 Uhr": "TU 10:00-12:00 off=2027-01-05,2027-01-12",
    "Di 10-12 Uhr im katholischen Pfarrsaal": "TU 10:00-12:00 note=im katholischen Pfarrsaal",
}

SEVERAL = {
    "Mo 10-12 Uhr, Mi 14-16 Uhr": ["MO 10:00-12:00", "WE 14:00-16:00"],
    "10-12 Uhr montags, 14-16 Uhr mittwochs": ["MO 10:00-12:00", "WE 14:00-16:00"],
    "Mo 10–12 und 14–16 Uhr": ["MO 10:00-12:00", "MO 14:00-16:00"],
    "Montags bis mittwochs: 14 bis 16.30 Uhr / Donnerstags: 16 bis 19 Uhr / Freitags: geschlossen": [
        "MO,TU,WE 14:00-16:30", "TH 16:00-19:00",
    ],
    "Montag\n10-12 Uhr\nDienstag\n14-16 Uhr": ["MO 10:00-12:00", "TU 14:00-16:00"],
    "täglich 10-20 Uhr, sonntags 12-18 Uhr": ["MO,TU,WE,TH,FR,SA 10:00-20:00", "SU 12:00-18:00"],
    "Kleiderstube Mo 9-11 Uhr, Café Mi 14-17 Uhr": ["MO 09:00-11:00 note=Kleiderstube", "WE 14:00-17:00"],
    "Mo-Fr 9-17 Uhr, Mi geschlossen": ["MO,TU,TH,FR 09:00-17:00"],
    "jeden 1. Montag im Monat 10-12 Uhr, jeden 3. Mittwoch im Monat 15-17 Uhr": [
        "MO 10:00-12:00 nth=1", "WE 15:00-17:00 nth=3",
    ],
    "Mo 10-12 Uhr (Frauen), Di 10-12 Uhr (Männer)": [
        "MO 10:00-12:00 audience=frauen", "TU 10:00-12:00 audience=maenner",
    ],
    "Mo 10-12 Uhr für Frauen, 14-16 Uhr für alle": ["MO 10:00-12:00 audience=frauen", "MO 14:00-16:00 audience=alle"],
    "Frauencafé: Mo 10-12 Uhr, Männertreff: Di 14-16 Uhr": [
        "MO 10:00-12:00 audience=frauen note=Frauencafé", "TU 14:00-16:00 audience=maenner note=Männertreff",
    ],
    "Dienstag: Beratung 10-12 Uhr, Sprachcafé 14-16 Uhr": [
        "TU 10:00-12:00 note=Beratung", "TU 14:00-16:00 note=Sprachcafé",
    ],
    "Di 10-12 Uhr. Do 14-16 Uhr. In den Ferien geschlossen.": [
        "TU 10:00-12:00 school_holidays=closed", "TH 14:00-16:00 school_holidays=closed",
    ],
    "April bis Oktober: So 14-18 Uhr; November bis März: So 14-16 Uhr": [
        "SU 14:00-18:00 season=[4, 1],[10, 31]", "SU 14:00-16:00 season=[11, 1],[3, 31]",
    ],
    "Mo-Fr 9-17 Uhr, freitags nur bis 13 Uhr": ["MO,TU,WE,TH 09:00-17:00", "FR 09:00-13:00"],
    "In den Schulferien: Mo-Fr 10-15 Uhr, sonst mittwochs 15-18 Uhr": [
        "MO,TU,WE,TH,FR 10:00-15:00 school_holidays=only", "WE 15:00-18:00 school_holidays=closed",
    ],
    "Mo 9-18 Uhr, in den Ferien 9-13 Uhr": [
        "MO 09:00-18:00 school_holidays=closed", "MO 09:00-13:00 school_holidays=only",
    ],
    "samstags und an Feiertagen 14-18 Uhr": [
        "SA 14:00-18:00 public_holidays=open", "MO,TU,WE,TH,FR,SU 14:00-18:00 public_holidays=only",
    ],
    "sonn- und feiertags 14-18 Uhr": [
        "SU 14:00-18:00 public_holidays=open", "MO,TU,WE,TH,FR,SA 14:00-18:00 public_holidays=only",
    ],
}  # fmt: skip

CASES = [(text, [line]) for table in (DAYS, TIMES, RULES) for text, line in table.items()] + list(SEVERAL.items())


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_what_says_everything_is_read_completely(text: str, wanted: list[str]) -> None:
    reading = read(text)
    assert lines(reading) == wanted
    assert reading.status is ReadingStatus.COMPLETE
    assert (reading.left_over, reading.questions, reading.contradictions, reading.problems) == ((), (), (), ())
    assert reading.text == text
