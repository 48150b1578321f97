"""What an address consists of: the typed parts that the parser gives and every geocoder takes. Looks nothing up."""

from dataclasses import dataclass, field

from kommanmap.domain.values import Coordinates


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number as the official file counts: digits, then an addition.

    `number` and `addition` ("a", "1/2", lower case, "" for none) are the first house where several are named;
    `typed` keeps all of it in one spelling: "12a", "12-14", "7/8", "12 1/2".
    """

    number: int
    addition: str = ""
    typed: str = ""
    written: str = field(default="", compare=False)
    """The same as it stood in the text, for records that keep what a person wrote: "12 A"."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of one address as somebody wrote it, each "" where nothing of the kind was there.

    `street` has no number in it. `town` is the name as typed, `district` a part of town named beside or glued to it.
    `way_in` holds "Zugang über …" and "Ecke …", `po_box` the number of a box (which is no place), `elsewhere` the
    country or state named outside North Rhine-Westphalia, `region` what says nothing new ("Deutschland", "NRW", "Kreis
    Unna", the "Westf." of a town that is called otherwise). `rest` keeps what was not understood, in order.
    """

    street: str = ""
    house_number: HouseNumber | None = None
    postcode: str = ""
    town: str = ""
    district: str = ""
    building: str = ""
    care_of: str = ""
    way_in: str = ""
    po_box: str = ""
    elsewhere: str = ""
    region: str = ""
    coordinates: Coordinates | None = None
    rest: tuple[str, ...] = ()

    @property
    def number_text(self) -> str:
        """The house number in one spelling, "" without one."""
        return self.house_number.typed if self.house_number else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.street or self.postcode or self.town or self.district or self.coordinates)
