"""Where the pin of a row stands: its own coordinates, else what the chain knows of its address, asking no service."""

from dataclasses import dataclass, replace

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.value_words import member_of, number_of
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import GeocodeAnswer
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.checks import COARSE
from kommanmap.services.geocoding import geocode_draft
from kommanmap.services.import_columns import CLEARED
from kommanmap.services.pins import is_finer
from kommanmap.services.point_addresses import same_address


@dataclass(frozen=True, slots=True)
class Positioned:
    """The draft with its pin, problems and notes, and what the geocoder says to its address."""

    draft: PointDraft
    answer: GeocodeAnswer | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def positioned(cells: dict[str, str], *, base: PointDraft | None, draft: PointDraft, chain: Chain) -> Positioned:
    """The pin of a row; `base` is what is stored (None: the place is new). No service is asked: a job does that."""
    typed = {name: cells[name] for name in ("lat", "lon") if cells.get(name, CLEARED) != CLEARED}
    found, answer = geocode_draft(draft, chain=chain, before=base, outside=False)
    if typed:
        return _as_typed(cells, typed, base, Positioned(draft, answer))
    return Positioned(found, answer, notes=tuple(_said_of(base, found)))


def _said_of(base: PointDraft | None, found: PointDraft) -> list[Problem]:
    """What an author should know whose address is another one than before."""
    if base is None or base.lat is None or same_address(base, found):
        return []
    if base.position_accuracy is Accuracy.MANUAL:
        return [Problem("lat", "manual_pin_kept")]
    lost = base.position_accuracy not in COARSE and found.position_accuracy in COARSE
    return [Problem("lat", "pin_reset")] if lost else []


def _as_typed(cells: dict[str, str], typed: dict[str, str], base: PointDraft | None, row: Positioned) -> Positioned:
    numbers = {name: number_of(text) for name, text in typed.items()}
    problems = [
        Problem(name, "not_a_number", {"typed": typed[name]}) for name, number in numbers.items() if number is None
    ]
    accuracy = member_of(Accuracy, cells["position_accuracy"]) if "position_accuracy" in cells else None
    if accuracy is None and "position_accuracy" in cells:
        problems.append(Problem("position_accuracy", "word_not_known", {"typed": cells["position_accuracy"]}))
    if problems:
        return replace(row, problems=tuple(problems))
    is_same = base is not None and (base.lat, base.lon) == (numbers.get("lat"), numbers.get("lon"))
    if base is not None and same_address(base, row.draft) and _keeps_its_pin(base, row.draft, accuracy, cells):
        return row if is_same else replace(row, notes=(Problem("lat", "finer_pin_kept"),))
    notes = []
    if accuracy is None and is_same and base:
        accuracy = base.position_accuracy
    if accuracy is None:
        accuracy = _assumed(row.draft)
        notes.append(Problem("position_accuracy", "accuracy_assumed", {"accuracy": accuracy.value}))
    source = cells.get("position_source", row.draft.position_source)
    draft = replace(
        row.draft,
        lat=numbers.get("lat"),
        lon=numbers.get("lon"),
        position_accuracy=accuracy,
        position_source="" if source == CLEARED else source,
    )
    return replace(row, draft=draft, notes=tuple(notes))


def _keeps_its_pin(base: PointDraft, draft: PointDraft, typed: Accuracy | None, cells: dict[str, str]) -> bool:
    """Whether the stored pin says more than the typed one: set by hand, or a house where the table has a street.

    Where the table does not say how exact it is, a pin that came from elsewhere since (it names its source, the table
    none) is as strong as one that does.
    """
    if base.position_accuracy in (None, Accuracy.MANUAL):
        return base.position_accuracy is Accuracy.MANUAL and typed is not Accuracy.MANUAL
    if typed is None and base.position_source and "position_source" not in cells:
        typed = _assumed(draft)
    return typed is not None and is_finer(base.position_accuracy, typed)


def _assumed(draft: PointDraft) -> Accuracy:
    return Accuracy.STREET if draft.street else Accuracy.MUNICIPALITY
