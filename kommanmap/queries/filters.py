"""The filters of the list, in one ordered tuple. What one finds, list, map, counts, files and feeds all find.

To add a filter:

1. Write a small class with the members of `filter.Filter`. A closed list of properties needs only what
   `OfferFilter` below has: word, label, facet, codes, describe. What can differ from one session of a place to the
   next belongs into `session_filters`.
2. Put an instance into `FILTERS`, where its chip and its panel shall stand.
3. If it asks for a new property of places, add a `Facet` in `segment` and fill it in `build`.

The contract test walks over FILTERS: every filter takes hostile strings, canonical values stay as they are, chips are
translated. Several values of one filter widen (or), several filters narrow (and). Knows no requests and no tables.
"""

from types import MappingProxyType

from kommanmap.domain.vocabulary import Knowledge, Offer, Status
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.i18n import gettext, lazy_gettext
from kommanmap.labels import label as label_of
from kommanmap.queries.facets import Facet
from kommanmap.queries.filter import Filter, PropertyFilter
from kommanmap.queries.matched import RADII_KM
from kommanmap.queries.place_filters import (
    CentreFilter,
    MunicipalityFilter,
    PlaceFilter,
    PostcodeFilter,
    RadiusFilter,
    TextFilter,
)
from kommanmap.queries.session_filters import AUDIENCE, LANGUAGE, OPEN, PART_OF_DAY, WEEKDAY

__all__ = ["FILTERS", "RADII_KM"]


class OfferFilter(PropertyFilter):
    """What happens there."""

    word = "angebot"
    label = lazy_gettext("Angebot")
    facet = Facet.OFFER
    codes = MappingProxyType({offer.value: offer.value for offer in Offer})

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The offer's name."""
        return label_of(Offer(value))


class StepFreeFilter(PropertyFilter):
    """Known to be step-free; unknown is not taken for yes."""

    word = "stufenfrei"
    label = lazy_gettext("Zugang")
    facet = Facet.STEP_FREE
    codes = MappingProxyType({"ja": Knowledge.YES.value})
    multiple = False

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The one value."""
        return gettext("Stufenfrei")


class StatusFilter(PropertyFilter):
    """Open, or making a pause; nothing else is listed."""

    word = "status"
    label = lazy_gettext("Offen oder Pause")
    facet = Facet.STATUS
    codes = MappingProxyType({"offen": Status.PUBLIC.value, "pausiert": Status.PAUSED.value})
    multiple = False

    def describe(self, value: str, gazetteer: Gazetteer) -> str:
        """The status in words."""
        return label_of(Status(self.codes[value]))


FILTERS: tuple[Filter, ...] = (
    TextFilter(),
    PlaceFilter(),
    PostcodeFilter(),
    RadiusFilter(),
    CentreFilter(),
    MunicipalityFilter(),
    LANGUAGE,
    OfferFilter(),
    AUDIENCE,
    OPEN,
    WEEKDAY,
    PART_OF_DAY,
    StepFreeFilter(),
    StatusFilter(),
)
"""In the order of the address words, the chips and the panel."""

MINUTE_WORDS = frozenset({OPEN.word})
"""Query words whose answer depends on the minute."""
