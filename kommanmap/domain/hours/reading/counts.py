"""Figures that are no hours: "10-12 Kinder", "Klasse 1-4", "2-3 €". Knows no clock times."""

from kommanmap.domain.hours.reading.day_names import day_name
from kommanmap.domain.hours.reading.tokens import Token, word_keys

_UNITS = word_keys(
    "jahre jahren jahr jaehrige monate monaten monat personen person euro klasse klassen wochen woche tage tagen "
    "stunden stunde std mal x minuten min km m prozent teilnehmer plaetze etage stock og j jhr"
) | {"%", "€"}
_NUMBERED = word_keys("klasse klassen klassenstufe stufe jahrgang nr nummer nummern raum zimmer kurs niveau linie bus")
_PEOPLE = word_keys("kinder kindern jugendliche jugendlichen frauen männer mädchen jungen erwachsene personen")
"""Before or behind a bare figure: how many or how old they are; but "Di 10-12 Frauen" is a time."""


def has_unit(tokens: tuple[Token, ...], after: int) -> bool:
    """Whether the word behind figures says that they are something else than hours."""
    return after < len(tokens) and tokens[after].key in _UNITS


def counts(tokens: tuple[Token, ...], at: int, after: int, *, since: bool) -> bool:
    """Whether bare figures from `at` to `after` count or number something. since: they stand behind "ab"."""
    begin = at - 1 if at and tokens[at - 1].key == "." else at
    before = tokens[begin - 1].key if begin else ""
    if before in _NUMBERED or (since and before in _PEOPLE):
        return True
    named = begin > 0 and day_name(tokens, begin - 1) is not None
    return after < len(tokens) and tokens[after].key in _PEOPLE and not named
