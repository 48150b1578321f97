"""Passwords → argon2id hashes, and whether one is right. Knows no account, no request and no limit of tries.

A hash is costly on purpose: at most a few are made at once, or signing in would be a way to stop the site. Whoever
has no account is answered after the same work as everybody else.
"""

import base64
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from kommanmap.domain.errors import Unavailable
from kommanmap.domain.password_rules import LONGEST
from kommanmap.geocoding.names.shipped import reference_folder, rows_of

HASH_BYTES, SALT_BYTES = 32, 16
LONGEST_WAIT_SECONDS = 10.0
"""For a turn at hashing; whoever waits longer is told to try again."""


class Passwords:
    """Hashes with the parameters of this installation. memory_kib, passes, lanes: as argon2id knows them."""

    def __init__(self, *, memory_kib: int, passes: int, lanes: int, at_once: int) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=lanes, hash_len=HASH_BYTES, salt_len=SALT_BYTES,
            type=Type.ID,
        )  # fmt: skip
        self._turns = threading.BoundedSemaphore(at_once)
        salt, digest = (_base64(secrets.token_bytes(size)) for size in (SALT_BYTES, HASH_BYTES))
        self._of_nobody = f"$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${digest}"

    def hashed(self, password: str) -> str:
        """What is kept of a password.

        Raises:
            Unavailable: too many hashes are being made.
        """
        with _Turn(self._turns):
            return self._hasher.hash(password)

    def is_right(self, password_hash: str, password: str) -> bool:
        """Whether this is the password of a hash; "" for nobody's hash: never, after the same time.

        Raises:
            Unavailable: too many hashes are being made.
        """
        fits = len(password) <= LONGEST  # what is longer cannot be anybody's and never reaches the hash
        with _Turn(self._turns):
            try:
                right = self._hasher.verify(password_hash or self._of_nobody, password if fits else "")
            except (VerificationError, InvalidHashError):
                return False
        return right and fits and bool(password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


class _Turn:
    """One of the few places at hashing, for the time of a `with`."""

    def __init__(self, turns: threading.BoundedSemaphore) -> None:
        self._turns = turns

    def __enter__(self) -> None:
        if not self._turns.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise Unavailable("too many sign-ins at once")

    def __exit__(self, *_: object) -> None:
        self._turns.release()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first everywhere, in lower case (`reference/SOURCES.md`)."""
    return frozenset(row["password"] for row in rows_of(reference_folder() / "common_passwords.csv"))
