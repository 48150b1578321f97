"""The 37 examples that have street and number: each typed as one line, understood to the letter, found in its town."""

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.shipped import reference_folder, shipped_gazetteer
from kommanmap.geocoding.parser.parsing import parse
from kommanmap.geocoding.register.street_keys import street_key
from kommanmap.services.point_addresses import address_of

DEMO = Path(str(reference_folder())) / "demo" / "treffpunkte.csv"


class Example(NamedTuple):
    """An address as the examples have it, in cells of its own."""

    street: str
    number: str
    postcode: str
    town: str
    ags: str

    @property
    def line(self) -> str:
        """As on an envelope."""
        return f"{self.street} {self.number}, {f'{self.postcode} {self.town}'.strip()}"

    def is_read_as(self, address: Address) -> bool:
        """Whether an address has the same parts to the letter, and nothing is left over."""
        number = address.house_number.written if address.house_number else ""
        read = (address.street, number, address.postcode, address.town, address.district, address.rest)
        return read == (self.street, self.number, self.postcode, self.town, "", ())


def examples() -> list[Example]:
    with DEMO.open(encoding="utf-8", newline="") as file:
        return [
            Example(row["street"], row["house_number"], row["postcode"], row["municipality"], row["ags"])
            for row in csv.DictReader(file)
            if row["street"] and row["house_number"]
        ]


EXAMPLES = examples()


def test_there_are_37_of_them() -> None:
    assert len(EXAMPLES) == 37


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.line)
class TestEach:
    def test_the_parser_reads_every_part_to_the_letter(self, example: Example) -> None:
        assert example.is_read_as(parse(example.line, towns=shipped_gazetteer()))
        assert example.is_read_as(parse(example.line)), "also where nobody knows the towns"

    def test_the_parser_reads_it_in_other_orders(self, example: Example) -> None:
        place = f"{example.postcode} {example.town}".strip()
        for line in (f"{place}, {example.street} {example.number}", f"{example.street} {example.number}\n{place}"):
            assert example.is_read_as(parse(line, towns=shipped_gazetteer())), line

    def test_the_parser_reads_it_in_lower_case_without_commas(self, example: Example) -> None:
        typed = example.line.replace(",", "").lower()
        read = parse(typed, towns=shipped_gazetteer())
        assert street_key(read.street) == street_key(example.street)
        assert read.number_text == example.number.lower().replace(" ", "")
        assert (read.postcode, read.town) == (example.postcode, example.town.lower())

    def test_its_town_is_found_without_any_address_file(self, example: Example) -> None:
        local = LocalGeocoder()
        for typed in (example.line, example.line.replace(",", "").lower()):
            for answer in (local.locate(typed), Chain(local).locate(typed)):
                assert (answer.outcome, answer.best and answer.best.ags) == (Outcome.FOUND, example.ags)
                wanted = Accuracy.POSTCODE if example.postcode else Accuracy.MUNICIPALITY
                assert answer.best is not None
                assert answer.best.accuracy is wanted
                assert [warning.code for warning in answer.warnings] == ["no_address_index"]

    def test_its_cells_ask_for_the_same_address(self, example: Example) -> None:
        draft = PointDraft(
            ags=example.ags, street=example.street, house_number=example.number, postcode=example.postcode
        )
        asked = address_of(draft)
        assert (asked.street, asked.postcode) == (example.street, example.postcode)
        assert asked.house_number == parse(example.line).house_number
        assert LocalGeocoder().locate(asked, ags=example.ags).best == LocalGeocoder().locate(example.line).best
