"""Words for the choices of a row of times and of what may be shown, as staff choose them. Knows no form."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from kommanmap.domain.hours.session import Frequency, HolidayRule
from kommanmap.domain.vocabulary import PinVisibility
from kommanmap.i18n import lazy_gettext

_ = lazy_gettext

_TEXTS: Mapping[StrEnum, Any] = {
    Frequency.WEEKLY: _("jede Woche oder alle paar Wochen"),
    Frequency.MONTHLY: _("an bestimmten Tagen im Monat"),
    Frequency.DATES: _("nur an einzelnen Tagen"),
    HolidayRule.OPEN: _("findet statt"),
    HolidayRule.CLOSED: _("fällt aus"),
    HolidayRule.ONLY: _("nur dann"),
    PinVisibility.EXACT: _("Adresse und Punkt"),
    PinVisibility.TOWN: _("nur die Stadt (zum Schutz)"),
    PinVisibility.HIDDEN: _("keine Adresse und kein Punkt (zum Schutz)"),
}


def choice_texts(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Value and words of each member."""
    return [(member.value, str(_TEXTS[member])) for member in kind]
