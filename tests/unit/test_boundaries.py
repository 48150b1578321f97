"""On which side of a border a position lies, and how far outside: against towns, postcodes and plain geometry."""

import csv
import gzip
import random
from itertools import pairwise
from pathlib import Path

import pytest

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.boundaries import (
    TOLERANCE_M,
    circle_around,
    distance_outside_m,
    in_nrw,
    is_near,
    municipality_at,
)
from kommanmap.geocoding.names.shipped import reference_folder, shipped_gazetteer

KOELN, SIEGEN, BURBACH, MONSCHAU = "05315000", "05970040", "05970008", "05334020"
BRUSSELS, HANNOVER, ENSCHEDE = Coordinates(50.85, 4.35), Coordinates(52.37, 9.73), Coordinates(52.22, 6.89)


def test_every_town_lies_in_itself() -> None:
    towns = shipped_gazetteer().towns_by_ags.values()
    assert [town.name for town in towns if municipality_at(town.position) != town.ags] == []
    assert {distance_outside_m(town.ags, town.position) for town in towns} == {0.0}
    assert len(towns) == 396


def test_the_middle_of_every_postcode_lies_in_its_main_town() -> None:
    """But that of Monschau, some metres beyond the border: the tolerance is for such."""
    outside = []
    with (Path(str(reference_folder())) / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            position = Coordinates(float(row["lat"]), float(row["lon"]))
            if row["main"] == "yes" and municipality_at(position) != row["ags"]:
                outside.append((row["ags"], municipality_at(position)))
    assert outside == [(MONSCHAU, None)]


@pytest.mark.parametrize("position", [BRUSSELS, HANNOVER, ENSCHEDE])
def test_what_lies_in_another_state_lies_in_no_town(position: Coordinates) -> None:
    assert municipality_at(position) is None
    assert not in_nrw(position, tolerance_m=TOLERANCE_M)


def test_just_beyond_the_border_of_the_state_the_tolerance_decides() -> None:
    north = edge_northwards(Coordinates(52.4, 8.7))
    beyond = Coordinates(north.lat + 150 / 111_195, north.lon)
    metres, nearest = min((distance_outside_m(ags, beyond), ags) for ags in shipped_gazetteer().towns_by_ags)
    assert 10 < metres <= 151
    assert (in_nrw(beyond), in_nrw(beyond, tolerance_m=metres - 1)) == (False, False)
    assert municipality_at(beyond, tolerance_m=metres + 1) == nearest


def edge_northwards(start: Coordinates) -> Coordinates:
    """The last position northwards of `start` that lies in the state."""
    inside, outside = start.lat, 53.0
    while outside - inside > 1e-6:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if in_nrw(Coordinates(middle, start.lon)) else (inside, middle)
    return Coordinates(inside, start.lon)


def test_the_distance_outside_grows_metre_by_metre() -> None:
    siegen = shipped_gazetteer().towns_by_ags[SIEGEN].position
    steps = [Coordinates(siegen.lat - step * 0.01, siegen.lon) for step in range(30)]
    far = [distance_outside_m(SIEGEN, step) for step in steps]
    assert far[0] == 0.0
    assert far[-1] == pytest.approx(23_000, rel=0.1)
    moved = 0.01 * 111_195
    assert all(0 <= after - before <= moved + 0.1 for before, after in pairwise(far))


def test_a_far_position_is_as_far_as_the_town_is() -> None:
    middle = shipped_gazetteer().towns_by_ags[KOELN].position
    burbach = shipped_gazetteer().towns_by_ags[BURBACH].position
    assert burbach.distance_km(middle) * 1000 - 20_000 < distance_outside_m(KOELN, burbach)
    assert distance_outside_m(KOELN, burbach) < burbach.distance_km(middle) * 1000


def test_every_position_in_the_state_has_just_one_town() -> None:
    """Neighbours share their border: no gap, no overlap."""
    source = random.Random(4)  # noqa: S311 - positions, not secrets
    keys = list(shipped_gazetteer().towns_by_ags)
    for _ in range(12):
        position = Coordinates(source.uniform(50.9, 51.9), source.uniform(6.6, 8.4))
        assert [ags for ags in keys if distance_outside_m(ags, position) == 0.0] == [municipality_at(position)]


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        distance_outside_m("05999999", BRUSSELS)


def test_the_street_catalogue_agrees_within_the_tolerance() -> None:
    """Every 100th of 195,114 streets; the rest of the measurement stands in the module."""
    streets = Path(__file__).resolve().parents[3] / "shared" / "data" / "nrw_streets.csv.gz"
    if not streets.exists():
        pytest.skip("no street catalogue here")
    with gzip.open(streets, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["lon"]][::100]
    far = [distance_outside_m(row["ags"], Coordinates(float(row["lat"]), float(row["lon"]))) for row in rows]
    assert sum(metres > 0 for metres in far) < len(rows) / 200
    assert sum(metres > TOLERANCE_M for metres in far) <= 1


def test_what_is_near_and_what_is_around_agree_with_the_distance() -> None:
    rng = random.Random(7)  # noqa: S311 - draws places, hides nothing
    for town in rng.sample(list(shipped_gazetteer().towns_by_ags.values()), 40):
        middle, radius_km = circle_around(town.ags)
        assert middle.distance_km(town.position) <= radius_km
        for _ in range(5):
            beside = Coordinates(town.position.lat + rng.uniform(-0.2, 0.2), town.position.lon + rng.uniform(-0.3, 0.3))
            metres = distance_outside_m(town.ags, beside)
            assert is_near(town.ags, beside, metres + 1)
            assert metres == 0 or not is_near(town.ags, beside, metres - 1)
            assert metres > 0 or middle.distance_km(beside) <= radius_km
