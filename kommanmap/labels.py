"""The closed lists in the reader's words. One label per member; a test asks for every one in every language."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from kommanmap.domain.hours.session import PartOfDay
from kommanmap.domain.suggestions import RefusalReason, ReportKind, SuggestionKind, SuggestionStatus
from kommanmap.domain.vocabulary import (
    Accuracy,
    Audience,
    ChangeKind,
    CheckedBy,
    Cost,
    Knowledge,
    Offer,
    OpenWhen,
    Registration,
    Role,
    Status,
    Weekday,
)
from kommanmap.i18n import gettext, lazy_gettext, spoken_language_name

LazyText = Any
"""What `lazy_gettext` gives: text that is translated when it is shown."""

_ = lazy_gettext


class Labels(Mapping[StrEnum, LazyText]):
    """A text for each member, by vocabulary: `Role.CARRIER` and `CheckedBy.CARRIER` are equal texts."""

    def __init__(self, *pairs: tuple[StrEnum, LazyText]) -> None:
        self._texts = {(type(member), member): text for member, text in pairs}

    def __getitem__(self, member: StrEnum) -> LazyText:
        """The text of exactly this member."""
        return self._texts[type(member), member]

    def __iter__(self) -> Iterator[StrEnum]:
        """Every member, in the order given."""
        return (member for _kind, member in self._texts)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._texts)


LABELS = Labels(
    (Status.DRAFT, _("Entwurf")),
    (Status.REVIEW, _("Wird geprüft")),
    (Status.PUBLIC, _("In Betrieb")),
    (Status.PAUSED, _("Macht Pause")),
    (Status.CLOSED, _("Geschlossen")),
    (Offer.MEETING, _("Leute treffen")),
    (Offer.GERMAN, _("Deutsch lernen")),
    (Offer.PAPERWORK, _("Hilfe mit Briefen und Formularen")),
    (Offer.ADVICE, _("Beratung")),
    (Offer.WORK, _("Arbeit und Ausbildung")),
    (Offer.HOUSING, _("Wohnung suchen")),
    (Offer.HEALTH, _("Gesundheit")),
    (Offer.CHILDREN, _("Für Kinder")),
    (Offer.HOMEWORK, _("Nachhilfe")),
    (Offer.FOOD, _("Essen und Trinken")),
    (Offer.COOKING, _("Kochen")),
    (Offer.CRAFTS, _("Nähen und Basteln")),
    (Offer.GAMES, _("Spiele")),
    (Offer.SPORT, _("Sport")),
    (Offer.MUSIC, _("Musik und Kultur")),
    (Offer.INTERNET, _("Internet und Computer")),
    (Offer.CLOTHES, _("Kleidung und Möbel")),
    (Offer.REPAIR, _("Werkstatt")),
    (Offer.MENTORING, _("Patenschaft")),
    (Offer.INTERPRETING, _("Übersetzen")),
    (Audience.EVERYONE, _("Alle")),
    (Audience.WOMEN, _("Nur für Frauen")),
    (Audience.MEN, _("Nur für Männer")),
    (Audience.FAMILIES, _("Familien")),
    (Audience.CHILDREN, _("Kinder")),
    (Audience.YOUTH, _("Jugendliche")),
    (Audience.SENIORS, _("Ältere Menschen")),
    (Audience.UKRAINE, _("Menschen aus der Ukraine")),
    (Knowledge.YES, _("ja")),
    (Knowledge.NO, _("nein")),
    (Knowledge.UNKNOWN, _("nicht bekannt")),
    (Cost.FREE, _("kostenlos")),
    (Cost.DONATION, _("kleine Spende")),
    (Cost.PAID, _("kostet etwas")),
    (Cost.UNKNOWN, _("nicht bekannt")),
    (Registration.NOT_NEEDED, _("nicht nötig")),
    (Registration.NEEDED, _("nötig")),
    (Registration.UNKNOWN, _("nicht bekannt")),
    (Weekday.MO, _("Montag")),
    (Weekday.TU, _("Dienstag")),
    (Weekday.WE, _("Mittwoch")),
    (Weekday.TH, _("Donnerstag")),
    (Weekday.FR, _("Freitag")),
    (Weekday.SA, _("Samstag")),
    (Weekday.SU, _("Sonntag")),
    (PartOfDay.MORNING, _("Vormittags")),
    (PartOfDay.AFTERNOON, _("Nachmittags")),
    (PartOfDay.EVENING, _("Abends")),
    (OpenWhen.NOW, _("Jetzt geöffnet")),
    (OpenWhen.TODAY, _("Heute noch geöffnet")),
    (OpenWhen.EVENING, _("Heute Abend geöffnet")),
    (OpenWhen.WEEKEND, _("Am Wochenende geöffnet")),
    (Accuracy.MANUAL, _("Der Punkt zeigt das Haus.")),
    (Accuracy.HOUSE, _("Der Punkt zeigt das Haus.")),
    (Accuracy.NEAREST_HOUSE, _("Der Punkt zeigt ein Haus ganz in der Nähe.")),
    (Accuracy.STREET, _("Der Punkt zeigt die Straße, nicht das Haus.")),
    (Accuracy.POSTCODE, _("Der Punkt zeigt nur die Gegend.")),
    (Accuracy.MUNICIPALITY, _("Der Punkt zeigt nur den Ort, nicht die Straße.")),
    (CheckedBy.STATE, _("Landeskoordination")),
    (CheckedBy.CENTRE, _("Integrationszentrum")),
    (CheckedBy.CARRIER, _("Träger")),
    (ChangeKind.CREATED, _("Neu eingetragen")),
    (ChangeKind.UPDATED, _("Geändert")),
    (ChangeKind.RETIRED, _("Beendet")),
    (ChangeKind.CONFIRMED, _("Geprüft")),
    (ChangeKind.RESTORED, _("Wiederhergestellt")),
    (ChangeKind.UNDONE, _("Zurückgenommen")),
    (ChangeKind.SUGGESTED, _("Vorschlag übernommen")),
    (ChangeKind.MERGED, _("Zusammengeführt")),
    (Role.STATE, _("Landeskoordination: sieht und pflegt alles")),
    (Role.CENTRE, _("Fachkraft: pflegt die Treffpunkte eines Zentrums")),
    (Role.CARRIER, _("Träger: pflegt einzelne Treffpunkte")),
    (ReportKind.WAS_CLOSED, _("Es war geschlossen")),
    (ReportKind.MOVED, _("Der Treffpunkt ist umgezogen")),
    (ReportKind.TIMES_WRONG, _("Die Zeiten stimmen nicht")),
    (ReportKind.DOES_NOT_EXIST, _("Diesen Treffpunkt gibt es nicht")),
    (ReportKind.PHONE_WRONG, _("Die Telefonnummer stimmt nicht")),
    (ReportKind.SOMETHING_ELSE, _("Etwas anderes")),
    (SuggestionKind.REPORT, _("Fehler gemeldet")),
    (SuggestionKind.NEW_PLACE, _("Neuer Treffpunkt vorgeschlagen")),
    (SuggestionKind.CARRIER, _("Antwort des Trägers")),
    (RefusalReason.STILL_RIGHT, _("Wir haben nachgefragt: Die Angaben stimmen.")),
    (RefusalReason.UNVERIFIED, _("Wir konnten das nicht prüfen.")),
    (RefusalReason.KNOWN, _("Das wissen wir schon.")),
    (RefusalReason.NOT_OURS, _("Das ist kein Ankommenstreffpunkt.")),
    (RefusalReason.OTHER, _("Etwas anderes")),
    (SuggestionStatus.OPEN, _("Noch nicht bearbeitet")),
    (SuggestionStatus.ASKED, _("Eine Frage ist offen")),
    (SuggestionStatus.ACCEPTED, _("Übernommen")),
    (SuggestionStatus.REJECTED, _("Nicht übernommen")),
    (SuggestionStatus.EXPIRED, _("Abgelaufen")),
)

_SIGN_LANGUAGE = "gsg"  # DGS; CLDR has no name for it


def label(member: StrEnum) -> str:
    """The member's name in the language of the page."""
    return str(LABELS[member])


def language_name(code: str) -> str:
    """The name of a spoken (or signed) language in the language of the page."""
    return gettext("Deutsche Gebärdensprache") if code == _SIGN_LANGUAGE else spoken_language_name(code)
