"""Short sentences about a question and its answer: ignored words, how a place was read, distances."""

from kommanmap.i18n import decimal, gettext, ngettext
from kommanmap.queries.places import PlaceKind
from kommanmap.queries.point_query import NoteKind, QueryNote
from kommanmap.queries.search import Understood

METRES_UNDER_KM = 1.0
WHOLE_KM_FROM = 10.0
LONGEST_ECHO = 60
"""Characters of a refused value that are repeated to the reader."""


def note_text(note: QueryNote) -> str:
    """What was ignored, in the reader's words."""
    value = note.value if len(note.value) <= LONGEST_ECHO else note.value[:LONGEST_ECHO] + "…"
    if note.kind is NoteKind.UNKNOWN_WORD:
        return gettext("Den Filter „%(word)s“ gibt es nicht. Er wurde nicht benutzt.", word=note.word[:LONGEST_ECHO])
    return gettext("„%(value)s“ kennen wir hier nicht. Es wurde nicht benutzt.", value=value)


def understood_text(understood: Understood) -> str:
    """As what a typed text was read."""
    if understood.kind is PlaceKind.POSTCODE:
        return gettext("Postleitzahl: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.MUNICIPALITY:
        return gettext("Ort: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.DISTRICT:
        return gettext("Ortsteil: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.CENTRE:
        return gettext("Zentrum: %(name)s", name=understood.label)
    return gettext("Thema: %(name)s", name=understood.label)


def distance_text(km: float) -> str:
    """`850 m`, `3,2 km`, `25 km`: as exact as a walk needs it."""
    if 0 < km < METRES_UNDER_KM:
        return gettext("%(metres)s m", metres=round(km * 100) * 10)
    return gettext("%(km)s km", km=decimal(round(km) if km >= WHOLE_KM_FROM or km == int(km) else round(km, 1)))


def wider_text(km: float, count: int) -> str:
    """A wider radius with what it would find."""
    return ngettext(
        "Im Umkreis von %(km)s: %(num)d Treffpunkt", "Im Umkreis von %(km)s: %(num)d Treffpunkte", count, km=distance_text(km)
    )
