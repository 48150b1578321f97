"""Letters around accounts, in the language of the page that causes them: invitation, new password, notices of changes.

Written in the transaction of what they tell. Holds words and addresses of pages, no rules.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.i18n import gettext, ngettext
from kommanmap.models import MailKind
from kommanmap.models.accounts import TokenKind
from kommanmap.services.account_links import LIFE
from kommanmap.services.outbox import post
from kommanmap.services.password_help import Letter
from kommanmap.views.current import config, now
from kommanmap.views.links import absolute

LINK_PAGES = {
    TokenKind.INVITATION: "account_links.invitation",
    TokenKind.RESET: "account_links.reset",
    TokenKind.ADDRESS: "account_links.address",
}


def link_of(token: str, kind: TokenKind) -> str:
    """The address that stands in a letter."""
    return absolute(url_for(LINK_PAGES[kind], token=token))


def hours_of(kind: TokenKind) -> int:
    """How long a link is good."""
    return LIFE[kind] // timedelta(hours=1)


def with_link(token: str, kind: TokenKind) -> Letter:
    """The letter that brings a link."""
    subject, why = {
        TokenKind.INVITATION: (
            gettext("Ihre Einladung"),
            gettext("Sie sind eingeladen, Treffpunkte zu pflegen. Mit diesem Link wählen Sie Ihr Passwort:"),
        ),
        TokenKind.RESET: (
            gettext("Neues Passwort"),
            gettext("Jemand hat für Ihr Konto ein neues Passwort angefordert. Mit diesem Link wählen Sie es:"),
        ),
        TokenKind.ADDRESS: (
            gettext("Neue E-Mail-Adresse bestätigen"),
            gettext("Diese Adresse soll zu Ihrem Konto gehören. Mit diesem Link bestätigen Sie das:"),
        ),
    }[kind]
    until = ngettext(
        "Der Link gilt einmal, %(num)d Stunde lang.", "Der Link gilt einmal, %(num)d Stunden lang.", hours_of(kind)
    )
    calm = gettext("Erwarten Sie diese E-Mail nicht? Dann brauchen Sie nichts zu tun.")
    return _letter(subject, [why, link_of(token, kind), until, calm])


def send_link(session: DatabaseSession, *, to: str, token: str, kind: TokenKind) -> None:
    """Write it."""
    letter = with_link(token, kind)
    mail_kind = {TokenKind.INVITATION: MailKind.INVITATION, TokenKind.RESET: MailKind.PASSWORD_RESET}
    post(
        session, kind=mail_kind.get(kind, MailKind.ACCOUNT_NOTICE), to=to, subject=letter.subject, text=letter.text,
        now=now(),
    )  # fmt: skip


def tell(session: DatabaseSession, *, to: str, what: str) -> None:
    """A notice that something about an account's safety has changed. what: one of the sentences below."""
    letter = _letter(
        gettext("Ihr Konto wurde geändert"),
        [
            what,
            gettext("Waren Sie das? Dann ist alles gut."),
            gettext(
                "Waren Sie es nicht? Dann wählen Sie gleich ein neues Passwort und sagen Sie Ihrem Zentrum Bescheid:"
            ),
            absolute(url_for("password_help.ask")),
        ],
    )
    post(session, kind=MailKind.ACCOUNT_NOTICE, to=to, subject=letter.subject, text=letter.text, now=now())


def password_changed() -> str:
    """What a notice says."""
    return gettext("Das Passwort Ihres Kontos wurde geändert. Alle anderen Sitzungen sind beendet.")


def factor_changed() -> str:
    """What a notice says."""
    return gettext("Die zweite Sicherung Ihres Kontos wurde geändert.")


def recovery_code_used() -> str:
    """What a notice says."""
    return gettext("Jemand hat sich mit einem Ersatzcode Ihres Kontos angemeldet.")


def address_asked() -> str:
    """What a notice says; never the new address."""
    return gettext("Für Ihr Konto wurde eine andere E-Mail-Adresse eingetragen. Sie gilt, sobald sie bestätigt ist.")


def address_changed() -> str:
    """What a notice says."""
    return gettext("Zu Ihrem Konto gehört jetzt eine andere E-Mail-Adresse. Diese hier gilt nicht mehr.")


def _letter(subject: str, paragraphs: Sequence[str]) -> Letter:
    name = config().site_name
    lines = [gettext("Guten Tag,"), *paragraphs, gettext("Mit freundlichen Grüßen") + f"\n{name}"]
    return Letter(f"{subject} – {name}", "\n\n".join(lines) + "\n")
