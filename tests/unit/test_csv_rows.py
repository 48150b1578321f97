"""CSV files as spreadsheets and people write them; hostile ones are refused with line and reason."""

import io
import random
import time
from pathlib import Path

import pytest

from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Row
from kommanmap.formats import csv_rows
from kommanmap.formats.table_limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from kommanmap.formats.tables import read_table, read_table_file

PLAIN = "Name;Straße;Ort\nCafé Grün;Überweg 1;Köln\n\nTreff;;Bonn\n"


def refused(data: bytes) -> UnreadableTable:
    with pytest.raises(UnreadableTable) as caught:
        read_table(io.BytesIO(data))
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_end_are_found_out(encoding: str, delimiter: str, line_end: str) -> None:
    table = csv_rows.read(PLAIN.replace(";", delimiter).replace("\n", line_end).encode(encoding))
    assert table.header == ("Name", "Straße", "Ort")
    assert table.rows == (Row(2, ("Café Grün", "Überweg 1", "Köln")), Row(4, ("Treff", "", "Bonn")))
    assert table.delimiter == delimiter


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = csv_rows.read(b'sep=;\nName;Ort\n"Caf\n\xc3\xa9";A\n\nTreff;B\n')
    assert [(row.line, row.cells) for row in table.rows] == [(3, ("Caf\né", "A")), (6, ("Treff", "B"))]


def test_a_header_tells_the_separator_even_where_cells_are_full_of_others() -> None:
    table = csv_rows.read(b"Name;Zeiten;Ort\nA;mo, di, mi, do, fr;B\n")
    assert table.rows[0].cells == ("A", "mo, di, mi, do, fr", "B")


def test_short_rows_are_filled_up_and_long_ones_counted() -> None:
    table = csv_rows.read(b"Name,Ort,PLZ,,\nA\nA,B,1,,\nA,B,1,x,y\n")
    assert table.header == ("Name", "Ort", "PLZ")
    assert [(row.cells, row.surplus) for row in table.rows] == [
        (("A", "", ""), 0),
        (("A", "B", "1"), 0),
        (("A", "B", "1"), 2),
    ]


def test_quotes_inside_a_text_are_text() -> None:
    table = csv_rows.read('Name;Ort\nTreff „Klöneck“ "neu";Köln\n"a ""b"" c";"x;y"\n'.encode())
    assert [row.cells[0] for row in table.rows] == ['Treff „Klöneck“ "neu"', 'a "b" c']


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"\n\n  \n", "empty", None),
        (b"Name\nCaf\xc3\xa9\n", "one_column", 1),
        (b"Name;Ort\nA;B\nC\x00;D\n", "nul_bytes", 3),
        ("Name;Ort\nCafé;B\n".encode() + b"\xe9\x81;x\n", "encoding_unknown", 3),
        (b"\xff\xfeN\x00a\x00m\x00;\x00\x00\xd8x\x00", "encoding_broken", 1),
        (b"\xef\xbb\xbfName;Ort\nCaf\xe9;K\n", "encoding_broken", 2),
        (b'Name;Ort\nA;B\n"C;D\nE;F\n', "quotes_broken", 3),
        (b'Name;Ort\n"A"x;B\n', "quotes_broken", 2),
        (b"Name;Ort\n" + b"x" * (LONGEST_CELL + 1) + b";B\n", "cell_too_long", 2),
        (b"Name;Ort\nA;B\n" + b"x" * 200_000 + b";B\n", "cell_too_long", 3),
        (b"Name;Ort\n" + b"A;B\n" * (MOST_ROWS + 1), "too_many_rows", MOST_ROWS + 2),
        (b";".join(b"h%d" % n for n in range(MOST_COLUMNS + 1)) + b"\nx\n", "too_many_columns", 1),
        (b"%PDF-1.7\n", "is_a_pdf", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old_or_locked_office_file", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "nul_bytes", 3),
    ],
)
def test_what_cannot_be_a_table_is_refused(data: bytes, code: str, line: int | None) -> None:
    error = refused(data)
    assert (error.problem.code, error.line) == (code, line)


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(csv_rows.read(b"Name;Ort\n" + b"A;B\n" * MOST_ROWS).rows) == MOST_ROWS


def test_a_file_over_the_limit_is_refused() -> None:
    line = b"A;" + b"x" * 9000 + b"\n"
    assert refused(b"Name;Ort\n" + line * (MOST_BYTES // len(line) + 1)).problem.code == "file_too_large"


def test_a_cell_of_two_gigabytes_is_refused_with_its_line_and_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b'Name;Ort\nA;B\n"')
        file.write(b"x" * 1_000_000)
        file.truncate(2 * 2**30)  # the rest is a hole: it takes no room on the disk
    start = time.perf_counter()
    with pytest.raises(UnreadableTable) as caught:
        read_table_file(path)
    assert (caught.value.problem.code, caught.value.line) in {("cell_too_long", 3), ("nul_bytes", 3)}
    assert time.perf_counter() - start < 5


def test_a_stream_without_end_is_read_to_the_limit_only() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "asked for everything"
            self.given += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(UnreadableTable):
        read_table(stream)  # type: ignore[arg-type]
    assert stream.given <= MOST_BYTES + 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "is_a_folder"), ("nothing.csv", "no_such_file"), ("nul\0.csv", "cannot_be_opened")],
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_table_file(tmp_path / name)
    assert caught.value.problem.code == code


def test_a_device_is_no_file() -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_table_file(Path("/dev/zero"))
    assert caught.value.problem.code in {"not_a_file", "no_such_file"}


def test_no_bytes_whatever_end_in_anything_but_a_table_or_a_refusal() -> None:
    """Seeded: a good file with bytes turned over, cut out, doubled."""
    source = random.Random(5)  # noqa: S311 - noise, not secrets
    good = ("Name;Straße;Ort\n" + '"Café ""Grün""";"Über; weg 1";Köln\n' * 20).encode("utf-16")
    for base in (good, good.decode("utf-16").encode(), good.decode("utf-16").encode("cp1252")):
        for _ in range(150):
            data = bytearray(base)
            for _ in range(source.randrange(1, 6)):
                at = source.randrange(len(data))
                choice = source.randrange(3)
                data[at : at + (choice > 0)] = bytes(source.randrange(256) for _ in range(choice))
            try:
                table = read_table(io.BytesIO(bytes(data)))
            except UnreadableTable:
                continue
            assert all(len(row.cells) == len(table.header) for row in table.rows)
