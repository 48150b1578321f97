"""Errors on purpose, and what databases and disks answer → one line on stderr and exit code 1. Never a traceback."""

import errno
from typing import IO, Any

import click
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from kommanmap.domain.errors import InvalidInput, KommAnMapError, UnreadableFile
from kommanmap.problem_texts import refusal_text


class Refusal(click.ClickException):
    """The command could not do what was asked; the message says why and what to do."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """On stderr, in one line."""
        click.echo(f"kommanmap: {self.format_message()}", err=True)


class RefusingGroup(click.Group):
    """A group whose commands end with a refusal where they would end with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; translate what it raises on purpose or because of its surroundings."""
        try:
            return super().invoke(ctx)
        except KommAnMapError as error:
            raise Refusal(_reason(error)) from error
        except SQLAlchemyError as error:
            raise Refusal(_database_reason(error)) from error
        except ModuleNotFoundError as error:
            raise Refusal(
                f"Das Python-Paket {error.name} fehlt (PostgreSQL: pip install 'kommanmap[postgres]')."
            ) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise Refusal(": ".join(filter(None, (error.strerror or str(error), str(error.filename or ""))))) from error


def _reason(error: KommAnMapError) -> str:
    if isinstance(error, UnreadableFile | InvalidInput):
        return refusal_text(error)
    return str(error)


def _database_reason(error: SQLAlchemyError) -> str:
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return f"database_url ist nicht zu verstehen: {error}".splitlines()[0]
    said = str(error.orig if isinstance(error, DBAPIError) and error.orig is not None else error).strip()
    first = said.splitlines()[0] if said else type(error).__name__
    if "readonly" in first or "read-only" in first:
        return f"In die Datenbank kann nicht geschrieben werden: {first}"
    if "no such table" in first or "does not exist" in first:
        return "Die Datenbank ist noch nicht eingerichtet. Bitte zuerst ausführen: kommanmap setup"
    if isinstance(error, OperationalError):
        return f"Die Datenbank antwortet nicht: {first}"
    return f"Die Datenbank meldet: {first}"
