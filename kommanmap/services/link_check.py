"""Looking whether the web addresses of places still answer: the longest unlooked first, gently, a few at a time.

Nothing is open in the database while a server is asked. What is found is the memory of the checker: no place changes.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.clock import Clock
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.models import LinkCheck, MeetingPoint
from kommanmap.web_probe import LinkAnswer, LinkProbe, LinkState, host_of

AGAIN_AFTER = timedelta(days=7)
AGAIN_AFTER_FAILURE = timedelta(days=1)
SECONDS_BETWEEN = 1.0
"""Between two requests to the same host."""

MOST_AT_ONCE = 50
MOST_ADDRESSES = 5
"""Of one place."""

_BETWEEN = re.compile(r"[\s;]+")
_WORST_LAST = (LinkState.ANSWERS, LinkState.FAILS, LinkState.REFUSED, LinkState.GONE)


@dataclass(frozen=True, slots=True)
class Checked:
    """How many places were looked at, and what came of it."""

    places: int
    states: dict[LinkState, int]


def check_due(
    engine: Engine,
    *,
    probe: LinkProbe,
    clock: Clock,
    most: int = MOST_AT_ONCE,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Checked:
    """Look at what is due, at most so many places. sleep: how to wait for a turn; it may raise to end early."""
    asker = _Asker(probe, sleep, monotonic)
    states: Counter[LinkState] = Counter()
    for point_id, website in _claimed(engine, clock.now(), most):
        url, answer = _worst([(each, asker.ask(each)) for each in addresses(website)])
        states[answer.state] += 1
        with DatabaseSession(engine) as session, session.begin():
            _remember(session, point_id, website, url, answer, clock.now())
    return Checked(sum(states.values()), dict(states))


def addresses(website: str) -> list[str]:
    """The web addresses of a field, each once, at most a few."""
    words = (word.rstrip(".,;)") for word in _BETWEEN.split(website))
    return list(dict.fromkeys(word for word in words if "://" in word))[:MOST_ADDRESSES]


def _due(now: datetime) -> ColumnElement[bool]:
    fails = LinkCheck.state == LinkState.FAILS
    return or_(
        LinkCheck.point_id.is_(None),
        LinkCheck.website != MeetingPoint.website,
        LinkCheck.checked_utc <= now - AGAIN_AFTER,
        and_(fails, LinkCheck.checked_utc <= now - AGAIN_AFTER_FAILURE),
    )


def _claimed(engine: Engine, now: datetime, most: int) -> Iterator[tuple[int, str]]:
    """Places that are due, each marked just before its turn, so that two processes do not ask for the same."""
    wanted = (
        select(MeetingPoint.id)
        .join(LinkCheck, LinkCheck.point_id == MeetingPoint.id, isouter=True)
        .where(MeetingPoint.status.in_(LISTED_STATUSES), MeetingPoint.website != "", _due(now))
        .order_by(LinkCheck.checked_utc.is_not(None), LinkCheck.checked_utc, MeetingPoint.id)
        .limit(most)
    )
    with engine.connect().execution_options(kommanmap_read_only=True) as connection:
        due = connection.scalars(wanted).all()
    for point_id in due:
        website = _claim(engine, point_id, now)
        if website and addresses(website):
            yield point_id, website


def _claim(engine: Engine, point_id: int, now: datetime) -> str:
    """What the place says now; "" if somebody else has just looked or there is nothing to look at any more."""
    with DatabaseSession(engine) as session, session.begin():
        point = session.get(MeetingPoint, point_id, with_for_update=True)
        if point is None or not point.website:
            return ""
        row = session.get(LinkCheck, point_id)
        if row is None:
            session.add(LinkCheck(point_id=point_id, website=point.website, state=LinkState.ANSWERS, checked_utc=now))
        elif row.website == point.website and row.checked_utc >= now - AGAIN_AFTER_FAILURE / 2:
            return ""
        else:
            row.checked_utc = now
        return point.website


def _remember(
    session: DatabaseSession, point_id: int, website: str, url: str, answer: LinkAnswer, now: datetime
) -> None:
    row = session.get(LinkCheck, point_id)
    if row is None:  # the place is gone
        return
    before = row.failures if row.website == website else 0
    row.website, row.url, row.checked_utc = website, url, now
    row.state, row.status = answer.state, answer.status
    row.failures = before + 1 if answer.state is LinkState.FAILS else 0


def _worst(answers: list[tuple[str, LinkAnswer]]) -> tuple[str, LinkAnswer]:
    return max(answers, key=lambda found: _WORST_LAST.index(found[1].state))


@dataclass(slots=True)
class _Asker:
    """Asks for each address once a run, and each host at most once a second."""

    probe: LinkProbe
    sleep: Callable[[float], None]
    monotonic: Callable[[], float]
    known: dict[str, LinkAnswer] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)

    def ask(self, url: str) -> LinkAnswer:
        if url not in self.known:
            host = host_of(url)
            wait = self.asked.get(host, float("-inf")) + SECONDS_BETWEEN - self.monotonic()
            if wait > 0:
                self.sleep(wait)
            self.asked[host] = self.monotonic()
            self.known[url] = self.probe.look(url)
        return self.known[url]
