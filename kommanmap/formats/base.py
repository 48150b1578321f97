"""What every format takes and says about itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kommanmap.presenters.public_point import PublicPoint


@dataclass(frozen=True, slots=True)
class Dataset:
    """Places with what a file must say about itself.

    absolute: makes a page's path a full address. asked: what was asked for, in words; () for everything.
    """

    points: tuple[PublicPoint, ...]
    as_of_utc: datetime
    title: str
    home: str
    notes: tuple[str, ...]
    absolute: Callable[[str], str]
    asked: tuple[str, ...] = ()

    @property
    def attribution(self) -> str:
        """Source note of the positions; said in every file."""
        return "Positionen: Geobasis NRW (dl-de/zero-2-0)"

    @property
    def holds_examples(self) -> bool:
        """Whether any record is a historical example."""
        return any(point.is_example for point in self.points)


def every_place(_point: PublicPoint, _dataset: Dataset) -> bool:
    """For formats that hold all places they are given."""
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """A representation: extension, media type, name for people, and the function that writes it.

    holds: which of the places of a dataset the file can say something about.
    """

    extension: str
    media_type: str
    label: str
    attachment: bool
    write: Callable[[Dataset], bytes]
    holds: Callable[[PublicPoint, Dataset], bool] = every_place
