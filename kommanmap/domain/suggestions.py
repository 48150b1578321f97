"""What the public says about places: kinds, limits, the rules of a letter. Knows no table and no sentence."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from kommanmap.domain.errors import KommAnMapError
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import latin_digits, single_line, text_lines

MOST_LINKS = 2
MESSAGE_LIMIT = 1500
KEPT_DAYS = 90
"""So long the words of a letter are kept; after that only its kind, its place and its outcome are known."""

SAME_AGAIN = timedelta(days=1)
"""Who says within this time what somebody has said already makes no second letter."""

FIELD_LIMITS: Mapping[str, int] = {
    "name": 200,
    "address": 200,
    "town": 120,
    "times": 600,
    "offers": 600,
    "phone": 60,
    "website": 300,
}
"""The fields that a letter may carry besides its message, with their longest text in characters."""


class SuggestionKind(StrEnum):
    """Where a letter comes from and what it is about."""

    REPORT = "report"
    """A reader says that something is wrong with a place."""
    NEW_PLACE = "new_place"
    """A reader names a place that is missing."""
    CARRIER = "carrier"
    """The carrier of a place answered a reminder."""


class ReportKind(StrEnum):
    """What is wrong with a place; the values stand in forms."""

    WAS_CLOSED = "war-zu"
    MOVED = "umgezogen"
    TIMES_WRONG = "zeiten"
    DOES_NOT_EXIST = "gibt-es-nicht"
    PHONE_WRONG = "telefon"
    SOMETHING_ELSE = "anderes"


class SuggestionStatus(StrEnum):
    """The life of a letter."""

    OPEN = "open"
    ASKED = "asked"
    """Staff asked something back; the receipt page shows it and takes an answer."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    """Nobody decided within `KEPT_DAYS`; the words are gone."""


class RefusalReason(StrEnum):
    """Why nothing was changed, said to the sender in their own language."""

    STILL_RIGHT = "still_right"
    UNVERIFIED = "unverified"
    KNOWN = "known"
    NOT_OURS = "not_ours"
    OTHER = "other"
    """In staff's own words."""


WAITING = (SuggestionStatus.OPEN, SuggestionStatus.ASKED)

CORRECTED_FIELD: Mapping[ReportKind, str] = {
    ReportKind.MOVED: "address",
    ReportKind.TIMES_WRONG: "times",
    ReportKind.PHONE_WRONG: "phone",
}
"""The kinds of which a reader may know what is right, with the field where it belongs."""

_UNSEEN = ("Cc", "Cs")
FEWEST_PHONE_DIGITS = 3
_LINK = re.compile(r"https?:|ftp:|www\.|href\s*=|\[url", re.IGNORECASE)


class TooManyLetters(KommAnMapError):
    """No more is taken just now; in `seconds` it may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many letters, again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody sent, in order: `fields` hold only what was filled in, under the names of `FIELD_LIMITS`."""

    kind: SuggestionKind
    report_kind: ReportKind | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    language: str = "de"

    def content_hash(self, about: str) -> str:
        """The same for letters that say the same about the same thing, whatever their spaces and capitals."""
        said = [self.kind.value, self.report_kind or "", about, self.message]
        said += [f"{name}={self.fields[name]}" for name in sorted(self.fields)]
        return hashlib.sha256("\n".join(" ".join(part.casefold().split()) for part in said).encode()).hexdigest()


def in_order(text: str, *, lines: bool = False) -> str:
    """A typed text without control characters and direction marks, on one line unless it may have several."""
    tidy = "\n".join(map(single_line, text_lines(text).split("\n"))) if lines else single_line(text)
    return "".join(sign for sign in tidy if sign == "\n" or unicodedata.category(sign) not in _UNSEEN).strip()


def letter_problems(letter: Letter) -> Iterator[Problem]:
    """What keeps a letter from being taken. Whether its town exists is asked elsewhere."""
    if letter.kind is SuggestionKind.REPORT:
        yield from _report_problems(letter)
    if letter.kind is SuggestionKind.NEW_PLACE:
        for name in ("name", "town"):
            if not letter.fields.get(name):
                yield Problem(name, "missing")
    yield from text_problems("message", letter.message, MESSAGE_LIMIT)
    for name, text in letter.fields.items():
        yield from text_problems(name, text, FIELD_LIMITS[name])
    phone = letter.fields.get("phone", "")
    if phone and sum(sign.isdecimal() for sign in phone) < FEWEST_PHONE_DIGITS:
        yield Problem("phone", "no_number")
    if links(letter.message, *letter.fields.values()) > MOST_LINKS:
        yield Problem("message", "too_many_links", {"limit": MOST_LINKS})


def _report_problems(letter: Letter) -> Iterator[Problem]:
    if letter.report_kind is None:
        yield Problem("report_kind", "choose_one")
    if letter.report_kind is ReportKind.SOMETHING_ELSE and not letter.message:
        yield Problem("message", "say_what")


def text_problems(name: str, text: str, limit: int) -> Iterator[Problem]:
    """A text that is too long."""
    if len(text) > limit:
        yield Problem(name, "too_long", {"limit": limit, "length": len(text)})


def links(*texts: str) -> int:
    """How many web addresses the texts hold."""
    return sum(len(_LINK.findall(text)) for text in texts)


RECEIPT_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No sign that looks like another one."""

RECEIPT_LENGTH = 12
_RECEIPT_GROUP = 4


def receipt_code(secret_hex: str) -> str:
    """A code of 59 bits from a secret's hexadecimal digits, to be read out on the phone: "7KQM-29XA-HTRW"."""
    number, signs = int(secret_hex, 16), []
    for _ in range(RECEIPT_LENGTH):
        number, rest = divmod(number, len(RECEIPT_SIGNS))
        signs.append(RECEIPT_SIGNS[rest])
    return written_receipt("".join(signs))


def written_receipt(typed: str) -> str:
    """A code as it is shown, however it was typed: small, with blanks, without hyphens, with Arabic digits."""
    plain = "".join(sign for sign in latin_digits(typed).upper() if sign in RECEIPT_SIGNS)[: 2 * RECEIPT_LENGTH]
    return "-".join(plain[start : start + _RECEIPT_GROUP] for start in range(0, len(plain), _RECEIPT_GROUP))


def receipt_hash(typed: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"receipt\n{written_receipt(typed)}".encode()).hexdigest()
