"""The history tells more kinds of changes apart: confirmed, restored, undone, suggested by the public, merged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_i_change_kinds"
down_revision: str | None = "2026_11_23_h_suggestions"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD = ("created", "updated", "retired")
NEW = (*OLD, "confirmed", "restored", "undone", "suggested", "merged")


def _kinds(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="changekind", native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=_kinds(OLD), type_=_kinds(NEW), existing_nullable=False)


def downgrade() -> None:
    """Go back. What was told apart was a change all the same."""
    op.execute("UPDATE change SET kind = 'updated' WHERE kind NOT IN ('created', 'updated', 'retired')")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=_kinds(NEW), type_=_kinds(OLD), existing_nullable=False)
