"""Which years the historical examples are from, so that every page that shows them can say so."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import MeetingPoint

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class ExampleYears:
    """First and last year that the examples' sources name; 0 where none does."""

    first: int
    last: int


def example_years(session: DatabaseSession) -> ExampleYears | None:
    """The span of the examples; None where the directory holds no example."""
    dates = list(session.scalars(select(MeetingPoint.source_date).where(MeetingPoint.is_example).distinct()))
    years = [int(year) for date in dates for year in _YEAR.findall(date)]
    return ExampleYears(min(years, default=0), max(years, default=0)) if dates else None
