"""Words for the page that makes snippets. The paragraph for a privacy notice is German in every language: it is copied
into the notice of a German website. Knows no request."""

from kommanmap.domain.embedding import EmbedView, Look, Part
from kommanmap.i18n import gettext

_PRIVACY = (
    "Treffpunkte aus dem Verzeichnis „{site}“. Auf dieser Website zeigen wir Inhalte von {origin}{operator}. "
    "Beim Aufruf lädt Ihr Browser sie direkt von dort. Dabei wird Ihre IP-Adresse übertragen, weil sonst nichts "
    "ankommen kann. Es werden keine Cookies gesetzt, auf Ihrem Gerät wird nichts gespeichert, und es werden keine "
    "weiteren Anbieter angefragt. {map} Datenschutzhinweise des Verzeichnisses: {privacy}"
)
_MAP_ON_TAP = "Die Karte lädt erst, wenn Sie darauf tippen; sie kommt vom selben Anbieter."
_MAP_AT_ONCE = "Auch die Karte kommt vom selben Anbieter."


def view_text(view: EmbedView) -> str:
    """What is shown, in words."""
    known = {
        EmbedView.LIST: gettext("Liste"),
        EmbedView.MAP: gettext("Karte"),
        EmbedView.BOTH: gettext("Karte und Liste"),
    }
    return known[view]


def part_text(part: Part) -> str:
    """A part that can be left out, in words."""
    known = {
        Part.TITLE: gettext("Überschrift"),
        Part.COUNT: gettext("Wie viele Treffpunkte es sind"),
        Part.SEARCH: gettext("Suche und Filter"),
    }
    return known[part]


def look_text(look: Look) -> str:
    """Light or dark, in words."""
    known = {
        Look.AUTO: gettext("wie das Gerät der Leserin oder des Lesers"),
        Look.LIGHT: gettext("immer hell"),
        Look.DARK: gettext("immer dunkel"),
    }
    return known[look]


def privacy_paragraph(site: str, origin: str, operator: str, privacy_url: str, *, map_at_once: bool) -> str:
    """What a privacy notice has to say about the embed."""
    return _PRIVACY.format(
        site=site,
        origin=origin,
        operator=f" (Betreiber: {operator})" if operator else "",
        map=_MAP_AT_ONCE if map_at_once else _MAP_ON_TAP,
        privacy=privacy_url,
    )
