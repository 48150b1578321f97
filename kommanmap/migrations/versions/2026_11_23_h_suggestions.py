"""Letters of the public that wait for a person."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_h_suggestions"
down_revision: str | None = "2026_11_23_g_accounts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXED = ("ags", "content_hash", "point_id", "sent_utc", "status")


def _closed_list(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    """Go forward."""
    report_kinds = ("war-zu", "umgezogen", "zeiten", "gibt-es-nicht", "telefon", "anderes")
    statuses = ("open", "asked", "accepted", "rejected", "expired")
    refusals = ("still_right", "unverified", "known", "not_ours", "other")
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", _closed_list("suggestionkind", "report", "new_place", "carrier"), nullable=False),
        sa.Column("report_kind", _closed_list("reportkind", *report_kinds), nullable=True),
        sa.Column("status", _closed_list("suggestionstatus", *statuses), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("refusal", _closed_list("refusalreason", *refusals), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_utc", sa.DateTime(), nullable=False),
        sa.Column("decided_utc", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("erased_utc", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_suggestion_ags")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_suggestion_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_suggestion_code_hash")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_suggestion_{column}"), "suggestion", [column], unique=False)


def downgrade() -> None:
    """Go back."""
    for column in INDEXED:
        op.drop_index(op.f(f"ix_suggestion_{column}"), table_name="suggestion")
    op.drop_table("suggestion")
