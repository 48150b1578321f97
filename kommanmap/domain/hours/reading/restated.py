"""Two namings of the same days, and days that are all days. Knows no times."""

from dataclasses import replace

from kommanmap.domain.hours.reading.meanings import EVERY_DAY, DateList, Days, Phrase


def every_day(meaning: Days | DateList | None) -> bool:
    """Whether no day of the week is missing."""
    return isinstance(meaning, Days) and len({day for spec in meaning.specs for day in spec.weekdays}) == len(EVERY_DAY)


def one_of_two(first: Phrase | None, second: Phrase) -> Phrase | None:
    """Of two namings of the same days the one that says more: "täglich von Montag bis Freitag"."""
    if first is None or not isinstance(first.meaning, Days) or not isinstance(second.meaning, Days):
        return None
    one, two = first.meaning, second.meaning
    asked = len(one.specs) == 1 and one.specs[0].asks_saturday and len(two.specs) == 1 and two.specs[0].ranged
    if asked and not two.found and not two.specs[0].daily:
        return second  # "werktags (Mo-Fr)"
    if not one.specs or not two.specs or one.found or two.found:
        return None
    holidays = any(spec.and_public_holidays or spec.only_public_holidays for spec in (*one.specs, *two.specs))
    if holidays:  # "täglich (auch sonn- und feiertags)"
        daily = all(spec.daily for spec in one.specs)
        return replace(first, meaning=_on_holidays_too(one)) if daily else None
    if all(spec.daily for spec in two.specs):
        return first
    if all(spec.daily for spec in one.specs):
        return second
    named = {day for spec in one.specs for day in spec.weekdays}
    again = {day for spec in two.specs for day in spec.weekdays}
    if named != again or len(one.specs) > 1 or len(two.specs) > 1:
        return None
    return first if one.specs[0].nth or one.specs[0].part else second


def _on_holidays_too(days: Days) -> Days:
    return replace(days, specs=tuple(replace(spec, on_public_holidays=True) for spec in days.specs))
