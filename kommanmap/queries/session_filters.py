"""The filters that ask for a session: language, audience, open when, weekday, part of the day. Listed in `filters`.

Asked together they must hold in one and the same session: Arabic on Thursday afternoon is not Arabic on Monday. A
session that names no language or audience has those of its place; where a place has no sessions at all, it answers
itself.
"""

from abc import abstractmethod
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from kommanmap.domain.hours.session import PartOfDay
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.vocabulary import Audience, OpenWhen, Weekday
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.i18n import lazy_gettext
from kommanmap.labels import label as label_of
from kommanmap.labels import language_name
from kommanmap.queries.facets import Facet
from kommanmap.queries.filter import Asked, Choice, ClosedFilter, united
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import Matched
from kommanmap.queries.session_layers import Layers, documents, narrowed, widened


class SessionFilter(ClosedFilter):
    """Base of filters over what sessions have."""

    @abstractmethod
    def anywhere(self, index: PointIndex, value: str, at: datetime) -> int:
        """Places that have it, in whichever session."""

    @abstractmethod
    def by_session(self, index: PointIndex, value: str, at: datetime) -> Layers:
        """The same layer by layer."""

    @abstractmethod
    def counts(self, index: PointIndex, among: Layers, at: datetime) -> list[int]:
        """For each value how many places have it in a session that is among these."""

    def matching(self, index: PointIndex, asked: Asked) -> Matched | None:
        """Places that have one of the values, in a session that also has what the other filters of this kind ask."""
        if self.word not in asked:
            return None
        sides = _sides(index, asked)
        if len(sides) > 1:
            return Matched(documents(narrowed(sides)))
        return united(self.anywhere(index, value, asked.at) for value in asked[self.word])

    def choices(self, index: PointIndex, found: int, asked: Asked) -> tuple[Choice, ...]:
        """Every value that one of the places has, in a session that also has what the other filters ask."""
        others = _sides(index, asked.without(self.word))
        if others:
            counts = self.counts(index, tuple(found & bits for bits in narrowed(others)), asked.at)
        else:
            counts = [(found & self.anywhere(index, value, asked.at)).bit_count() for value in self.codes]
        return tuple(Choice(value, count) for value, count in zip(self.codes, counts, strict=True) if count)


class SessionPropertyFilter(SessionFilter):
    """Base of those over properties that do not depend on the instant. `codes`: address word → value in the index."""

    facet: ClassVar[Facet]

    def anywhere(self, index: PointIndex, value: str, at: datetime) -> int:
        """See `SessionFilter`."""
        return index.having(self.facet, self.codes[value])

    def by_session(self, index: PointIndex, value: str, at: datetime) -> Layers:
        """See `SessionFilter`."""
        return index.sessions_having(self.facet, self.codes[value])

    def counts(self, index: PointIndex, among: Layers, at: datetime) -> list[int]:
        """See `SessionFilter`."""
        return index.session_counts(self.facet, tuple(self.codes.values()), among)


class LanguageFilter(SessionPropertyFilter):
    """A language that is spoken there."""

    word = "sprache"
    label = lazy_gettext("Sprache")
    facet = Facet.LANGUAGE
    codes = MappingProxyType({code: code for code in SPOKEN_LANGUAGES})

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The language's name."""
        return language_name(value)


class AudienceFilter(SessionPropertyFilter):
    """Who it is meant for."""

    word = "zielgruppe"
    label = lazy_gettext("Für wen")
    facet = Facet.AUDIENCE
    codes = MappingProxyType({audience.value: audience.value for audience in Audience})

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The group's name."""
        return label_of(Audience(value))


class OpenFilter(SessionFilter):
    """Open now or soon, for certain: what nobody knows is not taken for open."""

    word = "offen"
    label = lazy_gettext("Geöffnet")
    codes = MappingProxyType({when.value: when.value for when in OpenWhen})
    multiple = False

    def anywhere(self, index: PointIndex, value: str, at: datetime) -> int:
        """See `SessionFilter`."""
        return documents(self.by_session(index, value, at))

    def by_session(self, index: PointIndex, value: str, at: datetime) -> Layers:
        """See `SessionFilter`."""
        return index.sessions_open(OpenWhen(value), at)

    def counts(self, index: PointIndex, among: Layers, at: datetime) -> list[int]:
        """See `SessionFilter`."""
        return [documents(narrowed((among, self.by_session(index, value, at)))).bit_count() for value in self.codes]

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """When, in words."""
        return label_of(OpenWhen(value))


class WeekdayFilter(SessionPropertyFilter):
    """A day of the week on which something takes place again and again."""

    word = "tag"
    label = lazy_gettext("Wochentag")
    facet = Facet.WEEKDAY
    codes = MappingProxyType({day.value: day.value for day in Weekday})

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The day's name."""
        return label_of(Weekday(value))


class PartOfDayFilter(SessionPropertyFilter):
    """A part of the day into which something falls."""

    word = "tageszeit"
    label = lazy_gettext("Tageszeit")
    facet = Facet.PART_OF_DAY
    codes = MappingProxyType(
        {
            "vormittag": PartOfDay.MORNING.value,
            "nachmittag": PartOfDay.AFTERNOON.value,
            "abend": PartOfDay.EVENING.value,
        }
    )

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The part of the day in words."""
        return label_of(PartOfDay(self.codes[value]))


LANGUAGE, AUDIENCE, OPEN, WEEKDAY, PART_OF_DAY = SESSION_FILTERS = (
    LanguageFilter(),
    AudienceFilter(),
    OpenFilter(),
    WeekdayFilter(),
    PartOfDayFilter(),
)

SESSION_WORDS = frozenset(item.word for item in SESSION_FILTERS)


def _sides(index: PointIndex, asked: Asked) -> list[Layers]:
    """For each of these filters that is used the layers of what has one of its values."""
    return [
        widened(item.by_session(index, value, asked.at) for value in asked[item.word])
        for item in SESSION_FILTERS
        if item.word in asked
    ]
