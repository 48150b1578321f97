"""Short words of the command line for what was understood of typed times, and the same as JSON. Knows no command."""

from collections.abc import Mapping
from typing import Any

from kommanmap.cli.pin_words import warning_json
from kommanmap.domain.hours.osm_write import to_osm
from kommanmap.domain.hours.plain import plain_session, session_of
from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.presenters.hours_sentences import sentence
from kommanmap.services.import_plan import RowPlan

STATUS_WORDS: Mapping[ReadingStatus, str] = {
    ReadingStatus.COMPLETE: "ganz verstanden",
    ReadingStatus.DOUBTFUL: "zum Teil verstanden, nicht sicher",
    ReadingStatus.PARTIAL: "zum Teil verstanden",
    ReadingStatus.NONE: "nicht verstanden",
    ReadingStatus.UNREAD: "noch nicht gelesen",
}


def times_json(row: RowPlan) -> dict[str, Any] | None:
    """What becomes of the row's words about times, with stable keys; null where the row is refused.

    `read` is false where the words are not new: the sessions are those that are stored.
    """
    if row.draft is None:
        return None
    reading = row.times.reading if row.times else None
    status = row.draft.times_status
    return {
        "status": status.value,
        "read": row.times is not None,
        "sessions": [plain_session(each) for each in row.draft.sessions],
        "osm": to_osm(
            row.draft.sessions,
            complete=status is ReadingStatus.COMPLETE,
            doubtful=status is ReadingStatus.DOUBTFUL,
        ),
        "left_over": list(reading.left_over) if reading else [],
        "questions": [warning_json(each) for each in reading.questions] if reading else [],
        "contradictions": [warning_json(each) for each in reading.contradictions] if reading else [],
        "problems": [warning_json(each) for each in reading.problems] if reading else [],
    }


def times_lines(row: RowPlan) -> list[str]:
    """The same for people: how much was understood, then each session; empty where nothing was read."""
    if row.times is None:
        return []
    sessions = row.times.reading.sessions
    return [f"Zeiten {STATUS_WORDS[row.times.status]}{':' if sessions else ''}", *map(in_words, sessions)]


def sentences_of(plain: list[dict[str, Any]]) -> list[str]:
    """Sessions of a list of changes, in words."""
    return [in_words(session_of(each)) for each in plain]


def in_words(session: Session) -> str:
    """The sentence that readers see; the note stands beside it."""
    return f"{sentence(session)} ({session.note})" if session.note else sentence(session)
