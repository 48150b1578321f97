"""The words of all segments of an index as one vocabulary. Document numbers are those of the index."""

from collections.abc import Callable, Iterable, Sequence

from kommanmap.queries.words import WordIndex

SHORTEST_ENDING = 4
SHORTEST_BEGINNING = 2


class Lexicon:
    """Answers for several word indexes whose documents follow one another."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[tuple[WordIndex, int]]) -> None:
        self._parts = tuple(parts)

    def __contains__(self, word: str) -> bool:
        return any(word in words for words, _ in self._parts)

    def knows(self, word: str) -> bool:
        """Whether the word stands anywhere, alone or at the end of a compound."""
        return word in self or (
            len(word) >= SHORTEST_ENDING and any(words.spelling.has_end(word) for words, _ in self._parts)
        )

    def begins(self, beginning: str) -> bool:
        """Whether any word begins so."""
        return len(beginning) >= SHORTEST_BEGINNING and any(
            words.spelling.has_start(beginning) for words, _ in self._parts
        )

    def exact(self, word: str) -> int:
        """Documents with the word itself."""
        return self._united(lambda words: words.exact(word))

    def having(self, word: str) -> int:
        """Documents with the word, or with a compound that ends with it."""
        if len(word) < SHORTEST_ENDING:
            return self.exact(word)
        return self._united(lambda words: words.exact(word) | words.ending(word))

    def starting(self, beginning: str) -> int:
        """Documents with a word that begins so."""
        if len(beginning) < SHORTEST_BEGINNING:
            return self.exact(beginning)
        return self._united(lambda words: words.starting(beginning))

    def any_of(self, choice: Iterable[str]) -> int:
        """Documents with one of the words."""
        wanted = tuple(choice)
        return self._united(lambda words: words.any_of(wanted))

    def all_of(self, choice: Iterable[str]) -> int:
        """Documents with every one of the words; none for no words."""
        sets = [self.exact(word) for word in choice]
        if not sets:
            return 0
        common = sets[0]
        for bits in sets[1:]:
            common &= bits
        return common

    def near(self, word: str) -> tuple[str, ...]:
        """Words one slip away."""
        return tuple(dict.fromkeys(found for words, _ in self._parts for found in words.near(word)))

    def _united(self, ask: Callable[[WordIndex], int]) -> int:
        (first, _), *others = self._parts
        united = ask(first)
        for words, start in others:
            united |= ask(words) << start
        return united
