"""Settings that must fit together: hashing of passwords, mail. Plain values, no file."""

from kommanmap.domain.errors import BadConfiguration
from kommanmap.domain.rules import is_mail_address

SMTP_SECURITY = ("starttls", "tls", "none")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LEAST_MEMORY_KIB = (47104, 19456)
"""For a hash of a password with one pass, and with more."""


def check_hashing(*, passes: int, memory_kib: int, lanes: int, at_once: int, weak_allowed: bool) -> None:
    """OWASP's least for argon2id: 19 MiB in two passes, or 46 MiB in one.

    Raises:
        BadConfiguration: less, or values that argon2 does not take.
    """
    least = LEAST_MEMORY_KIB[passes > 1]
    if not weak_allowed and memory_kib < least:
        raise BadConfiguration(f"password_memory_kib must be at least {least} with password_passes = {passes}")
    if not (1 <= passes <= 20 and 1 <= lanes <= 16 and 1 <= at_once <= 64):
        raise BadConfiguration("password_passes: 1 to 20, password_lanes: 1 to 16, password_hashes_at_once: 1 to 64")
    if not 8 * lanes <= memory_kib <= 4 * 1024 * 1024:
        raise BadConfiguration("password_memory_kib goes up to 4194304 (4 GiB)")


def check_mail(*, host: str, port: int, seconds: float, security: str, user: str, sender: str) -> None:
    """Whether letters can go out, and no password in the clear.

    Raises:
        BadConfiguration: with what to set.
    """
    if security not in SMTP_SECURITY:
        raise BadConfiguration(f"smtp_security must be one of {', '.join(SMTP_SECURITY)}")
    if not (1 <= port <= 65535 and 1 <= seconds <= 120):
        raise BadConfiguration("smtp_port goes from 1 to 65535, smtp_seconds from 1 to 120")
    if host and not is_mail_address(sender):
        raise BadConfiguration("smtp_host: a sender is missing, set mail_from or operator_email")
    if user and security == "none" and host not in LOOPBACK:
        raise BadConfiguration("smtp_security = none would send the password in the clear")
