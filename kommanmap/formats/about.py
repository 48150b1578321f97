"""What every file says about itself: whose data, under which licence, as of when, what was asked for."""

from collections.abc import Iterator

from kommanmap.formats.base import EXAMPLES, Dataset
from kommanmap.formats.fields import utc_text


def about(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """(name, text) in the order in which a reader wants to know."""
    yield "Titel", dataset.title
    yield "Stand", utc_text(dataset.as_of_utc)
    yield "Lizenz", dataset.licence.said
    yield "Quelle", dataset.attribution
    yield "Adresse", dataset.home
    for words in dataset.asked:
        yield "Auswahl", words
    if dataset.holds_examples:
        yield "Hinweis", EXAMPLES
    for note in dataset.notes:
        yield "Hinweis", note


def about_lines(dataset: Dataset) -> list[str]:
    """The same as lines of text."""
    return [f"{name}: {text}" for name, text in about(dataset)]
