"""The rows of times in a form ↔ sessions. Every field of a session has its place, so that none is lost on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import TypeVar

from kommanmap.domain.hours.plain import plain_session
from kommanmap.domain.hours.session import DateException, Frequency, HolidayRule, PartOfDay, Session
from kommanmap.domain.language_words import CODE_BY_WORD
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import MOST_SESSIONS, latin_digits, session_refusals
from kommanmap.domain.vocabulary import Audience, Registration
from kommanmap.domain.word_keys import word_key
from kommanmap.forms.day_texts import (
    clock_words,
    day_words,
    exception_words,
    nth_words,
    read_clock,
    read_day,
    read_exception,
    read_nth,
    read_season,
    season_words,
)
from kommanmap.forms.words import Words
from kommanmap.labels import language_name

PREFIX = "zeit-"
COUNT = "zeilen"
"""How many rows the form holds."""
REMOVE = "weg"

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class TypedSessions:
    """The sessions of the rows, and what is wrong with which field of the form."""

    sessions: tuple[Session, ...]
    problems: tuple[Problem, ...]


def row_name(number: int, name: str) -> str:
    """The form's name of a field of a row."""
    return f"{PREFIX}{number}-{name}"


def row_count(words: Words) -> int:
    """How many rows there are."""
    typed = words.one(COUNT)
    return min(int(typed), MOST_SESSIONS) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


def session_words(sessions: Iterable[Session]) -> dict[str, tuple[str, ...]]:
    """The fields of the rows."""
    fields: dict[str, tuple[str, ...]] = {}
    number = 0
    for number, session in enumerate(sessions, start=1):
        for name, texts in _row_words(session).items():
            fields[row_name(number - 1, name)] = texts
    return {**fields, COUNT: (str(number),)}


def typed_sessions(words: Words) -> TypedSessions:
    """What the rows say. Empty rows, and those that are to go, are none."""
    sessions: list[Session] = []
    problems: list[Problem] = []
    for number in range(row_count(words)):
        row = _Row(words, number)
        if row.is_empty or row.text(REMOVE):
            continue
        session = row.session()
        problems += row.problems
        if not row.problems:
            problems += [Problem(row_name(number, "row"), each.code, each.params) for each in session_refusals(session)]
        sessions.append(session)
    return TypedSessions(tuple(sessions), tuple(problems))


def fingerprint(sessions: Iterable[Session]) -> str:
    """Tells whether somebody has changed the rows since they were written into the form."""
    plain = [plain_session(session) for session in sessions]
    return sha256(dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def _row_words(session: Session) -> dict[str, tuple[str, ...]]:
    return {
        "freq": (session.freq.value,),
        "tag": tuple(str(day) for day in session.weekdays),
        "nth": (nth_words(session.nth),),
        "interval": (str(session.interval),),
        "anchor": (day_words(session.anchor),),
        "dates": (", ".join(map(day_words, session.dates)),),
        "start": (clock_words(session.start),),
        "end": (clock_words(session.end),),
        "part": (session.part.value if session.part else "",),
        "first": (day_words(session.first),),
        "last": (day_words(session.last),),
        "season": (season_words(session.season),),
        "public_holidays": (session.public_holidays.value,),
        "school_holidays": (session.school_holidays.value,),
        "exceptions": ("\n".join(map(exception_words, session.exceptions)),),
        "audience": tuple(item.value for item in session.audiences),
        "languages": (", ".join(map(language_name, session.languages)),),
        "registration": (session.registration.value,),
        "note": (session.note,),
    }


_MEANINGFUL = ("tag", "dates", "start", "end", "part", "exceptions", "note", "nth")


class _Row:
    """One row while it is read; collects what cannot be."""

    def __init__(self, words: Words, number: int) -> None:
        self._words, self._number = words, number
        self.problems: list[Problem] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that says when."""
        return not any(text.strip() for name in _MEANINGFUL for text in self._words.many(self._name(name)))

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return self._words.one(self._name(name)).strip()

    def session(self) -> Session:
        """As far as it can be read."""
        weekdays = tuple(int(day) for day in self._words.many(self._name("tag")) if day in tuple("0123456"))
        chosen = set(self._words.many(self._name("audience")))
        freq = self._choice("freq", Frequency, Frequency.WEEKLY)
        return Session(
            freq=freq,
            weekdays=weekdays,
            nth=self._read("nth", read_nth, "session_nth_unreadable", ()),
            interval=self._read("interval", _weeks, "session_interval_impossible", 1, "weeks"),
            anchor=self._read("anchor", read_day, "not_a_date", None),
            dates=tuple(self._days("dates")),
            start=self._read("start", read_clock, "not_a_time", None),
            end=self._read("end", read_clock, "not_a_time", None),
            part=next((each for each in PartOfDay if each.value == self.text("part")), None),
            first=self._read("first", read_day, "not_a_date", None),
            last=self._read("last", read_day, "not_a_date", None),
            season=self._read("season", read_season, "not_a_season", None),
            public_holidays=self._choice("public_holidays", HolidayRule, HolidayRule.CLOSED),
            school_holidays=self._choice("school_holidays", HolidayRule, HolidayRule.OPEN),
            exceptions=tuple(self._exceptions()),
            audiences=tuple(each for each in Audience if each.value in chosen),
            languages=tuple(self._languages()),
            registration=self._choice("registration", Registration, Registration.UNKNOWN),
            note=self.text("note"),
        )

    def _name(self, name: str) -> str:
        return row_name(self._number, name)

    def _choice(self, name: str, kind: type[E], otherwise: E) -> E:
        return next((each for each in kind if each.value == self.text(name)), otherwise)

    def _read(self, name: str, reader: Callable[[str], V | None], code: str, empty: V, word: str = "typed") -> V:
        typed = self.text(name)
        if not typed:
            return empty
        value = reader(typed)
        if value is None:
            self.problems.append(Problem(self._name(name), code, {word: typed[:80]}))
            return empty
        return value

    def _days(self, name: str) -> Iterable[date]:
        for part in self.text(name).replace("\n", ",").replace(";", ",").split(","):
            if part.strip():
                day = read_day(part)
                if day is None:
                    self.problems.append(Problem(self._name(name), "not_a_date", {"typed": part.strip()[:80]}))
                else:
                    yield day

    def _exceptions(self) -> Iterable[DateException]:
        for line in self.text("exceptions").splitlines():
            if line.strip():
                item = read_exception(line)
                if item is None:
                    problem = Problem(self._name("exceptions"), "exception_unreadable", {"typed": line.strip()[:80]})
                    self.problems.append(problem)
                else:
                    yield item

    def _languages(self) -> Iterable[str]:
        for part in self.text("languages").split(","):
            word = part.strip()
            if word:
                code = _language_code(word)
                if code is None:
                    self.problems.append(Problem(self._name("languages"), "unknown_language", {"language": word[:80]}))
                else:
                    yield code


def _weeks(typed: str) -> int | None:
    text = latin_digits(typed)
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 52 and len(text) < 3 else None


def _language_code(word: str) -> str | None:
    """A name in the language of the page, a German or own name, or a code."""
    key = word_key(word)
    named = {word_key(language_name(code)): code for code in SPOKEN_LANGUAGES}
    return named.get(key) or CODE_BY_WORD.get(key)
