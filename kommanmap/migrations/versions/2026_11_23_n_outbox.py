"""Letters that wait for a mail server."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_n_outbox"
down_revision: str | None = "2026_11_23_m_link_checks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=36), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invitation",
                "password_reset",
                "account_notice",
                "reminder",
                name="mailkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "sent", "failed", name="mailstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_utc", sa.DateTime(), nullable=False),
        sa.Column("next_try_utc", sa.DateTime(), nullable=False),
        sa.Column("ended_utc", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.Column("lease", sa.String(length=36), nullable=False),
        sa.Column("leased_until_utc", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("number", name=op.f("uq_outbox_mail_number")),
    )
    op.create_index(op.f("ix_outbox_mail_next_try_utc"), "outbox_mail", ["next_try_utc"], unique=False)
    op.create_index(op.f("ix_outbox_mail_state"), "outbox_mail", ["state"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_outbox_mail_state"), table_name="outbox_mail")
    op.drop_index(op.f("ix_outbox_mail_next_try_utc"), table_name="outbox_mail")
    op.drop_table("outbox_mail")
