"""Which words of a search may be counted: single folded words that cannot lead to a person. Plain Python."""

import re

from kommanmap.domain.folding import STOP_WORDS, fold, plain

LONGEST_WORD = 40
SHORTEST_WORD = 2
MOST_WORDS = 8
"""Of one search; a longer text is no search."""

KEPT_DAYS = 90
LEAST_TIMES = 3
"""What was looked for less often is shown to nobody."""

POSTCODE_LENGTH = 5
_PHONE = re.compile(r"[+(]?\d(?:[\s()/.\-]*\d){5,}")
"""Six digits or more, whatever stands between them."""

_ADDRESS = re.compile(r"@|://|\bwww\.|\(at\)|\[at\]", re.IGNORECASE)


def countable_words(text: str) -> tuple[str, ...]:
    """The folded words of a typed text, each once, in order.

    () for a text that holds a mail address, a web address, a phone number, a word of more than `LONGEST_WORD` letters
    or more than `MOST_WORDS` words: somebody has pasted something into the field. Of numbers only postcodes are left.
    """
    seen = plain(text)
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in seen)
    chunks = seen.split()
    if _ADDRESS.search(seen) or _PHONE.search(digits) or len(chunks) > MOST_WORDS:
        return ()
    if any(len(chunk) > LONGEST_WORD for chunk in chunks):
        return ()
    return tuple(dict.fromkeys(word for word in fold(seen) if _may_be_counted(word)))


def _may_be_counted(word: str) -> bool:
    if any(char.isdigit() for char in word):
        return word.isdigit() and len(word) == POSTCODE_LENGTH
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word not in STOP_WORDS
