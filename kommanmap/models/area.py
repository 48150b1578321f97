"""Centres, municipalities and postcodes: who serves which part of the state."""

from sqlalchemy import Boolean, CheckConstraint, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import AliasKind
from kommanmap.models.base import Base, enum_column


class Centre(Base):
    """A Kommunales Integrationszentrum (KI). Its area does not follow from the Kreis key: see Aachen."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    serves: Mapped[str] = mapped_column(String(200))
    regierungsbezirk: Mapped[str] = mapped_column(String(40))
    kreis_key: Mapped[str] = mapped_column(String(8))
    confirmed: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="confirmed"))
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    address: Mapped[str] = mapped_column(Text, default="")

    municipalities: Mapped[list["Municipality"]] = relationship(back_populates="centre", order_by="Municipality.name")


class Municipality(Base):
    """One of the 396 municipalities. `ags` is the official key, eight digits, text: it begins with 0."""

    __tablename__ = "municipality"
    __table_args__ = (CheckConstraint("length(ags) = 8", name="ags_has_eight_digits"),)

    ags: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kreis: Mapped[str] = mapped_column(String(120))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)

    centre: Mapped[Centre] = relationship(back_populates="municipalities")
    aliases: Mapped[list["MunicipalityAlias"]] = relationship(
        back_populates="municipality", cascade="all, delete-orphan", order_by="MunicipalityAlias.id"
    )

    @property
    def position(self) -> Coordinates:
        """A point in the built-up area."""
        return Coordinates(self.lat, self.lon)


class MunicipalityAlias(Base):
    """Another name under which a municipality is looked for: short form, district, exonym."""

    __tablename__ = "municipality_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    ags: Mapped[str] = mapped_column(ForeignKey("municipality.ags"), index=True)
    alias: Mapped[str] = mapped_column(String(160))
    kind: Mapped[AliasKind] = mapped_column(enum_column(AliasKind))
    language: Mapped[str] = mapped_column(String(10), default="")

    municipality: Mapped[Municipality] = relationship(back_populates="aliases")


class PostcodeArea(Base):
    """Postcode × municipality: seven of NRW's 864 postcodes serve two municipalities (`main` marks the larger)."""

    __tablename__ = "postcode_area"

    postcode: Mapped[str] = mapped_column(String(5), primary_key=True)
    ags: Mapped[str] = mapped_column(ForeignKey("municipality.ags"), primary_key=True)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    main: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="main"))
