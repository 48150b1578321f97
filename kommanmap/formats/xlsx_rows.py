"""XLSX → `Table`. A spreadsheet is a zip of XML from a stranger: looked at here, opened only in a child process.

The child (`xlsx_child.py`) has its own limits of processor time and memory, so a bomb costs the server nothing.
"""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Row, Table
from kommanmap.formats.table_limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

MOST_MEMBERS = 200
MOST_UNPACKED_BYTES = 10 * 2**20
MOST_RATIO = 100
RATIO_FREE_BYTES = 100_000
"""Small members may pack better than `MOST_RATIO`: an empty style sheet does."""

LIMITS = {
    "rows": MOST_ROWS,
    "columns": MOST_COLUMNS,
    "cell": LONGEST_CELL,
    "characters": 20_000_000,
    "cpu_seconds": 10,
    "memory_bytes": 512 * 2**20,
}
"""What the child is told; `characters` in all cells together: a text that is stored once can stand in every cell."""

LONGEST_WAIT_SECONDS = 30

CHILD = Path(__file__).with_name("xlsx_child.py")
_CONTENT_TYPES = "[Content_Types].xml"


def read(data: bytes) -> Table:
    """Read the first sheet.

    Raises:
        UnreadableTable: with the row of the sheet where one can be named.
    """
    _look_at(data)
    return table_from(_ask_child(data))


def table_from(answer: dict[str, Any]) -> Table:
    """What the child answered, as a table or a refusal."""
    if "problem" in answer:
        raise UnreadableTable(answer["problem"], answer.get("line"), **answer.get("params", {}))
    records = [(int(line), [str(cell) for cell in cells]) for line, cells in answer["rows"]]
    if not records:
        raise UnreadableTable("empty")
    header = tuple(cell.strip() for cell in records[0][1])
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    rows = tuple(
        Row(line, tuple((cells + [""] * width)[:width]), sum(1 for cell in cells[width:] if cell.strip()))
        for line, cells in records[1:]
    )
    return Table(header, rows, "xlsx", "", tuple(answer["unread"]))


def _look_at(data: bytes) -> None:
    """Refuse from the table of contents alone what need not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, OSError) as error:
        raise UnreadableTable("xlsx_broken") from error
    names = [member.filename for member in members]
    lower = [name.lower() for name in names]
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableTable("xlsx_encrypted")
    if len(members) > MOST_MEMBERS:
        raise UnreadableTable("xlsx_too_many_parts", limit=MOST_MEMBERS)
    if len(set(names)) != len(names):
        raise UnreadableTable("xlsx_broken")
    if _CONTENT_TYPES not in names or not any(name.startswith("xl/workbook") for name in lower):
        raise UnreadableTable("xlsx_not_a_workbook")
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in lower):
        raise UnreadableTable("xlsx_macros")
    if any("externallinks/" in name for name in lower):
        raise UnreadableTable("xlsx_external_links")
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise UnreadableTable("xlsx_too_large")
    for member in members:
        if member.file_size > RATIO_FREE_BYTES and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise UnreadableTable("xlsx_too_large")


def _ask_child(data: bytes) -> dict[str, Any]:
    if not sys.executable:
        raise UnreadableTable("xlsx_not_here")
    try:
        done = subprocess.run(  # noqa: S603 - our own script under our own interpreter
            [sys.executable, "-P", "-X", "utf8", str(CHILD), json.dumps(LIMITS)],
            input=data,
            capture_output=True,
            timeout=LONGEST_WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableTable("xlsx_too_much_work") from error
    except OSError as error:
        raise UnreadableTable("xlsx_not_here") from error
    if done.returncode != 0:
        raise UnreadableTable("xlsx_too_much_work")
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableTable("xlsx_broken") from error
    return answer
