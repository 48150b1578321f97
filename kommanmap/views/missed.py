"""Between a reader's list and the counter of searches in vain: hands words over, stores nothing, knows nobody.

A list is finished at most once a minute and process for the same question, so nobody makes a word frequent by
pressing the same key.
"""

from flask import Flask, current_app

from kommanmap.queries.search_misses import missed
from kommanmap.services.search_misses import MissCounter
from kommanmap.views.listing import Listing

MISSES = "kommanmap.misses"


def misses_of(app: Flask) -> MissCounter:
    """The counter of this process."""
    counter: MissCounter = app.extensions[MISSES]
    return counter


def note_misses(listing: Listing) -> None:
    """Count the words of a list that found nothing."""
    found = missed(listing.found, listing.notes)
    if found:
        misses_of(current_app).note(found)


def init_app(app: Flask) -> None:
    """Begin to count."""
    app.extensions[MISSES] = MissCounter()
