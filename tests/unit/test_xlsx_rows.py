"""Spreadsheets: read as a person sees them, and refused where they carry more than rows."""

import datetime
import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Table
from kommanmap.formats import xlsx_child, xlsx_rows
from kommanmap.formats.table_limits import LONGEST_CELL, MOST_COLUMNS
from kommanmap.formats.tables import read_table

HEADER = ("Name", "Ort", "PLZ")


def workbook(*rows: tuple[Any, ...], change: Callable[[Any], None] | None = None) -> bytes:
    """A file as a spreadsheet program saves it; `change` gets the workbook before that."""
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The file with members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return out.getvalue()


def sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def read(data: bytes) -> Table:
    """As the child reads it, but here: a process per test costs a third of a second."""
    return xlsx_rows.table_from(xlsx_child.answer(openpyxl, data, xlsx_rows.LIMITS))


def read_by_child(data: bytes) -> Table:
    """The whole way."""
    return read_table(io.BytesIO(data))


def refusal(data: bytes, way: Callable[[bytes], Table] = read_by_child) -> tuple[str, int | None]:
    with pytest.raises(UnreadableTable) as caught:
        way(data)
    return caught.value.problem.code, caught.value.line


def test_cells_read_as_a_person_sees_them() -> None:
    def leading_zero(book: Any) -> None:
        book.active["C3"].number_format = "00000"

    table = read_by_child(
        workbook(
            ("Café Grün", "Köln", 57299),
            ("x", 50.74644, 1067),
            ("y", datetime.date(2024, 5, 1), True),
            ("z", datetime.datetime.fromisoformat("2024-05-01 15:30"), datetime.time(15, 30)),
            ("=1+1 als Text", None, 57299.0),
            change=lambda book: (leading_zero(book), setattr(book.active["A6"], "data_type", "s"))[0],
        )
    )
    assert table.header == HEADER
    assert [row.cells for row in table.rows] == [
        ("Café Grün", "Köln", "57299"),
        ("x", "50.74644", "01067"),
        ("y", "2024-05-01", "ja"),
        ("z", "2024-05-01 15:30", "15:30"),
        ("=1+1 als Text", "", "57299"),
    ]


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    table = read(workbook(("A", "B", "1"), (None, None, None), (" ", "", None), ("C", "D", "2", None, "E")))
    assert [(row.line, row.surplus) for row in table.rows] == [(2, 0), (5, 1)]


def test_further_sheets_are_named_and_hidden_ones_ignored() -> None:
    def add_sheets(book: Any) -> None:
        book.create_sheet("Alt")["A1"] = "x"
        book.create_sheet("Leer")
        hidden = book.create_sheet("Versteckt")
        hidden["A1"] = "x"
        hidden.sheet_state = "hidden"

    assert read(workbook(("A", "B", "1"), change=add_sheets)).unread == ("Alt",)


def test_a_formula_that_was_never_computed_is_refused_with_its_place() -> None:
    assert refusal(workbook(("A", "B", "1"), ("A", "=B2", "1")), read) == ("xlsx_formula_without_value", 3)


def test_a_computed_formula_counts_with_its_value() -> None:
    data = workbook(("A", "=B2", "1"))
    computed = rb'<c r="B2" t="str"><f>B2</f><v>Burbach</v></c>'
    xml = re.sub(rb'<c r="B2"><f>B2</f><v ?/></c>', computed, sheet_xml(data))
    assert b"Burbach" in xml
    assert read(repacked(data, {"xl/worksheets/sheet1.xml": xml})).rows[0].cells[1] == "Burbach"


def test_an_error_value_is_refused_with_its_place() -> None:
    def error(book: Any) -> None:
        book.active["B2"] = "#REF!"

    assert refusal(workbook(("A", "", "1"), change=error), read) == ("xlsx_error_value", 2)


def test_macros_and_links_to_other_files_are_refused() -> None:
    assert refusal(repacked(workbook(), {"xl/vbaProject.bin": b"x"}))[0] == "xlsx_macros"
    assert refusal(repacked(workbook(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}))[0] == "xlsx_external_links"


def test_limits_hold_for_columns_cells_and_rows() -> None:
    assert refusal(workbook(tuple("x" * (MOST_COLUMNS + 1))), read) == ("too_many_columns", 2)
    assert refusal(workbook(("x" * (LONGEST_CELL + 1), "B", "1")), read) == ("cell_too_long", 2)
    assert refusal(workbook(*(("A", "B", "1") for _ in range(5001))), read) == ("too_many_rows", 5002)


def test_other_zips_and_broken_ones_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert refusal(out.getvalue())[0] == "xlsx_not_a_workbook"
    assert refusal(b"PK\x03\x04" + b"\0" * 100)[0] == "xlsx_broken"
    assert refusal(workbook()[:-40])[0] == "xlsx_broken"
    assert refusal(repacked(workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet>"}), read)[0] in {
        "xlsx_broken",
        "empty",
    }


def test_an_empty_sheet_is_refused() -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert refusal(out.getvalue(), read)[0] == "empty"


def test_a_bomb_is_refused_from_its_table_of_contents() -> None:
    """T41."""
    bomb = repacked(workbook(), {"xl/worksheets/sheet1.xml": b"<row>" + b" " * (50 * 2**20)})
    start = time.perf_counter()
    assert refusal(bomb)[0] == "xlsx_too_large"
    many = repacked(workbook(), {f"xl/media/{number}.png": b"" for number in range(300)})
    assert refusal(many)[0] == "xlsx_too_many_parts"
    assert time.perf_counter() - start < 2


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    """The stated size is what is unpacked at most, and then the checksum does not fit."""
    name = b"xl/worksheets/sheet1.xml"
    real = repacked(workbook(), {name.decode(): b"<worksheet>" + b" " * (30 * 2**20)})
    size = (30 * 2**20 + 11).to_bytes(4, "little")
    assert refusal(real.replace(size, (1000).to_bytes(4, "little")))[0] in {"xlsx_broken", "xlsx_too_large"}


def test_entities_of_xml_are_not_expanded() -> None:
    """T44."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
    xml = sheet_xml(workbook(("A", "B", "1")))
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    start = time.perf_counter()
    laughing = declared + xml.replace(b"<sheetData>", b"<sheetData>&l8;", 1)
    assert refusal(repacked(workbook(), {"xl/worksheets/sheet1.xml": laughing}))[0] == "xlsx_broken"
    assert time.perf_counter() - start < 8


def test_one_text_in_every_cell_counts_every_time() -> None:
    """Stored once, meant a thousand times: 10,000 letters × 60 columns × 40 rows."""
    text = "W" * LONGEST_CELL
    assert refusal(workbook(*(tuple([text] * MOST_COLUMNS) for _ in range(40))), read)[0] == "xlsx_too_large"


@pytest.mark.slow_on_purpose
def test_work_without_end_is_stopped_by_the_processor_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wide empty rows cost time and hold nothing. The limit is set to one second here."""
    monkeypatch.setitem(xlsx_rows.LIMITS, "cpu_seconds", 1)
    rows = b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (number, number) for number in range(2, 90_000))
    xml = sheet_xml(workbook(("A", "B", "1"))).replace(b"</sheetData>", rows + b"</sheetData>")
    start = time.perf_counter()
    assert refusal(repacked(workbook(), {"xl/worksheets/sheet1.xml": xml}, zipfile.ZIP_STORED)) == (
        "xlsx_too_much_work",
        None,
    )
    assert time.perf_counter() - start < 10


def test_memory_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of texts is held whole, whether or not a cell uses it. The limit is set to 40 MiB here."""
    monkeypatch.setitem(xlsx_rows.LIMITS, "memory_bytes", 40 * 2**20)
    data = workbook(("A", "B", "1"))
    texts = b"".join(b"<si><t>%d %s</t></si>" % (number, b"x" * 60) for number in range(110_000))
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    members = {
        "xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (namespace, texts),
        "[Content_Types].xml": types if kind in types else types.replace(b"</Types>", override),
    }
    assert refusal(repacked(data, members, zipfile.ZIP_STORED))[0] == "xlsx_too_much_work"


def test_a_stated_dimension_is_not_believed() -> None:
    data = workbook(("A", "Burbach", "1"))
    for stated in (b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="A1"/>', b""):
        xml = sheet_xml(data).replace(b'<dimension ref="A1:C2"/>', stated)
        assert read(repacked(data, {"xl/worksheets/sheet1.xml": xml})).rows[0].cells == ("A", "Burbach", "1")


def test_no_damage_ends_in_anything_but_a_table_or_a_refusal() -> None:
    source = random.Random(7)  # noqa: S311 - noise, not secrets
    good = workbook(("A", "B", "1"), ("Café", "Köln", 50667))
    for _ in range(60):
        data = bytearray(good)
        for _ in range(3):
            data[source.randrange(4, len(data))] = source.randrange(256)
        try:
            read(bytes(data))
        except UnreadableTable:
            continue
