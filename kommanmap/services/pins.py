"""What a geocoder's answer means for a pin: whether it moves, and where a place stands that no geocoder knows.

A pin set by hand never moves, and none becomes coarser while its address stays. Asks nobody, writes nothing.
"""

import re
from dataclasses import replace

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.rules import SINGLE_LINE_LIMITS
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer
from kommanmap.geocoding.checks import COARSE
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.search.candidates import Describer
from kommanmap.services.point_addresses import same_address

SAME_PIN_M = 1.0
"""A pin that would move less than this stays."""

PIN_FIELDS = ("lat", "lon", "position_accuracy", "position_source")

_FINENESS = {accuracy: rank for rank, accuracy in enumerate(Accuracy)}
_AS_OF = re.compile(r", (?:Stand|abgefragt) ")


def placed(draft: PointDraft, answer: GeocodeAnswer, *, before: PointDraft | None = None) -> PointDraft:
    """The draft with the pin that the answer gives it; unchanged where the present one is as good or better.

    before: what was stored, where the draft changes it. If that was another address, the pin of old does not count.
    """
    if draft.ags not in shipped_gazetteer().towns_by_ags:
        return draft
    found = _usable(answer, draft) or coarse_place(draft)
    if draft.lat is None or draft.lon is None or draft.position_accuracy is None:
        return _with_pin(draft, found)
    if draft.position_accuracy is Accuracy.MANUAL:
        return draft
    stale = before is not None and not same_address(before, draft) and pin_of(before) == pin_of(draft)
    if stale or is_finer(found.accuracy, draft.position_accuracy) or _is_newer(draft, found):
        return _with_pin(draft, found)
    return draft


def coarse_place(draft: PointDraft) -> Candidate:
    """The middle of the part of its postcode area that lies in its municipality, else the municipality's."""
    names = shipped_gazetteer()
    return Describer(names).area(draft.ags, names.postcodes.get(draft.postcode))


def pin_of(draft: PointDraft) -> tuple[object, ...]:
    """Position, accuracy and source."""
    return tuple(getattr(draft, name) for name in PIN_FIELDS)


def is_finer(one: Accuracy, other: Accuracy) -> bool:
    """Whether the first says more about where a place is."""
    return _FINENESS[one] < _FINENESS[other]


def _usable(answer: GeocodeAnswer, draft: PointDraft) -> Candidate | None:
    """A street or house in the municipality of the place. What lies elsewhere is a proposal, never a move."""
    best = answer.best
    return best if best and best.ags == draft.ags and best.accuracy not in COARSE else None


def _is_newer(draft: PointDraft, found: Candidate) -> bool:
    """Whether the same source now says something else than it did: houses of a newer address file."""
    if found.accuracy is not draft.position_accuracy or draft.lat is None or draft.lon is None:
        return False
    if _AS_OF.split(found.source)[0] != _AS_OF.split(draft.position_source)[0]:
        return False
    return Coordinates(draft.lat, draft.lon).distance_km(found.position) * 1000 > SAME_PIN_M


def _with_pin(draft: PointDraft, found: Candidate) -> PointDraft:
    return replace(
        draft,
        lat=found.position.lat,
        lon=found.position.lon,
        position_accuracy=found.accuracy,
        position_source=found.source[: SINGLE_LINE_LIMITS["position_source"]],
    )
