"""`PublicPoint`: the one record of a meeting point that templates, formats and maps see.

It holds no row, no session and no field that is not public. A new field of a point appears here once and then in
every output.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, CheckedBy, Status


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a closed list: `code` for machines, `label` in the reader's language."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A centre or a town with the address of its page. `key` is the slug of a centre, the AGS of a town."""

    slug: str
    key: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The parts of an address as one writes them in Germany; empty text where nothing is known."""

    street_line: str
    postcode: str
    town: str
    district: str
    building: str
    way_in: str
    street: str = ""
    house_number: str = ""

    @property
    def town_line(self) -> str:
        """Postcode and town, with the district where one is known."""
        town = f"{self.town}-{self.district}" if self.district else self.town
        return f"{self.postcode} {town}".strip()

    @property
    def one_line(self) -> str:
        """Street and town in one line, for copying and for map apps."""
        return ", ".join(part for part in (self.street_line, self.town_line) if part)


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text, the language it is in, and whether that is not the language the reader asked for."""

    text: str
    language: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A yes/no/unknown fact for display: `code` is `yes`, `no`, `unknown` or a word of its own list."""

    key: str
    label: str
    code: str
    value_label: str

    @property
    def known(self) -> bool:
        """False where nothing is said; shown as "not known", never as no."""
        return self.code != "unknown"


@dataclass(frozen=True, slots=True)
class PublicSession:
    """What happens when: `sentence` in the reader's language without the single days that differ, `note` German as
    typed."""

    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """A meeting point as the public may know it, in one language."""

    id: str
    slug: str
    name: str
    url: str
    status: Status
    status_label: str
    status_reason: str
    centre: PlaceLink
    town: PlaceLink
    address: PublicAddress
    position: Coordinates | None
    accuracy: Accuracy | None
    accuracy_text: str
    times: tuple[str, ...]
    sessions: tuple[PublicSession, ...]
    timetable: Timetable
    weekdays: tuple[Term, ...]
    audiences: tuple[Term, ...]
    languages: tuple[Term, ...]
    languages_as_typed: str
    offers: tuple[Term, ...]
    offers_as_typed: str
    access_as_typed: str
    description: PublicText | None
    facts: tuple[Fact, ...]
    carrier: str
    phone: str
    phone_uri: str
    email: str
    websites: tuple[str, ...]
    last_checked_on: date | None
    last_checked_by: CheckedBy | None
    last_checked_label: str
    sources: tuple[str, ...]
    source_date: str
    is_example: bool
    updated_utc: datetime
    version: int
    check_due_on: date | None = None
    """Until when the last check is good; None where nobody has checked it."""
    visited_label: str = ""
    """A hint, not a check: that a visitor was there, and when."""

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been checked again before today."""
        return self.check_due_on is None or self.check_due_on < today

    @property
    def is_paused(self) -> bool:
        """Whether the place takes a break."""
        return self.status is Status.PAUSED

    def fact(self, key: str) -> Fact:
        """The fact of this name."""
        return next(fact for fact in self.facts if fact.key == key)
