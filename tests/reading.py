"""How tests read a page, and change a place behind its back."""

import re
from html import unescape

from flask import Flask
from sqlalchemy import select

from kommanmap.clock import Clock
from kommanmap.extensions import db
from kommanmap.models import MeetingPoint
from kommanmap.services import points

BURBACH = "/de/treffpunkte/cafe-mosaik-burbach"
"""A place of the demo data with street, house number and times, at street accuracy."""


def text_of(html: str) -> str:
    """What one reads: no tags, blanks joined."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def names_on(html: str) -> list[str]:
    """Names of the places in a list."""
    return [text_of(name) for name in re.findall(r"<h3>(.*?)</h3>", html, re.DOTALL)]


def changed(app: Flask, slug: str, clock: Clock, **fields: object) -> None:
    """Change columns of a place as a later page would, and let the index see it."""
    with app.app_context():
        row = db.session.scalars(select(MeetingPoint).where(MeetingPoint.slug == slug)).one()
        for name, value in fields.items():
            setattr(row, name, value)
        row.data_version = points.open_batch(db.session, now=clock.now()).data_version
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()


def retired(app: Flask, slug: str, clock: Clock, successor: str | None = None) -> None:
    """Retire a place through the service."""
    with app.app_context():
        by_slug = {row.slug: row for row in db.session.scalars(select(MeetingPoint))}
        points.retire(
            db.session,
            point=by_slug[slug],
            reason="Die Räume wurden verkauft.",
            successor=by_slug[successor] if successor else None,
            actor="test",
            now=clock.now(),
        )
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()
