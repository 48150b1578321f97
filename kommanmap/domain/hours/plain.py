"""Sessions as plain JSON values and back: for the tables, the history, the command line and data files."""

from datetime import date, time
from typing import Any

from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    YearlySeason,
)
from kommanmap.domain.vocabulary import Audience, Registration

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""As iCalendar writes weekdays (RFC 5545, section 3.3.10), Monday first."""


def plain_session(session: Session) -> dict[str, Any]:
    """Every field in a fixed order; dates and times in ISO 8601, weekdays as in `WEEKDAY_CODES`."""
    return {
        "freq": session.freq.value,
        "weekdays": [WEEKDAY_CODES[day] for day in session.weekdays],
        "nth": list(session.nth),
        "interval": session.interval,
        "anchor": _iso(session.anchor),
        "dates": [day.isoformat() for day in session.dates],
        "start": _clock(session.start),
        "end": _clock(session.end),
        "part": session.part.value if session.part else None,
        "from": _iso(session.first),
        "until": _iso(session.last),
        "season": [list(session.season.first), list(session.season.last)] if session.season else None,
        "public_holidays": session.public_holidays.value,
        "school_holidays": session.school_holidays.value,
        "exceptions": [
            {
                "date": item.day.isoformat(),
                "kind": item.kind.value,
                "start": _clock(item.start),
                "end": _clock(item.end),
                "note": item.note,
            }
            for item in session.exceptions
        ],
        "audience": [audience.value for audience in session.audiences],
        "languages": list(session.languages),
        "registration": session.registration.value,
        "note": session.note,
    }


def session_of(plain: dict[str, Any]) -> Session:
    """What `plain_session` wrote. Raises ValueError or KeyError for anything else."""
    season = plain["season"]
    return Session(
        freq=Frequency(plain["freq"]),
        weekdays=tuple(WEEKDAY_CODES.index(code) for code in plain["weekdays"]),
        nth=tuple(plain["nth"]),
        interval=plain["interval"],
        anchor=_day(plain["anchor"]),
        dates=tuple(date.fromisoformat(day) for day in plain["dates"]),
        start=_time(plain["start"]),
        end=_time(plain["end"]),
        part=PartOfDay(plain["part"]) if plain["part"] else None,
        first=_day(plain["from"]),
        last=_day(plain["until"]),
        season=YearlySeason((season[0][0], season[0][1]), (season[1][0], season[1][1])) if season else None,
        public_holidays=HolidayRule(plain["public_holidays"]),
        school_holidays=HolidayRule(plain["school_holidays"]),
        exceptions=tuple(
            DateException(
                date.fromisoformat(item["date"]),
                ExceptionKind(item["kind"]),
                _time(item["start"]),
                _time(item["end"]),
                item["note"],
            )
            for item in plain["exceptions"]
        ),
        audiences=tuple(Audience(code) for code in plain["audience"]),
        languages=tuple(plain["languages"]),
        registration=Registration(plain["registration"]),
        note=plain["note"],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
