"""How entries of the history hang together: each holds a hash over the one before and itself. Knows no table.

Whoever alters, removes or slips in an entry afterwards would have to make all later hashes anew, and the last of them
is kept apart (and in every backup).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of the history says. at_utc is aware; fields are plain values, as JSON holds them."""

    point_id: int
    kind: str
    actor: str
    at_utc: datetime
    batch: str
    fields: Mapping[str, Any]


def link(previous: str, entry: Entry) -> str:
    """SHA-256 over the hash of the entry before and this entry, as 64 hexadecimal digits."""
    at = entry.at_utc.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    said = [previous, entry.point_id, str(entry.kind), entry.actor, at, entry.batch, entry.fields]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
