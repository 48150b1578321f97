"""What is asked of outside services, what they answer, and how they fail. Knows no service by name and no gazetteer.

A question holds an address of a house and nothing else: no name of a place, no c/o, nothing about who asks.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from kommanmap.domain.folding import key, plain
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.addresses import Address, HouseNumber

LONGEST_TEXT = 200
LONGEST_KEY = 300
MOST_FINDINGS = 5

_ABBREVIATED = re.compile(r"(?i)(?<![^\W_])str(?:\.|(?=[ -]|$))|(?<=[^\W_])str(?:\.|(?=$))")
_ABBREVIATED_SQUARE = re.compile(r"(?i)(?:(?<=[^\W_])|\b)pl\.?$")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Trouble(StrEnum):
    """Why there is no answer."""

    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server_error"
    TOO_MANY = "too_many_requests"
    REFUSED = "refused"
    """The service does not accept us: no key, a wrong one, or none for this."""
    BAD_QUESTION = "bad_question"
    """It does not accept this question; others may go through."""
    BAD_ANSWER = "bad_answer"
    """Something came that is no answer: a web page, another shape, more than anybody needs."""
    RESTING = "resting"
    """It failed before and is left alone for a while."""
    NO_TURN = "no_turn"
    """So many others are waiting for their turn that this question would wait too long."""
    LATER = "later"
    """It was not to be asked now."""
    NO_MEMORY = "no_memory"
    """What all processes know about the service can be neither read nor written just now."""


class NotAnswered(Exception):
    """A service could not be asked. `retry_after` are the seconds it wants to be left alone, None where not said."""

    def __init__(self, trouble: Trouble, retry_after: float | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Question:
    """One house (or street, with `number` "") in the spelling that services know best: "Hauptstraße", "12a"."""

    street: str
    number: str = ""
    postcode: str = ""
    town: str = ""

    @classmethod
    def of(cls, address: Address, town: str) -> "Question":
        """What to ask for an address in a town whose right name is known, else in the town as it was typed."""
        return cls(
            street=tidy(written_out(address.street)),
            number=number_text(address.house_number),
            postcode=tidy(address.postcode),
            town=tidy(town or address.town or address.district),
        )

    @property
    def line(self) -> str:
        """The question as one line of an envelope."""
        return ", ".join(filter(None, (f"{self.street} {self.number}".strip(), f"{self.postcode} {self.town}".strip())))

    @property
    def key(self) -> str:
        """The same for every spelling of the question: "hauptstrasse 12a 57072 siegen"."""
        return " ".join(filter(None, (key(self.street), self.number, self.postcode, key(self.town))))[:LONGEST_KEY]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place as a service describes it. `places` are names of town and district, `state` the federal state.

    `ags` where the service knows it; `estimated` when the position lies somewhere between known houses.
    """

    position: Coordinates
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    places: tuple[str, ...] = ()
    state: str = ""
    ags: str = ""
    estimated: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the memory."""
        return {
            "lat": self.position.lat,
            "lon": self.position.lon,
            "street": self.street,
            "house_number": self.house_number,
            "postcode": self.postcode,
            "places": list(self.places),
            "state": self.state,
            "ags": self.ags,
            "estimated": self.estimated,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Finding":
        """Back from the memory."""
        rest = {name: said[name] for name in ("street", "house_number", "postcode", "state", "ags", "estimated")}
        return cls(position=position_of(said["lat"], said["lon"]), places=tuple(said["places"]), **rest)


class Provider(Protocol):
    """An outside service.

    `name` as in the settings, `label` as people know it, `source` with whoever must be named, `server` where it is
    asked, `per_second` how often at most.
    """

    name: str
    label: str
    source: str
    server: str
    per_second: float

    def ask(self, question: Question) -> tuple[Finding, ...]:
        """What the service knows, best first; () where it knows nothing.

        Raises:
            NotAnswered: it could not be asked.
        """


def position_of(lat: object, lon: object) -> Coordinates:
    """Degrees as numbers or as text.

    Raises:
        ValueError: not two finite numbers on earth.
    """
    if isinstance(lat, bool) or isinstance(lon, bool):
        raise ValueError("not a number")
    if not (isinstance(lat, int | float | str) and isinstance(lon, int | float | str)):
        raise ValueError("not a number")
    numbers = float(lat), float(lon)
    if not all(map(math.isfinite, numbers)):
        raise ValueError("not a finite number")
    return Coordinates(*numbers)


def tidy(value: object) -> str:
    """What a service says in one field: visible text of sensible length, "" for everything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    return _UNPRINTABLE.sub(" ", plain(value[: 2 * LONGEST_TEXT])).strip()[:LONGEST_TEXT]


def written_out(street: str) -> str:
    """A street without abbreviations, as maps write it: "Hauptstr." is "Hauptstraße", "Marktpl." is "Marktplatz"."""
    spelled = _ABBREVIATED.sub(lambda found: "Straße" if found.group()[0] == "S" else "straße", street)
    return _ABBREVIATED_SQUARE.sub(lambda found: "Platz" if found.group()[0] == "P" else "platz", spelled)


def number_text(number: HouseNumber | None) -> str:
    """The first house of what was typed: services know single houses."""
    if number is None:
        return ""
    return (
        f"{number.number}{number.addition}"
        if number.addition.isalpha()
        else f"{number.number} {number.addition}".strip()
    )
