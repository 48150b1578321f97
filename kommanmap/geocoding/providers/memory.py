"""What is remembered about outside services: answers, turns, rests. The rules, and a memory of one process.

The memory that all processes share stands in `services.geocoder_memory` and follows the same rules. Knows no tables.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from kommanmap.clock import Clock
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Provider, Question, Trouble

KEPT_WHEN_FOUND = timedelta(days=90)
KEPT_WHEN_NOTHING = timedelta(days=1)
"""Houses stay where they are; one that a service does not know may be there tomorrow."""

FAILURES_BEFORE_REST = 3
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=15)
LONGEST_RETRY_AFTER = timedelta(days=1)
PROBE = timedelta(seconds=60)
"""After a rest one question goes first; the others wait this long for what comes of it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """An answer from before, and when it was given."""

    findings: tuple[Finding, ...]
    asked_at_utc: datetime


class Memory(Protocol):
    """Knows what was answered and keeps the pace. Every method raises `NotAnswered` when the memory fails."""

    def recall(self, provider: Provider, question: Question) -> Recalled | None:
        """What the service answered to the same question, if that is not too long ago."""

    def turn(self, provider: Provider, *, patience: float) -> float:
        """Take the next turn: the seconds to wait until the request may leave.

        Raises:
            NotAnswered: the service rests, or the turn would come later than `patience` seconds from now.
        """

    def answered(self, provider: Provider, question: Question, findings: tuple[Finding, ...]) -> None:
        """Keep an answer; the service is well."""

    def failed(self, provider: Provider, failure: NotAnswered) -> None:
        """Take note that the service did not answer."""


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Where a service stands: when the next request may leave, failures in a row, until when it is left alone."""

    next_turn_utc: datetime
    failures: int = 0
    rests_until_utc: datetime | None = None
    last_error: str = ""

    def with_turn(self, *, now: datetime, per_second: float, patience: float) -> tuple["ServiceState", float]:
        """The state after a turn is taken, and the seconds to wait for it.

        Raises:
            NotAnswered: the service rests, or it would take longer than `patience` seconds.
        """
        if self.rests_until_utc is not None and now < self.rests_until_utc:
            raise NotAnswered(Trouble.RESTING, (self.rests_until_utc - now).total_seconds())
        begin = max(now, self.next_turn_utc)
        wait = (begin - now).total_seconds()
        if wait > patience:
            raise NotAnswered(Trouble.NO_TURN, wait)
        probing = self.failures >= FAILURES_BEFORE_REST
        return replace(
            self,
            next_turn_utc=begin + timedelta(microseconds=math.ceil(1e6 / per_second)),
            rests_until_utc=begin + PROBE if probing else None,
        ), wait

    def after_answer(self) -> "ServiceState":
        """The state when it has answered."""
        return replace(self, failures=0, rests_until_utc=None, last_error="")

    def after_failure(self, failure: NotAnswered, *, now: datetime) -> "ServiceState":
        """The state when it has not. A question that it does not like says nothing about its health."""
        if failure.trouble is Trouble.BAD_QUESTION:
            return replace(self.after_answer(), last_error=failure.trouble.value)
        failures = self.failures + 1
        rest: timedelta | None = None
        if failure.retry_after is not None:
            rest = min(LONGEST_RETRY_AFTER, timedelta(seconds=min(failure.retry_after, 1e6)))
        elif failures >= FAILURES_BEFORE_REST or failure.trouble is Trouble.TOO_MANY:
            rest = min(LONGEST_REST, FIRST_REST * 2 ** min(max(failures - FAILURES_BEFORE_REST, 0), 10))
        return replace(
            self,
            failures=failures,
            rests_until_utc=None if rest is None else now + rest,
            last_error=failure.trouble.value,
        )


def kept_for(findings: tuple[Finding, ...]) -> timedelta:
    """How long an answer is remembered."""
    return KEPT_WHEN_FOUND if findings else KEPT_WHEN_NOTHING


class ProcessMemory:
    """A memory of this process alone, for use without a database."""

    def __init__(self, clock: Clock, most_answers: int = 1000) -> None:
        self._clock = clock
        self._most = most_answers
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[str, str, str], Recalled] = OrderedDict()
        self._states: dict[str, ServiceState] = {}

    def recall(self, provider: Provider, question: Question) -> Recalled | None:
        """An answer that is still good."""
        with self._lock:
            found = self._answers.get(_key(provider, question))
        if found is None or self._clock.now() >= found.asked_at_utc + kept_for(found.findings):
            return None
        return found

    def turn(self, provider: Provider, *, patience: float) -> float:
        """Take the next turn."""
        with self._lock:
            now = self._clock.now()
            state, wait = self._state(provider, now).with_turn(
                now=now, per_second=provider.per_second, patience=patience
            )
            self._states[provider.name] = state
        return wait

    def answered(self, provider: Provider, question: Question, findings: tuple[Finding, ...]) -> None:
        """Keep an answer."""
        with self._lock:
            now = self._clock.now()
            self._states[provider.name] = self._state(provider, now).after_answer()
            self._answers[_key(provider, question)] = Recalled(findings, now)
            self._answers.move_to_end(_key(provider, question))
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def failed(self, provider: Provider, failure: NotAnswered) -> None:
        """Take note of a failure."""
        with self._lock:
            now = self._clock.now()
            self._states[provider.name] = self._state(provider, now).after_failure(failure, now=now)

    def _state(self, provider: Provider, now: datetime) -> ServiceState:
        return self._states.get(provider.name) or ServiceState(next_turn_utc=now)


def _key(provider: Provider, question: Question) -> tuple[str, str, str]:
    return provider.name, provider.server, question.key
