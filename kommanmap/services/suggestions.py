"""Letters of the public: taken in, answered, forgotten. Nothing here changes a place; flushes only."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm.exc import StaleDataError

from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft
from kommanmap.domain.suggestions import (
    KEPT_DAYS,
    MESSAGE_LIMIT,
    SAME_AGAIN,
    WAITING,
    Letter,
    RefusalReason,
    ReportKind,
    SuggestionKind,
    SuggestionStatus,
    TooManyLetters,
    in_order,
    letter_problems,
    receipt_hash,
)
from kommanmap.models import MeetingPoint, Suggestion
from kommanmap.services import report_limits

MOST_WAITING = 2000
MOST_WAITING_PER_PLACE = 20
"""A queue that no person can read helps nobody: what comes beyond this is refused, with a word to its sender."""

ONE_DAY_SECONDS = 24 * 3600
DECIDED = (SuggestionStatus.ACCEPTED, SuggestionStatus.REJECTED, SuggestionStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a letter. `is_repeat`: somebody else has said the same already; the earlier one is counted up."""

    letter: Suggestion
    is_repeat: bool = False


def submit(
    session: DatabaseSession,
    *,
    letter: Letter,
    ags: str,
    point: MeetingPoint | None,
    code: str,
    sender: str,
    now: datetime,
) -> Taken:
    """Put a checked letter into the queue, or find that it is there already (sent twice, or the same from others).

    code: the receipt; equal for the same letter sent twice from the same form. sender: a hash that means nothing later.

    Raises:
        TooManyLetters: of this sender, of all, or more than people can read.
    """
    erase_old(session, now=now)
    known = session.scalars(select(Suggestion).where(Suggestion.code_hash == receipt_hash(code))).one_or_none()
    if known is not None:
        return Taken(known)
    report_limits.claim(session, sender=sender, now=now)
    content = letter.content_hash(point.public_id if point else ags)
    same = _same(session, content, now)
    if same is not None:
        same.times_sent += 1
        session.flush()
        return Taken(same, is_repeat=True)
    _refuse_overflow(session, point)
    return Taken(_added(session, letter, ags=ags, point=point, code=code, content=content, now=now))


def record_carrier_answer(
    session: DatabaseSession,
    *,
    point: MeetingPoint,
    fields: Mapping[str, str],
    message: str,
    now: datetime,
    language: str = "de",
    report_kind: ReportKind | None = None,
) -> Suggestion:
    """What a carrier changed in the small form of a reminder waits here for approval; the live record stays.

    fields: names of `FIELD_LIMITS` with what was typed. report_kind: `DOES_NOT_EXIST` where the place is no more.

    Raises:
        InvalidDraft: too long, too many links, or no telephone number.
    """
    said = {name: text for name, typed in fields.items() if (text := in_order(typed, lines=True))}
    letter = Letter(SuggestionKind.CARRIER, report_kind, said, message=in_order(message, lines=True), language=language)
    problems = tuple(letter_problems(letter))
    if problems:
        raise InvalidDraft(problems)
    content = letter.content_hash(point.public_id)
    code = secrets.token_hex(16)  # nobody is told: the carrier is asked by mail
    return _same(session, content, now) or _added(
        session, letter, ags=point.ags, point=point, code=code, content=content, now=now
    )


def _added(
    session: DatabaseSession,
    letter: Letter,
    *,
    ags: str,
    point: MeetingPoint | None,
    code: str,
    content: str,
    now: datetime,
) -> Suggestion:
    row = Suggestion(
        code_hash=receipt_hash(code), kind=letter.kind, report_kind=letter.report_kind, status=SuggestionStatus.OPEN,
        language=letter.language, ags=ags, point=point, fields=dict(letter.fields), message=letter.message,
        content_hash=content, sent_utc=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _same(session: DatabaseSession, content: str, now: datetime) -> Suggestion | None:
    wanted = select(Suggestion).where(Suggestion.content_hash == content)
    waiting_or_new = or_(Suggestion.status.in_(WAITING), Suggestion.sent_utc > now - SAME_AGAIN)
    return session.scalars(wanted.where(waiting_or_new).order_by(Suggestion.id.desc()).limit(1)).first()


def _refuse_overflow(session: DatabaseSession, point: MeetingPoint | None) -> None:
    waiting = select(func.count(Suggestion.id)).where(Suggestion.status.in_(WAITING))
    full = (session.scalar(waiting) or 0) >= MOST_WAITING
    if point is not None and not full:
        full = (session.scalar(waiting.where(Suggestion.point_id == point.id)) or 0) >= MOST_WAITING_PER_PLACE
    if full:
        raise TooManyLetters(ONE_DAY_SECONDS)


def reply(session: DatabaseSession, *, letter: Suggestion, text: str, sender: str, now: datetime) -> None:
    """The sender answers a question; the letter waits for staff again.

    Raises:
        Conflict: nothing is asked any more.
        TooManyLetters: of this sender, or of all.
    """
    if letter.status is not SuggestionStatus.ASKED:
        raise Conflict("nobody asks")
    report_limits.claim(session, sender=sender, now=now)
    joined = f"{letter.reply}\n\n{text}" if letter.reply else text
    letter.reply = joined[-2 * MESSAGE_LIMIT :]
    letter.status = SuggestionStatus.OPEN
    _flush(session)


def ask(session: DatabaseSession, *, letter: Suggestion, question: str, actor: str, now: datetime) -> None:
    """Ask the sender something; it stands on the receipt page.

    Raises:
        Conflict: it is decided already.
    """
    refuse_decided(letter)
    letter.question, letter.status = question, SuggestionStatus.ASKED
    letter.decided_by, letter.decided_utc = actor, now
    _flush(session)


def reject(
    session: DatabaseSession, *, letter: Suggestion, refusal: RefusalReason, reason: str, actor: str, now: datetime
) -> None:
    """Nothing is changed; the receipt page says why.

    Raises:
        Conflict: it is decided already.
    """
    refuse_decided(letter)
    letter.refusal = refusal
    close(session, letter=letter, status=SuggestionStatus.REJECTED, reason=reason, actor=actor, now=now)


def close(
    session: DatabaseSession, *, letter: Suggestion, status: SuggestionStatus, reason: str, actor: str, now: datetime
) -> None:
    """Decide a letter.

    Raises:
        Conflict: it is decided already.
    """
    refuse_decided(letter)
    letter.status, letter.reason = status, reason
    letter.decided_by, letter.decided_utc = actor, now
    _flush(session)


def refuse_decided(letter: Suggestion) -> None:
    """Raise Conflict where somebody else was quicker."""
    if letter.status not in WAITING:
        raise Conflict(f"letter {letter.id} is decided")


def _flush(session: DatabaseSession) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise Conflict("the letter was decided meanwhile") from error


def erase_old(session: DatabaseSession, *, now: datetime) -> int:
    """Erase the words of letters that are older than `KEPT_DAYS`; give how many. What nobody decided has expired."""
    old = (Suggestion.erased_utc.is_(None), Suggestion.sent_utc <= now - timedelta(days=KEPT_DAYS))
    undecided = update(Suggestion).where(*old, Suggestion.status.in_(WAITING))
    session.execute(undecided.values(status=SuggestionStatus.EXPIRED, decided_utc=now))
    gone = {"fields": {}, "message": "", "content_hash": "", "question": "", "reply": "", "reason": ""}
    done = session.execute(update(Suggestion).where(*old).values(**gone, erased_utc=now))
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has it
