"""What came of the last look at the web addresses of a place. A memory of the checker: no history, nothing public."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base, UtcDateTime, enum_column
from kommanmap.web_probe import LinkState


class LinkCheck(Base):
    """One place. `website`: the field as it was then, so that what was found about old words counts no longer.

    `state`, `status` and `url` are those of the worst of its addresses; `failures`: looks in a row without an answer.
    """

    __tablename__ = "link_check"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    website: Mapped[str] = mapped_column(String(1000))
    state: Mapped[LinkState] = mapped_column(enum_column(LinkState))
    status: Mapped[int | None] = mapped_column(Integer)
    url: Mapped[str] = mapped_column(String(1000), default="")
    failures: Mapped[int] = mapped_column(Integer, default=0)
    checked_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
