"""What staff have typed so far → streets and houses that begin so. Quick and lenient; decides nothing."""

import re

from kommanmap.domain.folding import key
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Candidate
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import Place, PlaceKind
from kommanmap.geocoding.register.index_reader import House, IndexReader, Street
from kommanmap.geocoding.register.street_keys import street_key
from kommanmap.geocoding.search.candidates import Describer
from kommanmap.geocoding.search.house_choice import HouseChoice, in_the_middle

SHORTEST = 2
"""Letters of a street before anything is offered."""

MOST_READ = 400
MOST_TOWNS = 8
HOUSES_OF_ONE_STREET, HOUSES_OF_MANY = 8, 1

_TYPED = re.compile(
    r"(?P<street>(?:[^,;\d]|\d+\. )*)(?P<number>\d{1,4}(?!\d) ?(?:[a-z](?![^\W\d_]))?)?[\s,;]*(?P<place>.*)",
    re.IGNORECASE | re.DOTALL,
)
_POSTCODE = re.compile(r"\b\d{2,5}\b")
_UNFINISHED = "x"
"""Put behind a word that is still being typed, so that "St" is not yet a saint."""


def suggestions(
    reader: IndexReader | None, gazetteer: Gazetteer, text: str, *, limit: int, ags: str = ""
) -> tuple[Candidate, ...]:
    """Streets that begin as typed, with houses once a number is there; towns where no street begins so."""
    describe = Describer(gazetteer, reader.origin if reader else None)
    found: list[Candidate] = []
    typed = _TYPED.fullmatch(text)
    if reader is not None and typed is not None:
        streets = _meant(reader, gazetteer, typed["street"].strip(), typed["place"], ags)[:limit]
        most = HOUSES_OF_ONE_STREET if len(streets) == 1 else HOUSES_OF_MANY
        number = (typed["number"] or "").replace(" ", "").lower()
        found = [
            describe.house(street, choice) for street in streets for choice in _choices(reader, street, number, most)
        ]
    if not found and key(text):
        places = gazetteer.suggest(text, limit)
        found = [
            describe.area(town, place if place.kind is PlaceKind.POSTCODE else None)
            for place in places
            for town in place.ags
        ]
    return tuple(dict.fromkeys(found))[:limit]


def _meant(reader: IndexReader, gazetteer: Gazetteer, street: str, place: str, ags: str) -> list[Street]:
    """The streets that begin so, in the town that is typed behind them, also without a comma between."""
    if len(key(place)) >= SHORTEST:
        towns = _towns(gazetteer, place)
        return _begun(reader, street, towns, ags) if towns else []
    found = _begun(reader, street, (), ags)
    words = street.split()
    for cut in range(len(words) - 1, 0, -1):
        if found or cut < len(words) - 3:
            break
        towns = _towns(gazetteer, " ".join(words[cut:]))
        found = _begun(reader, " ".join(words[:cut]), towns, ags) if towns else []
    return found


def _towns(gazetteer: Gazetteer, place: str) -> tuple[str, ...]:
    """The municipalities that a place may become when it is typed to its end."""
    postcode = _POSTCODE.search(place)
    folded = key(_POSTCODE.sub(" ", place))
    places: tuple[Place, ...] = ()
    if postcode:
        places = gazetteer.suggest(postcode.group(), MOST_TOWNS)
    if folded and not places:
        places = gazetteer.exact(folded) + gazetteer.others(folded) + gazetteer.beginning(folded, MOST_TOWNS)
    return tuple(dict.fromkeys(ags for found in places for ags in found.ags))[:MOST_TOWNS]


def _begun(reader: IndexReader, typed: str, towns: tuple[str, ...], ags: str) -> list[Street]:
    """Streets whose name begins so: in these towns, else everywhere, those of `ags` first."""
    unfinished = street_key(typed + _UNFINISHED).removesuffix(_UNFINISHED)
    for beginning in dict.fromkeys((unfinished, street_key(typed), key(typed))):
        if len(beginning) < SHORTEST:
            continue
        found: dict[int, Street] = {}
        for town in towns or ((ags,) if ags else ()):
            names = reader.town(town)
            ids = [names.ids[at] for at, name in enumerate(names.names) if name.startswith(beginning)]
            found.update((street.id, street) for street in reader.with_ids(ids[:MOST_READ]))
        if not towns:
            found.update((street.id, street) for street in reader.beginning(beginning, MOST_READ))
        if found:
            return sorted(found.values(), key=lambda street: _rank(reader, street, typed, towns, ags))
    return []


def _rank(
    reader: IndexReader, street: Street, typed: str, towns: tuple[str, ...], ags: str
) -> tuple[bool, int, bool, int, int, int]:
    """The record's own town first, then the likeliest town, whole names, short names, large towns."""
    in_order = towns.index(street.ags) if street.ags in towns else len(towns)
    whole = street.folded == street_key(typed)
    return (
        street.ags != ags,
        in_order,
        not whole,
        len(street.folded),
        -reader.houses_by_town.get(street.ags, 0),
        street.id,
    )


def _choices(reader: IndexReader, street: Street, number: str, most: int) -> list[HouseChoice]:
    """The houses whose number begins so, the very number first; the street where none does or none is typed."""
    if not number:
        return [in_the_middle(reader, street)]

    def rank(house: House) -> tuple[bool, int, str]:
        return house.text.replace(" ", "") != number, house.number, house.addition

    begun = sorted((house for house in reader.houses(street) if house.text.startswith(number)), key=rank)
    if not begun:
        return [in_the_middle(reader, street)]
    return [HouseChoice(house, Accuracy.HOUSE, postcode=house.postcode) for house in begun[:most]]
