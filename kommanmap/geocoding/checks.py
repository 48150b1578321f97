"""Whether address and pin of a place fit together: each doubt as a `Problem` with a proposal. Changes nothing.

Asked with an answer of the geocoder it also compares the pin with the address. The parameters fill the sentence; those
that begin with `proposed_` are what a click could take over: a municipality (AGS), a position (latitude and longitude
in degrees, as text), a postcode.
"""

from collections.abc import Iterator
from types import MappingProxyType

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.values import NRW_BOUNDS, Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.boundaries import TOLERANCE_M, distance_outside_m, municipality_at
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.shipped import shipped_gazetteer

SLACK_M = MappingProxyType(
    {Accuracy.HOUSE: 150, Accuracy.NEAREST_HOUSE: 400, Accuracy.STREET: 1_500, Accuracy.POSTCODE: 15_000}
)
"""How far a pin may lie from where its address is known to be: a large plot, a long street, the largest postcode area.

The middle of a municipality says nothing about a pin inside it, so it is missing here.
"""

COARSE = frozenset({Accuracy.POSTCODE, Accuracy.MUNICIPALITY})
"""Pins that do not claim to show the place."""

AT_THE_MIDDLE_M = 50.0
MOST_PROPOSALS = 5

Params = dict[str, str | int]

_ADDRESS_FIELDS = frozenset({"street", "house_number"})
_NOT_ABOUT_THE_PLACE = frozenset({"no_address_index", "address_index_broken"})
_KNOWN_ELSEWHERE = "service_knows_elsewhere"


def warnings_about(
    draft: PointDraft, *, answer: GeocodeAnswer | None = None, gazetteer: Gazetteer | None = None
) -> tuple[Problem, ...]:
    """What does not fit together about a place, worst first. `answer` is the geocoder's to its address, if asked."""
    names = gazetteer or shipped_gazetteer()
    if draft.ags not in names.towns_by_ags:
        return ()
    pin = _pin(draft)
    best = _usable(answer, draft.ags)
    return (
        *(_about_the_pin(draft, pin, answer, best, names) if pin else ()),
        *_about_the_postcode(draft, pin, best, names),
        *(_about_the_address(draft, pin, answer) if answer else ()),
    )


def _usable(answer: GeocodeAnswer | None, ags: str) -> Candidate | None:
    """The best candidate if it lies in the municipality of the place."""
    best = answer.best if answer else None
    return best if best and best.ags == ags else None


def _pin(draft: PointDraft) -> Coordinates | None:
    if draft.lat is None or draft.lon is None:
        return None
    try:
        pin = Coordinates(draft.lat, draft.lon)
    except ValueError:
        return None
    return pin if NRW_BOUNDS.contains(pin) else None  # the rules refuse what lies outside


# The pin


def _about_the_pin(
    draft: PointDraft, pin: Coordinates, answer: GeocodeAnswer | None, best: Candidate | None, names: Gazetteer
) -> Iterator[Problem]:
    outside = distance_outside_m(draft.ags, pin)
    if outside > TOLERANCE_M and not _is_middle_of_postcode(draft, pin, names):
        yield _outside(draft.ags, pin, outside, best, names)
    elif best and draft.position_accuracy not in COARSE and best.accuracy in SLACK_M:
        metres = _metres(pin, best.position)
        if metres > max(SLACK_M[best.accuracy], SLACK_M.get(draft.position_accuracy or Accuracy.MANUAL, 0)):
            said: Params = {"distance": distance_text(metres), "metres": round(metres), "address": best.label}
            said |= _proposed_position(best)
            yield Problem("lat", "pin_far_from_address", said)
    elif answer and answer.outcome is Outcome.AMBIGUOUS and not _settles(draft, pin, answer):
        yield _ambiguous(answer)


def _outside(ags: str, pin: Coordinates, metres: float, best: Candidate | None, names: Gazetteer) -> Problem:
    said: Params = {
        "town": names.towns_by_ags[ags].name,
        "distance": distance_text(metres),
        "metres": round(metres),
    }
    said |= _proposed_position(best) if best and best.accuracy in SLACK_M else {}
    there = municipality_at(pin, tolerance_m=TOLERANCE_M)
    if there is None:
        return Problem("lat", "pin_outside_nrw", said)
    said |= {"place": names.towns_by_ags[there].name, "proposed_ags": there}
    return Problem("lat", "pin_outside_town", said)


def _is_middle_of_postcode(draft: PointDraft, pin: Coordinates, names: Gazetteer) -> bool:
    """Where a postcode serves two municipalities its middle lies in one of them only."""
    place = names.postcodes.get(draft.postcode)
    if draft.position_accuracy is not Accuracy.POSTCODE or place is None or place.position is None:
        return False
    return draft.ags in place.ags and _metres(pin, place.position) <= AT_THE_MIDDLE_M


# The address


def _about_the_address(draft: PointDraft, pin: Coordinates | None, answer: GeocodeAnswer) -> Iterator[Problem]:
    """What the geocoder remarked on the address itself."""
    if answer.outcome is Outcome.AMBIGUOUS:
        if pin is None:
            yield _ambiguous(answer)
        return
    for warning in answer.warnings:
        settled = warning.code == "street_more_than_once" and draft.position_accuracy is Accuracy.MANUAL
        about = warning.field in _ADDRESS_FIELDS and warning.code not in _NOT_ABOUT_THE_PLACE
        if (about and not settled) or warning.code == _KNOWN_ELSEWHERE:
            yield warning


def _ambiguous(answer: GeocodeAnswer) -> Problem:
    fine = [candidate for candidate in answer if candidate.accuracy not in COARSE]
    meant = (fine or list(answer))[:MOST_PROPOSALS]
    said = {
        "candidates": "; ".join(candidate.label for candidate in meant),
        "proposed_positions": "; ".join(
            f"{candidate.position.lat:.7f} {candidate.position.lon:.7f}" for candidate in meant
        ),
    }
    return Problem("street", "address_ambiguous", said)


def _settles(draft: PointDraft, pin: Coordinates, answer: GeocodeAnswer) -> bool:
    """Whether the pin itself says which of several places is meant."""
    if draft.position_accuracy in COARSE:
        return False
    return any(
        _metres(pin, candidate.position) <= SLACK_M[candidate.accuracy]
        for candidate in answer
        if candidate.accuracy in SLACK_M and candidate.accuracy not in COARSE
    )


# The postcode


def _about_the_postcode(
    draft: PointDraft, pin: Coordinates | None, best: Candidate | None, names: Gazetteer
) -> Iterator[Problem]:
    code = draft.postcode
    if not code:
        return
    place = names.postcodes.get(code)
    known = best.postcode if best and best.accuracy in (Accuracy.HOUSE, Accuracy.NEAREST_HOUSE) else ""
    if known == code:
        return
    said: Params = {"postcode": code, "town": names.towns_by_ags[draft.ags].name}
    if place is None:
        said |= _proposed_postcode(known, draft, pin, names)
        yield Problem("postcode", "postcode_not_in_nrw", said)
    elif draft.ags not in place.ags:
        towns = ", ".join(names.towns_by_ags[ags].name for ags in place.ags)
        said |= {"towns": towns, "proposed_ags": place.ags[0]} | _proposed_postcode(known, draft, pin, names)
        yield Problem("postcode", "postcode_not_of_town", said)
    elif known:
        yield Problem("postcode", "postcode_differs", {"typed": code, "postcode": known, "proposed_postcode": known})


def _proposed_postcode(known: str, draft: PointDraft, pin: Coordinates | None, names: Gazetteer) -> Params:
    """That of the house, else that of the town whose middle is nearest to the pin, else all of the town."""
    middles = {code: place.position for code, place in names.postcodes.items() if draft.ags in place.ags}
    codes = sorted(middles)
    if known:
        codes = [known]
    elif pin and draft.position_accuracy not in COARSE:
        codes.sort(key=lambda code: pin.distance_km(middle) if (middle := middles[code]) else 0.0)
        codes = codes[:1]
    shown = ", ".join(codes[:MOST_PROPOSALS]) + (" …" if len(codes) > MOST_PROPOSALS else "")
    proposed: Params = {"proposal": shown}
    return proposed | {"proposed_postcode": codes[0]} if len(codes) == 1 else proposed


def distance_text(metres: float) -> str:
    """A distance that reads the same in every language: "350 m", "1400 m", "12 km"."""
    if metres >= 2000:
        return f"{round(metres / 1000)} km"
    return f"{round(metres, -1 if metres < 1000 else -2):.0f} m"


def _metres(one: Coordinates, other: Coordinates) -> float:
    return one.distance_km(other) * 1000


def _proposed_position(candidate: Candidate) -> Params:
    return {
        "proposed_lat": f"{candidate.position.lat:.7f}",
        "proposed_lon": f"{candidate.position.lon:.7f}",
        "proposed_accuracy": candidate.accuracy.value,
    }
