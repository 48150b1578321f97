"""Who meets at a place in test_interleavings.py, and what each of them may type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import hypothesis.strategies as some

from kommanmap.domain.drafts import PointDraft

HEADER = ("ID", "Name", "Ort", "Straße", "Telefon", "Zeiten")
NAMES = ("Treff", "Café", "Haus")
STREETS = ("Gassenweg 28", "Nassauische Straße 5")
TIMES = ("montags 10-12 Uhr", "dienstags 15-17 Uhr")
PHONES = ("02736 11", "02736 22", "02736 33")
EDITS: tuple[Mapping[str, Any], ...] = (
    *({"name": name} for name in NAMES),
    *({"phone": phone} for phone in PHONES),
    {"lat": 50.75, "lon": 8.09},
    {"street": "Römer", "house_number": "1"},
    {"website": "https://www.burbach.example/treff"},
    {"texts": (("de", "Kaffee"),)},
)
ROW = some.tuples(*map(some.sampled_from, (NAMES, STREETS, PHONES, TIMES)))
EDITOR, WHICH, SOON = some.sampled_from(("centre:1", "centre:2")), some.integers(0, 1), some.booleans()


@dataclass
class Form:
    """What an editor has before them. seen: what they were shown last."""

    place: int
    version: int
    seen: PointDraft
    mine: PointDraft


@dataclass(frozen=True)
class Letter:
    """A letter somebody looks at."""

    number: int
    place: int
    version: int
    seen: PointDraft
    phone: str
