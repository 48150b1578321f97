"""Every kind of page in every language, judged by the Nu HTML checker: `python -m bench.nu_html VNU.JAR`.

Optional, because it needs Java; `make test-html` fetches the checker. Pages of staff are those that the state sees.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.languages import LANGUAGES
from kommanmap.domain.vocabulary import Role
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.filling import fill
from tests.html_check import whole_page
from tests.samples import samples
from tests.staff import sign_in

WITH_WORDS = (
    "/{code}/treffpunkte?q=xyz", "/{code}/treffpunkte?offen=jetzt&sprache=ar", "/{code}/nirgends",
    "/{code}/einbetten?zentrum=siegen-wittgenstein", "/embed/beides?zentrum=siegen-wittgenstein&lang={code}",
    "/api?f=html&lang={code}", "/api/collections/treffpunkte/items?f=html&lang={code}", "/api/docs?lang={code}",
)  # fmt: skip
"""Pages that look otherwise with words in their address than without."""


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Address and HTML."""
    app.test_client_class = FlaskClient  # another judge than ours
    reader, state = app.test_client(), sign_in(app, Role.STATE).client
    more = [(item.format(code=language.code), language.code) for language in LANGUAGES for item in WITH_WORDS]
    for address, code in [*((each.address, each.language.code) for each in samples(app)), *more]:
        asking = state if address.startswith("/team") else reader
        answer = asking.get(address, headers={"Accept": "text/html", "Accept-Language": code})
        if answer.mimetype == "text/html":
            yield address, whole_page(answer.get_data(as_text=True))


def main() -> int:
    """Print every error; 1 if there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder, addresses = Path(name), {}
        with SqliteTemplates(folder, fill).copy(Contents.DEMO, folder) as url:
            app = make_app(url, folder, FixedClock(NOW))
            for number, (address, html) in enumerate(pages(app)):
                file = folder / f"{number}.html"
                file.write_text(html, encoding="utf-8")
                addresses[file.name] = address
            end(app)
        judge = ["java", "-jar", sys.argv[1], "--errors-only", "--format", "json", *map(str, folder.glob("*.html"))]
        done = subprocess.run(judge, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr)["messages"]
    for message in found:
        print(addresses[Path(message["url"]).name], message["message"], message.get("extract", ""), sep="\n    ")
    print(f"{len(addresses)} pages, {len(found)} errors")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
