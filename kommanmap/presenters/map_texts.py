"""Everything the map says, in the reader's language, as one frozen record. Knows neither folium nor a place."""

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale

from kommanmap.domain.languages import Language
from kommanmap.i18n import gettext, ngettext

LARGEST_SAMPLED_NUMBER = 120
"""Every plural form of the interface languages shows up among the numbers below this one."""

Plural = tuple[tuple[str, str], ...]
"""CLDR plural category → text with `{n}`, as `Intl.PluralRules` picks them in the browser."""


@dataclass(frozen=True, slots=True)
class MapTexts:
    """Everything the map says, in the reader's language."""

    region: str
    help: str
    zoom_in: str
    zoom_out: str
    close: str
    more: str
    show_on_map: str
    no_pin: str
    points_failed: str
    tiles_failed: str
    retry: str
    locate: str
    locating: str
    located: str
    located_outside: str
    locate_failed: str
    narrow: str
    widen: str
    narrowed: str
    cluster: Plural
    without_pin: Plural


def map_texts(language: Language) -> MapTexts:
    """The map's texts in the language of the page."""
    _ = gettext
    return MapTexts(
        region=_("Karte der Treffpunkte"),
        help=_(
            "Pfeiltasten verschieben die Karte, Plus und Minus ändern die Größe. "
            "Mit Tab kommen Sie zu den Orten, mit Pfeiltasten von Ort zu Ort. "
            "Enter öffnet einen Ort, Escape schließt ihn. Die Liste zeigt dieselben Orte."
        ),
        zoom_in=_("Karte vergrößern"),
        zoom_out=_("Karte verkleinern"),
        close=_("Schließen"),
        more=_("Mehr zu diesem Treffpunkt"),
        show_on_map=_("Auf der Karte zeigen"),
        no_pin=_("Dieser Ort hat keinen Punkt auf der Karte."),
        points_failed=_("Die Orte konnten nicht geladen werden. Die Liste zeigt dieselben Orte."),
        tiles_failed=_("Ein Teil der Hintergrundkarte fehlt. Die Orte stimmen trotzdem."),
        retry=_("Noch einmal versuchen"),
        locate=_("Mein Standort"),
        locating=_("Standort wird gesucht …"),
        located=_("Sie sind hier. Ihr Standort bleibt in Ihrem Gerät."),
        located_outside=_("Ihr Standort liegt außerhalb der Karte."),
        locate_failed=_("Ihr Standort ist nicht zu finden."),
        narrow=_("Nur Orte im Ausschnitt zeigen"),
        widen=_("Wieder alle Orte zeigen"),
        narrowed=_("%(shown)s von %(all)s im Kartenausschnitt", shown="{shown}", all="{all}"),
        cluster=plural_texts(
            language, lambda n: ngettext("%(n)s Ort, vergrößern", "%(n)s Orte, vergrößern", n, n="{n}")
        ),
        without_pin=plural_texts(
            language,
            lambda n: ngettext(
                "%(n)s Ort ohne Punkt: steht in der Liste", "%(n)s Orte ohne Punkt: stehen in der Liste", n, n="{n}"
            ),
        ),
    )


def plural_texts(language: Language, translate: Callable[[int], str]) -> Plural:
    """One text per plural form of the language, for numbers that are known only in the browser."""
    category = Locale.parse(language.locale).plural_form
    found: dict[str, str] = {}
    for number in range(LARGEST_SAMPLED_NUMBER):
        found.setdefault(category(number), translate(number))
    return tuple(sorted(found.items()))
