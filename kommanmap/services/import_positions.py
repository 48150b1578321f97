"""Where a row's pin stands: its own coordinates, else the middle of postcode or town, said as just that."""

from dataclasses import replace

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.value_words import member_of, number_of
from kommanmap.domain.values import NRW_BOUNDS, Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.domain.word_keys import word_key
from kommanmap.services.import_columns import CLEARED
from kommanmap.services.town_lookup import Town, TownLookup

FAR_FROM_TOWN_KM = 25.0
"""No municipality of NRW reaches further than about 20 km from its middle."""

POSTCODE_SOURCE = "Mitte des Postleitzahlgebiets (© OpenStreetMap contributors, ODbL)"
TOWN_SOURCE = "Mitte der Gemeinde (Geobasis NRW, dl-de/zero-2-0)"

_COARSE = (Accuracy.POSTCODE, Accuracy.MUNICIPALITY)
_ADDRESS = ("ags", "street", "house_number", "postcode")

Positioned = tuple[PointDraft, tuple[Problem, ...], tuple[Problem, ...]]


def positioned(
    cells: dict[str, str], *, base: PointDraft | None, draft: PointDraft, town: Town, lookup: TownLookup
) -> Positioned:
    """The draft with its position, problems and notes; `base` is what is stored (None: the place is new)."""
    typed = {name: cells[name] for name in ("lat", "lon") if cells.get(name, CLEARED) != CLEARED}
    if typed:
        return _as_typed(cells, typed, base, draft, town)
    moved = base is not None and _address(base) != _address(draft)
    if base is not None and base.lat is not None and not moved and base.position_accuracy not in _COARSE:
        return draft, (), ()
    note = Problem("lat", "pin_reset") if moved and base and base.position_accuracy not in (None, *_COARSE) else None
    return _coarse(draft, town, lookup), (), (note,) if note else ()


def _as_typed(
    cells: dict[str, str], typed: dict[str, str], base: PointDraft | None, draft: PointDraft, town: Town
) -> Positioned:
    numbers = {name: number_of(text) for name, text in typed.items()}
    problems = [
        Problem(name, "not_a_number", {"typed": typed[name]}) for name, number in numbers.items() if number is None
    ]
    accuracy = member_of(Accuracy, cells["position_accuracy"]) if "position_accuracy" in cells else None
    if accuracy is None and "position_accuracy" in cells:
        problems.append(Problem("position_accuracy", "word_not_known", {"typed": cells["position_accuracy"]}))
    if problems:
        return draft, tuple(problems), ()
    if base is not None and _is_finer(base.position_accuracy, accuracy) and _address(base) == _address(draft):
        differs = (base.lat, base.lon) != (numbers.get("lat"), numbers.get("lon"))
        return draft, (), (Problem("lat", "finer_pin_kept"),) if differs else ()
    notes = []
    if accuracy is None:
        same = base is not None and (base.lat, base.lon) == (numbers.get("lat"), numbers.get("lon"))
        accuracy = base.position_accuracy if same and base else None
    if accuracy is None:
        accuracy = Accuracy.STREET if draft.street else Accuracy.MUNICIPALITY
        notes.append(Problem("position_accuracy", "accuracy_assumed", {"accuracy": accuracy.value}))
    source = cells.get("position_source", draft.position_source)
    placed = replace(
        draft,
        lat=numbers.get("lat"),
        lon=numbers.get("lon"),
        position_accuracy=accuracy,
        position_source="" if source == CLEARED else source,
    )
    return placed, (), (*notes, *_far_away(placed, town))


def _is_finer(stored: Accuracy | None, typed: Accuracy | None) -> bool:
    """Whether the stored pin says more than the typed one: set by hand, or a house where the table has a street."""
    if stored is None or typed is None:
        return stored is Accuracy.MANUAL
    order = list(Accuracy)
    return order.index(stored) < order.index(typed)


def _address(draft: PointDraft) -> tuple[str, ...]:
    """The address without differences of spelling: "10 a" and "10a" are the same house."""
    return tuple(word_key(getattr(draft, name)).replace(" ", "").replace("strasse", "str") for name in _ADDRESS)


def _far_away(draft: PointDraft, town: Town) -> tuple[Problem, ...]:
    if draft.lat is None or draft.lon is None:
        return ()
    try:
        place = Coordinates(draft.lat, draft.lon)
    except ValueError:
        return ()
    distance = place.distance_km(town.position)
    if distance <= FAR_FROM_TOWN_KM or not NRW_BOUNDS.contains(place):
        return ()  # a position outside NRW is refused by the rules and needs no second remark
    return (Problem("lat", "far_from_town", {"town": town.name, "km": round(distance)}),)


def _coarse(draft: PointDraft, town: Town, lookup: TownLookup) -> PointDraft:
    area = lookup.position_of_postcode(draft.postcode, town.ags)
    place = area or town.position
    return replace(
        draft,
        lat=place.lat,
        lon=place.lon,
        position_accuracy=Accuracy.POSTCODE if area else Accuracy.MUNICIPALITY,
        position_source=POSTCODE_SOURCE if area else TOWN_SOURCE,
    )
