"""An `opening_hours` expression with PH and SH written out as dates, for programs that know no holidays of NRW."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.osm_days import in_dates, runs
from kommanmap.domain.hours.osm_grammar import Unreadable, parse
from kommanmap.domain.hours.osm_rules import OsmRule, RuleState, Separator, spell

_ONE_DAY = timedelta(days=1)


def expand_holidays(expression: str, calendar: NrwCalendar, first: date, last: date) -> str:
    """The same for the days from `first` to `last`; outside of them holidays are not closed any more.

    A rule for holidays of which there are none in that time goes; "off" where that leaves nothing. Raises ValueError
    for what is no expression.
    """
    rules: list[OsmRule] = []
    for rule in parse(expression):
        if isinstance(rule, Unreadable):
            raise ValueError(rule.words)
        rules += _expanded(rule, calendar, first, last) if rule.holidays else [rule]
    return spell(rules) or "off"


def _expanded(rule: OsmRule, calendar: NrwCalendar, first: date, last: date) -> Iterator[OsmRule]:
    dates = tuple(runs(_holidays(first, last, rule, calendar)))
    if dates:
        yield replace(
            rule,
            years=None,
            ranges=dates,
            weekdays=() if rule.either else rule.weekdays,
            holidays=(),
            either=False,
        )
    if rule.either:
        adds = dates and rule.state is not RuleState.OFF
        yield replace(rule, separator=Separator.ADD if adds else rule.separator, holidays=(), either=False)


def _holidays(first: date, last: date, rule: OsmRule, calendar: NrwCalendar) -> Iterator[date]:
    day = first
    while day <= last:
        public = "PH" in rule.holidays and calendar.public_holiday(day) is not None
        school = "SH" in rule.holidays and calendar.school_holiday(day) is not None
        if (public or school) and in_dates(rule, day):
            yield day
        day += _ONE_DAY
