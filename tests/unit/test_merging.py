"""Two versions of one place: what can stand is kept of both, what belongs together is never mixed."""

from dataclasses import replace

import hypothesis.strategies as some
from hypothesis import given, settings

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft
from kommanmap.domain.merging import GROUPS, differing, group_of, merge
from kommanmap.domain.vocabulary import Status
from tests.factories import make_draft

BASE = make_draft(name="Treff", phone="1", lat=51.0, lon=8.0)

EDITS = some.fixed_dictionaries(
    {},
    optional={
        "name": some.sampled_from(("Treff", "Café", "Haus")),
        "phone": some.sampled_from(("1", "2", "3")),
        "street": some.sampled_from(("Gassenweg", "Markt")),
        "lat": some.sampled_from((51.0, 51.5)),
        "times": some.sampled_from(((), ("montags 9 Uhr",))),
        "status": some.sampled_from((Status.PUBLIC, Status.PAUSED)),
        "status_reason": some.sampled_from(("", "Umbau")),
    },
)


def test_every_field_belongs_to_exactly_one_group() -> None:
    assert sorted(name for group in GROUPS for name in group) == sorted(DRAFT_FIELDS)
    assert group_of("lon") == group_of("ags")


def test_what_only_one_has_changed_stands_and_what_both_have_is_asked() -> None:
    mine, theirs = replace(BASE, name="Café", phone="2"), replace(BASE, name="Haus", email="neu@burbach.example")
    merged = merge(base=BASE, mine=mine, theirs=theirs)
    assert merged.draft == replace(mine, email="neu@burbach.example")
    assert (merged.clashes, merged.taken_over) == (("name",), ("email",))


def test_a_pin_never_goes_to_the_address_of_somebody_else() -> None:
    merged = merge(base=BASE, mine=replace(BASE, street="Markt"), theirs=replace(BASE, lat=51.5))
    assert merged.draft == replace(BASE, street="Markt")
    assert merged.clashes == ("ags",)


@given(EDITS, EDITS)
@settings(max_examples=50, deadline=None)
def test_nothing_of_either_is_lost(my_edit: dict[str, object], their_edit: dict[str, object]) -> None:
    mine, theirs = (replace(BASE, **edit) for edit in (my_edit, their_edit))  # type: ignore[arg-type] - of PointDraft
    merged = merge(base=BASE, mine=mine, theirs=theirs)
    for group in GROUPS:
        base, here, there, said = (_values(each, group) for each in (BASE, mine, theirs, merged.draft))
        if here == there or there == base:
            assert said == here
        elif here == base:
            assert said == there
        else:
            assert said == here
            assert group[0] in merged.clashes
    assert set(merged.clashes).isdisjoint(merged.taken_over)
    assert {group[0] for group in differing(mine, merged.draft)} == set(merged.taken_over)
    assert merge(base=BASE, mine=theirs, theirs=mine).clashes == merged.clashes


def _values(draft: PointDraft, group: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(draft, name) for name in group)
