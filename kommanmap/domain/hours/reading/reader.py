"""German words about opening times → sessions, with what stays open. Knows no pages, tables or other formats.

tokens → phrases → clauses → sessions. `complete` is said only where nothing is left over and nothing to be asked.
"""

from datetime import date

from kommanmap.domain.hours.reading.clauses import statements
from kommanmap.domain.hours.reading.conflicts import settle
from kommanmap.domain.hours.reading.document import Document
from kommanmap.domain.hours.reading.findings import Contradiction, Found, Impossible, Question
from kommanmap.domain.hours.reading.leftovers import left_over
from kommanmap.domain.hours.reading.phrases import phrases_of
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.reading.tokens import clean
from kommanmap.domain.hours.session import Frequency, ReadingStatus, Session

LONGEST_READ = 4_000
"""Letters of a text that are read; longer ones are no opening times."""

MOST_SESSIONS = 60


def read_hours(text: str, *, today: date) -> Reading:
    """The sessions that a text states. today: tells which dates are over.

    >>> read_hours("dienstags 15 – 17 Uhr", today=date(2026, 11, 23)).status
    <ReadingStatus.COMPLETE: 'complete'>
    """
    cleaned = clean(text[:LONGEST_READ])
    phrases = phrases_of(cleaned)
    document = Document()
    for statement in statements(phrases):
        document.take(statement)
    settle(document, today)
    found = list(dict.fromkeys(document.found))
    left = left_over(cleaned, document.read, document.left)
    if len(text) > LONGEST_READ or len(document.sessions) > MOST_SESSIONS:
        found.append(Found(Impossible.TOO_LONG, text[LONGEST_READ:].strip() or text.strip() or "…"))
    sessions = tuple(document.sessions[:MOST_SESSIONS])
    if not sessions and not left and cleaned.strip():
        left = (" ".join(cleaned.split()),)
        if not found:
            found.append(Found(Question.NO_DAY, cleaned))
    return Reading(
        text=text,
        status=_status(sessions, left, found),
        sessions=sessions,
        left_over=left,
        questions=tuple(item.problem for item in found if isinstance(item.code, Question)),
        contradictions=tuple(item.problem for item in found if isinstance(item.code, Contradiction)),
        problems=tuple(item.problem for item in found if isinstance(item.code, Impossible)),
    )


def _status(sessions: tuple[Session, ...], left: tuple[str, ...], found: list[Found]) -> ReadingStatus:
    if not sessions:
        return ReadingStatus.NONE
    settled = all(
        session.start is not None and (session.dates if session.freq is Frequency.DATES else session.weekdays)
        for session in sessions
    )
    return ReadingStatus.PARTIAL if left or found or not settled else ReadingStatus.COMPLETE
