"""One immutable block of the index: documents laid out in the order of the list, with everything asked of them.

Document numbers run through the centres in their order, inside a centre by name (DIN 5007-1), so the documents of a
centre are one span and bit order is list order. Knows no tables and no URL words.
"""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kommanmap.queries.check_days import CheckDays
from kommanmap.queries.facets import Facet
from kommanmap.queries.positions import Positions
from kommanmap.queries.session_layers import Sessions
from kommanmap.queries.words import WordIndex


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents 0 … size-1.

    spans: per centre (in order) its first document and the one after its last. towns: AGS → (span number, set counted
    from the span's start). `ids_sorted` and `documents_by_id` together lead from a MeetingPoint.id to its document.
    vague: documents whose position is only their town's (so no distance is said).
    """

    size: int
    ids: "array[int]"
    names: Sequence[str]
    spans: tuple[tuple[int, int], ...]
    towns: Mapping[str, tuple[int, int]]
    sets: Mapping[tuple[Facet, str], int]
    sessions: Sessions
    checks: CheckDays
    words: WordIndex
    name_words: WordIndex
    positions: Positions
    vague: int
    ids_sorted: "array[int]"
    documents_by_id: "array[int]"

    def document(self, point_id: int) -> int | None:
        """The number of a point's document, None if it is not here."""
        at = bisect_left(self.ids_sorted, point_id)
        if at < len(self.ids_sorted) and self.ids_sorted[at] == point_id:
            return self.documents_by_id[at]
        return None

    def in_town(self, ags: str) -> int:
        """The documents of a municipality."""
        span, bits = self.towns.get(ags, (0, 0))
        return bits << self.spans[span][0] if bits else 0
