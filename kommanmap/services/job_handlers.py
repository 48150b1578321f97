"""What each kind of job does. Transactions are the handlers' own: none is open while a service is waited for."""

from collections.abc import Mapping

from sqlalchemy import Engine, select

from kommanmap.clock import Clock
from kommanmap.database import reading_connection
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.chain import UNAVAILABLE, Chain
from kommanmap.models import JobKind, MeetingPoint
from kommanmap.services.geocoding import geocode_point
from kommanmap.services.jobs import DONE, Handler, JobResult

PATIENCE_SECONDS = 30.0
"""How long a job waits for its turn at a service: nobody sits before it."""

_FINE = (Accuracy.MANUAL, Accuracy.HOUSE)


def handlers(engine: Engine, *, chain: Chain, clock: Clock) -> Mapping[JobKind, Handler]:
    """A handler for every kind."""

    def geocode(point_id: int) -> JobResult:
        """Done when every service could be asked, whatever it said, or when nobody can know better any more."""
        answer = geocode_point(engine, point_id=point_id, chain=chain, now=clock.now())
        if answer is None or answer.outcome is not Outcome.UNAVAILABLE or not _may_become_finer(engine, point_id):
            return DONE
        return JobResult(done=False, code=_why(answer))

    return {JobKind.GEOCODE_POINT: geocode}


def _may_become_finer(engine: Engine, point_id: int) -> bool:
    wanted = select(MeetingPoint.position_accuracy, MeetingPoint.status).where(MeetingPoint.id == point_id)
    with reading_connection(engine) as connection:
        row = connection.execute(wanted).first()
    return row is not None and row.position_accuracy not in _FINE and row.status is not Status.CLOSED


def _why(answer: GeocodeAnswer) -> str:
    """What was wrong with the services, as codes."""
    said = [str(warning.params["troubles"]) for warning in answer.warnings if warning.code == UNAVAILABLE]
    return said[0] if said else Outcome.UNAVAILABLE.value
