"""The tables, and what is always true of them. Knows neither permissions nor URLs nor JSON."""

from kommanmap.models.area import Centre, Municipality, MunicipalityAlias, PostcodeArea
from kommanmap.models.base import Base
from kommanmap.models.history import Change, DataVersion
from kommanmap.models.point import (
    MeetingPoint,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
    Session,
)

__all__ = [
    "Base",
    "Centre",
    "Change",
    "DataVersion",
    "MeetingPoint",
    "Municipality",
    "MunicipalityAlias",
    "PointAudience",
    "PointLanguage",
    "PointOffer",
    "PointText",
    "PostcodeArea",
    "Session",
]
