"""Words, numbers and dates of single cells."""

from datetime import date

import pytest

from kommanmap.domain.suggestions import SuggestionKind
from kommanmap.domain.value_words import date_of, member_of, number_of
from kommanmap.domain.vocabulary import Accuracy, CheckedBy, Cost, Knowledge, PinVisibility, Registration, Role, Status
from kommanmap.labels import LABELS


@pytest.mark.parametrize("vocabulary", [Status, Knowledge, Cost, Registration, PinVisibility, Accuracy])
def test_every_member_is_known_by_its_value_and_its_german_label(vocabulary: type) -> None:
    for member in vocabulary:
        assert member_of(vocabulary, member.value) is member
        if member in LABELS and vocabulary is not Accuracy:
            assert member_of(vocabulary, str(LABELS[member])) is member


@pytest.mark.parametrize(
    ("typed", "member"),
    [("pausiert", Status.PAUSED), ("GESCHLOSSEN", Status.CLOSED), ("öffentlich", Status.PUBLIC), ("vielleicht", None)],
)
def test_words_for_a_status(typed: str, member: Status | None) -> None:
    assert member_of(Status, typed) is member


def test_yes_no_and_unknown() -> None:
    assert [member_of(Knowledge, word) for word in ("ja", "Nein", "?", "bedingt")] == [
        Knowledge.YES,
        Knowledge.NO,
        Knowledge.UNKNOWN,
        None,
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("50.74644", 50.74644), ("50,74644", 50.74644), (" 8.1° ", 8.1), ("٥٠٫٧", None), ("50 44 47", None), ("1e3", None),
     ("nan", None), ("inf", None), ("9" * 30, None)],
)  # fmt: skip
def test_numbers(typed: str, number: float | None) -> None:
    assert number_of(typed) == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2024-05-01", date(2024, 5, 1)), ("1.5.2024", date(2024, 5, 1)), ("31.02.2024", None), ("5/2024", None)],
)
def test_dates(typed: str, day: date | None) -> None:
    assert date_of(typed) == day


def test_members_of_different_vocabularies_keep_their_own_labels() -> None:
    assert str(LABELS[CheckedBy.CENTRE]) == "Integrationszentrum"
    assert len({str(LABELS[each]) for each in (CheckedBy.CARRIER, Role.CARRIER, SuggestionKind.CARRIER)}) == 3
