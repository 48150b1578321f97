"""What readers looked for in vain, as counted words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_l_search_misses"
down_revision: str | None = "2026_11_23_k_history_chain"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "search_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_search_miss_centre_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_miss")),
    )
    op.create_index(op.f("ix_search_miss_centre_id"), "search_miss", ["centre_id"], unique=False)
    op.create_index(op.f("ix_search_miss_on_day"), "search_miss", ["on_day"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_search_miss_on_day"), table_name="search_miss")
    op.drop_index(op.f("ix_search_miss_centre_id"), table_name="search_miss")
    op.drop_table("search_miss")
