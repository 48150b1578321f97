"""When a place is due: yearly, and before the day of the report."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommanmap.config import Config
from kommanmap.domain.errors import BadConfiguration
from kommanmap.domain.freshness import NEVER_CHECKED, FreshnessRule

YEARLY = FreshnessRule()


@pytest.mark.parametrize(
    ("checked", "due"),
    [
        (date(2025, 3, 1), date(2026, 3, 1)),
        (date(2025, 10, 31), date(2026, 10, 31)),
        (date(2025, 11, 1), date(2026, 10, 31)),  # not as late as a year: the report comes first
        (date(2025, 12, 31), date(2026, 10, 31)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (None, NEVER_CHECKED),
    ],
)
def test_a_check_is_good_for_a_year_but_not_beyond_the_report(checked: date | None, due: date) -> None:
    assert YEARLY.due_on(checked) == due
    assert not YEARLY.is_overdue(checked, due)
    assert YEARLY.is_overdue(checked, due + timedelta(days=1))


DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
RULES = st.builds(FreshnessRule, st.integers(30, 800), st.sampled_from([0, 1, 2, 6, 10, 12]), st.integers(1, 28))


@given(checked=DAYS, today=DAYS, rule=RULES)
def test_looking_back_from_today_says_the_same(checked: date, today: date, rule: FreshnessRule) -> None:
    assert rule.is_overdue(checked, today) == (checked < rule.fresh_since(today))


def test_the_settings_make_the_rule_and_refuse_what_is_no_day(tmp_path: object) -> None:
    def rule(**settings: object) -> FreshnessRule:
        return Config.load(instance=tmp_path, overrides=settings).freshness  # type: ignore[arg-type]

    assert rule() == YEARLY
    assert rule(check_every_days=180, check_before="") == FreshnessRule(180, 0, 0)
    for bad in ({"check_before": "31.10."}, {"check_before": "02-29"}, {"check_every_days": 3}):
        with pytest.raises(BadConfiguration):
            rule(**bad)
