"""Our own addresses first, then the outside services that the settings name. Four outcomes, never mixed up.

A service is asked only for what can be better than what we know: a street or house that our addresses do not have. It
learns street, number, postcode and town, never more. Knows no database: what all processes share is the memory's.
"""

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kommanmap.clock import Clock, SystemClock
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.providers.inquiry import NotAnswered, Provider, Question, Trouble
from kommanmap.geocoding.providers.judging import Judge, Judgement
from kommanmap.geocoding.providers.memory import Memory, ProcessMemory, Recalled

PATIENCE_SECONDS = 3.0
"""How long a question waits for its turn: somebody sits before the form."""

SAME_HOUSE_KM = 0.2
"""Findings of one address nearer to each other than this are the same house."""

OUTSIDE_NRW = "outside_nrw"
UNAVAILABLE = "geocoder_unavailable"
"""The warning that says who could not be asked (`services`) and why (`troubles`)."""

_FINENESS = {accuracy: rank for rank, accuracy in enumerate(Accuracy)}
_ABOUT_STREETS = frozenset({"street", "house_number"})
_SETTLED_BY_A_HOUSE = frozenset({"postcode_differs"})


@dataclass
class _Asked:
    """What came of asking so far."""

    found: list[Candidate] = field(default_factory=list)
    proposals: list[Candidate] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    silent: dict[str, Trouble] = field(default_factory=dict)


class Chain:
    """Locates addresses. Safe between threads; one per process."""

    def __init__(
        self,
        local: LocalGeocoder,
        providers: Sequence[Provider] = (),
        memory: Memory | None = None,
        *,
        gazetteer: Callable[[], Gazetteer] = shipped_gazetteer,
        clock: Clock | None = None,
        patience: float = PATIENCE_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.local = local
        self.providers = tuple(providers)
        self._clock = clock or SystemClock()
        self._memory: Memory = memory or ProcessMemory(self._clock)
        self._gazetteer = gazetteer
        self._patience = patience
        self.wait_for_turn = sleep

    def locate(self, query: str | Address, *, ags: str = "", outside: bool = True) -> GeocodeAnswer:
        """Where an address lies; `ags` is the municipality of the record it comes from, if any.

        With `outside=False` no service is asked: earlier answers count, and where a service would have to be asked the
        outcome is UNAVAILABLE. So it is inside a write transaction, which must neither wait for a network nor for the
        memory's own transactions.
        """
        known = self.local.locate(query, ags=ags)
        if not self.providers or not _could_be_finer(known):
            return known
        judge = Judge(self._gazetteer(), known.address, ags=ags)
        question = Question.of(known.address, judge.town)
        if not (question.town or question.postcode):
            return known
        asked = _Asked()
        for provider in self.providers:
            try:
                answer = self._ask(provider, question, outside=outside)
            except NotAnswered as failure:
                asked.silent[provider.label] = failure.trouble
                continue
            _sort_in(asked, _judged(judge, provider, answer), known, provider)
            if any(_FINENESS[candidate.accuracy] <= _reachable(known.address) for candidate in asked.found):
                break
        return _said(known, asked)

    def _ask(self, provider: Provider, question: Question, *, outside: bool) -> Recalled:
        """An earlier answer, or a new one when it is our turn."""
        recalled = self._memory.recall(provider, question)
        if recalled is not None:
            return recalled
        if not outside:
            raise NotAnswered(Trouble.LATER)
        wait = self._memory.turn(provider, patience=self._patience)
        if wait > 0:
            self.wait_for_turn(wait)
        try:
            findings = provider.ask(question)
        except NotAnswered as failure:
            with contextlib.suppress(NotAnswered):
                self._memory.failed(provider, failure)
            raise
        with contextlib.suppress(NotAnswered):  # an answer is an answer, kept or not
            self._memory.answered(provider, question, findings)
        return Recalled(findings, self._clock.now())


def _could_be_finer(known: GeocodeAnswer) -> bool:
    """Whether a service could say more than we know. What a person has to choose from stays for the person."""
    if not known.address.street or known.address.elsewhere or known.outcome is Outcome.AMBIGUOUS:
        return False
    if known.best is None:
        return all(warning.code != OUTSIDE_NRW for warning in known.warnings)
    return _reachable(known.address) < _FINENESS[known.best.accuracy]


def _reachable(address: Address) -> int:
    """The best that can be said of an address: a house only where a number was typed."""
    return _FINENESS[Accuracy.HOUSE if address.house_number else Accuracy.STREET]


def _judged(judge: Judge, provider: Provider, answer: Recalled) -> list[Judgement]:
    source = f"{provider.source}, abgefragt {answer.asked_at_utc:%Y-%m-%d}"
    judged = (judge.judged(finding, source) for finding in answer.findings)
    return [judgement for judgement in judged if judgement is not None]


def _sort_in(asked: _Asked, judgements: Iterable[Judgement], known: GeocodeAnswer, provider: Provider) -> None:
    """Keep what is finer than what we know: what fits as found, what does not as a proposal with a warning."""
    floor = _FINENESS[known.best.accuracy] if known.best else len(_FINENESS)
    for judgement in judgements:
        candidate = judgement.candidate
        if _FINENESS[candidate.accuracy] >= floor:
            continue
        if judgement.fits:
            asked.found.append(candidate)
        elif all(candidate.label != other.label for other in asked.proposals):
            asked.proposals.append(candidate)
            values = {"service": provider.label, "label": candidate.label}
            asked.warnings.append(Problem("ags", "service_knows_elsewhere", values))


def _said(known: GeocodeAnswer, asked: _Asked) -> GeocodeAnswer:
    """The outcome of asking: found, ambiguous, not to be had just now, or what we knew anyway."""
    if asked.found:
        best = min(_FINENESS[candidate.accuracy] for candidate in asked.found)
        meant = _apart(candidate for candidate in asked.found if _FINENESS[candidate.accuracy] == best)
        outcome = Outcome.FOUND if len(meant) == 1 else Outcome.AMBIGUOUS
        kept = (warning for warning in known.warnings if not _is_settled(warning))
        return GeocodeAnswer(outcome, tuple(meant), known.address, tuple(kept))
    warnings = (*known.warnings, *asked.warnings)
    # A proposal must never be the best candidate: where we know nothing there is only the warning.
    candidates = (*known.candidates, *asked.proposals) if known.candidates else ()
    if not asked.silent:
        return GeocodeAnswer(known.outcome, candidates, known.address, warnings)
    values = {"services": ", ".join(asked.silent), "troubles": ", ".join(asked.silent.values())}
    silence = Problem("", UNAVAILABLE, values)
    return GeocodeAnswer(Outcome.UNAVAILABLE, candidates, known.address, (*warnings, silence))


def _apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each place once."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if all(candidate.position.distance_km(other.position) > SAME_HOUSE_KM for other in kept):
            kept.append(candidate)
    return kept


def _is_settled(warning: Problem) -> bool:
    """Whether a warning says what we do not know, which a service knew."""
    return warning.field in _ABOUT_STREETS or warning.code in _SETTLED_BY_A_HOUSE
