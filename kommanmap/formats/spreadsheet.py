"""Tables for people who open them in a spreadsheet program: XLSX with a sheet about the data, and CSV."""

from collections.abc import Iterator

from kommanmap.formats import spreadsheet_csv, xlsx_book
from kommanmap.formats.about import about
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.csv_file import HEADER, rows
from kommanmap.formats.xlsx_book import Sheet

WIDE, USUAL = 40, 18
_WIDE = frozenset({"name", "times_as_written", "offers_as_written", "description", "access_as_written"})


def workbook(dataset: Dataset) -> Iterator[bytes]:
    """Two sheets: the places, each cell a text, and what there is to know about them."""
    widths = [WIDE if name in _WIDE else USUAL for name in HEADER]
    sheets = (
        Sheet("Treffpunkte", HEADER, rows(dataset), widths),
        Sheet("Über diese Daten", ("", ""), list(about(dataset)), (USUAL, WIDE * 2)),
    )
    return xlsx_book.parts(sheets, made_utc=dataset.as_of_utc)


def table(dataset: Dataset) -> Iterator[bytes]:
    """Semicolons, a byte order mark, nothing that a program would compute."""
    return spreadsheet_csv.parts(HEADER, rows(dataset))


XLSX = Format("xlsx", xlsx_book.MEDIA_TYPE, "Excel (XLSX)", attachment=True, parts=workbook)
CSV = Format("tabelle.csv", spreadsheet_csv.MEDIA_TYPE, "CSV (Excel)", attachment=True, parts=table)
