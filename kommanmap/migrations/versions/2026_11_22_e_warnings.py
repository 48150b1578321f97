"""What does not fit together about a point."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_e_warnings"
down_revision: str | None = "2026_11_22_d_jobs"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "point_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("found_utc", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_point_warning_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_warning")),
    )

    with op.batch_alter_table("point_warning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_warning_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_point_warning_point_id"), ["point_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("point_warning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_warning_point_id"))
        batch_op.drop_index(batch_op.f("ix_point_warning_code"))

    op.drop_table("point_warning")
