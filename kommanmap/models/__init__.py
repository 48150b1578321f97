"""The tables, and what is always true of them. Knows neither permissions nor URLs nor JSON."""

from kommanmap.models.accounts import (
    AccountToken,
    Attempt,
    LoginSession,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    TokenKind,
    User,
    UserCentre,
    UserPoint,
)
from kommanmap.models.area import Centre, Municipality, MunicipalityAlias, PostcodeArea
from kommanmap.models.base import Base
from kommanmap.models.geocoding import GeocoderAnswer, GeocoderService
from kommanmap.models.history import Change, DataVersion
from kommanmap.models.jobs import Job, JobKind
from kommanmap.models.link_check import LinkCheck
from kommanmap.models.outbox import MailKind, MailState, OutboxMail
from kommanmap.models.point import (
    MeetingPoint,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
)
from kommanmap.models.reminder import Reminder, ReminderAnswer, ReminderPlace, VisitHint
from kommanmap.models.saved_draft import SavedDraft
from kommanmap.models.search_miss import SearchMiss
from kommanmap.models.suggestion import Suggestion
from kommanmap.models.table_draft import TableDraft
from kommanmap.models.times import Session, TypedTime
from kommanmap.models.warning import PointWarning

__all__ = [
    "AccountToken",
    "Attempt",
    "Base",
    "Centre",
    "Change",
    "DataVersion",
    "GeocoderAnswer",
    "GeocoderService",
    "Job",
    "JobKind",
    "LinkCheck",
    "LoginSession",
    "MailKind",
    "MailState",
    "MeetingPoint",
    "Municipality",
    "MunicipalityAlias",
    "OutboxMail",
    "Passkey",
    "PointAudience",
    "PointLanguage",
    "PointOffer",
    "PointText",
    "PointWarning",
    "PostcodeArea",
    "RecoveryCode",
    "Reminder",
    "ReminderAnswer",
    "ReminderPlace",
    "SavedDraft",
    "SearchMiss",
    "SecurityEvent",
    "Session",
    "Suggestion",
    "TableDraft",
    "TokenKind",
    "TypedTime",
    "User",
    "UserCentre",
    "UserPoint",
    "VisitHint",
]
