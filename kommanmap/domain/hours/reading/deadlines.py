"""Until when one registers: "Anmeldung bis Donnerstag", "Anmeldeschluss: Fr 12 Uhr". Days and times of no session."""

from kommanmap.domain.hours.reading.clock import times
from kommanmap.domain.hours.reading.dates import date_list
from kommanmap.domain.hours.reading.days import days
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Sign
from kommanmap.domain.hours.reading.tokens import Token, word_keys

_BEGINNINGS = Lexicon(
    [
        ("[bitte] [um] anmeldung|anmeldungen|voranmeldung|anmelden [bitte] [:] [ist] bis [zum|spätestens]", None),
        ("[der] anmeldeschluss|anmeldefrist [:] [ist|bis] [am|zum]", None),
    ]
)
_BETWEEN = word_keys(", um bis")


def deadline(tokens: tuple[Token, ...], at: int) -> tuple[Sign, int] | None:
    """The whole of it is left over: registration is needed, but not every time by the same day."""
    beginning = _BEGINNINGS.longest(tokens, at)
    if beginning is None:
        return None
    step = beginning[1]
    when = date_list(tokens, step) or days(tokens, step)
    after = when[1] if when else step
    while when and after < len(tokens) and tokens[after].key in _BETWEEN:
        after += 1
    clock = times(tokens, after) if after < len(tokens) else None
    if clock is not None:
        return Sign.UNKNOWN, clock[1]
    return (Sign.UNKNOWN, when[1]) if when else None
