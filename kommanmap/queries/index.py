"""The index that every reader's question goes to: an immutable snapshot of all listed places.

A large base segment, a small tail segment with what changed since, and the set of base documents that still count.
Document numbers of the tail follow those of the base. Knows no URL words, no requests, no tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from heapq import merge

from kommanmap.domain.folding import sort_key
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Knowledge, OpenWhen
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.bits import full, part
from kommanmap.queries.facets import Facet
from kommanmap.queries.lexicon import Lexicon
from kommanmap.queries.positions import arc_km
from kommanmap.queries.segment import Segment
from kommanmap.queries.session_layers import Layers, side_by_side


@dataclass(frozen=True)
class PointIndex:
    """A snapshot. `version` and `reference` are those of the DataVersion row that it shows.

    base_version: the data version of the base segment; `masked` are its documents that changed since then.
    """

    version: int
    reference: int
    base_version: int
    gazetteer: Gazetteer
    base: Segment
    tail: Segment | None = None
    masked: int = 0
    alive: int = field(init=False)
    """All documents that count, base and tail."""
    _kept_parts: tuple[int, list[tuple[int, ...]]] = field(init=False, repr=False, compare=False, default=(-1, []))
    """The set that was cut last: an answer cuts the same one for its order and its counts. Replaced as a whole, so
    threads at worst cut twice."""

    def __post_init__(self) -> None:
        tail = full(self.tail.size) << self.base.size if self.tail else 0
        object.__setattr__(self, "alive", (full(self.base.size) & ~self.masked) | tail)

    @property
    def stamp(self) -> str:
        """Names this state of the data; part of every ETag."""
        streets = self.gazetteer.streets.stamp if self.gazetteer.streets else ""
        return f"{self.version}.{self.reference}{streets and '.'}{streets}"

    @cached_property
    def listed_count(self) -> int:
        """How many places are listed."""
        return self.alive.bit_count()

    @cached_property
    def example_count(self) -> int:
        """How many of them are historical examples."""
        return (self.having(Facet.EXAMPLE, Knowledge.YES) & self.alive).bit_count()

    @cached_property
    def segments(self) -> tuple[tuple[Segment, int], ...]:
        """The segments with their first document number."""
        return ((self.base, 0), (self.tail, self.base.size)) if self.tail else ((self.base, 0),)

    @cached_property
    def words(self) -> Lexicon:
        """Every word of the public texts."""
        return Lexicon([(segment.words, start) for segment, start in self.segments])

    @cached_property
    def name_words(self) -> Lexicon:
        """The words of the names only."""
        return Lexicon([(segment.name_words, start) for segment, start in self.segments])

    # Sets. They may hold masked documents: whoever combines them ends with `& alive`.

    def having(self, facet: Facet, value: str) -> int:
        """Places with a property."""
        found = self.base.sets.get((facet, value), 0)
        return found | self.tail.sets.get((facet, value), 0) << self.base.size if self.tail else found

    def sessions_having(self, facet: Facet, value: str) -> Layers:
        """Per layer the places whose session has a property."""
        found = self.base.sessions.having(facet, value)
        return side_by_side(found, self.tail.sessions.having(facet, value), self.base.size) if self.tail else found

    def session_counts(self, facet: Facet, values: Sequence[str], among: Layers) -> list[int]:
        """For each value how many places have it in a session that is among these."""
        counts = [
            segment.sessions.counts(facet, values, tuple(bits >> start for bits in among))
            for segment, start in self.segments
        ]
        return [sum(of_segments) for of_segments in zip(*counts, strict=True)]

    def sessions_open(self, when: OpenWhen, at: datetime) -> Layers:
        """Per layer the places whose session is open then, seen from an instant (aware)."""
        found = self.base.sessions.open_at(when, at)
        return side_by_side(found, self.tail.sessions.open_at(when, at), self.base.size) if self.tail else found

    def checked_before(self, day: date) -> int:
        """Places whose last check was before a day, or that nobody has checked."""
        found = self.base.checks.before(day)
        return found | self.tail.checks.before(day) << self.base.size if self.tail else found

    def in_town(self, ags: str) -> int:
        """Places of a municipality."""
        found = self.base.in_town(ags)
        return found | self.tail.in_town(ags) << self.base.size if self.tail else found

    def in_centre(self, order: int) -> int:
        """Places of the centre with this place in the order of centres."""
        found = 0
        for segment, start in self.segments:
            first, after = segment.spans[order]
            found |= full(after - first) << start + first
        return found

    def within(self, origin: Coordinates, km: float) -> int:
        """Places at most so far away. Places without a public position count as lying in the middle of their town."""
        found = self.base.positions.within(origin, km)
        return found | self.tail.positions.within(origin, km) << self.base.size if self.tail else found

    # Parts of sets, per centre.

    def parts(self, bits: int) -> list[tuple[int, ...]]:
        """A set cut by centre: for each centre one small set per segment, counted from the start of its span."""
        kept = self._kept_parts
        if kept[0] is bits:
            return kept[1]
        sides = [[part(bits >> start, *span) for span in segment.spans] for segment, start in self.segments]
        cut = list(zip(*sides, strict=True))
        object.__setattr__(self, "_kept_parts", (bits, cut))
        return cut

    def town_counts(self, parts: list[tuple[int, ...]]) -> dict[str, int]:
        """Places by AGS in a set that was cut by `parts`; towns without any are left out."""
        counts: dict[str, int] = {}
        for number, (segment, _) in enumerate(self.segments):
            for ags, (span, bits) in segment.towns.items():
                found = (parts[span][number] & bits).bit_count()
                if found:
                    counts[ags] = counts.get(ags, 0) + found
        return counts

    def sides(self, bits: int, order: int) -> tuple[int, ...]:
        """What `parts` gives for one centre."""
        return tuple(part(bits >> start, *segment.spans[order]) for segment, start in self.segments)

    # Single documents.

    def _home(self, document: int) -> tuple[Segment, int]:
        if document < self.base.size:
            return self.base, document
        assert self.tail is not None  # noqa: S101 - numbers past the base come from the tail only
        return self.tail, document - self.base.size

    def point_id(self, document: int) -> int:
        """The MeetingPoint.id of a document."""
        segment, number = self._home(document)
        return segment.ids[number]

    def name(self, document: int) -> str:
        """The name of the place."""
        segment, number = self._home(document)
        return segment.names[number]

    def order_key(self, document: int) -> tuple[tuple[str, str], int]:
        """Where a document stands among those of its centre."""
        return sort_key(self.name(document)), self.point_id(document)

    def document(self, point_id: int) -> int | None:
        """The document of a point, None if it is not listed."""
        for segment, start in reversed(self.segments):
            number = segment.document(point_id)
            if number is not None and self.alive >> start + number & 1:
                return start + number
        return None

    def is_vague(self, document: int) -> bool:
        """Whether only the town of the place is public."""
        segment, number = self._home(document)
        return bool(segment.vague >> number & 1)

    def nearest_first(self, origin: Coordinates, order: int, parts: tuple[int, ...]) -> Iterator[tuple[float, int]]:
        """(kilometres, document) of one centre's part of a set, nearest first."""
        streams = [
            _numbered_from(start, segment.positions.nearest_first(origin, order, bits))
            for (segment, start), bits in zip(self.segments, parts, strict=True)
            if bits
        ]
        for squared, document in merge(*streams):
            yield arc_km(squared), document

    def at_least_km(self, origin: Coordinates, order: int) -> float:
        """No document of a centre lies nearer than this; a bound that costs next to nothing."""
        return arc_km(min(segment.positions.at_least_squared(origin, order) for segment, _start in self.segments))

    def position(self, document: int) -> Coordinates:
        """Where a document counts as lying."""
        segment, number = self._home(document)
        return segment.positions.coordinates(number)


def _numbered_from(start: int, stream: Iterator[tuple[float, int]]) -> Iterator[tuple[float, int]]:
    """A segment's documents with their numbers in the index."""
    return ((squared, start + number) for squared, number in stream)
