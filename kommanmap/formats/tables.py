"""A CSV or XLSX file from anywhere → `Table` of texts, or a refusal with line and reason. Knows no field of a place.

Nothing is read further than the limits: a larger file is refused from its size, a stream after its first bytes.
"""

import os
import stat
from pathlib import Path
from typing import IO

from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Table
from kommanmap.formats import csv_rows, xlsx_rows
from kommanmap.formats.table_limits import MOST_BYTES

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"


def read_table_file(path: Path) -> Table:
    """Read a file of the disk; CSV or XLSX is told from what is in it, not from its name.

    Raises:
        UnreadableTable: it cannot be read or used; `problem` says why, `line` where.
    """
    try:
        if path.is_dir():
            raise UnreadableTable("is_a_folder", file=str(path))
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
                raise UnreadableTable("not_a_file", file=str(path))
            return read_table(file)
    except FileNotFoundError as error:
        raise UnreadableTable("no_such_file", file=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableTable("cannot_be_opened", file=str(path), reason=str(error)) from error


def read_table(file: IO[bytes], *, most_bytes: int = MOST_BYTES) -> Table:
    """Read an open file or an upload.

    Raises:
        UnreadableTable: it cannot be used; `problem` says why, `line` where.
    """
    data = file.read(most_bytes + 1)
    too_large = len(data) > most_bytes
    if not data:
        raise UnreadableTable("empty")
    if data.startswith(_ZIP):
        if too_large:
            raise UnreadableTable("file_too_large", limit=most_bytes // 2**20)
        return xlsx_rows.read(data)
    if data.startswith(_OLD_OFFICE):
        raise UnreadableTable("old_or_locked_office_file")
    if data.startswith(_PDF):
        raise UnreadableTable("is_a_pdf")
    return csv_rows.read(data[:most_bytes], cut_off=too_large)
