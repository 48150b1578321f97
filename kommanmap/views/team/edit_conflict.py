"""Two people have changed one place: both versions side by side in the form of the later one. Nothing is lost."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from kommanmap.domain.merging import group_of
from kommanmap.extensions import db
from kommanmap.forms.field_labels import field_label, field_words
from kommanmap.forms.points import expected_version, words_of
from kommanmap.services.edit_merge import Merged, merge_with_stored
from kommanmap.views.current import staff
from kommanmap.views.team.form_rescue import keep
from kommanmap.views.team.place_form import Filled, PlaceForm, page


@dataclass(frozen=True, slots=True)
class BothSay:
    """One thing that both have changed."""

    name: str
    label: str
    mine: str
    theirs: str


def conflict_page(form: PlaceForm, filled: Filled) -> ResponseReturnValue:
    """409: the form says what was typed, with what only the other one has changed; the rest is to be chosen."""
    if form.point is None:
        raise LookupError(form.key)
    seen = expected_version(filled.words)
    merged = merge_with_stored(db.session(), point=form.point, mine=filled.entry.draft, seen_version=seen)
    words = words_of(merged.draft, version=form.point.version)
    others = filled.words.fields.items()
    kept = {name: texts for name, texts in others if not words.has(name) and not name.startswith("zeit-")}
    words = words.replaced(kept)
    answer = page(
        form,
        words,
        status=409,
        clashes=[_both_say(name, merged) for name in merged.clashes],
        taken_over=[field_label(name) for name in merged.taken_over],
    )
    keep(staff().user_id, form.key, words)
    return answer


def _both_say(name: str, merged: Merged) -> BothSay:
    group = [each for each in group_of(name) if each not in ("position_source", "position_accuracy")]
    mine, theirs = (
        "\n".join(words for each in group if (words := field_words(draft, each)))
        for draft in (merged.draft, merged.theirs)
    )
    return BothSay(name, field_label(name), mine, theirs)
