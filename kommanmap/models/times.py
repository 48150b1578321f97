"""What a meeting point says about its times: the words as typed, and what they mean. Understands neither."""

import json
from functools import lru_cache

from sqlalchemy import Dialect, ForeignKey, Integer, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.domain.hours import session as hours
from kommanmap.domain.hours.plain import plain_session, session_of
from kommanmap.models.base import Base

MOST_REMEMBERED = 20_000
"""Sessions whose stored text is not taken apart again; most places share theirs with others."""


def session_text(session: hours.Session) -> str:
    """A session as the column `plan` holds it: the JSON text of `plain_session`."""
    return json.dumps(plain_session(session), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=MOST_REMEMBERED)
def session_of_text(text: str) -> hours.Session:
    """What `session_text` wrote. Raises ValueError or KeyError for anything else."""
    return session_of(json.loads(text))


class SessionPlan(TypeDecorator[hours.Session]):
    """A session in one text column: no query looks into it, the index reads it whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: hours.Session | None, dialect: Dialect) -> str | None:
        """Write it out."""
        return None if value is None else session_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> hours.Session | None:
        """Read it back."""
        return None if value is None else session_of_text(value)


class TypedTime(Base):
    """One fragment of the words about times, to the letter. Joined with `"; "` they are the text that was typed."""

    __tablename__ = "typed_time"
    __table_args__ = (UniqueConstraint("point_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text)


class Session(Base):
    """One "what happens when" of a point, as a value of `domain.hours`."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("point_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    plan: Mapped[hours.Session] = mapped_column(SessionPlan)
