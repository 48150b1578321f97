"""Texts that staff have typed and not yet saved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_j_saved_drafts"
down_revision: str | None = "2026_11_23_i_change_kinds"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "saved_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("saved_utc", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_draft_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_draft")),
        sa.UniqueConstraint("user_id", "form_key", name=op.f("uq_saved_draft_user_id_form_key")),
    )
    op.create_index(op.f("ix_saved_draft_user_id"), "saved_draft", ["user_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_saved_draft_user_id"), table_name="saved_draft")
    op.drop_table("saved_draft")
