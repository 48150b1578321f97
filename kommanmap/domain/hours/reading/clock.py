"""Clock times: "15 – 17 Uhr", "von 16 h bis 18 h", "zwischen 10 und 12", "ab 14:30 Uhr", "10–12 und 14–16 Uhr".

Knows no days but the one that may stand before an end ("20 Uhr bis Samstag 2 Uhr"). What is no time of a day, or could
be two, becomes a finding and no time.
"""

from dataclasses import dataclass, replace
from datetime import time

from kommanmap.domain.hours.reading.counts import counts, has_unit
from kommanmap.domain.hours.reading.dates import MONTHS
from kommanmap.domain.hours.reading.day_names import day_name
from kommanmap.domain.hours.reading.findings import Found, Impossible, Question
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import OnlyEnd, Sign, Span, Times
from kommanmap.domain.hours.reading.tokens import Kind, Token, after_joint, joined_words, word_keys

_HOUR_WORDS = frozenset({"uhr", "h", "uh", "uhrr", "urh", "hr"})
_NOT_OPENING = word_keys("einlass küchenschluss kassenschluss anmeldeschluss")
"""A clock time behind them is not when it is open."""

_ABOUT = frozenset(
    {"~", "≈", "ca", "circa", "etwa", "gegen", "ungefaehr", "spaetestens", "laengstens", "maximal", "mindestens"}
)
_EARLIEST_LIKELY = 6
"""Before that hour nobody meets; "von 3 bis 5 Uhr" means the afternoon or a slip."""

_LATEST_NIGHT_END = 6
_EARLIEST_NIGHT_START = 18

_OPENINGS = Lexicon(
    [
        ("[jeweils|immer|pünktlich|stets] [in] [der] [zeit|uhrzeit] [von]", "range"),
        ("[jeweils|immer|pünktlich] [in] [der] [zeit] zwischen", "between"),
        ("zw .", "between"),
        ("v .", "range"),
        ("[jeweils|immer|pünktlich] ab|um", "from"),
        ("[jeweils] beginn|start|beginnt|startet|los|geht's [geht] [:] [ist] [ab|um]", "from"),
        ("geöffnet|offen [von]", "range"),
        ("nur [von]", "range"),
        ("nur zwischen", "between"),
        ("geöffnet|offen ab", "from"),
        ("[nur|schon] bis", "until"),
        ("geöffnet|offen bis", "until"),
        ("[das|die|der] [café|treffen] ende|enden|endet|schluss|schließt|schließen [ist] [:] [um|bis]", "end"),
        ("[das|die|der] [café|treffen] ende|enden|endet [wie] [bisher] [in] [der] [zeit] zwischen", "end between"),
    ]
)
_SPOKEN_HOURS = word_keys("eins zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf")
_SPOKEN_LATE = {
    "dreizehn": 13, "vierzehn": 14, "fuenfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
    "zwanzig": 20, "einundzwanzig": 21, "zweiundzwanzig": 22,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Moment:
    """A clock time as typed; sure: nothing else than a time can be written like this."""

    hour: int
    minute: int
    sure: bool
    zeros: bool
    after: int
    unclear: bool = False
    dated: bool = False
    """Written like a day and a month: "10.12"."""

    @property
    def exists(self) -> bool:
        return (self.hour < 24 and self.minute < 60) or (self.hour == 24 and self.minute == 0)

    @property
    def clock(self) -> time:
        return time(self.hour % 24, self.minute)


def _moment(tokens: tuple[Token, ...], at: int) -> _Moment | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind is Kind.WORD:
        return _spoken(tokens, at)
    if token.number is None or len(token.text) == 3:
        return None
    if len(token.text) == 4:
        return _four_figures(tokens, at)
    hour, minute, sure, after, dated = token.number, 0, False, at + 1, False
    if _is_minutes(tokens, after):
        minute, after = int(tokens[after + 1].text), after + 2
        quarter = minute % 15 == 0 and not (at and tokens[at - 1].key.endswith(("raum", "zimmer")))
        dated = tokens[after - 2].key == "." and 0 < minute <= 12
        sure = tokens[after - 2].key == ":" or quarter  # no month has the number of a quarter of an hour
    unit = after < len(tokens) and tokens[after].key in _HOUR_WORDS
    if unit:
        sure, after = True, after + 1
        dotted = after + 1 < len(tokens) and tokens[after].key == "." and tokens[after + 1].key in {"-", "bis"}
        after += 1 if dotted else 0
        if minute == 0 and after < len(tokens) and len(tokens[after].text) == 2 and tokens[after].glued:
            minute, after = (tokens[after].number or 0, after + 1) if tokens[after].number is not None else (0, after)
    return _Moment(hour, minute, sure, token.text.startswith("0") or token.text == "24", after, dated=dated)


def _four_figures(tokens: tuple[Token, ...], at: int) -> _Moment | None:
    """ "0930"; what may be a year is one."""
    hour, minute = divmod(tokens[at].number or 0, 100)
    unit = at + 1 < len(tokens) and tokens[at + 1].key in _HOUR_WORDS
    if minute % 15 or (not unit and 19 <= hour <= 20):
        return None
    return _Moment(hour, minute, unit, False, at + 2 if unit else at + 1)


def _is_minutes(tokens: tuple[Token, ...], at: int) -> bool:
    """ ".30" or ":30" and no date behind it."""
    if at + 1 >= len(tokens) or tokens[at].key not in {".", ":"} or not tokens[at].glued:
        return False
    minutes = tokens[at + 1]
    if minutes.kind is not Kind.NUMBER or len(minutes.text) != 2 or not minutes.glued:
        return False
    dotted = at + 2 < len(tokens) and tokens[at + 2].key in {".", ":"} and tokens[at + 2].glued
    return not (dotted and at + 3 < len(tokens) and tokens[at + 3].kind is Kind.NUMBER and tokens[at + 3].glued)


def _spoken(tokens: tuple[Token, ...], at: int) -> _Moment | None:
    """ "halb vier", "fünfzehn Uhr", "Mitternacht"."""
    key = tokens[at].key
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if key == "mitternacht":
        return _Moment(24, 0, True, True, at + 1)
    if key in _SPOKEN_LATE and following in _HOUR_WORDS:
        return _Moment(_SPOKEN_LATE[key], 0, True, False, at + 2)
    if key in _SPOKEN_HOURS and following in _HOUR_WORDS:
        return _Moment(0, 0, True, False, at + 2, unclear=True)
    step = at
    if key in {"halb", "viertel", "dreiviertel"}:
        step += 2 if following in {"nach", "vor"} else 1
        if step < len(tokens) and (tokens[step].key in _SPOKEN_HOURS or tokens[step].number is not None):
            step += 1
            if step < len(tokens) and tokens[step].key in _HOUR_WORDS:
                step += 1
            return _Moment(0, 0, True, False, step, unclear=True)
    return None


def times(tokens: tuple[Token, ...], at: int) -> tuple[Times | OnlyEnd | Sign, int] | None:
    """The clock times that begin at a token; several where they are joined."""
    if tokens[at].key in _NOT_OPENING:
        aside = times(tokens, at + 1) if at + 1 < len(tokens) else None
        return (Sign.UNKNOWN, aside[1]) if aside else None
    end = _end_alone(tokens, at)
    if end is not None:
        return end
    first = _span(tokens, at)
    if first is None:
        return None
    spans, after = [first[0]], first[1]
    while True:
        step = after_joint(tokens, after, without="/")
        following = _span(tokens, step) if step > after else None
        if following is None:
            return Times(tuple(spans)), after
        spans.append(following[0])
        after = following[1]


def _span(tokens: tuple[Token, ...], at: int) -> tuple[Span, int] | None:
    opening = _OPENINGS.longest(tokens, at)
    kind, begin = opening if opening else ("", at)
    if kind in {"until", "end", "end between"}:
        return None
    start = _moment(tokens, begin)
    if start is None:
        return None
    over_night = _end_on_a_day(tokens, start)
    if over_night is not None:
        return over_night
    joint, end = _end_of_range(tokens, start.after, kind)
    after = end.after if end is not None else start.after
    sure = start.sure or (end is not None and end.sure)
    if has_unit(tokens, after) or (not sure and counts(tokens, at, after, since=kind == "from")):
        return None
    if end is None and not start.sure and (kind != "from" or start.hour > 24 or _is_a_date(tokens, start.after)):
        return None
    if kind == "between" and end is None:
        return None
    words = joined_words(tokens, at, after)
    if end is not None and joint:
        return _checked(start, None, words, note=joined_words(tokens, joint, after)), after
    return replace(_checked(start, end, words), bare=end is None and (kind != "from" or not start.sure)), after


def _end_on_a_day(tokens: tuple[Token, ...], start: _Moment) -> tuple[Span, int] | None:
    """ "20 Uhr bis Samstag 2 Uhr": the end with its day; whether it is the next one, the days before know."""
    if start.after >= len(tokens) or tokens[start.after].key not in {"bis", "-"}:
        return None
    step = start.after + 1
    step += step < len(tokens) and tokens[step].key == "zum"
    name = day_name(tokens, step)
    if name is None or name.part_said:
        return None
    step = name.after
    while step < len(tokens) and tokens[step].key in {",", "um"}:
        step += 1
    end = _moment(tokens, step)
    if end is None or not (start.exists and end.exists) or start.unclear or end.unclear or 24 in {start.hour, end.hour}:
        return None
    if (end.after < len(tokens) and tokens[end.after].key in {"-", "bis", "" if end.sure else "."}) or not (
        start.sure or end.sure
    ):
        return None
    night = start.hour >= _EARLIEST_NIGHT_START and (end.hour, end.minute) <= (_LATEST_NIGHT_END, 0)
    unclear = () if night else (Found(Question.FOR_WHICH, joined_words(tokens, name.after - 1, end.after)),)
    return Span(
        start.clock if night else None, end.clock if night else None, "", unclear, end_day=name.weekday
    ), end.after


def _is_a_date(tokens: tuple[Token, ...], at: int) -> bool:
    """A dot and a month behind a bare figure: "ab 3. März", "ab 1.9.", not the full stop after "ab 16"."""
    if at >= len(tokens) or tokens[at].key != "." or not tokens[at].glued:
        return False
    return at + 1 < len(tokens) and (tokens[at + 1].kind is Kind.NUMBER or tokens[at + 1].key in MONTHS)


def _end_of_range(tokens: tuple[Token, ...], at: int, kind: str) -> tuple[int, _Moment | None]:
    """The end, and where words begin that make it inexact ("bis ca. 18 Uhr"), or 0."""
    step, about = at + 1, 0
    if kind == "between" and after_joint(tokens, at, without=",/") > at:
        step = after_joint(tokens, at, without=",/")
    elif at >= len(tokens) or tokens[at].key not in {"bis", "-"}:
        return 0, None
    while step < len(tokens) and tokens[step].key in _ABOUT | {".", "bis", "um"}:
        if tokens[step].key in _ABOUT:
            about = at
        step += 1
    return about, _moment(tokens, step)


def _checked(start: _Moment, end: _Moment | None, words: str, note: str = "") -> Span:
    """The span, unless something is wrong with it."""
    moments = [start] if end is None else [start, end]
    dates = all(moment.dated for moment in moments) and end is not None
    looks_dated = dates or any(moment.dated and moment.minute % 5 for moment in moments)
    if looks_dated or any(moment.unclear for moment in moments):
        return Span(None, found=(Found(Question.WHICH_HOUR, words),))
    if not all(moment.exists for moment in moments):
        return Span(None, found=(Found(Impossible.CLOCK_TIME, words),))
    if start.hour == 24 or (start.hour < _EARLIEST_LIKELY and not (end and start.hour == 0)):
        return Span(None, found=(Found(Question.WHICH_HOUR, words),))
    if end is None:
        return Span(start.clock, None, note, (Found(Question.FUZZY_END, note),) if note else ())
    over_midnight = start.hour >= _EARLIEST_NIGHT_START and (end.hour % 24, end.minute) <= (_LATEST_NIGHT_END, 0)
    if (end.hour, end.minute) <= (start.hour, start.minute) and not over_midnight:
        return Span(None, found=(Found(Impossible.END_BEFORE_START, words),))
    early = start.hour == 0 and not _all_day(start, end)  # of this day, or of the night that begins on it?
    return Span(start.clock, end.clock, found=(Found(Question.WHICH_HOUR, words),) if early else ())


def _all_day(start: _Moment, end: _Moment) -> bool:
    return (start.hour, start.minute, end.hour) == (0, 0, 24)


def _end_alone(tokens: tuple[Token, ...], at: int) -> tuple[OnlyEnd, int] | None:
    """ "bis 18 Uhr" without a start, "Ende: 18 Uhr", "Ende zwischen 18 und 19 Uhr"."""
    opening = _OPENINGS.longest(tokens, at)
    if opening is None or opening[0] not in {"until", "end", "end between"}:
        return None
    kind, step = opening
    about = False
    while step < len(tokens) and tokens[step].key in _ABOUT | {"."}:
        about = about or tokens[step].key in _ABOUT
        step += 1
    end = _moment(tokens, step)
    if end is None:
        return None
    after = end.after
    if kind == "end between":
        joint = after_joint(tokens, after, without=",/")
        if joint == after and (after >= len(tokens) or tokens[after].key not in {"-", "bis"}):
            return None
        later = _moment(tokens, max(joint, after + 1))
        if later is None:
            return None
        about, after, end = True, later.after, later
    if kind == "until" and not end.sure:
        return None
    if not end.exists or end.unclear:
        return OnlyEnd(None, (Found(Question.WHICH_HOUR, joined_words(tokens, at, after)),)), after
    return OnlyEnd(None if about else end.clock, spoken_end=kind != "until"), after
