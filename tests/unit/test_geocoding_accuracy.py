"""Addresses written in ten ways lead to the right house; the same as `bench.geocoding` asks of a large file."""

from pathlib import Path

import pytest

from bench.address_spellings import WRITINGS, Draw, Score, written
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.register.index_reader import IndexReader

PER_WAY = 40


@pytest.mark.parametrize("way", WRITINGS)
def test_addresses_are_found_in_every_way_of_writing(way: str, sample_index: Path, geocoder: LocalGeocoder) -> None:
    draw = Draw(IndexReader(sample_index), shipped_gazetteer(), seed=3)
    score = Score(way)
    for typed, drawn in written(draw, WRITINGS[way], PER_WAY):
        score.count(typed, drawn, geocoder.locate(typed))
    assert score.right >= PER_WAY * 0.93, score.misses
    assert score.certain_and_wrong == 0, score.misses
