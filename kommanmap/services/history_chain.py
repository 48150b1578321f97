"""Puts each new entry of the history into the chain. To be called while `data_version.lock` holds the row."""

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.history_chain import link
from kommanmap.models import Change
from kommanmap.services import data_version


def seal(session: DatabaseSession, change: Change) -> None:
    """Give the entry its hash; from now on it is the last one of the chain."""
    row = data_version.held(session)
    change.hash = row.history_hash = link(row.history_hash, change.entry)
