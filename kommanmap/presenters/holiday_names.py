"""The names of holidays of North Rhine-Westphalia in the reader's language. Knows no dates: the calendar does."""

from typing import Any

from kommanmap.i18n import lazy_gettext

_ = lazy_gettext

HOLIDAY_NAMES: dict[str, Any] = {
    "Neujahr": _("Neujahr"),
    "Karfreitag": _("Karfreitag"),
    "Ostermontag": _("Ostermontag"),
    "Tag der Arbeit": _("Tag der Arbeit"),
    "Christi Himmelfahrt": _("Christi Himmelfahrt"),
    "Pfingstmontag": _("Pfingstmontag"),
    "Fronleichnam": _("Fronleichnam"),
    "Tag der Deutschen Einheit": _("Tag der Deutschen Einheit"),
    "Allerheiligen": _("Allerheiligen"),
    "Erster Weihnachtstag": _("Erster Weihnachtstag"),
    "Zweiter Weihnachtstag": _("Zweiter Weihnachtstag"),
    "Osterferien": _("Osterferien"),
    "Pfingstferien": _("Pfingstferien"),
    "Sommerferien": _("Sommerferien"),
    "Herbstferien": _("Herbstferien"),
    "Weihnachtsferien": _("Weihnachtsferien"),
}
"""As `domain.hours.calendar` names them → as readers know them. A test asks for every name of the coming years."""


def holiday_name(german: str) -> str:
    """The name in the language of the page; a name that is new stays German."""
    return str(HOLIDAY_NAMES.get(german, german))
