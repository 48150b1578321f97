"""Tables that people at work have uploaded and not yet taken over.

Revision ID: 2026_11_23_p_table_drafts
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_p_table_drafts"
down_revision = "2026_11_23_o_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "table_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("uploaded_utc", sa.DateTime(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("batches", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_table_draft_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_draft")),
        sa.UniqueConstraint("name", name=op.f("uq_table_draft_name")),
    )
    op.create_index(op.f("ix_table_draft_user_id"), "table_draft", ["user_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("table_draft")
