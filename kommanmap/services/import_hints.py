"""What a careful reader of a row would ask its author. Hints only: nothing here changes a value."""

import re
from collections.abc import Iterator

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Status

_CLOSED = re.compile(r"\b(?:geschlossen|schließt|beendet|aufgelöst|eingestellt|alter Ort)\b", re.IGNORECASE)
_PAUSED = re.compile(r"\b(?:pausiert|macht Pause|Pandemie|noch nicht wieder öffnen)\b", re.IGNORECASE)
_SINGLE = re.compile(r"\bEinzeltermin\b", re.IGNORECASE)
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0192-\u2122]|â€|Â[\u00a0-\u00bf]")
"""What UTF-8 looks like when it was once read as cp1252: "CafÃ©"."""


def hints(draft: PointDraft) -> Iterator[Problem]:
    """Notes on a checked draft."""
    if draft.status is Status.PUBLIC:
        yield from _status_hints(draft)
    texts = (draft.name, draft.street, draft.carrier, draft.building, draft.offers_as_typed, *draft.times)
    if any(_MOJIBAKE.search(text) for text in texts):
        yield Problem("", "looks_misread")


def _status_hints(draft: PointDraft) -> Iterator[Problem]:
    for code, pattern in (("name_says_closed", _CLOSED), ("name_says_paused", _PAUSED), ("single_date", _SINGLE)):
        match = pattern.search(draft.name)
        if match:
            yield Problem("status", code, {"word": match.group()})
            return
    paused = _PAUSED.search("; ".join(draft.times))
    if paused:
        yield Problem("status", "times_say_paused", {"word": paused.group()})
