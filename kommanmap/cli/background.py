"""The thread of a serving process that does what is due. Looks now and then, cheaply; ends with its process in order.

Started after a fork, one in each process: leases keep them from doing the same twice. It speaks to the log only when
something is wrong, and never says an address.
"""

import logging
import random
import threading
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.cli.installation import edges, geocoder, settings
from kommanmap.extensions import db
from kommanmap.services.account_forgetting import forget_disabled
from kommanmap.services.freshness import forget as forget_reminders
from kommanmap.services.geocoders import chain_for
from kommanmap.services.job_handlers import PATIENCE_SECONDS, handlers
from kommanmap.services.jobs import Interrupted, is_anything_due, run_due_jobs
from kommanmap.services.link_check import check_due
from kommanmap.services.outbox import deliver_due
from kommanmap.services.outbox import forget as forget_letters
from kommanmap.services.point_times import berlin_day
from kommanmap.services.report_limits import forget as forget_limits
from kommanmap.services.search_misses import forget_old, store
from kommanmap.services.suggestions import erase_old
from kommanmap.services.table_drafts import forget_old as forget_tables
from kommanmap.views.missed import misses_of

LOOK_SECONDS = 30.0
"""Between two looks, give or take a half, so that processes do not look together."""

FORGET_EVERY = timedelta(hours=1)
"""Between two looks for words of the public that have been kept long enough."""

STORE_EVERY = timedelta(minutes=5)
"""Between two times that counted words of searches are stored."""

CHECK_LINKS_EVERY = timedelta(minutes=15)
LETTERS_AT_ONCE = 10
"""Letters that are sent before other jobs get their turn."""

LINKS_AT_ONCE = 10
"""Places whose web addresses are looked at before other jobs get their turn: about a minute at worst."""

END_SECONDS = 10.0
"""How long the end of a process waits for a job under way: two time-outs of a service."""

_log = logging.getLogger(__name__)


class JobThread:
    """Does jobs until it is told to stop."""

    def __init__(self, app: Flask, look_seconds: float = LOOK_SECONDS) -> None:
        self._look_seconds = look_seconds
        self._stop = threading.Event()
        self._forgot_utc: datetime | None = None
        self._misses = misses_of(app)
        self._links = edges(app).links if settings(app).check_links else None
        self._looked_at_links_utc: datetime | None = None
        self._stored_utc: datetime | None = None
        self._clock = edges(app).clock
        self._mailer, self._sender = edges(app).mailer(settings(app)), settings(app).mail_sender
        with app.app_context():
            self._engine: Engine = db.engine
        chain = chain_for(
            settings(app),
            edges(app),
            self._engine,
            local=geocoder(app).local,
            patience=PATIENCE_SECONDS,
            sleep=self._pause,
        )
        self._handlers = handlers(self._engine, chain=chain, clock=self._clock)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; the first look comes a little later."""
        self._thread.start()

    def stop(self, wait_seconds: float = END_SECONDS) -> None:
        """End after the request that is under way. What takes longer is left to its lease."""
        self._stop.set()
        self._thread.join(wait_seconds)

    def _run(self) -> None:
        while not self._stop.wait(self._look_seconds * random.uniform(0.5, 1.5)):  # noqa: S311 - spreads, hides nothing
            for step in (self._forget, self._store_misses, self._do_jobs, self._send_letters, self._check_links):
                try:
                    step()
                except Interrupted:
                    return
                except SQLAlchemyError as error:
                    _log.warning("jobs: the database does not answer (%s), trying again", type(error).__name__)
                except Exception as error:  # one step that fails must not end the others, nor the thread
                    _log.error("jobs: %s failed (%s), trying again", step.__name__, type(error).__name__)

    def _do_jobs(self) -> None:
        if is_anything_due(self._engine, now=self._clock.now()):
            run_due_jobs(self._engine, handlers=self._handlers, clock=self._clock)

    def _forget(self) -> None:
        """Erase the words of old letters of the public, now and then."""
        now = self._clock.now()
        if self._forgot_utc is None or now - self._forgot_utc >= FORGET_EVERY:
            with DatabaseSession(self._engine) as session, session.begin():
                erase_old(session, now=now)
                forget_old(session, today=berlin_day(now))
                forget_limits(session, now=now)
                forget_letters(session, now=now)
                forget_reminders(session, now=now)
                forget_disabled(session, now=now)
                forget_tables(session, now=now)
            self._forgot_utc = now

    def _send_letters(self) -> None:
        deliver_due(self._engine, mailer=self._mailer, sender=self._sender, clock=self._clock, most=LETTERS_AT_ONCE)

    def _check_links(self) -> None:
        """Look at some web addresses, now and then, where the operator wants it."""
        now, last = self._clock.now(), self._looked_at_links_utc
        if self._links is not None and (last is None or now - last >= CHECK_LINKS_EVERY):
            self._looked_at_links_utc = now
            check_due(self._engine, probe=self._links, clock=self._clock, most=LINKS_AT_ONCE, sleep=self._pause)

    def _store_misses(self) -> None:
        """What readers looked for in vain, now and then; when the database does not take it, it counts on."""
        now = self._clock.now()
        if not self._misses or (self._stored_utc is not None and now - self._stored_utc < STORE_EVERY):
            return
        counts = self._misses.take()
        try:
            with DatabaseSession(self._engine) as session, session.begin():
                store(session, counts=counts, today=berlin_day(now))
        except SQLAlchemyError:
            self._misses.give_back(counts)
            raise
        self._stored_utc = now

    def _pause(self, seconds: float) -> None:
        """Wait for a turn.

        Raises:
            Interrupted: the process ends meanwhile.
        """
        if self._stop.wait(seconds):
            raise Interrupted
