"""Tables → XLSX: every cell a text, a whole number or a day, never a formula. Knows no place and no request."""

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kommanmap.formats.pieces import LARGE_MEMBER, TemporaryBytes, member, on_disk, read_back

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_000
"""Excel refuses a cell of more than 32,767 characters."""

_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold either, and the library lets through."""

_W3C_TIME = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. widths: of the columns, in characters."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def book(sheets: Sequence[Sheet], *, made_utc: datetime | None = None) -> bytes:
    """The file. What begins like a formula stays the text it is.

    made_utc: when its contents were made; the same sheets and time then give the same bytes. None: now.
    """
    return b"".join(parts(sheets, made_utc=made_utc))


def parts(sheets: Sequence[Sheet], *, made_utc: datetime | None = None) -> Iterator[bytes]:
    """The same, piece by piece: what is not yet sent lies on the disk."""
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        page = workbook.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_cell(page, text, bold=True) for text in sheet.header])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    out = on_disk()
    workbook.save(out)
    return read_back(out if made_utc is None else _dated(out, made_utc))


def _dated(made: TemporaryBytes, made_utc: datetime) -> TemporaryBytes:
    """The same archive with one date on all members, and in its properties, which the library sets to now."""
    said = f"{made_utc:%Y-%m-%dT%H:%M:%SZ}".encode()
    out = on_disk()
    with made, zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            dated, large = member(entry.filename, made_utc), entry.file_size > LARGE_MEMBER
            with old.open(entry) as body, new.open(dated, "w", force_zip64=large) as copy:
                if entry.filename == "docProps/core.xml":
                    copy.write(_W3C_TIME.sub(said, body.read()))
                else:
                    shutil.copyfileobj(body, copy)
    return out


def _cell(page: object, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, _NOT_IN_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST_TEXT])
        cell.data_type = "s"
        cell.number_format = "@"
    else:
        cell = WriteOnlyCell(page, value)
        if isinstance(value, date):
            cell.number_format = "dd.mm.yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
