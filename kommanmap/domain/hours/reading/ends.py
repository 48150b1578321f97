"""Ends that stand on another day, and times beside which an end seems to be missing. Makes no sessions."""

from dataclasses import replace

from kommanmap.domain.hours.reading.clauses import Group
from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.meanings import Phrase


def unclear_ends(group: Group, words: str) -> tuple[list[Found], list[Phrase]]:
    """What is to be asked about the ends of a group's times, and the words that nothing holds.

    "Freitag 20 Uhr bis Samstag 2 Uhr" is one night; "Mo 9 Uhr bis Mi 17 Uhr" no session can hold. "10-12:30 Uhr,
    14:00": beside a time with an end one without may be half a time.
    """
    found: list[Found] = []
    left: list[Phrase] = []
    weekdays = [day for spec in getattr(group.meaning, "specs", ()) for day in spec.weekdays]
    for at, span in enumerate(group.spans):
        if span.end_day is None or span.start is None:
            continue
        if weekdays != [(span.end_day - 1) % 7] or len(group.spans) > 1:
            found.append(Found(Question.FOR_WHICH, words))
            left += group.times
            group.spans[at] = replace(span, start=None, end=None, found=(found[-1],))
    starts = [span.start for span in group.spans if span.start is not None]
    if starts != sorted(starts):  # "15-17 Uhr, 12-14" may be an age
        found.append(Found(Question.FOR_WHICH, words))
    if any(span.end is not None for span in group.spans):
        for phrase in group.times:
            if any(span.bare for span in getattr(phrase.meaning, "spans", ())):
                found.append(Found(Question.FUZZY_END, phrase.words))
    return found, left
