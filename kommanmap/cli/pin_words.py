"""Short words of the command line for what became of an address, and the pin of a place as JSON. Knows no command."""

from collections.abc import Mapping
from typing import Any

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import Outcome
from kommanmap.problem_texts import problem_text

ACCURACY_WORDS: Mapping[Accuracy | None, str] = {
    Accuracy.MANUAL: "von Hand",
    Accuracy.HOUSE: "Haus",
    Accuracy.NEAREST_HOUSE: "nächstes Haus",
    Accuracy.STREET: "Straße",
    Accuracy.POSTCODE: "Postleitzahl",
    Accuracy.MUNICIPALITY: "Ort",
    None: "kein Punkt",
}

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.FOUND: "gefunden",
    Outcome.AMBIGUOUS: "nicht eindeutig",
    Outcome.NOTHING: "nichts gefunden",
    Outcome.UNAVAILABLE: "Dienst antwortet nicht",
}

OF_ALL_ADDRESSES = ("no_address_index", "address_index_broken")
"""What the geocoder remarks on every address alike; said once."""


def counted(counts: Mapping[Any, int], words: Mapping[Any, str]) -> str:
    """ "12 Haus, 3 Straße"."""
    return ", ".join(f"{count} {words[name]}" for name, count in counts.items() if count)


def pin_json(draft: PointDraft) -> dict[str, Any] | None:
    """The pin with stable keys; null without one."""
    if draft.lat is None or draft.lon is None:
        return None
    return {
        "lat": round(draft.lat, 7),
        "lon": round(draft.lon, 7),
        "accuracy": draft.position_accuracy.value if draft.position_accuracy else None,
        "source": draft.position_source,
    }


def problem_json(problem: Problem) -> dict[str, str]:
    """A problem or note with stable keys."""
    return {"field": problem.field, "code": problem.code, "text": problem_text(problem)}


def warning_json(warning: Problem) -> dict[str, Any]:
    """A warning with its proposal, which stands in `params`."""
    return {**problem_json(warning), "params": dict(warning.params)}
