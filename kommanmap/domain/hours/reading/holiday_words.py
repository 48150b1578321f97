"""What is said about public and school holidays: "außer in den Ferien", "an Feiertagen geschlossen". No dates."""

from kommanmap.domain.hours.reading.bounds import bounds
from kommanmap.domain.hours.reading.dates import date_list
from kommanmap.domain.hours.reading.days import days
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Days, Holidays, Sign, Without
from kommanmap.domain.hours.reading.tokens import Token, after_joint, word_keys
from kommanmap.domain.hours.session import HolidayRule

_PUBLIC, _SCHOOL = "public", "school"
_ALSO_JOIN = word_keys("oder noch bzw")

_IN = "[in|während|zu|i] [.] [den|der|allen|d] [.]"
_CAFE = "[café|treff|treffen|treffpunkt|einrichtung|büro|sprechstunde|termine|angebot|begegnungscafé|welcome-café]"
_WE = "[wir|es|das|der|die]"

_NAMES = Lexicon(
    [
        ("[an] [allen|den|einem] [gesetzlichen|bundesweiten] feiertagen|feiertage|feiertag|feiertags", _PUBLIC),
        (f"{_IN} [nrw] [-] schulferien|ferien|ferienzeit|ferienzeiten [in] [nrw] [-]", _SCHOOL),
        ("außerhalb der [nrw] [-] schulferien|ferien|ferienzeit|ferienzeiten [in] [nrw] [-]", _SCHOOL),
        (f"{_IN} schulferien|ferien [von|des] [landes] nordrhein - westfalen", _SCHOOL),
        (f"{_IN} schulfreien zeit", _SCHOOL),
        (f"{_IN} oster|sommer|herbst|weihnachts|winter|pfingst [-] ferien", "kept"),
        (f"{_IN} osterferien|sommerferien|herbstferien|weihnachtsferien|winterferien|pfingstferien", "kept"),
        (f"{_IN} [des] [im] ramadan|ramadans|fastenmonat", "kept"),
        ("[an|zwischen|über|zu] [den] weihnachten|ostern|pfingsten|silvester|neujahr|heiligabend|karneval", "named"),
        ("[an|am|über] [den] karnevalstagen|rosenmontag|weiberfastnacht|brückentagen", "named"),
        ("[an|am|über] [den] osterfeiertagen|weihnachtsfeiertagen|weihnachtstagen", "named"),
    ]
)
_TERM = Lexicon([("[an] [den] [allen] schultagen", True), ("[in|während] [der] schulzeit", True)])
_BEFORE = Lexicon[HolidayRule](
    [
        ("[aber|jedoch] [immer|jeweils] außer|ausgenommen|nicht [jedoch]", HolidayRule.CLOSED),
        ("mit ausnahme von|der|an", HolidayRule.CLOSED),
        ("bis auf|ohne", HolidayRule.CLOSED),
        ("ohne", HolidayRule.CLOSED),
        ("[jedoch|aber] nur|ausschließlich", HolidayRule.ONLY),
        ("[und|aber] auch|selbst|sogar", HolidayRule.OPEN),
        ("inklusive|einschließlich|inkl [.]", HolidayRule.OPEN),
    ]
)
_SHUT_BEFORE = Lexicon([(f"geschlossen|kein|keine {_CAFE}", HolidayRule.CLOSED)])
_SHUT = Lexicon[HolidayRule](
    [
        (f"[ist|sind|bleibt|bleiben|haben|hat] {_WE} {_CAFE} [auch|jeweils|immer|dann] geschlossen|zu|dicht|pause",
         HolidayRule.CLOSED),
        ("- pause", HolidayRule.CLOSED),
        ("[immer] ausgenommen|nicht", HolidayRule.CLOSED),
        (f"[gibt|findet|finden] {_WE} kein|keine {_CAFE} [statt]", HolidayRule.CLOSED),
        (f"findet|finden {_WE} {_CAFE} nicht statt", HolidayRule.CLOSED),
        (f"fällt|entfällt|entfallen|fallen {_WE} {_CAFE} [aus]", HolidayRule.CLOSED),
        (f"[ist|sind|haben] {_WE} {_CAFE} nicht geschlossen", HolidayRule.OPEN),
        (f"[ist|sind|haben|bleibt] {_WE} {_CAFE} [auch|ebenfalls] geöffnet|offen", HolidayRule.OPEN),
    ]
)  # fmt: skip
_WHOLE = Lexicon[Holidays | Without | Sign](
    [
        ("wir machen keine [schul] [-] ferien", Holidays(school=True, rule=HolidayRule.OPEN)),
        ("[wir] [machen|haben] keine ferien|ferienpause|schulferien", Holidays(school=True, rule=HolidayRule.OPEN)),
        ("[auch] in den ferien durchgehend [geöffnet|offen]", Holidays(school=True, rule=HolidayRule.OPEN)),
        ("ferien|schulferien ausgenommen", Holidays(school=True, rule=HolidayRule.CLOSED)),
        ("in|während der ferien|schulferien nur", Sign.UNKNOWN),
    ]
)


def holidays(tokens: tuple[Token, ...], at: int) -> tuple[Holidays | Without | Sign, int] | None:
    """What a phrase says about holidays, or the days that "außer" takes out."""
    whole = _WHOLE.longest(tokens, at)
    if whole is not None:
        return whole
    term_time = _TERM.longest(tokens, at)
    if term_time is not None:
        return Holidays(school=True, rule=HolidayRule.CLOSED), term_time[1]
    except_for = _BEFORE.longest(tokens, at)
    before = except_for or _SHUT_BEFORE.longest(tokens, at)
    step = before[1] if before else at
    rule = before[0] if before else None
    if before is None and tokens[at].key == "ausserhalb":
        rule = HolidayRule.CLOSED
    kinds, after = _names(tokens, step)
    if not kinds:
        return _without(tokens, step) if except_for and rule is HolidayRule.CLOSED else None
    shut = _SHUT.longest(tokens, after)
    if shut is not None and rule in {None, HolidayRule.OPEN}:
        said, after = shut
        rule = said if rule is None or said is HolidayRule.OPEN else HolidayRule.CLOSED
    named = tuple(sorted(kinds & {"named", "kept"}))
    return Holidays(_PUBLIC in kinds, _SCHOOL in kinds, rule, named), after


def _names(tokens: tuple[Token, ...], at: int) -> tuple[set[str], int]:
    """The kinds of holidays in a list, and the place behind."""
    kinds: set[str] = set()
    after = step = at
    while True:
        match = _NAMES.longest(tokens, step)
        if match is None:
            return kinds, after
        kinds.add(match[0])
        after = step = match[1]
        step = after_joint(tokens, after)
        step += step < len(tokens) and tokens[step].key in _ALSO_JOIN
        repeated = _BEFORE.longest(tokens, step)  # "außer in den Ferien und außer an Feiertagen"
        if step > after and repeated is not None and repeated[0] is HolidayRule.CLOSED:
            step = repeated[1]
        if step == after:
            return kinds, after


def _without(tokens: tuple[Token, ...], at: int) -> tuple[Without | Sign, int] | None:
    """ "außer montags", "außer am 24.12.2026": only dates and whole, plain weekdays can be taken out."""
    dated = date_list(tokens, at)
    if dated is not None:
        return Without(dates=dated[0].days, found=dated[0].found), dated[1]
    part_of_year = bounds(tokens, at)
    if part_of_year is not None:
        return Sign.UNKNOWN, part_of_year[1]  # "nicht im August": a season names what is, not what is not
    match = days(tokens, at)
    if match is None or not isinstance(match[0], Days):
        return None
    listed, after = match
    plain = all(spec == spec.__class__(spec.weekdays, ranged=spec.ranged) for spec in listed.specs)
    if not plain or listed.found:
        return Sign.UNKNOWN, after  # "außer am 1. Samstag im Monat": no session can hold it
    return Without(tuple(day for spec in listed.specs for day in spec.weekdays)), after
