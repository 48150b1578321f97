"""Whether an answer's time says that an account exists: `python -m bench.sign_in [--tries 50]`. SQLite, one process.

Medians over tries in turn, with the parameters of a real site's hashes: a password, and asking for a new one, for an
account that is known, unknown or disabled. Judged: the medians differ by less than a tenth.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from bench.instant import AT
from kommanmap import create_app
from kommanmap.clock import FixedClock
from kommanmap.config import Config
from kommanmap.database import upgrade
from kommanmap.domain.vocabulary import Role
from kommanmap.edges import Edges
from kommanmap.extensions import db
from kommanmap.models import Attempt, User

TRIES = 50
MOST_DIFFERENCE = 0.10
KNOWN, UNKNOWN, DISABLED = "known@stadt.example", "nobody@stadt.example", "closed@stadt.example"
PAGES = {"/team/anmelden": {"password": "wrong password"}, "/team/passwort-vergessen": {}}
TOKEN = re.compile(r'name="open_token" value="([^"]+)"')


def main() -> None:
    """Measure, print, and fail where the difference is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES)
    tries = parser.parse_args().tries
    with tempfile.TemporaryDirectory() as folder:
        app = _site(Path(folder))
        differences = [_measured(app, page, words, tries) for page, words in PAGES.items()]
        with app.app_context():
            db.engine.dispose()
    sys.exit(max(differences) >= MOST_DIFFERENCE)


def _site(folder: Path) -> Flask:
    settings = {"secret_key": "bench" * 8, "database_url": f"sqlite:///{folder / 'bench.sqlite3'}"}
    config = Config.load(instance=folder, overrides=settings)
    app = create_app(config=config, edges=Edges(clock=FixedClock(AT)))
    upgrade(app)
    with app.app_context():
        hashed = app.extensions["kommanmap.passwords"].hashed("blaue Tassen im Regen")
        for email in (KNOWN, DISABLED):
            user = User(
                email=email, role=Role.STATE, password_hash=hashed, created_utc=AT, is_disabled=email == DISABLED
            )
            db.session.add(user)
        db.session.commit()
    return app


def _measured(app: Flask, page: str, words: dict[str, str], tries: int) -> float:
    """The largest relative difference of two medians."""
    client = app.test_client()
    found = TOKEN.search(client.get(page).text)
    if found is None:
        raise SystemExit(f"no form at {page}")
    seconds: dict[str, list[float]] = {KNOWN: [], UNKNOWN: [], DISABLED: []}
    for number in range(tries + 3):
        turn = list(seconds)[number % 3 :] + list(seconds)[: number % 3]  # nobody is always the first
        for email in turn:
            with app.app_context():
                db.session.execute(delete(Attempt))
                db.session.commit()
            start = time.perf_counter()
            client.post(page, data={"open_token": found.group(1), "email": email, **words})
            if number >= 3:  # the first ones warm up
                seconds[email].append(time.perf_counter() - start)
    medians = {email: statistics.median(times) for email, times in seconds.items()}
    difference = max(medians.values()) / min(medians.values()) - 1
    told = ", ".join(f"{email.split('@')[0]} {1000 * median:.2f} ms" for email, median in medians.items())
    print(f"{page}: {told}; difference {100 * difference:.1f} % (judged: < {100 * MOST_DIFFERENCE:.0f} %)")
    return difference


if __name__ == "__main__":
    main()
