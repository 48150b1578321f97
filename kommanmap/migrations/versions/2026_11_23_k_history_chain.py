"""Every entry of the history holds a hash over the one before and itself; those there are get theirs."""

import hashlib
import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_k_history_chain"
down_revision: str | None = "2026_11_23_j_saved_drafts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AT_ONCE = 500
FIRST = "0" * 64

CHANGE = sa.table(
    "change",
    sa.column("id", sa.Integer),
    sa.column("point_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("actor", sa.String),
    sa.column("at_utc", sa.DateTime),
    sa.column("batch", sa.String),
    sa.column("fields", sa.JSON),
    sa.column("hash", sa.String),
)


def upgrade() -> None:
    """Go forward."""
    for table, name in (("change", "hash"), ("data_version", "history_hash")):
        op.add_column(table, sa.Column(name, sa.String(length=64), nullable=False, server_default=FIRST))
    connection, last, after = op.get_bind(), FIRST, 0
    give = CHANGE.update().where(CHANGE.c.id == sa.bindparam("number")).values(hash=sa.bindparam("link"))
    while rows := connection.execute(
        sa.select(CHANGE).where(CHANGE.c.id > after).order_by(CHANGE.c.id).limit(AT_ONCE)
    ).all():
        links = []
        for row in rows:
            last = _link(last, row)
            links.append({"number": row.id, "link": last})
        connection.execute(give, links)
        after = rows[-1].id
    connection.execute(sa.text("UPDATE data_version SET history_hash = :last"), {"last": last})


def _link(previous: str, row: sa.Row[tuple[object, ...]]) -> str:
    """As `domain.history_chain.link` did on the day of this migration."""
    at = row.at_utc.isoformat(timespec="microseconds")
    said = [previous, row.point_id, row.kind, row.actor, at, row.batch, row.fields]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def downgrade() -> None:
    """Go back."""
    op.drop_column("data_version", "history_hash")
    op.drop_column("change", "hash")
