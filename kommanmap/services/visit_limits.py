"""How often somebody may say "I was there": a few times a day, once for each place. Kept in memory only.

A sender is the address under a random word of the day that no file, log or table ever held: tomorrow nobody, not even
the operator, can find out who it was. Each process counts for itself.
"""

import hashlib
import hmac
import secrets
import threading
from collections import defaultdict, deque
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

MOST_A_DAY = 10
MOST_AN_HOUR_ALTOGETHER = 200
MOST_SENDERS = 50_000
HOUR = timedelta(hours=1)


class Verdict(StrEnum):
    """What becomes of a tap."""

    COUNTS = "counts"
    KNOWN = "known"
    """The same sender has said it of the same place today."""
    TOO_MANY = "too_many"


class VisitLimits:
    """The counters of one process. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._salt = b""
        self._said: defaultdict[bytes, set[str]] = defaultdict(set)
        self._last_hour: deque[datetime] = deque()

    def claim(self, *, network: str, place: str, now: datetime) -> Verdict:
        """Count one tap."""
        with self._lock:
            self._begin_day(now)
            while self._last_hour and now - self._last_hour[0] >= HOUR:
                self._last_hour.popleft()
            key = hmac.new(self._salt, network.encode(), hashlib.sha256).digest()
            said = self._said.get(key, set())
            if place in said:
                return Verdict.KNOWN
            is_full = len(self._last_hour) >= MOST_AN_HOUR_ALTOGETHER or len(self._said) >= MOST_SENDERS
            if is_full or len(said) >= MOST_A_DAY:
                return Verdict.TOO_MANY
            self._said[key].add(place)
            self._last_hour.append(now)
            return Verdict.COUNTS

    def _begin_day(self, now: datetime) -> None:
        today = now.astimezone(UTC).date()
        if today != self._day:
            self._day, self._salt = today, secrets.token_bytes(32)
            self._said.clear()
