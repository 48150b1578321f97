"""`kommanmap hours`: what typed words about times mean, and what they say of an instant. Needs no installation."""

import sys
from datetime import date, datetime, timedelta
from typing import Any

import click

from kommanmap.cli.installation import say_json
from kommanmap.cli.pin_words import warning_json
from kommanmap.cli.refusals import Refusal
from kommanmap.cli.time_words import STATUS_WORDS, in_words
from kommanmap.clock import SystemClock
from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.opening import Opening, state
from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.plain import plain_session
from kommanmap.domain.hours.reading.reader import read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus, Timetable
from kommanmap.domain.hours.slots import BERLIN, Slot, slots
from kommanmap.problem_texts import problem_text

MOST_DAYS = 366
DAYS = 14
_OPEN = {Opening.OPEN: True, Opening.CLOSED: False, Opening.UNKNOWN: None}
_OPENINGS = {Opening.OPEN: "geöffnet", Opening.CLOSED: "geschlossen", Opening.UNKNOWN: "nicht bekannt"}


class Instant(click.ParamType[datetime]):
    """A moment in ISO 8601; without an offset it is wall time in Europe/Berlin, without a clock time midnight."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware instant; a usage error says how it is written."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"„{value}“ ist kein Zeitpunkt (Beispiel: 2026-11-22T15:00).", param, ctx)
        return moment.replace(tzinfo=BERLIN) if moment.tzinfo is None else moment.astimezone(BERLIN)


@click.command()
@click.argument("text")
@click.option("--at", type=Instant(), help="Zeitpunkt, in Nordrhein-Westfalen: 2026-11-22T15:00.")
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=DAYS, show_default=True, help="So viele Tage nach vorn."
)
@click.option("--json", "as_json", is_flag=True, help="Antwort als JSON.")
def hours(text: str, at: datetime | None, days: int, as_json: bool) -> None:
    """Sagen, was Worte zu Zeiten bedeuten: kommanmap hours "jeden 2. Freitag im Monat, 17-19 Uhr" („-“ liest stdin)."""
    words = sys.stdin.read() if text == "-" else text
    if not words.strip():
        raise Refusal("Bitte die Zeiten angeben, zum Beispiel: kommanmap hours „dienstags 15 bis 17 Uhr“.")
    today = (at or SystemClock().now()).astimezone(BERLIN).date()
    reading = read_hours(words, today=today)
    if as_json:
        say_json(reading_json(reading) | (instant_json(reading, at, days) if at else {}))
    else:
        _say(reading)
        if at:
            _say_instant(reading, at, days)


def reading_json(reading: Reading) -> dict[str, Any]:
    """The reading with stable keys."""
    return {
        "status": reading.status.value,
        "sessions": [plain_session(session) for session in reading.sessions],
        "osm": to_osm(reading.sessions, complete=_complete(reading), doubtful=reading.is_doubtful),
        "left_over": list(reading.left_over),
        "questions": [warning_json(question) for question in reading.questions],
        "contradictions": [warning_json(contradiction) for contradiction in reading.contradictions],
        "problems": [warning_json(problem) for problem in reading.problems],
    }


def instant_json(reading: Reading, at: datetime, days: int) -> dict[str, Any]:
    """`open`: true, false, null where nobody can know. `next`: what begins afterwards; a start without a clock time is
    a date, an end that is not known null."""
    now, coming = _answer(reading, at, days)
    return {
        "open": _OPEN[now],
        "next": [
            {
                "start": slot.start.isoformat() if slot.has_clock else slot.day.isoformat(),
                "end": slot.end.isoformat() if slot.end else None,
                "certain": slot.certain,
            }
            for slot in coming
        ],
    }


def _answer(reading: Reading, at: datetime, days: int) -> tuple[Opening, list[Slot]]:
    """What holds at the instant, and what begins afterwards."""
    timetable = Timetable(reading.sessions, complete=_complete(reading), doubtful=reading.is_doubtful)
    calendar = nrw_calendar()
    first = at.astimezone(BERLIN).date()
    last = first + timedelta(days=min(days, (date.max - first).days))
    limit = at.timestamp() + days * 86_400
    begun = at.timestamp()
    coming = [slot for slot in slots(timetable, first, last, calendar) if begun < slot.start.timestamp() <= limit]
    return state(timetable, at, calendar).opening, coming


def _complete(reading: Reading) -> bool:
    return reading.status is ReadingStatus.COMPLETE


def _say(reading: Reading) -> None:
    click.echo(f"{STATUS_WORDS[reading.status][:1].upper()}{STATUS_WORDS[reading.status][1:]}.")
    for session in reading.sessions:
        click.echo(f" - {in_words(session)}")
    for words in reading.left_over:
        click.echo(f"   Nicht verstanden: „{words}“")
    for problem in (*reading.problems, *reading.contradictions, *reading.questions):
        click.echo(f"   {problem_text(problem)}")


def _say_instant(reading: Reading, at: datetime, days: int) -> None:
    now, coming = _answer(reading, at, days)
    click.echo(f"Am {at:%d.%m.%Y um %H:%M} Uhr: {_OPENINGS[now]}.")
    for slot in coming:
        begins = f"{slot.start:%d.%m.%Y %H:%M}" if slot.has_clock else f"{slot.start:%d.%m.%Y}, Uhrzeit nicht bekannt"
        ends = f" bis {slot.end:%H:%M}" if slot.end else ", Ende nicht bekannt" if slot.has_clock else ""
        sure = slot.certain or not slot.has_clock
        click.echo(f"   {begins}{ends}{'' if sure else ' (nicht sicher)'}")
