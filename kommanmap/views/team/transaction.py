"""One change, one transaction: committed when the view is through, undone when anything is raised."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.extensions import db


@contextmanager
def writing() -> Iterator[DatabaseSession]:
    """The request's database session; `with writing() as session: services.….(session, …)`."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
