"""Letters of the public as pages show them: to their sender, and to staff. Rows go in, frozen records come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.suggestions import WAITING, RefusalReason, SuggestionStatus
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.i18n import lazy_gettext as _
from kommanmap.labels import label
from kommanmap.models import Suggestion

FIELD_LABELS = {
    "name": _("Name"),
    "street": _("Straße"),
    "house_number": _("Hausnummer"),
    "postcode": _("Postleitzahl"),
    "times": _("Zeiten"),
    "offers_as_typed": _("Was gibt es dort?"),
    "phone": _("Telefon"),
    "website": _("Internet-Seite"),
}


class PointAddresses(Protocol):
    """Where the page of a place is."""

    def point(self, slug: str) -> str:
        """Address of a place's page."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender may know about a letter. Its own words are not in it: a code can fall into other hands."""

    status: SuggestionStatus
    status_label: str
    about: str
    place_name: str
    place_url: str
    town: str
    sent_on: date
    question: str
    has_replied: bool
    refusal: str
    """In the sender's language; `reason` are words of staff, in German."""
    reason: str
    is_erased: bool


def receipt_of(letter: Suggestion, addresses: PointAddresses) -> Receipt:
    """A letter for its sender; a place is named only while readers may see it."""
    point = letter.point if letter.point is not None and letter.point.status in LISTED_STATUSES else None
    return Receipt(
        status=letter.status,
        status_label=label(letter.status),
        about=label(letter.report_kind or letter.kind),
        place_name=point.name if point else "",
        place_url=addresses.point(point.slug) if point else "",
        town=letter.municipality.name,
        sent_on=letter.sent_utc.astimezone(BERLIN).date(),
        question=letter.question,
        has_replied=bool(letter.reply),
        refusal=_refusal(letter),
        reason="" if letter.status in WAITING else letter.reason,
        is_erased=letter.erased_utc is not None,
    )


def _refusal(letter: Suggestion) -> str:
    return label(letter.refusal) if letter.refusal not in (None, RefusalReason.OTHER) else ""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of staff. What was typed is text of strangers: shown as it stands."""

    number: int
    title: str
    about: str
    town: str
    status_label: str
    sent_on: date
    times_sent: int
    excerpts: tuple[str, ...]
    """Each in a direction of its own."""
    is_answered: bool


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field that a letter would change, with its name for people."""

    name: str
    label: str
    before: str
    after: str
    lines: int


@dataclass(frozen=True, slots=True)
class LetterPageView:
    """A letter in full, for staff."""

    line: LetterLine
    kind: str
    is_waiting: bool
    language: str
    message: str
    proposals: tuple[FieldLine, ...]
    question: str
    reply: str
    refusal: str
    reason: str
    ags: str
    place_name: str
    place_url: str
    place_id: str
    place_version: int
    is_erased: bool


class Proposed(Protocol):
    """A field with its text before and after."""

    @property
    def name(self) -> str:
        """Of the field."""

    @property
    def before(self) -> str:
        """What the place says."""

    @property
    def after(self) -> str:
        """What it would say."""


EXCERPT = 160
_LINES = {"times": 3, "offers_as_typed": 3}


def letter_line(letter: Suggestion) -> LetterLine:
    """One line of the queue."""
    said = (letter.message, *(str(text) for name, text in letter.fields.items() if name not in ("name", "town")))
    return LetterLine(
        number=letter.id,
        title=letter.point.name if letter.point else str(letter.fields.get("name", "")) or letter.municipality.name,
        about=label(letter.report_kind or letter.kind),
        town=letter.municipality.name,
        status_label=label(letter.status),
        sent_on=letter.sent_utc.astimezone(BERLIN).date(),
        times_sent=letter.times_sent,
        excerpts=tuple(text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…" for text in said if text),
        is_answered=bool(letter.reply),
    )


def letter_page_view(letter: Suggestion, proposed: Iterable[Proposed], addresses: PointAddresses) -> LetterPageView:
    """Everything about a letter."""
    point = letter.point
    return LetterPageView(
        line=letter_line(letter),
        kind=letter.kind.value,
        is_waiting=letter.status in WAITING,
        language=letter.language,
        message=letter.message,
        proposals=tuple(
            FieldLine(each.name, str(FIELD_LABELS[each.name]), each.before, each.after, _LINES.get(each.name, 1))
            for each in proposed
        ),
        question=letter.question,
        reply=letter.reply,
        refusal=_refusal(letter),
        reason=letter.reason,
        ags=letter.ags,
        place_name=point.name if point else "",
        place_url=addresses.point(point.slug) if point and point.status in LISTED_STATUSES else "",
        place_id=point.public_id if point else "",
        place_version=point.version if point else 0,
        is_erased=letter.erased_utc is not None,
    )


def refusal_choices() -> tuple[tuple[str, str], ...]:
    """Value and sentence of every fixed reason."""
    return tuple((reason.value, label(reason)) for reason in RefusalReason)
