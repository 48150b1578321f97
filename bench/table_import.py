"""How long a spreadsheet takes through the pages of staff: upload and preview, taking over, taking back.

`python -m bench.table_import`. With the 101 example rows and with 5,000 rows made of them, on SQLite. The yardstick of
the same run is `openpyxl` alone, reading the same workbook and writing it again: nobody who reads and writes
spreadsheets in Python does less. The limits are those of the product: 5 s for 101 rows, 60 s for 5,000.
"""

import argparse
import csv
import io
import re
import sys
import tempfile
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path

import openpyxl
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import Role
from kommanmap.formats.xlsx_book import Sheet, book
from kommanmap.geocoding.names.shipped import reference_folder
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.filling import fill
from tests.staff import AtWork, sign_in

MOST_SECONDS = {101: 5.0, 5000: 60.0}


def workbook(rows: int) -> bytes:
    """The example rows, repeated under other names until there are enough."""
    with (reference_folder() / "demo" / "treffpunkte.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *examples = list(csv.reader(file))
    name = header.index("name")
    made = []
    for number in range(rows):
        row = list(examples[number % len(examples)])
        row[name] += f" {number // len(examples) or ''}".rstrip()
        made.append(row)
    return book([Sheet("Treffpunkte", header, made)])


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """How long it took, and what it gave."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def yardstick(data: bytes) -> None:
    """Read and write the workbook, and nothing else."""
    read = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    written = openpyxl.Workbook(write_only=True)
    page = written.create_sheet()
    for cells in read.worksheets[0].iter_rows(values_only=True):
        page.append(cells)
    written.save(io.BytesIO())


def upload(work: AtWork, data: bytes) -> str:
    """Send the file; the address of its preview, once that is there."""
    answer = work.post("/team/import", {"datei": (io.BytesIO(data), "x.xlsx")}, content_type="multipart/form-data")
    text = answer.get_data(as_text=True)
    answer.request.environ["wsgi.input"].close()
    address = answer.location or re.findall(r'href="(/team/import/[0-9a-f-]+)"', text)[-1]
    assert work.get(address).status_code == 200, "the preview is shown"
    return str(address)


def take_over(work: AtWork, address: str) -> str:
    """Everything; the address of what was done."""
    answer = work.post(address, {"tun": "uebernehmen"})
    text = unescape((work.get(answer.location) if answer.location else answer).get_data(as_text=True))
    found = re.search(r"/team/aenderungen/[0-9a-f-]+", text)
    assert found, "something was taken over"
    return found.group()


def run(app: Flask, rows: int) -> bool:
    """One size; whether it stayed within its limits."""
    work, data = sign_in(app, Role.STATE), workbook(rows)
    plain, _none = seconds(lambda: yardstick(data))
    previewed, address = seconds(lambda: upload(work, data))
    taken, batch = seconds(lambda: take_over(work, str(address)))
    undone, answer = seconds(lambda: work.post(str(batch), {}).status_code)
    assert answer == 200, "it was taken back"
    print(f"{rows:>5} rows, {len(data) // 1024} KiB; openpyxl alone: {plain:.2f} s")
    most, good = MOST_SECONDS[rows], True
    for name, took in (("preview", previewed), ("taking over", taken), ("taking back", undone)):
        good = good and took <= most
        verdict = f"at most {most:.0f} s" if took <= most else f"MISSED: at most {most:.0f} s"
        print(f"      {name:<12} {took:6.2f} s  {took / plain:6.1f} x  ({verdict})")
    return good


def main() -> int:
    """Print the figures; 1 if a limit was missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, choices=sorted(MOST_SECONDS), action="append")
    sizes = parser.parse_args().rows or sorted(MOST_SECONDS)
    good = True
    for rows in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with SqliteTemplates(folder, fill).copy(Contents.REFERENCE, folder) as url:
                app = make_app(url, folder, FixedClock(NOW))
                app.test_client_class = FlaskClient  # without the checks of every page that tests make
                good = run(app, rows) and good
                end(app)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
