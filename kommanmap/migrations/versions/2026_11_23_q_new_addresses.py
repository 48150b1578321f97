"""A link can bring another mail address to an account."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_q_new_addresses"
down_revision: str | None = "2026_11_23_p_table_drafts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD = ("invitation", "reset")
NEW = (*OLD, "address")


def _kinds(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="tokenkind", native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("new_email", sa.String(length=200), server_default="", nullable=False))
        batch_op.alter_column("kind", existing_type=_kinds(OLD), type_=_kinds(NEW), existing_nullable=False)
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.alter_column("new_email", existing_type=sa.String(length=200), server_default=None)


def downgrade() -> None:
    """Go back. Links that wait for a new address are worth nothing then."""
    op.execute("DELETE FROM account_token WHERE kind = 'address'")
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=_kinds(NEW), type_=_kinds(OLD), existing_nullable=False)
        batch_op.drop_column("new_email")
