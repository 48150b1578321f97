"""The words that no session holds, as they stand in the text. Knows where phrases stand, not what sessions are."""

from collections.abc import Iterable

from kommanmap.domain.hours.reading.meanings import Phrase, Sign

MOST_LEFT_OVER = 50


def left_over(text: str, phrases: Iterable[Phrase], also: Iterable[Phrase]) -> tuple[str, ...]:
    """Runs of words that were not understood or could not be held, in the order of the text.

    Articles and the like before or between such words go with them; harmless words do between them.
    """
    spans = {(phrase.start, phrase.end) for phrase in also}
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    end = 0
    for phrase in phrases:
        is_left = phrase.meaning is Sign.UNKNOWN or (phrase.start, phrase.end) in spans
        if is_left:
            begin = phrase.start if begin is None else begin
            end = phrase.end
        elif phrase.meaning is Sign.BREAK or phrase.meaning not in _BETWEEN:
            _close(runs, begin, end)
            begin = None
    _close(runs, begin, end)
    words = [" ".join(text[start:stop].split()) for start, stop in runs]
    return tuple(dict.fromkeys(word for word in words if any(char.isalnum() or char in _SAYING for char in word)))[
        :MOST_LEFT_OVER
    ]


_SAYING = "~≈"
"""Marks that change a meaning: "~14 Uhr" is about two o'clock."""

_BETWEEN = frozenset({Sign.GLUE, Sign.HARMLESS, Sign.SOFT})


def _close(runs: list[tuple[int, int]], begin: int | None, end: int) -> None:
    if begin is not None:
        runs.append((begin, end))
