"""A centre's year in words: lines of a page to print, sheets of a file. Asks nothing, knows no request."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kommanmap.domain.vocabulary import CheckedBy
from kommanmap.i18n import gettext
from kommanmap.labels import label
from kommanmap.queries.evidence import Evidence, EvidenceChange

Line = Sequence[str | int | date | None]
FieldLabel = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A title, a header and its lines."""

    title: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    widths: tuple[int, ...]


def role_text(actor: str) -> str:
    """The role of `centre:17`; what was done by a command is named as such. Never an account."""
    role = actor.partition(":")[0]
    return label(CheckedBy(role)) if role in set(CheckedBy) else gettext("Programm")


def confirmed_text(changes: Sequence[EvidenceChange], written: Callable[[date], str]) -> str:
    """Every day and role, the latest last."""
    return "; ".join(f"{written(change.on)} ({role_text(change.actor)})" for change in changes)


def evidence_tables(found: Evidence, field_label: FieldLabel) -> list[EvidenceTable]:
    """Sums, places, confirmations, changes."""
    sums = EvidenceTable(
        gettext("Nachweis"),
        (gettext("Angabe"), gettext("Wert")),
        (
            (gettext("Zentrum"), found.centre.name),
            (gettext("Jahr"), found.year),
            (gettext("Treffpunkte im Jahr"), found.listed),
            (gettext("davon im Jahr geprüft"), found.confirmed),
            (gettext("Änderungen"), found.changes),
        ),
        (28, 50),
    )
    return [sums, _places(found), _happened(found, field_label, only_confirmed=True), _happened(found, field_label)]


def _places(found: Evidence) -> EvidenceTable:
    lines = tuple(
        (
            place.public_id,
            place.town,
            place.name,
            place.address,
            place.carrier,
            label(place.status),
            gettext("ja") if place.was_listed else gettext("nein"),
            len(place.confirmations),
            place.confirmations[-1].on if place.confirmations else None,
            role_text(place.confirmations[-1].actor) if place.confirmations else "",
            len(place.changes),
        )
        for place in found.places
    )
    header = (
        gettext("Kennung"),
        gettext("Gemeinde"),
        gettext("Name"),
        gettext("Adresse"),
        gettext("Träger"),
        gettext("Status am Jahresende"),
        gettext("war öffentlich"),
        gettext("Prüfungen"),
        gettext("zuletzt geprüft"),
        gettext("von"),
        gettext("Änderungen"),
    )
    return EvidenceTable(gettext("Treffpunkte"), header, lines, (38, 22, 40, 32, 32, 20, 14, 10, 14, 22, 12))


def _happened(found: Evidence, field_label: FieldLabel, *, only_confirmed: bool = False) -> EvidenceTable:
    def lines() -> Iterator[Line]:
        for place in found.places:
            for change in place.confirmations if only_confirmed else place.changes:
                fields = "; ".join(field_label(name) for name in change.fields)
                yield (
                    place.public_id,
                    place.town,
                    place.name,
                    change.on,
                    role_text(change.actor),
                    label(change.kind),
                    fields,
                )

    header = (
        gettext("Kennung"),
        gettext("Gemeinde"),
        gettext("Name"),
        gettext("Datum"),
        gettext("von"),
        gettext("Was"),
        gettext("Angaben"),
    )
    title = gettext("Prüfungen") if only_confirmed else gettext("Änderungen")
    return EvidenceTable(title, header, tuple(lines()), (38, 22, 40, 14, 22, 20, 60))
