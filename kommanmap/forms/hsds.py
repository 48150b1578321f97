"""The query of `/api/hsds`: pairs of strings → what is asked for, or everything that is wrong. Knows no requests."""

import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kommanmap.domain.problems import Problem
from kommanmap.forms.features import LONGEST_NAME, BadParameters, read_own, read_span
from kommanmap.queries.features import DEFAULT_LIMIT, MOST_FEATURES, Span
from kommanmap.queries.point_query import LONGEST_VALUE

PAGING = ("page", "per_page")
ASKING = ("search", "modified_after", "organization_id", "taxonomy_term_id", "full", "minimal")
LARGEST_PAGE = 10**6
_WHOLE = re.compile(r"[0-9]{1,30}")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class HsdsQuery:
    """What is asked. page: from 1. search "" and ids None: everything."""

    page: int = 1
    per_page: int = DEFAULT_LIMIT
    search: str = ""
    changed: Span | None = None
    organization_id: str | None = None
    taxonomy_term_id: str | None = None
    full: bool = False
    minimal: bool = False

    @property
    def offset(self) -> int:
        """How many records stand on the pages before."""
        return (self.page - 1) * self.per_page


def read_hsds(pairs: Sequence[tuple[str, str]], known: Collection[str], own: Collection[str]) -> HsdsQuery:
    """The question. known: which of PAGING and ASKING are allowed here; own: what somebody else reads.

    Raises:
        BadParameters: with everything that is wrong.
    """
    given = read_own(pairs, {*known, *own})
    problems = [*_bad_numbers(given), *_bad_words(given)]
    changed = read_span(f"{given['modified_after']}/..") if "modified_after" in given else None
    if isinstance(changed, Problem) or given.get("modified_after", "x") in ("", ".."):
        problems.append(Problem("modified_after", "datetime_not_readable"))
    if problems or isinstance(changed, Problem):
        raise BadParameters(problems)
    return HsdsQuery(
        page=min(int(given.get("page", 1)), LARGEST_PAGE),
        per_page=min(int(given.get("per_page", DEFAULT_LIMIT)), MOST_FEATURES),
        search=given.get("search", ""),
        changed=changed,
        organization_id=given.get("organization_id"),
        taxonomy_term_id=given.get("taxonomy_term_id"),
        full=_TRUTH[given.get("full", "false")],
        minimal=_TRUTH[given.get("minimal", "false")],
    )


def is_record_id(text: str) -> bool:
    """Whether a text may be the id of a record."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _bad_numbers(given: dict[str, str]) -> list[Problem]:
    return [
        Problem(word, "limit_not_a_number")
        for word in PAGING
        if word in given and (not _WHOLE.fullmatch(given[word]) or int(given[word]) < 1)
    ]


def _bad_words(given: dict[str, str]) -> list[Problem]:
    def not_a_value(word: str) -> Problem:
        return Problem(word, "parameter_not_a_value", {"value": given[word][:LONGEST_NAME]})

    bad = [not_a_value(word) for word in ("full", "minimal") if given.get(word, "true") not in _TRUTH]
    ids = ("organization_id", "taxonomy_term_id")
    bad += [not_a_value(word) for word in ids if word in given and not is_record_id(given[word])]
    if not 0 < len(given.get("search", "x")) <= LONGEST_VALUE:
        bad.append(not_a_value("search"))
    return bad
