"""What an import would do, row by row: the answer of `points_import.preview` and the order for `apply`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import GeocodeAnswer
from kommanmap.services.point_times import Verdict


class RowAction(StrEnum):
    """What happens to a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    ASKS = "asks"
    """It may mean a place that is known already; somebody has to say so."""
    CLASHES = "clashes"
    """Somebody has changed the same fields since the table was written."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored place that a row may mean."""

    public_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row: what it asks for, why it is refused, what its author should know.

    `warnings` say what does not fit together about the place and are kept with it; `answer` is the geocoder's to its
    address. `times` is what was read from the words about times; None where these are not new, or there are none.
    `clashes` and `taken_over` are groups of fields (by their first) that others have changed since the table was
    written: the first also the row, the second only they; `candidates` are places that a row that asks may mean.
    """

    line: int
    action: RowAction
    name: str
    municipality: str = ""
    ags: str = ""
    centre: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    draft: PointDraft | None = None
    external_id: str = ""
    point_id: int | None = None
    point_version: int | None = None
    answer: GeocodeAnswer | None = None
    times: Verdict | None = None
    candidates: tuple[Candidate, ...] = ()
    clashes: tuple[str, ...] = ()
    taken_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All rows of a file. `source` and the rows' external ids make the next import of the file find the same places."""

    source: str
    is_example: bool
    rows: tuple[RowPlan, ...]
    unknown_columns: tuple[str, ...] = ()
    personal_columns: tuple[str, ...] = ()
    kept_as_text: Mapping[str, int] = field(default_factory=dict)

    def count(self, action: RowAction) -> int:
        """How many rows have this fate."""
        return Counter(row.action for row in self.rows)[action]

    @property
    def with_notes(self) -> int:
        """How many rows carry a note."""
        return sum(1 for row in self.rows if row.notes)

    @property
    def with_warnings(self) -> int:
        """How many rows carry a warning."""
        return sum(1 for row in self.rows if row.warnings)

    @property
    def times_read(self) -> Mapping[ReadingStatus, int]:
        """Of how many rows the words about times were read, by how much of them was understood."""
        counted = Counter(row.times.status for row in self.rows if row.times)
        return {status: counted[status] for status in reversed(ReadingStatus) if counted[status]}

    @property
    def accuracies(self) -> Mapping[Accuracy, int]:
        """How exactly the pins of the rows would be known, the most exact first."""
        counted = Counter(row.draft.position_accuracy for row in self.rows if row.draft)
        return {accuracy: counted[accuracy] for accuracy in Accuracy if counted[accuracy]}


@dataclass(frozen=True, slots=True)
class AppliedImport:
    """What was written. `batch` marks the history entries that belong together."""

    batch: str
    created: int
    updated: int
    refused: int
