"""What was said on its own, for all sessions of a text: it is put on them, or asked. Knows no statements."""

from dataclasses import replace

from kommanmap.domain.hours.reading.document import Document, Shut
from kommanmap.domain.hours.reading.drafts import apply_bounds, apply_holidays, beside
from kommanmap.domain.hours.reading.findings import Found, Question
from kommanmap.domain.hours.reading.meanings import (
    Bounds,
    Holidays,
    NextDate,
    Note,
    OnlyEnd,
    Part,
    Phrase,
    Rhythm,
    Sign,
    Signup,
    Spoken,
    Whom,
    Without,
)
from kommanmap.domain.hours.session import Frequency


def apply_loose(document: Document) -> None:
    """What was said on its own holds for all sessions, or has to be asked where it may not."""
    for phrase in document.loose:
        meaning = phrase.meaning
        several = len(document.sessions) > 1
        if not document.sessions:
            _nothing_to_apply_to(document, phrase)
        elif isinstance(meaning, Holidays):
            document.sessions = apply_holidays(document.sessions, phrase, document.found, document.left)
        elif isinstance(meaning, Bounds):
            document.found += [Found(Question.FOR_WHICH, phrase.words)] if several else []
            document.sessions = apply_bounds(document.sessions, phrase, document.found, document.left)
        elif isinstance(meaning, NextDate):
            _next_date(document, phrase, meaning)
        elif isinstance(meaning, Whom | Spoken | Signup | Note):
            if several and not isinstance(meaning, Signup) and meaning != Note():
                document.found.append(Found(Question.FOR_WHICH, phrase.words))
                document.left.append(phrase)
            else:
                document.sessions = [beside(session, phrase) for session in document.sessions]
        elif isinstance(meaning, Rhythm):
            _loose_rhythm(document, phrase, meaning)
        elif isinstance(meaning, OnlyEnd):
            _loose_end(document, phrase, meaning)
        elif isinstance(meaning, Without) and meaning.dates:
            document.found += meaning.found
            document.shut.append(Shut(phrase.words, phrase, dates=meaning.dates))
        elif isinstance(meaning, Part | Without):
            document.left.append(phrase)


def _nothing_to_apply_to(document: Document, phrase: Phrase) -> None:
    if isinstance(phrase.meaning, Rhythm | Part):
        document.found.append(Found(Question.NO_DAY, phrase.words))
    if not isinstance(phrase.meaning, Sign):
        document.found += getattr(phrase.meaning, "found", ())
        document.left.append(phrase)


def _next_date(document: Document, phrase: Phrase, meaning: NextDate) -> None:
    document.found += meaning.found
    if meaning.day is None:
        document.left.append(phrase)
    else:
        document.next_dates.append((meaning.day, phrase.words))


def _loose_end(document: Document, phrase: Phrase, meaning: OnlyEnd) -> None:
    """ "Ende gegen 18 Uhr" on its own: the end of the only session that has none."""
    document.found += meaning.found
    only = document.sessions[0] if len(document.sessions) == 1 else None
    if only is None or only.start is None or only.end is not None or meaning.found:
        document.left.append(phrase)
    elif meaning.clock is None:
        document.found.append(Found(Question.FUZZY_END, phrase.words))
        document.left.append(phrase)
        document.sessions = [replace(only, note=phrase.words)]
    elif meaning.clock > only.start:
        document.sessions = [replace(only, end=meaning.clock)]
    else:
        document.left.append(phrase)


def _loose_rhythm(document: Document, phrase: Phrase, meaning: Rhythm) -> None:
    """ "Alle 14 Tage." on its own."""
    weekly = all(s.freq is Frequency.WEEKLY and s.interval in {1, meaning.interval} for s in document.sessions)
    if meaning.interval == 1 and not meaning.monthly and not meaning.parity and weekly:
        return
    if len(document.sessions) > 1 or meaning.monthly or meaning.parity or not weekly:
        monthly = meaning.monthly and all(session.freq is Frequency.MONTHLY for session in document.sessions)
        if not monthly:
            code = Question.WHICH_DAY_OF_MONTH if meaning.monthly else Question.FOR_WHICH
            document.found.append(Found(code, phrase.words))
            document.left.append(phrase)
    else:
        document.sessions = [replace(session, interval=meaning.interval) for session in document.sessions]
