"""What may stand behind each query word, for programs that want to know it beforehand. Knows no requests."""

from collections.abc import Mapping

from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.queries.filter import ClosedFilter, Filter
from kommanmap.queries.filters import FILTERS, RADII_KM
from kommanmap.queries.place_filters import CentreFilter, MunicipalityFilter, PostcodeFilter, RadiusFilter


def filter_values(item: Filter, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """The values of a filter as its canonical words; None where any text may be typed."""
    match item:
        case ClosedFilter():
            return tuple(item.codes)
        case CentreFilter():
            return tuple(gazetteer.centres)
        case MunicipalityFilter():
            return (*gazetteer.towns, *gazetteer.towns_by_ags)
        case PostcodeFilter():
            return tuple(gazetteer.postcodes)
        case RadiusFilter():
            return tuple(str(km) for km in RADII_KM)
        case _:
            return None


def allowed_values(gazetteer: Gazetteer) -> Mapping[str, frozenset[str] | None]:
    """By query word; see `filter_values`."""
    values = {item.word: filter_values(item, gazetteer) for item in FILTERS}
    return {word: None if known is None else frozenset(known) for word, known in values.items()}
