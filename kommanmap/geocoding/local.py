"""The embedded geocoder: typed text → places, from an imported address file and the shipped gazetteer, offline.

A `geopy` geocoder for whoever knows geopy (`geocode`, `reverse`), and the typed answers of this package for the
application (`locate`, `near`, `suggest`). Usable outside the app: give it the path of an index file, or nothing.

>>> LocalGeocoder().geocode("57072 Siegen").raw["accuracy"]
'postcode'
"""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from kommanmap.domain.problems import Problem
from kommanmap.domain.values import NRW_BOUNDS, Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.parser.parsing import parse
from kommanmap.geocoding.register.address_index import AddressIndex
from kommanmap.geocoding.register.index_reader import BrokenAddressIndex, IndexReader, NoAddressIndex
from kommanmap.geocoding.search.candidates import Describer, PostcodeMiddles
from kommanmap.geocoding.search.lookup import Lookup
from kommanmap.geocoding.search.nearest import nearby
from kommanmap.geocoding.search.suggesting import suggestions
from kommanmap.geocoding.search.whereabouts import whereabouts

LONGEST_QUERY = 2_000
"""Characters of a question that are read."""

TYPED_SOURCE = "Eingegebene Koordinaten"
AT_THE_HOUSE_KM = 0.06
"""Coordinates so near to a house take its address as their name."""

_NEAR_KM = 10.0
_MOST_LOCATIONS = 10
_BROKEN = "address_index_broken"


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Stands where geopy wants an adapter: nothing is ever fetched."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        """Refuse."""
        raise GeocoderServiceError("the local geocoder asks nobody")

    def get_text(self, url: str, *, timeout: Any, headers: Any) -> NoReturn:
        """Refuse."""
        raise GeocoderServiceError("the local geocoder asks nobody")


class LocalGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Answers from `index` (the path of an index file, or an opened one) and the gazetteer. Safe between threads.

    Without an index it answers at postcode or municipality accuracy and says what to import.
    """

    def __init__(self, index: str | Path | AddressIndex | None = None, *, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(adapter_factory=_NoNetwork)
        self._index = AddressIndex(Path(index)) if isinstance(index, str | Path) else index
        self._given = gazetteer

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        """Made with the first question: whoever starts a command or a server need not wait for it."""
        return self._given or shipped_gazetteer()

    @cached_property
    def _middles(self) -> PostcodeMiddles:
        return PostcodeMiddles(self._gazetteer)

    @property
    def stamp(self) -> str:
        """Names the address file in use; "" without one that can be read."""
        return self._index.stamp() if self._index else ""

    def locate(self, query: str | Address, *, limit: int = 10, ags: str = "") -> GeocodeAnswer:
        """Where an address lies. Any text gives an answer.

        limit: most candidates. ags: the municipality of the record that the address comes from; it fills in a town
        that is missing.
        """
        address = query if isinstance(query, Address) else self.parsed(query)
        reader, missing = self._reader()
        try:
            return self._answer(address, reader, missing, max(1, limit), ags)
        except BrokenAddressIndex:
            return self._answer(address, None, _BROKEN, max(1, limit), ags)

    def parsed(self, text: str) -> Address:
        """The parts of an address, town names told apart by the gazetteer."""
        return parse(text[:LONGEST_QUERY], towns=self._gazetteer)

    def near(self, position: Coordinates, *, limit: int = 1) -> tuple[Candidate, ...]:
        """The nearest house of each of the nearest streets; without an index the nearest postcode area."""
        return tuple(candidate for _, candidate in self._near(position, limit))

    def suggest(self, text: str, *, limit: int = 8, ags: str | None = None) -> tuple[Candidate, ...]:
        """Streets and houses that begin as typed, those of the municipality `ags` first."""
        reader, _ = self._reader()
        text = text[:LONGEST_QUERY]
        try:
            return suggestions(reader, self._gazetteer, text, limit=limit, ags=ags or "")
        except BrokenAddressIndex:
            return suggestions(None, self._gazetteer, text, limit=limit, ags=ags or "")

    def geocode(
        self, query: str | Address, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """geopy's question: one `Location`, or all with `exactly_one=False`; None where there is nothing.

        `Location.raw` says the status (a first of several may be "ambiguous"), accuracy, source and typed parts.
        Nothing is waited for, so `timeout` has no effect.

        Raises:
            GeocoderQueryError: the query is empty or no text.
            GeocoderUnavailable: the index file is damaged and the gazetteer does not know the place either.
        """
        if not isinstance(query, str | Address) or (isinstance(query, str) and not query.strip()):
            raise GeocoderQueryError("an address is a text that is not empty")
        answer = self.locate(query, limit=_MOST_LOCATIONS)
        if not answer.candidates and any(warning.code == _BROKEN for warning in answer.warnings):
            raise GeocoderUnavailable("the address index cannot be read")
        return _in_geopy([_location(candidate, answer) for candidate in answer], exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """geopy's question for the address at a point (`Point`, pair or text); None far from any house.

        Raises:
            GeocoderQueryError: the query is no point.
        """
        try:
            point = Point(query if query is not None else "")
            position = Coordinates(point.latitude, point.longitude)
        except (ValueError, TypeError, AttributeError) as error:
            raise GeocoderQueryError(f"not a point: {error}") from error
        found = self._near(position, 1 if exactly_one else _MOST_LOCATIONS)
        answer = GeocodeAnswer(Outcome.FOUND, address=Address(coordinates=position))
        locations = [_location(candidate, answer, distance_m=round(km * 1000, 1)) for km, candidate in found]
        return _in_geopy(locations, exactly_one)

    def _reader(self) -> tuple[IndexReader | None, str]:
        """The opened index, or None and the code of why there is none."""
        try:
            return (self._index.reader(), "") if self._index else (None, "no_address_index")
        except NoAddressIndex:
            return None, "no_address_index"
        except BrokenAddressIndex:
            return None, _BROKEN

    def _answer(
        self, address: Address, reader: IndexReader | None, missing: str, limit: int, ags: str
    ) -> GeocodeAnswer:
        if address.coordinates is not None:
            return self._at(address.coordinates, address)
        where = whereabouts(address, self._gazetteer, ags=ags)
        lookup = Lookup(gazetteer=self._gazetteer, middles=self._middles, reader=reader, limit=limit)
        answer = lookup.answer(address, where)
        if reader is None and address.street and not where.outside:
            answer = replace(answer, warnings=(*answer.warnings, Problem("street", missing)))
        return answer

    def _at(self, typed: Coordinates, address: Address) -> GeocodeAnswer:
        """Typed coordinates are the answer; the nearest house gives them a name."""
        position, warnings = typed, tuple[Problem, ...]()
        if not NRW_BOUNDS.contains(typed):
            position = Coordinates(typed.lon, typed.lat) if abs(typed.lon) <= 90 else typed
            warnings = (Problem("lat", "lat_lon_swapped"),)
            if not NRW_BOUNDS.contains(position):
                return GeocodeAnswer(Outcome.NOTHING, (), address, (Problem("lat", "outside_nrw"),))
        label = f"{position.lat:.6f}, {position.lon:.6f}"
        candidate = Candidate(label, position, Accuracy.MANUAL, TYPED_SOURCE)
        for km, near in self._near(position, 1):
            candidate = replace(candidate, ags=near.ags, municipality=near.municipality, centre=near.centre)
            if km <= AT_THE_HOUSE_KM and near.accuracy is Accuracy.HOUSE:
                candidate = replace(near, position=position, accuracy=Accuracy.MANUAL, source=TYPED_SOURCE)
        return GeocodeAnswer(Outcome.FOUND, (candidate,), address, warnings)

    def _near(self, position: Coordinates, limit: int) -> list[tuple[float, Candidate]]:
        reader, _ = self._reader()
        try:
            if reader is not None:
                describe = Describer(self._gazetteer, reader.origin)
                found = nearby(reader, position, limit=max(1, limit))
                return [(each.km, describe.house(each.street, each.choice)) for each in found]
        except BrokenAddressIndex:
            pass  # answered below as if there were none
        around = self._middles.around(position)
        if around is None or around[0] > _NEAR_KM or not NRW_BOUNDS.contains(position):
            return []
        return [(around[0], Describer(self._gazetteer).area(around[1].ags[0], around[1]))]


def _in_geopy(locations: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations


def _location(candidate: Candidate, answer: GeocodeAnswer, **more: Any) -> Location:
    address = answer.address
    raw = {
        "status": answer.outcome.value,
        "accuracy": candidate.accuracy.value,
        "source": candidate.source,
        "ags": candidate.ags,
        "municipality": candidate.municipality,
        "centre": candidate.centre,
        "postcode": candidate.postcode,
        "street": candidate.street,
        "house_number": candidate.house_number,
        "likeness": candidate.likeness,
        "warnings": [warning.code for warning in answer.warnings],
        "typed": {
            "street": address.street,
            "house_number": address.number_text,
            "postcode": address.postcode,
            "town": address.town,
            "district": address.district,
            "building": address.building,
            "rest": list(address.rest),
        },
        **more,
    }
    return Location(candidate.label, (candidate.position.lat, candidate.position.lon, 0.0), raw)
