"""What the grammar of `opening_hours` cannot hold, as words of a comment and back. Knows no rules and no times of day.

The comment stands in an exchange format, not on a page: always German, the codes of languages and audiences as in the
vocabulary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from kommanmap.domain.hours.session import Frequency, HolidayRule, PartOfDay, Session
from kommanmap.domain.vocabulary import Audience, Registration

ELSEWHEN = "weitere Zeiten möglich"
"""Stands behind the sessions of a place whose times are not all known."""
SCHOOL_ONLY = "nur in den Schulferien"
"""Said of public holidays: the grammar has no way to ask for both kinds of holidays at once."""

NOT_THEN = {"PH": "nicht an Feiertagen", "SH": "nicht in den Schulferien"}
"""Said where closing a session on such holidays would close another with it."""

_NOTE = "Hinweis: "
"""Before a note that would be taken for something else."""
_PARTS = {
    PartOfDay.MORNING: "vormittags",
    PartOfDay.AFTERNOON: "nachmittags",
    PartOfDay.EVENING: "abends",
    None: "Uhrzeit erfragen",
}
_REGISTRATIONS = {Registration.NEEDED: "Anmeldung nötig", Registration.NOT_NEEDED: "ohne Anmeldung"}
_PARTS_BY_WORD = {word: part for part, word in _PARTS.items()}
_HOLIDAYS_BY_WORD = {word: holiday for holiday, word in NOT_THEN.items()}
_REGISTRATIONS_BY_WORD = {word: registration for registration, word in _REGISTRATIONS.items()}
_EVERY_WEEKS = re.compile(r"alle ([2-9]|[1-4]\d) Wochen")
_NOT_ON = re.compile(r"nicht am (\d{4}-\d\d-\d\d(?:, \d{4}-\d\d-\d\d)*)")
_UNTIL = re.compile(r"bis ((?:[01]\d|2[0-3]):[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Comment:
    """What a comment says. interval: weeks whose count nobody knows; no_clock: the start is not known; school_only:
    `SCHOOL_ONLY`; not_on: kinds of holidays, see `NOT_THEN`.
    """

    interval: int = 1
    no_clock: bool = False
    part: PartOfDay | None = None
    until: time | None = None
    school_only: bool = False
    not_on: tuple[str, ...] = ()
    without: tuple[date, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    registration: Registration = Registration.UNKNOWN
    note: str = ""

    @property
    def says_why(self) -> bool:
        """Whether it says what is not known."""
        return self.interval > 1 or self.no_clock or self.school_only or bool(self.not_on)


def spell_comment(
    session: Session, *, weeks_unknown: bool = False, without: Sequence[date] = (), not_on: Sequence[str] = ()
) -> str:
    """The words, without double quotes: the grammar has no way to write them inside a comment.

    without: dates on which it is cancelled where no rule says so; not_on: kinds of holidays likewise.
    """
    words = [SCHOOL_ONLY] if only_on_both(session) else []
    words += [NOT_THEN[holiday] for holiday in not_on]
    if session.needs_anchor or weeks_unknown:
        words.append(f"alle {session.interval} Wochen")
    if session.start is None:
        words.append(_PARTS[session.part])
        if session.end is not None:
            words.append(f"bis {session.end:%H:%M}")
    if without:
        words.append(f"nicht am {', '.join(day.isoformat() for day in without)}")
    if session.audiences:
        words.append(f"Zielgruppe: {', '.join(session.audiences)}")
    if session.languages:
        words.append(f"Sprachen: {', '.join(session.languages)}")
    if session.registration in _REGISTRATIONS:
        words.append(_REGISTRATIONS[session.registration])
    note = plain_words(session.note)
    if note:
        taken_for_more = read_comment("; ".join([*words, note])).note != note
        words.append(f"{_NOTE}{note}" if taken_for_more else note)
    return "; ".join(words)


def only_on_both(session: Session) -> bool:
    """Whether it takes place only on public holidays within school holidays."""
    on_rule = session.freq is not Frequency.DATES
    return on_rule and session.public_holidays is session.school_holidays is HolidayRule.ONLY


def plain_words(note: str) -> str:
    """A note as it can stand in a comment."""
    return " ".join(note.replace('"', "'").split())


def read_comment(comment: str) -> Comment:
    """Anything not recognised is the note."""
    found = Comment()
    rest = [word.strip() for word in comment.split("; ")]
    while rest:
        read = _known(found, rest[0])
        if read is None:
            break
        found = read
        rest.pop(0)
    return replace(found, note="; ".join(rest).removeprefix(_NOTE))


def _known(found: Comment, word: str) -> Comment | None:
    if word in _PARTS_BY_WORD:
        return replace(found, no_clock=True, part=_PARTS_BY_WORD[word])
    if word == SCHOOL_ONLY:
        return replace(found, school_only=True)
    if word in _HOLIDAYS_BY_WORD:
        return replace(found, not_on=(*found.not_on, _HOLIDAYS_BY_WORD[word]))
    if word in _REGISTRATIONS_BY_WORD:
        return replace(found, registration=_REGISTRATIONS_BY_WORD[word])
    if weeks := _EVERY_WEEKS.fullmatch(word):
        return replace(found, interval=int(weeks[1]))
    if without := _NOT_ON.fullmatch(word):
        try:
            return replace(found, without=tuple(date.fromisoformat(day) for day in without[1].split(", ")))
        except ValueError:
            return None
    if (until := _UNTIL.fullmatch(word)) and found.no_clock:
        return replace(found, until=time.fromisoformat(until[1]))
    kind, colon, items = word.partition(": ")
    codes = tuple(items.split(", "))
    if colon and kind == "Zielgruppe" and all(code in set(Audience) for code in codes):
        return replace(found, audiences=tuple(Audience(code) for code in codes))
    if colon and kind == "Sprachen" and all(re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", code) for code in codes):
        return replace(found, languages=codes)
    return None
