"""What the reader understands does not hang on dashes, spaces, capitals, short days or the order of words."""

from functools import cache

from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus
from tests.hours_mutations import TOGETHER, WAYS, variants
from tests.labelled_hours import Labelled, agrees, expected, got, labelled
from tests.unit.hours.reading_in_short import read

FEWEST = 1_000
EVERY = 4
"""Of all variants each fourth, and the first that was made in each way: enough, and the suite stays quick."""


@cache
def mutated() -> tuple[tuple[Labelled, str, str, Reading], ...]:
    """Label, what was done, the text that came of it and its reading: of every text that says everything."""
    whole = {
        label.text: label
        for name in ("hours.jsonl", "hours_unseen.jsonl")
        for label in labelled(name)
        if label.status is ReadingStatus.COMPLETE
    }
    made = [(label, way, text) for label in whole.values() for way, text in variants(label.text)]
    first_of = {way: number for number, (_, way, _) in reversed([*enumerate(made)])}
    return tuple(
        (label, way, text, read(text))
        for number, (label, way, text) in enumerate(made)
        if number % EVERY == 0 or first_of[way] == number
    )


def _shown(label: Labelled, way: str, text: str, reading: Reading) -> str:
    return f"{label.id}, {way}: {text!r}\n  wanted {expected(label)}\n  got    {reading.status} {got(reading)}"


def test_no_variant_is_read_as_complete_with_other_sessions() -> None:
    wrong = [
        _shown(*case) for case in mutated() if case[3].status is ReadingStatus.COMPLETE and not agrees(case[0], case[3])
    ]
    assert not wrong, "\n".join(wrong)


def test_variants_have_the_sessions_of_their_text() -> None:
    cases = mutated()
    assert len(cases) >= FEWEST
    differing = [_shown(*case) for case in cases if not agrees(case[0], case[3])]
    assert len(differing) <= 0.03 * len(cases), f"{len(differing)} of {len(cases)}\n" + "\n".join(differing)


def test_variants_are_understood_as_completely_as_their_text() -> None:
    cases = [case for case in mutated() if read(case[0].text).status is ReadingStatus.COMPLETE]
    doubted = [_shown(*case) for case in cases if case[3].status is not ReadingStatus.COMPLETE]
    assert len(doubted) <= 0.03 * len(cases), f"{len(doubted)} of {len(cases)}\n" + "\n".join(doubted)


def test_every_way_changes_some_text() -> None:
    done = {way for _, way, _, _ in mutated()}
    assert done == {*WAYS, *(" + ".join(names) for names in TOGETHER)}
