"""The house of a street that a typed number means, or the nearest one that stands there. Knows one street at a time."""

from typing import NamedTuple

from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import HouseNumber
from kommanmap.geocoding.register.index_reader import House, IndexReader, Street

OTHER_SIDE = 4
"""How many numbers further a house on the same side may stand and still be preferred to one across the street."""

FAR_OFF = 20
"""A number that differs by more says little about which street is meant."""


NEXT_DOOR = 10
"""A house whose number differs by more is not near: about five houses on one side. Then only the street is known."""


class HouseChoice(NamedTuple):
    """Where the pin goes in a street: at a house, or (None) in its middle because no number was typed.

    At accuracy `STREET` a house only says at which end of the street the pin stands.

    `doubt` is 0 for the very house and grows with the distance of the number that had to do. `postcode` is that of the
    house or of the whole street, "" where the file has none or the street several.
    """

    house: House | None
    accuracy: Accuracy
    doubt: float = 0.0
    postcode: str = ""


_ANOTHER, _FAR_OFF = 0.3, 0.6


def choose_house(reader: IndexReader, street: Street, typed: HouseNumber | None) -> HouseChoice:
    """The house with this number and addition, else the nearest on the same side, else across the street.

    Where the nearest is far, the answer is the street, with the pin where its numbers come nearest.
    """
    if typed is None:
        return in_the_middle(reader, street)
    exact = reader.house(street, typed.number, typed.addition)
    if exact is not None:
        return HouseChoice(exact, Accuracy.HOUSE, postcode=exact.postcode)
    nearest = min(reader.houses(street), key=lambda house: _distance(house, typed))
    off = abs(nearest.number - typed.number)
    accuracy = Accuracy.NEAREST_HOUSE if off <= NEXT_DOOR else Accuracy.STREET
    return HouseChoice(nearest, accuracy, _FAR_OFF if off > FAR_OFF else _ANOTHER, nearest.postcode)


def in_the_middle(reader: IndexReader, street: Street) -> HouseChoice:
    """The street itself."""
    codes = {house.postcode for house in reader.houses(street)}
    return HouseChoice(None, Accuracy.STREET, postcode=codes.pop() if len(codes) == 1 else "")


def _distance(house: House, typed: HouseNumber) -> tuple[int, bool, int, str]:
    """How far a house is in the order of numbers; of one number the plain one first, then the nearest letter."""
    off = abs(house.number - typed.number)
    across = OTHER_SIDE if off % 2 else 0
    return off + across, bool(house.addition), _letters_apart(house.addition, typed.addition), house.addition


def _letters_apart(one: str, other: str) -> int:
    return abs(ord(one[0]) - ord(other[0])) if one and other else 0
