"""The form in which typed words are compared with fixed lists: header names, offers, towns, identity of rows.

Frozen on purpose and apart from the folding of the search: identities of imported rows are made with it, so a change
here would turn every known row of the next import into a new one.
"""

import re
import unicodedata
from functools import lru_cache

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"}
)
_NOT_IN_WORDS = re.compile(r"[\W_]+")

_KEPT = 16_384
"""Twice the names of all municipalities: every import compares the same ones again."""


@lru_cache(maxsize=_KEPT)
def word_key(text: str) -> str:
    """Lower case, umlauts written out, accents gone, everything else than letters and digits one space.

    `"Straße / Haus-Nr."` → `"strasse haus nr"`. Words of other scripts stay as they are.
    """
    if text.isascii():
        return _NOT_IN_WORDS.sub(" ", text.lower()).strip()
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(sign))
    return _NOT_IN_WORDS.sub(" ", plain).strip()


def slug_words(text: str) -> str:
    """The Latin letters and digits of a text joined with hyphens; "" where it has none."""
    return re.sub(r"[^a-z0-9]+", "-", word_key(text)).strip("-")
