"""Short sentences about a question and its answer: ignored words, how a place was read."""

from kommanmap.geocoding.names.places import PlaceKind
from kommanmap.i18n import gettext
from kommanmap.queries.matched import UnclearPlace
from kommanmap.queries.point_query import NoteKind, QueryNote
from kommanmap.queries.search import Understood

LONGEST_ECHO = 60
"""Characters of a refused value that are repeated to the reader."""


def note_text(note: QueryNote) -> str:
    """What was ignored, in the reader's words."""
    value = note.value if len(note.value) <= LONGEST_ECHO else note.value[:LONGEST_ECHO] + "…"
    if note.kind is NoteKind.UNKNOWN_WORD:
        return gettext("Den Filter „%(word)s“ gibt es nicht. Er wurde nicht benutzt.", word=note.word[:LONGEST_ECHO])
    if note.kind is NoteKind.SHORTENED:
        return gettext("Der Text war zu lang und wurde gekürzt.")
    return gettext("„%(value)s“ kennen wir hier nicht. Es wurde nicht benutzt.", value=value)


def understood_text(understood: Understood) -> str:
    """As what a typed text was read."""
    if understood.kind is PlaceKind.POSTCODE:
        return gettext("Postleitzahl: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.MUNICIPALITY:
        return gettext("Ort: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.DISTRICT:
        return gettext("Ortsteil: %(name)s", name=understood.label)
    if understood.kind is PlaceKind.STREET:
        return gettext("Adresse: %(name)s", name=understood.label)
    if understood.kind is UnclearPlace.STREET:
        return gettext("Diese Straße gibt es dort mehrmals: %(name)s. Entfernung ab Ortsmitte.", name=understood.label)
    if understood.kind is PlaceKind.CENTRE:
        return gettext("Zentrum: %(name)s", name=understood.label)
    return gettext("Thema: %(name)s", name=understood.label)
