"""The closed lists of the field: status, accuracy, offers, audiences. Their labels stand in `kommanmap.labels`."""

from enum import StrEnum


class Status(StrEnum):
    """Life of a meeting point. A place is retired (`CLOSED`), never deleted."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLIC = "public"
    PAUSED = "paused"
    CLOSED = "closed"


LISTED_STATUSES = (Status.PUBLIC, Status.PAUSED)
"""What readers find. A closed place answers 410 with its successor or neighbours."""


class Accuracy(StrEnum):
    """How exactly a position is known, best first (`MANUAL` was set by a person on the map)."""

    MANUAL = "manual"
    HOUSE = "house"
    NEAREST_HOUSE = "nearest_house"
    STREET = "street"
    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"


class PinVisibility(StrEnum):
    """How much of the position readers may see; some places lie inside accommodations."""

    EXACT = "exact"
    TOWN = "town"
    HIDDEN = "hidden"


class Knowledge(StrEnum):
    """Three-valued facts: unknown is shown as unknown, never as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Cost(StrEnum):
    """What a visit costs."""

    FREE = "free"
    DONATION = "donation"
    PAID = "paid"
    UNKNOWN = "unknown"


class Registration(StrEnum):
    """Whether one must register before coming."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    UNKNOWN = "unknown"


class Offer(StrEnum):
    """What happens at a place. A word that fits none of these stays in `offers_as_typed`."""

    MEETING = "begegnung"
    GERMAN = "deutsch"
    PAPERWORK = "formulare"
    ADVICE = "beratung"
    WORK = "arbeit"
    HOUSING = "wohnen"
    HEALTH = "gesundheit"
    CHILDREN = "kinder"
    HOMEWORK = "nachhilfe"
    FOOD = "essen"
    COOKING = "kochen"
    CRAFTS = "handarbeit"
    GAMES = "spiele"
    SPORT = "sport"
    MUSIC = "musik"
    INTERNET = "internet"
    CLOTHES = "kleidung"
    REPAIR = "werkstatt"
    MENTORING = "patenschaft"
    INTERPRETING = "dolmetschen"


class Audience(StrEnum):
    """Who a place or a session is meant for. None given means: nothing is said, not: everyone."""

    EVERYONE = "alle"
    WOMEN = "frauen"
    MEN = "maenner"
    FAMILIES = "familien"
    CHILDREN = "kinder"
    YOUTH = "jugend"
    SENIORS = "aeltere"
    UKRAINE = "ukraine"


class Weekday(StrEnum):
    """Days as OpenStreetMap's `opening_hours` writes them, Monday first."""

    MO = "mo"
    TU = "di"
    WE = "mi"
    TH = "do"
    FR = "fr"
    SA = "sa"
    SU = "so"


class OpenWhen(StrEnum):
    """When somebody wants to find a place open, seen from an instant."""

    NOW = "jetzt"
    TODAY = "heute"
    """Now or later on the same day."""
    EVENING = "abend"
    """This evening, as far as it is not over."""
    WEEKEND = "wochenende"
    """On Saturday or Sunday of this week, as far as they are not over."""


class AliasKind(StrEnum):
    """Why a municipality is also found under another name."""

    NAME = "name"
    DISTRICT = "district"
    EXONYM = "exonym"


class Role(StrEnum):
    """What a signed-in person works for."""

    STATE = "state"
    CENTRE = "centre"
    CARRIER = "carrier"


class ChangeKind(StrEnum):
    """What a history entry records."""

    CREATED = "created"
    UPDATED = "updated"
    RETIRED = "retired"
    CONFIRMED = "confirmed"
    RESTORED = "restored"
    UNDONE = "undone"
    SUGGESTED = "suggested"
    """Said by the public, approved by staff."""
    MERGED = "merged"


class CheckedBy(StrEnum):
    """The role (never the person) that last found a record to be true."""

    STATE = "state"
    CENTRE = "centre"
    CARRIER = "carrier"
