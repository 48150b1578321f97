"""What readers looked for and did not find: words, days and numbers. Nothing in here belongs to a person."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from kommanmap.models.base import Base


class SearchMiss(Base):
    """So often a word was looked for in vain on a day, as one process counted it; several rows add up.

    `centre_id`: where it was looked for, None if no place was named.
    """

    __tablename__ = "search_miss"

    id: Mapped[int] = mapped_column(primary_key=True)
    on_day: Mapped[date] = mapped_column(Date, index=True)
    word: Mapped[str] = mapped_column(String(40))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"), index=True)
    times: Mapped[int] = mapped_column(Integer)
