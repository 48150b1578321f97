"""Letters: written with what causes them, sent once, kept through outages, and never with a head that somebody bent."""

import email
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.cli import background, commands
from kommanmap.cli.background import JobThread
from kommanmap.config import Config
from kommanmap.domain.errors import BadConfiguration, Unavailable
from kommanmap.extensions import db
from kommanmap.mail import FileMailer, Mailer, MailRefused, SmtpMailer, letter, mailer_for
from kommanmap.models import MailKind, MailState, OutboxMail
from kommanmap.services import outbox
from kommanmap.services.outbox import Delivered
from tests.apps import NOW
from tests.fakes import MovingClock
from tests.integration.test_background import running, wait_until
from tests.mail_server import mail_server

SENDER = "ki@kreis.example"


@dataclass
class MailerFromMemory:
    """Keeps what it is given; `trouble` is raised instead while it is set."""

    trouble: Exception | None = None
    given: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.given.append(message)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine


def write(engine: Engine, count: int = 1, to: str = "treff@traeger.example", text: str = "Grüße\n.\nEnde") -> None:
    with DatabaseSession(engine) as session, session.begin():
        for number in range(count):
            outbox.post(
                session, kind=MailKind.REMINDER, to=to, subject=f"Stimmt das noch? {number}", text=text, now=NOW
            )


def deliver(engine: Engine, mailer: Mailer, clock: MovingClock) -> Delivered:
    return outbox.deliver_due(engine, mailer=mailer, sender=SENDER, clock=clock, chance=lambda: 0.0)


def rows(engine: Engine) -> list[OutboxMail]:
    with DatabaseSession(engine) as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


@pytest.mark.both_databases
def test_letters_outlive_an_outage_and_go_once(engine: Engine, clock: MovingClock) -> None:
    write(engine, count=5)
    mailer = MailerFromMemory(trouble=Unavailable("ConnectionRefusedError"))
    assert deliver(engine, mailer, clock) == Delivered(again=3)  # the server rests: the others need not try
    assert [(row.state, row.attempts) for row in rows(engine)] == [(MailState.WAITING, 1)] * 3 + [
        (MailState.WAITING, 0)
    ] * 2
    clock.move(seconds=59)
    assert deliver(engine, mailer, clock) == Delivered(again=2)
    mailer.trouble = None
    clock.move(seconds=1)
    assert deliver(engine, mailer, clock) == Delivered(sent=3)
    clock.move(seconds=60)
    assert deliver(engine, mailer, clock) == Delivered(sent=2)
    clock.move(days=30)
    assert deliver(engine, mailer, clock) == Delivered()
    assert sorted(str(each["Subject"]) for each in mailer.given) == [f"Stimmt das noch? {at}" for at in range(5)]
    assert {(row.state, row.text) for row in rows(engine)} == {(MailState.SENT, "")}
    with DatabaseSession(engine) as session, session.begin():
        outbox.forget(session, now=clock.now() + outbox.KEPT)
    assert rows(engine) == []


@pytest.mark.both_databases
def test_a_letter_nobody_takes_ends_and_is_seen(engine: Engine, clock: MovingClock) -> None:
    write(engine)
    silent = MailerFromMemory(trouble=Unavailable("put off with 451"))
    tries = 0
    while rows(engine)[0].state is MailState.WAITING:
        clock.move(hours=1)
        tries += sum(vars_of(deliver(engine, silent, clock)))
    assert timedelta() <= clock.now() - NOW - outbox.GIVE_UP_AFTER <= timedelta(days=1)
    assert 10 < tries < 30
    write(engine)
    assert deliver(engine, MailerFromMemory(trouble=MailRefused("refused with 550")), clock) == Delivered(failed=1)
    assert [(row.state, row.text, row.last_error) for row in rows(engine)] == [
        (MailState.FAILED, "", "put off with 451"),
        (MailState.FAILED, "", "refused"),
    ]


def vars_of(done: Delivered) -> tuple[int, int, int]:
    return done.sent, done.again, done.failed


def test_what_was_undone_writes_no_letter(engine: Engine, clock: MovingClock) -> None:
    with DatabaseSession(engine) as session:
        outbox.post(session, kind=MailKind.INVITATION, to="a@b.example", subject="x", text="y", now=NOW)
        session.rollback()
    assert rows(engine) == []


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("a@b.example\nBcc: c@d.example", "Gruß"),
        ("a@b.example\r\nBcc: c@d.example", "Gruß"),
        ("a@b.example, c@d.example", "Gruß"),
        ("Name <a@b.example>", "Gruß"),
        ("a@b.example\u2028", "Gruß"),
        ("a@b.example", "Gruß\nBcc: c@d.example"),
        ("a@b.example", "Gruß\rX: y"),
        ("a@b.example", "Gruß\x00"),
        ("a@b.example", "Gruß\u2028X: y"),
        ("a@b.example", "\x85X: y"),
        ("a@b.example", ""),
        ("", "Gruß"),
    ],
)  # fmt: skip
def test_nobody_writes_lines_into_the_head_of_a_letter(app: Flask, to: str, subject: str) -> None:
    """T40."""
    with app.app_context(), pytest.raises(ValueError):
        outbox.post(db.session(), kind=MailKind.REMINDER, to=to, subject=subject, text="x", now=NOW)


@pytest.mark.parametrize("field", ["number", "sender", "to", "subject"])
def test_the_edge_refuses_it_too(field: str) -> None:
    fields = {"number": "1", "sender": SENDER, "to": "a@b.example", "subject": "Gruß"}
    for bad in ("\r\nBcc: c@d.example", "\nBcc: c@d.example", "\rX", "\x00", "\u2028", "\x85"):
        with pytest.raises(ValueError, match="control"):
            letter(**{**fields, field: fields[field] + bad}, text="x", at=NOW)


def test_a_row_that_somebody_bent_in_the_database_goes_nowhere(engine: Engine, clock: MovingClock) -> None:
    write(engine)
    with DatabaseSession(engine) as session, session.begin():
        session.scalars(select(OutboxMail)).one().subject = "Gruß\nBcc: c@d.example"
    mailer = MailerFromMemory()
    assert deliver(engine, mailer, clock) == Delivered(failed=1)
    assert mailer.given == []


def test_without_a_mail_server_letters_become_files(app: Flask, engine: Engine, clock: MovingClock) -> None:
    config: Config = app.extensions["kommanmap.config"]
    mailer = mailer_for(config)
    assert isinstance(mailer, FileMailer)
    write(engine, text="Drücken Sie hier:\nhttps://karte.example/antwort/" + "x" * 90)
    assert deliver(engine, mailer, clock) == Delivered(sent=1)
    (path,) = (config.instance / "outbox").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert path.name.startswith("2026-03-18-")
    assert path.suffix == ".eml"
    read = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (read["From"], read["To"], read["Subject"]) == (SENDER, "treff@traeger.example", "Stimmt das noch? 0")
    assert read["Auto-Submitted"] == "auto-generated"
    assert (
        read.get_content().replace("\r\n", "\n")
        == "Drücken Sie hier:\nhttps://karte.example/antwort/" + "x" * 90 + "\n"
    )


def test_a_folder_that_takes_nothing_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    with pytest.raises(Unavailable):
        FileMailer(tmp_path / "outbox").send(
            letter(number="1", sender=SENDER, to="a@b.example", subject="x", text="y", at=NOW)
        )


def smtp(tmp_path: Path, port: int, **settings: object) -> SmtpMailer:
    named = {"smtp_host": "127.0.0.1", "smtp_port": port, "mail_from": SENDER, "smtp_seconds": 5, **settings}
    return SmtpMailer(Config.load(instance=tmp_path, overrides=named))


def test_a_mail_server_gets_the_letter_as_it_was_written(tmp_path: Path) -> None:
    text = "Schöne Grüße\n.\nBcc: niemand\n" + "lang " * 300
    subject = ("Überprüfung " * 9).strip()
    made = letter(number="7", sender=SENDER, to="treff@träger.example", subject=subject, text=text, at=NOW)
    with mail_server() as server:
        smtp(tmp_path, server.port, smtp_security="none").send(made)
    assert "rcpt TO:<treff@xn--trger-hra.example>" in " ".join(server.commands)
    (given,) = server.letters
    assert max(map(len, given.splitlines())) < 200
    read = email.message_from_string(given.replace("\r\n..", "\r\n.").removesuffix(".\r\n"), policy=default)
    assert read["Subject"] == subject
    assert read["Message-ID"] == "<7@kreis.example>"
    assert read.get_content().replace("\r\n", "\n") == text + "\n"


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"RCPT": "550 no such mailbox"}, MailRefused),
        ({"RCPT": "451 greylisted"}, Unavailable),
        ({"MAIL": "552 quota"}, Unavailable),
        ({"DATA": "421 going down"}, Unavailable),
    ],
)
def test_what_a_mail_server_says_decides(tmp_path: Path, answers: dict[str, str], raised: type[Exception]) -> None:
    made = letter(number="1", sender=SENDER, to="a@b.example", subject="x", text="y", at=NOW)
    with mail_server(answers=answers) as server, pytest.raises(raised):
        smtp(tmp_path, server.port, smtp_security="none").send(made)
    assert server.letters == []


def test_nothing_goes_unencrypted_when_encryption_is_wanted(tmp_path: Path) -> None:
    made = letter(number="1", sender=SENDER, to="a@b.example", subject="x", text="y", at=NOW)
    for security in ("starttls", "tls"):
        with mail_server() as server, pytest.raises(Unavailable):
            smtp(tmp_path, server.port, smtp_security=security, smtp_user="u", smtp_password="p").send(made)
        assert not any(said.startswith(("mail", "AUTH")) for said in server.commands)
    with pytest.raises(Unavailable):  # nobody there at all
        smtp(tmp_path, server.port).send(made)


@pytest.mark.parametrize(
    "settings",
    [
        {"smtp_security": "ssl"},
        {"smtp_port": 0},
        {"smtp_host": "mail.example"},
        {"smtp_host": "mail.example", "mail_from": "a@b.example\nBcc: c@d.example"},
        {"smtp_host": "mail.example", "mail_from": SENDER, "smtp_user": "u", "smtp_security": "none"},
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(BadConfiguration):
        Config.load(instance=tmp_path, overrides=settings)


def test_a_serving_process_and_a_command_send(app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    write(engine)
    thread: JobThread = running(app)
    wait_until(lambda: rows(engine)[0].state is MailState.SENT)
    thread.stop()
    config: Config = app.extensions["kommanmap.config"]
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(config.instance))
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", config.effective_database_url)
    write(engine, count=2)
    assert json.loads(CliRunner().invoke(commands, ["mail", "status", "--json"]).output)["waiting"] == 2
    assert "2 gesendet" in CliRunner().invoke(commands, ["mail", "send"]).output
    shown = CliRunner().invoke(commands, ["mail", "status"]).output
    assert shown.startswith("0 warten, 3 gesendet")
    assert "@" not in shown
    assert background.LETTERS_AT_ONCE < outbox.MOST_AT_ONCE
