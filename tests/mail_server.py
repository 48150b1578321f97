"""A mail server on this machine, for tests: says what the test wants and keeps what it was given."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OFFERS = ("8BITMIME",)


@dataclass
class MailServer:
    """answers: what it says to a command instead of yes: `{"RCPT": "550 no such mailbox"}`."""

    port: int = 0
    offers: tuple[str, ...] = OFFERS
    answers: dict[str, str] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def serve(self, connection: socket.socket) -> None:
        """One conversation."""
        with connection, connection.makefile("rwb") as line:

            def say(text: str) -> None:
                line.write(f"{text}\r\n".encode())
                line.flush()

            say("220 mail.example")
            while (asked := line.readline().decode().rstrip()) != "":
                word = asked.split(" ")[0].split(":")[0].upper()
                self.commands.append(asked)
                if word == "EHLO":
                    names = ("mail.example", *self.offers)
                    say("\r\n".join(f"250{' ' if name == names[-1] else '-'}{name}" for name in names))
                elif word in self.answers:
                    say(self.answers[word])
                elif word == "DATA":
                    say("354 go on")
                    letter = b""
                    while not letter.endswith(b"\r\n.\r\n"):
                        letter += line.readline()
                    self.letters.append(letter.decode())
                    say("250 taken")
                else:
                    say("221 bye" if word == "QUIT" else "250 yes")
                    if word == "QUIT":
                        return


@contextmanager
def mail_server(**settings: object) -> Iterator[MailServer]:
    """A server that ends with the block."""
    server = MailServer(**settings)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        listening.settimeout(0.05)
        over = threading.Event()

        def run() -> None:
            while not over.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                connection.settimeout(5)
                with suppress(OSError, UnicodeDecodeError):  # who hangs up, or begins with TLS
                    server.serve(connection)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield server
        finally:
            over.set()
            thread.join()
