"""Sessions as short plain sentences in the reader's language. Knows no instant: `opening` says what is open.

Whole clauses are translated, not words: every language puts day, number and time where they belong there. What is not
known is said. The note is typed German and stands beside the sentence, never in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
)
from kommanmap.domain.languages import Language
from kommanmap.domain.vocabulary import Audience, Registration
from kommanmap.i18n import current_language, gettext, lazy_gettext, long_date, ngettext
from kommanmap.labels import language_name
from kommanmap.presenters.clock_texts import (
    DAYS_OF_WEEK,
    clauses,
    end_text,
    is_range,
    listed,
    span_text,
    weekday_text,
    weekdays_text,
    yearly_text,
)

MOST_REMEMBERED = 5_000
"""Sentences kept per process: many places share a session, and every page says it again."""

_EVERY_OTHER = 2
_WHICH = {
    1: lazy_gettext("1."),
    2: lazy_gettext("2."),
    3: lazy_gettext("3."),
    4: lazy_gettext("4."),
    5: lazy_gettext("5."),
    -1: lazy_gettext("letzten"),
    -2: lazy_gettext("vorletzten"),
    -3: lazy_gettext("drittletzten"),
    -4: lazy_gettext("viertletzten"),
    -5: lazy_gettext("fünftletzten"),
}
_PARTS = {
    PartOfDay.MORNING: lazy_gettext("vormittags, Uhrzeit bitte erfragen"),
    PartOfDay.AFTERNOON: lazy_gettext("nachmittags, Uhrzeit bitte erfragen"),
    PartOfDay.EVENING: lazy_gettext("abends, Uhrzeit bitte erfragen"),
}
_FOR_WHOM = {
    Audience.EVERYONE: lazy_gettext("für alle"),
    Audience.WOMEN: lazy_gettext("nur für Frauen"),
    Audience.MEN: lazy_gettext("nur für Männer"),
    Audience.FAMILIES: lazy_gettext("für Familien"),
    Audience.CHILDREN: lazy_gettext("für Kinder"),
    Audience.YOUTH: lazy_gettext("für Jugendliche"),
    Audience.SENIORS: lazy_gettext("für ältere Menschen"),
    Audience.UKRAINE: lazy_gettext("für Menschen aus der Ukraine"),
}


@dataclass(frozen=True, slots=True)
class DatedText:
    """A sentence about one day, worth saying until that day is over."""

    day: date
    text: str


def sentence(session: Session) -> str:
    """All of a session: when, for whom, what holidays and single days change."""
    return _whole(session, current_language())


def usual_sentence(session: Session) -> str:
    """The same without the single days that differ, see `changes`."""
    return _usual(session, current_language())


def changes(session: Session) -> tuple[DatedText, ...]:
    """A sentence for each single day that differs, by day."""
    return tuple(DatedText(item.day, _change(item, session)) for item in session.exceptions)


def hours_text(session: Session) -> str:
    """From when to when on a day on which it takes place; says so where that is not known."""
    if session.start is not None:
        return span_text(session.start, session.end)
    if session.end is not None:
        return gettext("bis %(end)s Uhr, Beginn bitte erfragen", end=end_text(session.end))
    if session.part is not None:
        return str(_PARTS[session.part])
    return gettext("Uhrzeit bitte erfragen")


def people_texts(session: Session) -> Iterator[str]:
    """For whom, in which languages, whether one must register; only what is said of this session."""
    if session.audiences:
        yield listed(str(_FOR_WHOM[audience]) for audience in Audience if audience in session.audiences)
    if session.languages:
        names = listed(language_name(code) for code in session.languages)
        yield ngettext("Sprache: %(names)s", "Sprachen: %(names)s", len(session.languages), names=names)
    if session.registration is Registration.NEEDED:
        yield gettext("nur mit Anmeldung")
    elif session.registration is Registration.NOT_NEEDED:
        yield gettext("ohne Anmeldung")


@lru_cache(maxsize=MOST_REMEMBERED)
def _whole(session: Session, _language: Language) -> str:
    """The language is the one that is spoken now; it stands here so that each has its own memory."""
    return gettext("; ").join((usual_sentence(session), *(item.text for item in changes(session))))


@lru_cache(maxsize=MOST_REMEMBERED)
def _usual(session: Session, _language: Language) -> str:
    when = clauses([*_days(session), hours_text(session), *_season(session), *people_texts(session)])
    return gettext("; ").join((when, *_holidays(session)))


def _days(session: Session) -> Iterator[str]:
    if session.freq is Frequency.DATES:
        days = listed(long_date(day) for day in session.dates)
        yield gettext("Am %(days)s", days=days) if days else gettext("Tage bitte erfragen")
    elif not session.weekdays:
        yield gettext("Tage bitte erfragen")
    elif session.freq is Frequency.MONTHLY:
        yield _of_month(session)
    else:
        yield from _of_weeks(session)


def _of_month(session: Session) -> str:
    number, days = len(session.weekdays), weekdays_text(session.weekdays)
    if not session.nth:
        return ngettext(
            "Einmal im Monat am %(days)s, in welcher Woche: bitte erfragen",
            "Einmal im Monat an diesen Tagen: %(days)s, in welcher Woche: bitte erfragen",
            number,
            days=days,
        )
    which = listed(str(_WHICH.get(nth, nth)) for nth in session.nth)
    each = listed(weekday_text(weekday) for weekday in session.weekdays)
    return ngettext(
        "Jeden %(which)s %(days)s im Monat", "Jeden %(which)s %(days)s im Monat", number, which=which, days=each
    )


def _of_weeks(session: Session) -> Iterator[str]:
    number, days = len(session.weekdays), weekdays_text(session.weekdays)
    if session.interval == _EVERY_OTHER:
        yield ngettext("Alle 2 Wochen am %(days)s", "Alle 2 Wochen an diesen Tagen: %(days)s", number, days=days)
    elif session.interval > _EVERY_OTHER:
        yield ngettext("Alle %(num)d Woche: %(days)s", "Alle %(num)d Wochen: %(days)s", session.interval, days=days)
    elif number == DAYS_OF_WEEK:
        yield gettext("Jeden Tag")
    elif is_range(session.weekdays):
        yield gettext("Jede Woche %(days)s", days=days)
    else:
        yield ngettext("Jeden %(days)s", "Jeden %(days)s", number, days=days)
    if session.needs_anchor:
        yield gettext("in welchen Wochen: bitte erfragen")
    elif session.interval > 1 and session.anchor is not None:
        monday = session.anchor - timedelta(days=min(session.anchor.weekday(), (session.anchor - date.min).days))
        yield gettext("zum Beispiel in der Woche ab %(date)s", date=long_date(monday))


def _season(session: Session) -> Iterator[str]:
    if session.first and session.last:
        first, last = long_date(session.first), long_date(session.last)
        yield gettext("vom %(first)s bis %(last)s", first=first, last=last)
    elif session.first:
        yield gettext("ab %(date)s", date=long_date(session.first))
    elif session.last:
        yield gettext("bis %(date)s", date=long_date(session.last))
    if session.season:
        first, last = yearly_text(*session.season.first), yearly_text(*session.season.last)
        yield gettext("jedes Jahr vom %(first)s bis %(last)s", first=first, last=last)


def _holidays(session: Session) -> Iterator[str]:
    """Only what differs from the rule for all: not on public holidays, in school holidays as always."""
    if session.freq is Frequency.DATES:
        return
    if session.school_holidays is HolidayRule.CLOSED:
        yield gettext("nicht in den Schulferien")
    elif session.school_holidays is HolidayRule.ONLY:
        yield gettext("nur in den Schulferien")
    if session.public_holidays is HolidayRule.OPEN:
        yield gettext("auch an Feiertagen")
    elif session.public_holidays is HolidayRule.ONLY:
        yield gettext("nur an Feiertagen")


def _change(item: DateException, session: Session) -> str:
    day = long_date(item.day)
    if item.kind is ExceptionKind.CANCELLED:
        return gettext("fällt aus am %(date)s", date=day)
    if item.start is None:
        return gettext("zusätzlich am %(date)s, %(hours)s", date=day, hours=hours_text(session))
    same_end = session.end if item.start == session.start else None
    hours = span_text(item.start, item.end if item.end is not None else same_end)
    return gettext("zusätzlich am %(date)s, %(hours)s", date=day, hours=hours)
