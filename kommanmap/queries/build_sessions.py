"""What the index keeps of sessions, from their stored texts. Part of building a segment; reads no table itself.

Many places share a plan to the letter. Each is taken apart once, and goes for all documents that have it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kommanmap.domain.hours.parts import days_of_week, parts_of_session
from kommanmap.domain.hours.session import Session, Timetable
from kommanmap.domain.vocabulary import Weekday
from kommanmap.models.times import session_of_text
from kommanmap.queries.bits import from_ids, full
from kommanmap.queries.facets import Facet
from kommanmap.queries.open_times import OpenTimes
from kommanmap.queries.session_layers import Layer, Sessions, documents

OF_SESSIONS = (Facet.LANGUAGE, Facet.AUDIENCE)
"""What a session may leave to its place."""

_WEEK = tuple(Weekday)

FacetSets = Mapping[tuple[Facet, str], int]


@dataclass(frozen=True, slots=True)
class _Plan:
    """names: properties that the session names. silent: those it leaves to the place. timing: when it takes place."""

    names: tuple[tuple[Facet, str], ...]
    silent: tuple[Facet, ...]
    timing: Session


class SessionCollector:
    """Takes the sessions of documents in any order; those of one document in theirs. Lives only during a build."""

    def __init__(self) -> None:
        self._plans: dict[str, int] = {}
        self._texts: list[str] = []
        self._layers: list[defaultdict[int, array[int]]] = []
        self._taken: defaultdict[int, int] = defaultdict(int)
        self._pauses: dict[int, date | None] = {}

    def pause(self, document: int, until: date | None) -> None:
        """A place that is closed until a day, or until further notice."""
        self._pauses[document] = until

    def never_surely(self, document: int) -> None:
        """A place about whose times there is doubt: it has sessions, but nobody may say that one of them is on."""
        self._pauses[document] = None

    def add(self, document: int, text: str) -> None:
        """The next session of a document."""
        plan = self._plans.get(text)
        if plan is None:
            plan = self._plans[text] = len(self._texts)
            self._texts.append(text)
        layer = self._taken[document]
        self._taken[document] = layer + 1
        if layer == len(self._layers):
            self._layers.append(defaultdict(lambda: array("I")))
        self._layers[layer][plan].append(document)

    def sessions(self, size: int, at_place: FacetSets) -> Sessions:
        """All that was taken. at_place: the sets of the properties that sessions may leave to their place."""
        plans = [_read(text) for text in self._texts]
        layers = [_layer(held, plans, size) for held in self._layers]
        return Sessions(
            without=full(size) & ~documents(tuple(layer.present for layer in layers)),
            at_place={name: bits for name, bits in at_place.items() if name[0] in OF_SESSIONS},
            layers=layers,
            open_times=self._open_times(size, plans),
        )

    def _open_times(self, size: int, plans: Sequence[_Plan]) -> OpenTimes:
        rules: dict[Timetable, int] = {}
        layers: list[dict[int, array[int]]] = []
        for held in self._layers:
            by_rule: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
            for plan, found in held.items():
                for timetable, some in self._by_pause(plans[plan].timing, found):
                    by_rule[rules.setdefault(timetable, len(rules))].extend(some)
            layers.append(dict(by_rule))
        return OpenTimes(size, tuple(rules), layers)

    def _by_pause(self, timing: Session, found: "array[int]") -> Iterator[tuple[Timetable, "array[int]"]]:
        """Documents with the timetable of this session; those closed until further notice are never open."""
        open_ones = array("I")
        for document in found:
            if document not in self._pauses:
                open_ones.append(document)
            elif (until := self._pauses[document]) is not None:
                yield Timetable((timing,), paused=True, paused_until=until), array("I", [document])
        if open_ones:
            yield Timetable((timing,)), open_ones


def of_any_session(sessions: Sessions) -> dict[tuple[Facet, str], int]:
    """What at least one session of a document has, or its place."""
    found: defaultdict[tuple[Facet, str], int] = defaultdict(int, sessions.at_place)
    for layer in sessions.layers:
        for name, bits in layer.sets.items():
            found[name] |= bits
    return dict(found)


def _layer(held: Mapping[int, "array[int]"], plans: Sequence[_Plan], size: int) -> Layer:
    named: defaultdict[tuple[Facet, str], array[int]] = defaultdict(lambda: array("I"))
    silent: defaultdict[Facet, array[int]] = defaultdict(lambda: array("I"))
    present = array("I")
    for number, found in held.items():
        present.extend(found)
        for name in plans[number].names:
            named[name].extend(found)
        for facet in plans[number].silent:
            silent[facet].extend(found)
    return Layer(
        present=from_ids(present, size),
        sets={name: from_ids(ids, size) for name, ids in named.items()},
        silent={facet: from_ids(ids, size) for facet, ids in silent.items()},
    )


def _read(text: str) -> _Plan:
    session = session_of_text(text)
    names = [(Facet.WEEKDAY, _WEEK[day].value) for day in days_of_week(session)]
    names += [(Facet.PART_OF_DAY, part.value) for part in parts_of_session(session)]
    names += [(Facet.LANGUAGE, code) for code in session.languages]
    names += [(Facet.AUDIENCE, audience.value) for audience in session.audiences]
    silent = [facet for facet, own in zip(OF_SESSIONS, (session.languages, session.audiences), strict=True) if not own]
    timing = Session(
        freq=session.freq, weekdays=session.weekdays, nth=session.nth, interval=session.interval,
        anchor=session.anchor, dates=session.dates, start=session.start, end=session.end, part=session.part,
        first=session.first, last=session.last, season=session.season, public_holidays=session.public_holidays,
        school_holidays=session.school_holidays, exceptions=session.exceptions,
    )  # fmt: skip
    return _Plan(tuple(names), tuple(silent), timing)
