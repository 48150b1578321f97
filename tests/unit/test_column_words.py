"""Headers of other people's tables are recognised, and those that are not are said."""

import pytest

from kommanmap.domain.column_words import FIELD_BY_HEADER, field_of_header, is_computed_header
from kommanmap.domain.drafts import DRAFT_FIELDS
from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Row
from kommanmap.formats.fields import FIELDS
from kommanmap.services.import_columns import cells_of, columns_of
from tests.factories import make_table

OTHER_FIELDS = {
    "opening_hours",
    "id",
    "version",
    "town",
    "postcode_and_town",
    "street_and_number",
    "whole_address",
    "kreis",
    "centre",
    "audience_words",
}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Name", "name"),
        ("BEZEICHNUNG", "name"),
        ("Straße", "street"),
        ("Strasse", "street"),
        ("STRASSE ", "street"),
        ("Hausnr.", "house_number"),
        ("Nr.", "house_number"),
        ("Straße und Hausnummer", "street_and_number"),
        ("Straße/Hausnr.", "street_and_number"),
        ("PLZ", "postcode"),
        ("PLZ/Ort", "postcode_and_town"),
        ("Ort", "town"),
        ("Gemeinde", "town"),
        ("AGS", "ags"),
        ("Traeger", "carrier"),
        ("Träger", "carrier"),
        ("Öffnungszeiten", "times"),
        ("Oeffnungszeiten", "times"),
        ("opening_times_as_written", "times"),
        ("opening_hours", "opening_hours"),
        ("Pause bis", "paused_until"),
        ("E-Mail", "email"),
        ("Internet", "website"),
        ("Quelle", "source_url"),
        ("Stand", "source_date"),
        ("Breitengrad", "lat"),
        ("lng", "lon"),
        ("Beschreibung", "description:de"),
        ("Beschreibung (en)", "description:en"),
        ("Beschreibung Arabisch", "description:ar"),
        ("Beschreibung (tlh)", None),
        ("Farbe", None),
        ("", None),
    ],
)
def test_headers(header: str, field: str | None) -> None:
    assert field_of_header(header) == field


def test_every_header_leads_to_a_field_that_is_read() -> None:
    assert set(FIELD_BY_HEADER.values()) <= {*DRAFT_FIELDS, *OTHER_FIELDS}


def test_our_own_csv_has_no_column_that_we_do_not_know() -> None:
    names = [field.name for field in FIELDS]
    assert [name for name in names if not field_of_header(name) and not is_computed_header(name)] == []
    assert len({field_of_header(name) for name in names if field_of_header(name)}) == len(
        [name for name in names if field_of_header(name)]
    )


def test_columns_of_persons_are_not_taken() -> None:
    columns = columns_of(make_table(header=("Name", "Ort", "Ansprechpartnerin", "Farbe")))
    assert (columns.personal, columns.unknown) == (("Ansprechpartnerin",), ("Farbe",))


def test_an_empty_column_without_a_name_is_no_news() -> None:
    assert columns_of(make_table(("A", "Burbach", "", ""), header=("Name", "Ort", "", ""))).unknown == ()
    assert columns_of(make_table(("A", "Burbach", "x", ""), header=("Name", "Ort", "", ""))).unknown == ("(3)",)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("Ort", "Straße"), "no_name_column"),
        (("Name", "Straße"), "no_place_column"),
        (("Name", "Bezeichnung", "Ort"), "two_columns"),
        (("Name", "Ort", "Gemeinde"), "two_columns"),
    ],
)
def test_a_header_that_cannot_work_is_refused(header: tuple[str, ...], code: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        columns_of(make_table(header=header))
    assert refused.value.problem.code == code


def test_plain_offers_are_typed_words_unless_typed_words_stand_beside() -> None:
    assert "offers_as_typed" in columns_of(make_table(header=("name", "town", "offers"))).positions
    both = columns_of(make_table(header=("name", "town", "offers", "offers_as_written"))).positions
    assert {"offers", "offers_as_typed"} <= set(both)


def test_the_apostrophe_of_spreadsheet_exports_is_dropped() -> None:
    columns = columns_of(make_table(header=("Name", "Ort", "Telefon")))
    cells = cells_of(Row(2, ("'s Lädchen", " ", "'+49 2736 4547")), columns)
    assert cells == {"name": "'s Lädchen", "phone": "+49 2736 4547"}
