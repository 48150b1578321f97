"""What came of looking at the web addresses of places."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_m_link_checks"
down_revision: str | None = "2026_11_23_l_search_misses"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "link_check",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("website", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "answers",
                "gone",
                "fails",
                "refused",
                name="linkstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("checked_utc", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_link_check_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_link_check")),
    )
    op.create_index(op.f("ix_link_check_checked_utc"), "link_check", ["checked_utc"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_link_check_checked_utc"), table_name="link_check")
    op.drop_table("link_check")
