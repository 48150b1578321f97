"""Edge: how a letter leaves the house: as a file in the instance folder, or through a mail server.

One letter, one address. A line break in a field that becomes a line of the letter's head is refused, so that nobody can
write further lines into it. Knows neither tables nor what a letter says.
"""

import re
import smtplib
import ssl
import uuid
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from kommanmap.config import Config
from kommanmap.domain.errors import KommAnMapError, Unavailable

FOLDER = "outbox"
LONGEST_SUBJECT = 200
_PERMANENT = 500
_FILE_NAME = re.compile(r"[^0-9A-Za-z-]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class MailRefused(KommAnMapError):
    """The mail server will never take this letter: its address is wrong."""


class Mailer(Protocol):
    """Takes letters."""

    def send(self, message: EmailMessage) -> None:
        """Hand the letter over.

        Raises:
            Unavailable: not now; trying again later may help.
            MailRefused: never.
        """


MailerFactory = Callable[[Config], Mailer]


def mailer_for(config: Config) -> Mailer:
    """As the settings say: through `smtp_host`, or into files where there is none."""
    return SmtpMailer(config) if config.smtp_host else FileMailer(config.instance / FOLDER)


def letter(*, number: str, sender: str, to: str, subject: str, text: str, at: datetime) -> EmailMessage:
    """A letter in plain text. number: what it is told apart by, the same when it is sent once more.

    Raises:
        ValueError: a field of the head holds a line break or another control character, or the address is not one that
            every mail server takes (other scripts before the `@`).
    """
    for field in (number, sender, to, subject):
        if _UNSEEN.search(field):
            raise ValueError("a line of the letter's head would hold control characters")
    user, _, host = to.rpartition("@")
    user.encode("ascii")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(username=user, domain=host.encode("idna").decode("ascii"))
    message["Subject"] = subject[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    return message


class FileMailer:
    """Writes each letter into a folder as `<date>-<number>.eml`, for whoever has no mail server or is trying out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Whole or not at all; the same letter twice is one file."""
        number = _FILE_NAME.sub("", str(message["Message-ID"]).partition("@")[0])
        day = message["Date"].datetime.date().isoformat()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = self._folder / f".{number}-{uuid.uuid4()}"
            half.write_bytes(message.as_bytes())
            half.chmod(0o600)
            half.replace(self._folder / f"{day}-{number}.eml")
        except OSError as error:
            raise Unavailable(f"the folder {FOLDER} takes no letters: {type(error).__name__}") from error


class SmtpMailer:
    """Hands each letter to a mail server; one connection a letter, all of it within `smtp_seconds` a step."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def send(self, message: EmailMessage) -> None:
        """Raises Unavailable for whatever may pass, MailRefused for an address that the server will never take."""
        try:
            with self._connected() as server:
                if self._config.smtp_user:
                    server.login(self._config.smtp_user, self._config.smtp_password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _said in error.recipients.values()]
            if codes and min(codes) >= _PERMANENT:
                raise MailRefused(f"refused with {min(codes)}") from error
            raise Unavailable(f"put off with {min(codes, default=0)}") from error
        except smtplib.SMTPResponseException as error:
            raise Unavailable(f"{type(error).__name__} {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: a password that is not ASCII
            raise Unavailable(type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        """A connection that is encrypted as the settings want it."""
        host, port, seconds = self._config.smtp_host, self._config.smtp_port, self._config.smtp_seconds
        if self._config.smtp_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=seconds, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=seconds)
        if self._config.smtp_security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server
