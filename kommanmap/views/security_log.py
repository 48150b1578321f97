"""What the log says about rights and files: who (role and number), what, where. Never a name or a word typed.

What changes something is kept in the table of `services.security_events`; reading changes nothing, so this is a log.
"""

import logging

from flask import Response, request

from kommanmap.domain.staff import Staff
from kommanmap.services.security_events import EventKind

logger = logging.getLogger("kommanmap.security")


def denied(staff: Staff) -> None:
    """Somebody asked for what their role may not do."""
    _say(EventKind.DENIED, staff)


def left_the_house(answer: Response, staff: Staff) -> None:
    """Say so, if the answer is a file for staff."""
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        _say(EventKind.EXPORTED, staff)


def _say(kind: EventKind, staff: Staff) -> None:
    logger.warning("%s: %s at %s", kind.value, staff.actor, request.endpoint)
