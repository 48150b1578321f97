"""The readable part of a point's address: made once from name and town, then never changed."""

import re

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.word_keys import slug_words
from kommanmap.models import MeetingPoint

LONGEST_SLUG = 90
"""Characters before the number that makes it unique; the column holds 120."""

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def slug_for(name: str, town_slug: str) -> str:
    """`"Café Mosaik (früher Sprachcafé)"` in `burbach` → `cafe-mosaik-burbach`; brackets are remarks, not names."""
    words = slug_words(_IN_BRACKETS.sub(" ", name)) or slug_words(name) or "treffpunkt"
    room = LONGEST_SLUG - len(town_slug) - 1
    if len(words) > room:
        words = words[:room].rpartition("-")[0] or words[:room]
    if f"-{town_slug}-" in f"-{words}-":
        return words
    name_parts, town_parts = words.split("-"), town_slug.split("-")
    shared = max(
        (size for size in range(len(town_parts) + 1) if name_parts[len(name_parts) - size :] == town_parts[:size]),
        default=0,
    )
    return "-".join([*name_parts, *town_parts[shared:]])


def free_slug(session: DatabaseSession, name: str, town_slug: str) -> str:
    """The slug, with `-2`, `-3` … where places of that name are there already (retired ones keep theirs)."""
    base = slug_for(name, town_slug)
    like = select(MeetingPoint.slug).where(or_(MeetingPoint.slug == base, MeetingPoint.slug.startswith(f"{base}-")))
    taken = set(session.scalars(like))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
