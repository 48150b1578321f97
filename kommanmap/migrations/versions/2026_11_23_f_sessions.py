"""The words about times get a table of their own; beside them stand the sessions that they mean."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_f_sessions"
down_revision: str | None = "2026_11_22_e_warnings"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward. Stored words count as unread until `kommanmap setup` has read them."""
    _create("typed_time", "words")
    op.execute("INSERT INTO typed_time (point_id, position, words) SELECT point_id, position, words FROM session")
    op.drop_table("session")
    _create("session", "plan")
    # In words, because SQLite would otherwise build the table anew and take everything along that hangs on it.
    op.execute(
        "ALTER TABLE meeting_point ADD COLUMN times_status VARCHAR(20) DEFAULT 'unread' NOT NULL "
        "CONSTRAINT ck_meeting_point_times_status "
        "CHECK (times_status IN ('unread', 'none', 'doubtful', 'partial', 'complete'))"
    )
    op.add_column("meeting_point", sa.Column("paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back. The words stay, what was read from them goes."""
    op.drop_column("meeting_point", "paused_until")
    op.drop_column("meeting_point", "times_status")
    op.drop_table("session")
    _create("session", "words")
    op.execute("INSERT INTO session (point_id, position, words) SELECT point_id, position, words FROM typed_time")
    op.drop_table("typed_time")


def _create(table: str, content: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(content, sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f(f"fk_{table}_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("point_id", "position", name=op.f(f"uq_{table}_point_id_position")),
    )
