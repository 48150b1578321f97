"""Carriers asked by mail, and what visitors said."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_o_reminders"
down_revision: str | None = "2026_11_23_n_outbox"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("sent_utc", sa.DateTime(), nullable=False),
        sa.Column("expires_utc", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_reminder_centre_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reminder_token_hash")),
    )
    op.create_index(op.f("ix_reminder_centre_id"), "reminder", ["centre_id"], unique=False)
    op.create_index(op.f("ix_reminder_sent_utc"), "reminder", ["sent_utc"], unique=False)
    op.create_table(
        "reminder_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "stimmt",
                "aendern",
                "geschlossen",
                name="reminderanswer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("answered_utc", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_reminder_place_point_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_place_reminder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_place")),
        sa.UniqueConstraint("reminder_id", "number", name=op.f("uq_reminder_place_reminder_id_number")),
    )
    op.create_index(op.f("ix_reminder_place_point_id"), "reminder_place", ["point_id"], unique=False)
    op.create_table(
        "visit_hint",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_visit_hint_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_visit_hint")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("visit_hint")
    op.drop_index(op.f("ix_reminder_place_point_id"), table_name="reminder_place")
    op.drop_table("reminder_place")
    op.drop_index(op.f("ix_reminder_sent_utc"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_centre_id"), table_name="reminder")
    op.drop_table("reminder")
