"""What every format takes and says about itself."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from kommanmap.domain.licences import NOT_CHOSEN, Licence
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.presenters.public_point import PublicPoint


@dataclass(frozen=True, slots=True)
class Dataset:
    """Places with what a file must say about itself.

    points: may be gone through several times; very many are loaded while one goes. absolute: makes a page's path a
    full address. asked: what was asked for, in words; () for everything. address: of the file itself, "" where it has
    none. examples: whether any is a historical example; None: look at them.
    """

    points: Collection[PublicPoint]
    as_of_utc: datetime
    title: str
    home: str
    notes: tuple[str, ...]
    absolute: Callable[[str], str]
    asked: tuple[str, ...] = ()
    licence: Licence = NOT_CHOSEN
    address: str = ""
    examples: bool | None = None

    @property
    def attribution(self) -> str:
        """Source note of the positions; said in every file."""
        return "Positionen: Geobasis NRW (dl-de/zero-2-0)"

    @property
    def holds_examples(self) -> bool:
        """Whether any record is a historical example."""
        return any(point.is_example for point in self.points) if self.examples is None else self.examples


EXAMPLES = "Historische Beispiele, keine aktuellen Angaben."
"""What a file says that holds any."""

_LEADS_THERE = frozenset({Accuracy.MANUAL, Accuracy.HOUSE, Accuracy.NEAREST_HOUSE, Accuracy.STREET})


def leads_there(point: PublicPoint) -> bool:
    """Whether a phone may lead people to the pin: coarser ones say in which area a place is, not where."""
    return point.position is not None and point.accuracy in _LEADS_THERE


def every_place(_point: PublicPoint, _dataset: Dataset) -> bool:
    """For formats that hold all places they are given."""
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """A representation: extension, media type, name for people, and the function that writes it piece by piece.

    parts: holds a few places at a time, so that a file of very many needs no more memory than one of few. holds: which
    of the places of a dataset the file can say something about.
    """

    extension: str
    media_type: str
    label: str
    attachment: bool
    parts: Callable[[Dataset], Iterator[bytes]]
    holds: Callable[[PublicPoint, Dataset], bool] = every_place

    def write(self, dataset: Dataset) -> bytes:
        """The whole file."""
        return b"".join(self.parts(dataset))
