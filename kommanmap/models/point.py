"""The meeting point and what hangs on it.

A new field passes: column and migration here → `domain.drafts.PointDraft` → form field → `PublicPoint` → component.
"""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import (
    Accuracy,
    Audience,
    CheckedBy,
    Cost,
    Knowledge,
    Offer,
    PinVisibility,
    Registration,
    Status,
)
from kommanmap.models.area import Municipality
from kommanmap.models.base import Base, UtcDateTime, enum_column
from kommanmap.models.times import Session, TypedTime


class MeetingPoint(Base):
    """An Ankommenstreffpunkt. Text columns hold "" where nothing is known; enums hold *unknown*."""

    __tablename__ = "meeting_point"
    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="position_is_whole"),
        CheckConstraint("(lat IS NULL) = (position_accuracy IS NULL)", name="position_has_accuracy"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name="lat_is_a_latitude"),
        CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name="lon_is_a_longitude"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    status: Mapped[Status] = mapped_column(enum_column(Status), index=True)
    status_reason: Mapped[str] = mapped_column(Text, default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_point.id"))

    ags: Mapped[str] = mapped_column(ForeignKey("municipality.ags"), index=True)
    street: Mapped[str] = mapped_column(String(200), default="")
    house_number: Mapped[str] = mapped_column(String(40), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    district: Mapped[str] = mapped_column(String(120), default="")
    building: Mapped[str] = mapped_column(String(300), default="")
    way_in: Mapped[str] = mapped_column(Text, default="")
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    position_accuracy: Mapped[Accuracy | None] = mapped_column(enum_column(Accuracy))
    position_source: Mapped[str] = mapped_column(String(200), default="")
    pin_visibility: Mapped[PinVisibility] = mapped_column(enum_column(PinVisibility), default=PinVisibility.EXACT)

    carrier: Mapped[str] = mapped_column(String(400), default="")
    phone: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(1000), default="")

    step_free: Mapped[Knowledge] = mapped_column(enum_column(Knowledge, "step_free"), default=Knowledge.UNKNOWN)
    accessible_toilet: Mapped[Knowledge] = mapped_column(
        enum_column(Knowledge, "accessible_toilet"), default=Knowledge.UNKNOWN
    )
    childcare: Mapped[Knowledge] = mapped_column(enum_column(Knowledge, "childcare"), default=Knowledge.UNKNOWN)
    cost: Mapped[Cost] = mapped_column(enum_column(Cost), default=Cost.UNKNOWN)
    registration: Mapped[Registration] = mapped_column(enum_column(Registration), default=Registration.UNKNOWN)

    offers_as_typed: Mapped[str] = mapped_column(Text, default="")
    languages_as_typed: Mapped[str] = mapped_column(Text, default="")
    access_as_typed: Mapped[str] = mapped_column(Text, default="")
    times_status: Mapped[ReadingStatus] = mapped_column(
        enum_column(ReadingStatus, "times_status"), default=ReadingStatus.UNREAD, server_default="unread"
    )
    paused_until: Mapped[date | None] = mapped_column(Date)

    last_checked_on: Mapped[date | None] = mapped_column(Date)
    last_checked_by: Mapped[CheckedBy | None] = mapped_column(enum_column(CheckedBy))
    source: Mapped[str] = mapped_column(String(60), default="")
    external_id: Mapped[str | None] = mapped_column(String(120))
    source_url: Mapped[str] = mapped_column(Text, default="")
    source_date: Mapped[str] = mapped_column(String(60), default="")
    is_example: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="is_example"), default=False)

    version: Mapped[int] = mapped_column(Integer)
    created_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    data_version: Mapped[int] = mapped_column(Integer, index=True, default=0)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as a plain dict

    municipality: Mapped[Municipality] = relationship()
    successor: Mapped["MeetingPoint | None"] = relationship(remote_side=[id])
    times: Mapped[list[TypedTime]] = relationship(cascade="all, delete-orphan", order_by=TypedTime.position)
    sessions: Mapped[list[Session]] = relationship(cascade="all, delete-orphan", order_by=Session.position)
    texts: Mapped[list["PointText"]] = relationship(
        back_populates="point", cascade="all, delete-orphan", order_by="PointText.language"
    )
    offers: Mapped[list["PointOffer"]] = relationship(cascade="all, delete-orphan", order_by="PointOffer.offer")
    audiences: Mapped[list["PointAudience"]] = relationship(
        cascade="all, delete-orphan", order_by="PointAudience.audience"
    )
    languages: Mapped[list["PointLanguage"]] = relationship(
        cascade="all, delete-orphan", order_by="PointLanguage.language"
    )

    @property
    def coordinates(self) -> Coordinates | None:
        """Where the pin is, whether or not readers may see it."""
        return None if self.lat is None or self.lon is None else Coordinates(self.lat, self.lon)


class PointText(Base):
    """A description in one language (`language` is an interface language code)."""

    __tablename__ = "point_text"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    description: Mapped[str] = mapped_column(Text)

    point: Mapped[MeetingPoint] = relationship(back_populates="texts")


class PointOffer(Base):
    """An offer of a point, from the closed list."""

    __tablename__ = "point_offer"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    offer: Mapped[Offer] = mapped_column(enum_column(Offer), primary_key=True)


class PointAudience(Base):
    """A group that a point names as its own."""

    __tablename__ = "point_audience"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(enum_column(Audience), primary_key=True)


class PointLanguage(Base):
    """A language spoken at a point (BCP 47 code)."""

    __tablename__ = "point_language"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
