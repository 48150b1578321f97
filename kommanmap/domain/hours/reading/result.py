"""What comes out of reading: sessions, how much of the words they hold, and what only a person can answer."""

from dataclasses import dataclass

from kommanmap.domain.hours.reading.findings import Question
from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.domain.problems import Problem

_DOUBTS = frozenset(
    {
        Question.PAUSED,
        Question.NO_YEAR,
        Question.ONCE_OR_WEEKLY,
        Question.WHICH_MONTHS,
        Question.WHICH_HOLIDAYS,
        Question.EVERY_OTHER_OR_NTH,
    }
)
"""Questions whose answer may say that nothing takes place, although a session says it does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdict over typed words, which are kept as they are in `text`.

    left_over: words that nobody understood, or that no session can hold. questions: what only a person can answer.
    contradictions: what cannot be true together. problems: impossible times and dates. Every problem has the words
    at fault as `words`.
    """

    text: str
    status: ReadingStatus
    sessions: tuple[Session, ...] = ()
    left_over: tuple[str, ...] = ()
    questions: tuple[Problem, ...] = ()
    contradictions: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether even what was read may not take place: nobody may be told that a place is open because of it."""
        return bool(self.contradictions) or any(question.code in _DOUBTS for question in self.questions)
