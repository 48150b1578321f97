"""What was found → candidates that can leave: one line, position, accuracy, source. Decides nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Candidate
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import Place
from kommanmap.geocoding.register.index_file import E7, IndexOrigin
from kommanmap.geocoding.register.index_reader import House, Street
from kommanmap.geocoding.search.house_choice import HouseChoice

POSTCODE_SOURCE = "Mitte des Postleitzahlgebiets (© OpenStreetMap contributors, ODbL)"
TOWN_SOURCE = "Mitte der Gemeinde (Geobasis NRW, dl-de/zero-2-0)"


class Describer:
    """Writes candidates with the names that the gazetteer has; `origin` is that of the address file, if any."""

    def __init__(self, gazetteer: Gazetteer, origin: IndexOrigin | None = None) -> None:
        self._gazetteer = gazetteer
        self._source = source_of(origin) if origin else ""

    def house(self, street: Street, choice: HouseChoice, *, postcode: str = "", likeness: float = 1.0) -> Candidate:
        """A house or a street; `postcode` is said where the file has none of its own."""
        number = choice.house.text if choice.house and choice.accuracy is not Accuracy.STREET else ""
        code = choice.postcode or postcode
        town = self._gazetteer.towns_by_ags.get(street.ags)
        name = town.name if town else ""
        place = f"{name}-{street.district}" if name and street.district else name or street.district
        return Candidate(
            label=", ".join(part for part in (f"{street.name} {number}".strip(), f"{code} {place}".strip()) if part),
            position=position_of(choice.house or street),
            accuracy=choice.accuracy,
            source=self._source,
            ags=street.ags,
            municipality=name,
            centre=town.centre_slug if town else "",
            postcode=code,
            street=street.name,
            house_number=number,
            likeness=likeness,
        )

    def area(self, ags: str, postcode: Place | None, *, likeness: float = 1.0) -> Candidate:
        """The middle of a postcode if it has a part in the municipality, else the middle of the municipality."""
        town = self._gazetteer.towns_by_ags[ags]
        if postcode is not None and postcode.position is not None and ags in postcode.ags:
            return Candidate(
                label=f"{postcode.term} {town.name}",
                position=postcode.position,
                accuracy=Accuracy.POSTCODE,
                source=POSTCODE_SOURCE,
                ags=ags,
                municipality=town.name,
                centre=town.centre_slug,
                postcode=postcode.term,
                likeness=likeness,
            )
        return Candidate(
            label=town.name,
            position=town.position,
            accuracy=Accuracy.MUNICIPALITY,
            source=TOWN_SOURCE,
            ags=ags,
            municipality=town.name,
            centre=town.centre_slug,
            likeness=likeness,
        )


class PostcodeMiddles:
    """The middles of the postcode areas of each municipality."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @cached_property
    def _by_town(self) -> dict[str, list[tuple[str, Coordinates]]]:
        middles: dict[str, list[tuple[str, Coordinates]]] = {}
        for code, place in self._gazetteer.postcodes.items():
            if place.position is not None:
                for ags in place.ags:
                    middles.setdefault(ags, []).append((code, place.position))
        return middles

    def around(self, position: Coordinates) -> tuple[float, Place] | None:
        """The postcode area whose middle is nearest, with the kilometres to it."""
        measured = (
            (position.distance_km(place.position), code)
            for code, place in self._gazetteer.postcodes.items()
            if place.position is not None
        )
        km, code = min(measured, default=(0.0, ""))
        return (km, self._gazetteer.postcodes[code]) if code else None

    def nearest(self, ags: str, position: Coordinates) -> str:
        """The postcode whose middle is nearest, "" for a municipality without one."""
        middles = self._by_town.get(ags, ())
        return min(((position.distance_km(middle), code) for code, middle in middles), default=(0.0, ""))[1]


def told_apart(candidates: Sequence[Candidate], middles: PostcodeMiddles) -> list[Candidate]:
    """The candidates with labels that differ: two streets of one name get the nearest postcode, or their position."""
    labels = Counter(candidate.label for candidate in candidates)
    told: list[Candidate] = []
    for candidate in candidates:
        if labels[candidate.label] > 1:
            code = middles.nearest(candidate.ags, candidate.position)
            about = f"{candidate.label} (≈ {code})"
            if not code or candidate.postcode or any(other.label == about for other in told):
                about = f"{candidate.label} ({candidate.position.lat:.4f}, {candidate.position.lon:.4f})"
            candidate = replace(candidate, label=about)
        told.append(candidate)
    return told


def position_of(place: House | Street) -> Coordinates:
    """In degrees."""
    return Coordinates(place.lat / E7, place.lon / E7)


def source_of(origin: IndexOrigin) -> str:
    """Who says so, as of when."""
    return f"{origin.source}, Stand {origin.as_of}" if origin.as_of else origin.source
