"""The reading API of Open Referral HSDS 3.1: pages of records, the lists of words, what is said about itself.

The records themselves are those of `hsds`. Knows no requests.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from kommanmap.domain.vocabulary import Audience, Offer
from kommanmap.formats.hsds import AUDIENCES, OFFERS, record_id
from kommanmap.labels import label

VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/3.1/hsds/schema_reference.html"
BRIEF = (
    "id", "organization_id", "name", "alternate_name", "description", "url", "email", "status", "application_process",
    "fees_description", "assured_date", "licenses", "alert", "last_modified", "organization",
)  # fmt: skip
"""What a list of services holds of each; the rest stands in the service itself, or in the list with `full=true`."""

LEAST = ("id", "name", "status", "last_modified")
"""What it holds with `minimal=true`."""

WORDS: Mapping[str, type[StrEnum]] = {OFFERS: Offer, AUDIENCES: Audience}
"""Taxonomy → the closed list of its terms."""

Record = dict[str, Any]


def about(openapi_url: str) -> Record:
    """Where a program begins."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def envelope(contents: Sequence[Record], *, total: int, page: int, size: int) -> Record:
    """One page of a list. page: from 1; size: most records on a page."""
    pages = -(-total // size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def part(record: Record, names: Sequence[str]) -> Record:
    """A record cut down to some of what it says."""
    return {name: record[name] for name in names if name in record}


def taxonomies() -> list[Record]:
    """The two closed lists of words."""
    return [
        {
            "id": record_id("taxonomy", name),
            "name": name,
            "description": ", ".join(label(member) for member in members),
            "version": VERSION,
        }
        for name, members in WORDS.items()
    ]


def taxonomy_terms() -> list[Record]:
    """Every word of them."""
    return [
        {
            "id": record_id("term", name, member.value),
            "code": member.value,
            "name": label(member),
            "description": label(member),
            "taxonomy": name,
            "taxonomy_detail": {"id": record_id("taxonomy", name), "name": name, "description": name},
        }
        for name, members in WORDS.items()
        for member in members
    ]


def word_of_term(term_id: str) -> tuple[str, str] | None:
    """The taxonomy and the code of a term."""
    named = ((name, member.value) for name, members in WORDS.items() for member in members)
    return next((pair for pair in named if record_id("term", *pair) == term_id), None)
