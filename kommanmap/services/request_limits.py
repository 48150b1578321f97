"""How often a program may ask in a minute. Kept in memory only; each process counts for itself.

A sender is the address under a random word that lives as long as the minute: after it nobody can find out who asked.
Knows no requests.
"""

import hashlib
import hmac
import secrets
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

WINDOW_SECONDS = 60
MOST_SENDERS = 50_000
"""Senders told apart in one minute; whoever comes later shares one count."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a sender still has. seconds: until the count begins anew."""

    limit: int
    left: int
    seconds: int
    is_used_up: bool


class RequestLimits:
    """The counters of one process. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = -1
        self._salt = b""
        self._asked: Counter[bytes] = Counter()

    def claim(self, *, network: str, limit: int, now: datetime) -> Allowance:
        """Count one question of `limit` a minute."""
        instant = int(now.timestamp())
        with self._lock:
            if instant // WINDOW_SECONDS != self._window:
                self._window, self._salt = instant // WINDOW_SECONDS, secrets.token_bytes(32)
                self._asked.clear()
            key = hmac.new(self._salt, network.encode(), hashlib.sha256).digest()
            if key not in self._asked and len(self._asked) >= MOST_SENDERS:
                key = b""
            self._asked[key] += 1
            asked = self._asked[key]
        return Allowance(limit, max(0, limit - asked), WINDOW_SECONDS - instant % WINDOW_SECONDS, asked > limit)
