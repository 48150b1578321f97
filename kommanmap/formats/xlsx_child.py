"""A process of its own, started by `xlsx_rows`: workbook on stdin → rows as JSON on stdout. Imports nothing of ours.

Whatever happens to it, the server lives: it takes its limits from its first argument and gives up beyond them.
"""

import datetime
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


class Refused(Exception):
    """A reason to refuse the file: a code of `kommanmap.problem_texts`, the row, values for the sentence."""

    def __init__(self, problem: str, line: int | None = None, **params: Any) -> None:
        super().__init__(problem)
        self.answer = {"problem": problem, "line": line, "params": params}


def main() -> int:
    """Read, answer, end. Exit code 0 with an answer; anything else means that a limit struck."""
    limits = json.loads(sys.argv[1])
    # openpyxl would load numpy for number types that no file holds
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # before the limits: loading the library is not the file's fault

    _limit(limits["cpu_seconds"], limits["memory_bytes"])
    sys.stdout.write(json.dumps(answer(openpyxl, sys.stdin.buffer.read(), limits)))
    return 0


def answer(openpyxl: Any, data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """`rows` (row number, texts) and `unread` sheets, or the `problem` with its `line` and `params`."""
    try:
        return _read(openpyxl, data, limits)
    except Refused as refused:
        return refused.answer
    except MemoryError:
        return {"problem": "xlsx_too_much_work"}
    except Exception:  # the library raises almost anything on a file made by hand
        return {"problem": "xlsx_broken"}


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Processor time and address space, where the system knows such limits (the parent's time-out holds everywhere)."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _read(openpyxl: Any, data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Refused("xlsx_not_a_workbook")
    rows = list(_rows(sheets[0], limits))
    if _holds_formulas(data):
        _refuse_formulas_without_value(openpyxl, data, sheets[0].title, rows)
    unread = [sheet.title for sheet in sheets[1:] if _holds_anything(sheet)]
    return {"rows": rows, "unread": unread}


def _rows(sheet: Any, limits: dict[str, int]) -> Iterator[tuple[int, list[str]]]:
    """(row number, texts of its cells) of every row that holds anything; never trusts the stated dimensions."""
    sheet.reset_dimensions()
    count = characters = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell, line) if cell.value is not None else "" for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if not texts:
            continue
        count += 1
        characters += sum(map(len, texts))
        if count > limits["rows"] + 1:
            raise Refused("too_many_rows", line, limit=limits["rows"])
        if len(texts) > limits["columns"]:
            raise Refused("too_many_columns", line, limit=limits["columns"])
        if max(map(len, texts)) > limits["cell"]:
            raise Refused("cell_too_long", line, limit=limits["cell"])
        if characters > limits["characters"]:
            raise Refused("xlsx_too_large", line)
        yield line, texts


def _text(cell: Any, line: int) -> str:
    """What a person sees in the cell, without the tricks of number formats."""
    value = cell.value
    if cell.data_type == "e":
        raise Refused("xlsx_error_value", line, column=cell.column_letter, typed=str(value))
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time(0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, number_format: str) -> str:
    """Whole numbers without a fraction; a format of zeros gives the leading ones back (postcode 01067)."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        whole = str(int(value))
        return whole.zfill(len(number_format)) if number_format and set(number_format) == {"0"} else whole
    return repr(float(value))


def _holds_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(name)) for name in sheets)


def _refuse_formulas_without_value(openpyxl: Any, data: bytes, title: str, rows: list[tuple[int, list[str]]]) -> None:
    """A formula that was never computed reads as empty; that would lose a cell in silence."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheet = book[title]
    sheet.reset_dimensions()
    texts = dict(rows)
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        read = texts.get(line, [])
        for position, cell in enumerate(cells):
            empty = position >= len(read) or not read[position]
            if empty and cell.value is not None and cell.data_type == "f":
                raise Refused("xlsx_formula_without_value", line, column=cell.column_letter)


def _holds_anything(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(cell.value is not None for cells in sheet.iter_rows(max_row=50) for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
