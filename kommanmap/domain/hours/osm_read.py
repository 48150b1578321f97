"""An OpenStreetMap `opening_hours` expression as sessions. Knows the calendar only to judge single dates.

In OpenStreetMap a holiday changes nothing unless it is said: sessions without a rule about it are open on holidays.
What our sessions cannot hold without changing its meaning is left over in the words of the expression.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.osm_comments import ELSEWHEN
from kommanmap.domain.hours.osm_grammar import Unreadable, parse
from kommanmap.domain.hours.osm_overrides import NotHeld, take_out
from kommanmap.domain.hours.osm_rules import NEVER_ENDS, OsmRule, RuleState, Separator
from kommanmap.domain.hours.osm_sessions import sessions_of
from kommanmap.domain.hours.session import Session
from kommanmap.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class OsmReading:
    """What an expression says.

    left_over: its parts that no session holds; problems say which of them are no valid expression and which are valid
    but not held. complete: False where it says itself that there may be other times, or where something is left over.
    """

    sessions: tuple[Session, ...] = ()
    left_over: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    complete: bool = True


def from_osm(text: str) -> OsmReading:
    """Read an expression. Never raises; "" has no sessions."""
    sessions: list[Session] = []
    left_over: list[str] = []
    problems: list[Problem] = []
    elsewhen = False
    for rule in parse(text):
        if isinstance(rule, Unreadable):
            left_over.append(rule.words)
            problems.append(Problem("times", "osm_unreadable", {"words": rule.words}))
        elif _is_elsewhen(rule):
            elsewhen = True
        else:
            try:
                sessions = _apply(sessions, rule)
            except NotHeld:
                left_over.append(str(rule))
                problems.append(Problem("times", "osm_not_held", {"words": str(rule)}))
    return OsmReading(tuple(_joined(sessions)), tuple(left_over), tuple(problems), complete=not (elsewhen or left_over))


def _is_elsewhen(rule: OsmRule) -> bool:
    return (
        rule.separator is Separator.FALLBACK
        and rule.state is RuleState.UNKNOWN
        and not rule.has_days
        and not rule.spans
        and rule.comment == ELSEWHEN
    )


def _apply(sessions: list[Session], rule: OsmRule) -> list[Session]:
    """The sessions after one more rule."""
    if rule.separator is Separator.FALLBACK:
        raise NotHeld(str(rule))
    if rule.state is RuleState.OFF:
        return take_out(sessions, rule, nrw_calendar()) if sessions else []
    added = sessions_of(rule)
    if rule.separator is Separator.OVERRIDE and sessions:
        sessions = take_out(sessions, replace(rule, spans=(), comment=""), nrw_calendar())
    return sessions + added


def _joined(sessions: Sequence[Session]) -> list[Session]:
    """Counted weeks that were written out year by year become one session again."""
    found: list[Session] = []
    for session in sessions:
        before = found[-1] if found else None
        longer = _continued(before, session) if before else None
        if longer:
            found[-1] = longer
        else:
            found.append(session)
    return found


def _continued(before: Session, after: Session) -> Session | None:
    if before.interval < 2 or before.interval != after.interval or not (before.anchor and before.last and after.first):
        return None
    if after.first.toordinal() != before.last.toordinal() + 1:
        return None
    if after.anchor is not None and _weeks_between(before.anchor, after.anchor) % before.interval:
        return None
    rest = replace(after, anchor=before.anchor, first=before.first, last=before.last)
    if rest != before:
        return None
    if after.anchor is None:
        return replace(before, last=None if after.last == NEVER_ENDS else after.last)
    return replace(before, last=after.last)


def _weeks_between(first: date, second: date) -> int:
    return (second.toordinal() - second.weekday() - first.toordinal() + first.weekday()) // 7
