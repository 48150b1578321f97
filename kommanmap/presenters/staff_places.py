"""Places as the staff's list shows them: what it is, how it stands, what is doubtful. For staff only, never public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Status
from kommanmap.labels import label
from kommanmap.models import MeetingPoint
from kommanmap.problem_texts import problem_text

MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of the list. doubts: at most three sentences; more: how many besides."""

    public_id: str
    name: str
    town: str
    address: str
    status: str
    is_public: bool
    checked_on: date | None
    doubts: tuple[str, ...]
    more: int


def place_lines(points: Iterable[MeetingPoint], doubts: Mapping[int, tuple[Problem, ...]]) -> list[PlaceLine]:
    """In the order given."""
    return [_line(point, doubts.get(point.id, ())) for point in points]


def _line(point: MeetingPoint, doubts: tuple[Problem, ...]) -> PlaceLine:
    return PlaceLine(
        public_id=point.public_id,
        name=point.name,
        town=point.municipality.name,
        address=" ".join(part for part in (point.street, point.house_number) if part),
        status=label(point.status),
        is_public=point.status is Status.PUBLIC,
        checked_on=point.last_checked_on,
        doubts=tuple(problem_text(each) for each in doubts[:MOST_DOUBTS]),
        more=max(0, len(doubts) - MOST_DOUBTS),
    )
