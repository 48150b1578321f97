"""What is not said is asked, what cannot be true is named, what is not understood is left over: never complete."""

import pytest

from kommanmap.domain.hours.reading.findings import Contradiction, Impossible, Question
from kommanmap.domain.hours.reading.reader import LONGEST_READ
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.problem_texts import PROBLEM_TEXTS, problem_text
from tests.unit.hours.reading_in_short import codes, lines, read

ASKED = {
    "jeden Freitag": ("no_time", ["FR ?-?"]),
    "immer donnerstags Nachmittag": ("no_time", ["TH ?-? part=afternoon"]),
    "15 bis 17 Uhr": ("no_day", []),
    "wöchentlich": ("no_day", []),
    "montags bis 18 Uhr": ("no_start", ["MO ?-18:00"]),
    "mittwochs ab 16 Uhr, Ende zwischen 18 und 19 Uhr": (
        "fuzzy_end",
        ["WE 16:00-? note=Ende zwischen 18 und 19 Uhr"],
    ),
    "mittwochs 16 bis ca. 18 Uhr": ("fuzzy_end", ["WE 16:00-? note=bis ca. 18 Uhr"]),
    "Alle 14 Tage mittwochs von 10 bis 12 Uhr": ("which_week", ["WE 10:00-12:00 interval=2"]),
    "Einmal im Monat samstags ab 15 Uhr": ("which_day_of_month", []),
    "jeden zweiten Dienstag 15-17 Uhr": ("every_other_or_nth", ["TU 15:00-17:00 interval=2"]),
    "dienstags in geraden Kalenderwochen 10-12 Uhr": ("week_parity", ["TU 10:00-12:00 interval=2"]),
    "Samstag, 10. September, von 11 bis 13 Uhr": ("no_year", []),
    "Ab dem 30. Juli jeden Dienstag von 16 bis 18 Uhr": ("no_year", ["TU 16:00-18:00"]),
    "am Dienstag 15-17 Uhr": ("once_or_weekly", ["TU 15:00-17:00"]),
    "werktags 9-17 Uhr": ("saturday_too", ["MO,TU,WE,TH,FR 09:00-17:00"]),
    "montags von 3 bis 5 Uhr": ("which_hour", ["MO ?-?"]),
    "montags um halb vier": ("which_hour", ["MO ?-?"]),
    "nach Vereinbarung": ("by_appointment", []),
    "Mo 10-12 Uhr und nach Absprache": ("by_appointment", ["MO 10:00-12:00"]),
    "Mi 16-18 Uhr (vorübergehend geschlossen)": ("paused", ["WE 16:00-18:00"]),
    "Mi 16-18 Uhr (im August geschlossen)": ("paused", ["WE 16:00-18:00"]),
    "Mi 16-18 Uhr - fällt aus": ("paused", ["WE 16:00-18:00"]),
    "Mo und Di vormittags, Do 14-18 Uhr": ("no_time", ["MO,TU ?-? part=morning", "TH 14:00-18:00"]),
    "Mi 16-18 Uhr, Sommerpause bis 31.8.2027": ("paused", ["WE 16:00-18:00"]),
    "im Winter mittwochs 15-17 Uhr": ("which_months", ["WE 15:00-17:00"]),
    "Mi 15-17 Uhr, in den Sommerferien geschlossen": ("which_holidays", ["WE 15:00-17:00"]),
    "Mo 10-12 Uhr und Di 14-16 Uhr für Frauen": ("for_which", ["MO 10:00-12:00", "TU 14:00-16:00 audience=frauen"]),
    "täglich 10-12 Uhr, sonntags 14-16 Uhr": (
        "for_which",
        ["MO,TU,WE,TH,FR,SA,SU 10:00-12:00", "SU 14:00-16:00"],
    ),
    "Mo 10-12 Uhr. Ab 1.2.2027 Mo 14-16 Uhr.": ("for_which", ["MO 10:00-12:00", "MO 14:00-16:00 from=2027-02-01"]),
    "Mo, Di für Frauen, 10-12 Uhr": ("for_which", ["MO,TU 10:00-12:00 audience=frauen"]),
    "Samstag, 9.5.2026, 10-12 Uhr": ("all_past", ["2026-05-09 10:00-12:00"]),
}

CONTRADICTED = {
    "alle zwei Wochen – am 1. und 3. Donnerstag im Monat von 16 h bis 18 h": "fortnight_is_not_nth",
    "wöchentlich am 1. Donnerstag im Monat 16-18 Uhr": "two_rhythms",
    "Sonntag, 16.1.2027, 10-12 Uhr": "weekday_not_of_date",
    "alle 14 Tage dienstags 17-19 Uhr, beginnend am 6.1.2027": "weekday_not_of_date",
    "Di 10-12 Uhr, 6.1.2027 geschlossen": "weekday_not_of_date",
    "Montag 10-12 Uhr, Montag 11-13 Uhr": "overlap",
    "Mo-Fr 10-18 Uhr, Do ab 14 Uhr": "overlap",
    "Montag 10–12 Uhr, montags geschlossen": "open_and_closed",
    "mittwochs vormittags 15-17 Uhr": "part_not_of_time",
    "Di 10-12 Uhr, auch in den Ferien. In den Ferien geschlossen.": "holiday_rules_differ",
}

IMPOSSIBLE = {
    "Mo 25:00": ("no_such_time", "25:00"),
    "Mo 10:75 bis 12 Uhr": ("no_such_time", "10:75 bis 12 Uhr"),
    "Mo 17-16 Uhr": ("end_before_start", "17-16 Uhr"),
    "30. Februar 2027 10-12 Uhr": ("no_such_date", "30. Februar 2027"),
    "Mo 10-12 Uhr ab 31.4.2027": ("no_such_date", "31.4.2027"),
    "jeden 6. Freitag im Monat 10-12 Uhr": ("no_such_nth", "6."),
    "dienstags 15-17 Uhr von 1.9.2027 bis 1.3.2027": ("season_backwards", "von 1.9.2027 bis 1.3.2027"),
}

LEFT_OVER = {
    "zuvor mittwochs 15-17 Uhr": "zuvor mittwochs 15-17 Uhr",
    "bisher mittwochs, jetzt donnerstags 15-17 Uhr": "bisher mittwochs",
    "am kommenden Dienstag 15-17 Uhr": "am kommenden Dienstag 15-17 Uhr",
    "mittwochs ca. 15-17 Uhr": "ca",
    "in der Regel mittwochs 15-17 Uhr": "Regel",
    "Mo und Mi 10-12 bzw. 14-16 Uhr": "bzw",
    "montags oder dienstags 15-17 Uhr": "oder",
    "Mo 10-12 Uhr nicht im August": "nicht im August",
    "Mo 10-12 Uhr für Mitglieder": "Mitglieder",
    "Ferienkurs Mo 10-12 Uhr": "Ferienkurs",
    "jeden Samstag (außer am 1. Samstag im Monat) 10-12 Uhr": "außer",
    "Café Mitglieder: Mo 10-12 Uhr": "Mitglieder",
    "Di 10-12 Uhr, Tel. 0211 123456": "Tel. 0211 123456",
    "für Frauen mit Kindern: Di 10-12 Uhr": "für Frauen mit Kindern",
    "freitags 15-17 Uhr, Einlass ab 14.30 Uhr": "Einlass ab 14.30 Uhr",
    "Mo 14-17 Uhr, Männer erst ab 16 Uhr": "Männer erst ab 16 Uhr",
    "Kinder von 6-12 Jahren: Mo 15-17 Uhr": "Kinder von 6-12 Jahren",
    "nicht montags 10-12 Uhr": "nicht montags 10-12 Uhr",
    "every Monday from 3 to 5 pm": "every Monday from 3 to 5 pm",
    "Mittwochs-Runde 15-17 Uhr": "Mittwochs-Runde 15-17 Uhr",
}


@pytest.mark.parametrize(("text", "wanted"), ASKED.items(), ids=list(ASKED))
def test_what_only_a_person_can_know_is_asked(text: str, wanted: tuple[str, list[str]]) -> None:
    reading = read(text)
    assert wanted[0] in codes(reading)
    assert lines(reading) == wanted[1]
    assert reading.status is (ReadingStatus.PARTIAL if wanted[1] else ReadingStatus.NONE)
    assert all(str(problem.params["words"]) in problem_text(problem) for problem in reading.questions)


@pytest.mark.parametrize(("text", "code"), CONTRADICTED.items(), ids=list(CONTRADICTED))
def test_what_cannot_be_true_together_is_said(text: str, code: str) -> None:
    reading = read(text)
    assert f"times_{code}" in {problem.code for problem in reading.contradictions}
    assert reading.status is ReadingStatus.PARTIAL


@pytest.mark.parametrize(("text", "wanted"), IMPOSSIBLE.items(), ids=list(IMPOSSIBLE))
def test_what_does_not_exist_is_named_with_its_words(text: str, wanted: tuple[str, str]) -> None:
    reading = read(text)
    assert [(problem.code, problem.params["words"]) for problem in reading.problems] == [
        (f"times_{wanted[0]}", wanted[1])
    ]
    assert reading.status is not ReadingStatus.COMPLETE


@pytest.mark.parametrize(("text", "words"), LEFT_OVER.items(), ids=list(LEFT_OVER))
def test_words_that_could_change_the_meaning_are_left_over(text: str, words: str) -> None:
    reading = read(text)
    assert words in " | ".join(reading.left_over)
    assert reading.status is not ReadingStatus.COMPLETE


def test_nothing_is_read_of_nothing() -> None:
    reading = read(" \n ")
    assert (reading.status, reading.sessions, reading.left_over) == (ReadingStatus.NONE, (), ())


def test_a_long_text_is_cut_and_says_so() -> None:
    reading = read("Mo 10-12 Uhr; " + "bla " * 6_000)
    assert lines(reading) == ["MO 10:00-12:00"]
    assert codes(reading) == {"too_long"}
    assert reading.status is ReadingStatus.PARTIAL
    assert len(reading.text) > LONGEST_READ


def test_every_finding_has_a_sentence_that_names_the_words() -> None:
    for code in (*Question, *Contradiction, *Impossible):
        assert "%(words)s" in str(PROBLEM_TEXTS[code.value])
