"""How often an outside service is asked: once for each question, at its pace, and not while it fails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kommanmap.geocoding.addresses import HouseNumber
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Trouble
from kommanmap.geocoding.providers.memory import FAILURES_BEFORE_REST, KEPT_WHEN_FOUND, KEPT_WHEN_NOTHING
from tests.apps import NOW
from tests.asking import ADDRESS, HERE, chain, coarse, service
from tests.fakes import MovingClock


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


@pytest.mark.parametrize(("reply", "kept"), [((HERE,), KEPT_WHEN_FOUND), ((), KEPT_WHEN_NOTHING)])
def test_the_same_question_is_asked_once_while_its_answer_is_fresh(
    clock: MovingClock, reply: tuple[Finding, ...], kept: timedelta
) -> None:
    other = service(reply)
    asking = chain(clock, other)
    first = asking.locate("…")
    clock.instant += kept - timedelta(seconds=1)
    assert asking.locate("Holunder Straße 12 a") == first
    assert len(other.asked) == 1
    clock.instant += timedelta(seconds=2)
    asking.locate("…")
    assert len(other.asked) == 2


def test_silence_is_not_remembered_as_an_answer(clock: MovingClock) -> None:
    other = service(NotAnswered(Trouble.TIMED_OUT), (HERE,))
    asking = chain(clock, other)
    assert asking.locate("…").outcome is Outcome.UNAVAILABLE
    assert asking.locate("…").outcome is Outcome.FOUND


def houses(asking: Chain, count: int) -> Iterator[GeocodeAnswer]:
    """Ask for so many different houses."""
    for number in range(1, count + 1):
        address = replace(ADDRESS, house_number=HouseNumber(number, "", str(number)))
        asking.local.answer = coarse(address=address)
        yield asking.locate("…")


def test_many_questions_keep_the_pace(clock: MovingClock) -> None:
    list(houses(chain(clock, service(per_second=2)), 9))
    assert clock.instant - NOW >= timedelta(seconds=4)


def test_nobody_waits_longer_than_a_person_would(clock: MovingClock) -> None:
    asking = chain(clock, service(per_second=0.1))
    outcomes = [answer.outcome for answer in houses(asking, 2)]
    assert outcomes == [Outcome.FOUND, Outcome.UNAVAILABLE]
    assert clock.instant == NOW


def test_a_service_that_fails_again_and_again_is_left_alone_then_tried_once(clock: MovingClock) -> None:
    other = service(NotAnswered(Trouble.SERVER_ERROR))
    asking = chain(clock, other)
    list(houses(asking, FAILURES_BEFORE_REST + 5))
    assert len(other.asked) == FAILURES_BEFORE_REST
    clock.instant += timedelta(seconds=31)
    list(houses(asking, 3))
    assert len(other.asked) == FAILURES_BEFORE_REST + 1, "one question goes first"
    clock.instant += timedelta(seconds=61)
    other.replies = [(HERE,)]
    assert [answer.outcome for answer in houses(asking, 3)][-1] is Outcome.FOUND
    assert len(other.asked) == FAILURES_BEFORE_REST + 4


def test_a_service_that_asks_for_quiet_gets_it(clock: MovingClock) -> None:
    other = service(NotAnswered(Trouble.TOO_MANY, retry_after=120), (HERE,))
    asking = chain(clock, other)
    list(houses(asking, 3))
    assert len(other.asked) == 1
    clock.instant += timedelta(seconds=121)
    assert asking.locate("…").outcome is Outcome.FOUND


@pytest.mark.parametrize("retry_after", [1e300, float("inf"), 10**9])
def test_no_service_can_silence_us_for_longer_than_a_day(clock: MovingClock, retry_after: float) -> None:
    other = service(NotAnswered(Trouble.TOO_MANY, retry_after=retry_after), (HERE,))
    asking = chain(clock, other)
    asking.locate("…")
    clock.instant += timedelta(days=1, seconds=1)
    assert asking.locate("…").outcome is Outcome.FOUND


def test_a_question_that_is_not_understood_says_nothing_about_the_service(clock: MovingClock) -> None:
    other = service(NotAnswered(Trouble.BAD_QUESTION))
    list(houses(chain(clock, other), 9))
    assert len(other.asked) == 9


def test_inside_a_write_transaction_nobody_is_asked_but_earlier_answers_count(clock: MovingClock) -> None:
    other = service()
    asking = chain(clock, other)
    assert asking.locate("…", outside=False).outcome is Outcome.UNAVAILABLE
    assert other.asked == []
    asking.locate("…")
    assert asking.locate("…", outside=False).outcome is Outcome.FOUND
    assert len(other.asked) == 1
