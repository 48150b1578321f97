"""What was read of a text, in one short line a session, so that a table of cases can be read by a person."""

from datetime import date

from kommanmap.domain.hours.plain import plain_session
from kommanmap.domain.hours.reading.reader import read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import Session

TODAY = date(2026, 11, 23)


def read(text: str) -> Reading:
    """The reading of a text on a fixed day."""
    return read_hours(text, today=TODAY)


def short(session: Session) -> str:
    """`MO,WE 10:00-12:00 nth=1 …`: days, times and only what differs from a plain weekly session."""
    plain = plain_session(session)
    days = ",".join(plain["weekdays"] or plain["dates"])
    line = f"{days} {plain['start'] or '?'}-{plain['end'] or '?'}"
    for name, usual in (
        ("nth", []), ("interval", 1), ("anchor", None), ("part", None), ("from", None), ("until", None),
        ("season", None), ("public_holidays", "closed"), ("school_holidays", "open"), ("audience", []),
        ("languages", []), ("registration", "unknown"), ("note", ""),
    ):  # fmt: skip
        if plain[name] != usual:
            value = plain[name]
            line += f" {name}={','.join(map(str, value)) if isinstance(value, list) else value}"
    off = [item["date"] for item in plain["exceptions"] if item["kind"] == "cancelled"]
    return line + (f" off={','.join(off)}" if off else "")


def lines(reading: Reading) -> list[str]:
    """Every session in short."""
    return [short(session) for session in reading.sessions]


def codes(reading: Reading) -> set[str]:
    """What is asked, contradicted or impossible, without the `times_` before it."""
    found = (*reading.questions, *reading.contradictions, *reading.problems)
    return {problem.code.removeprefix("times_") for problem in found}
