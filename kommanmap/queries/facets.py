"""The names of the properties that the index keeps as sets. Knows nothing of who asks for them."""

from enum import StrEnum


class Facet(StrEnum):
    """The properties of a place that are kept as sets."""

    STATUS = "status"
    OFFER = "offer"
    AUDIENCE = "audience"
    """Of the place, or of one of its sessions; `LANGUAGE` likewise."""
    LANGUAGE = "language"
    WEEKDAY = "weekday"
    """On which a session comes back."""
    PART_OF_DAY = "part_of_day"
    STEP_FREE = "step_free"
    EXAMPLE = "example"
