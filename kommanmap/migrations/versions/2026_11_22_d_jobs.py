"""Jobs to try again, and what is known about outside geocoders."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_d_jobs"
down_revision: str | None = "2026_11_22_c_history"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "geocoder_answer",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("asked_utc", sa.DateTime(), nullable=False),
        sa.Column("expires_utc", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_geocoder_answer")),
    )

    with op.batch_alter_table("geocoder_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_geocoder_answer_expires_utc"), ["expires_utc"], unique=False)

    op.create_table(
        "geocoder_service",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("next_turn_utc", sa.DateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until_utc", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_geocoder_service")),
    )

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("geocode_point", name="jobkind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("asked_utc", sa.DateTime(), nullable=False),
        sa.Column("next_try_utc", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.Column("lease", sa.String(length=36), nullable=False),
        sa.Column("leased_until_utc", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["point_id"], ["meeting_point.id"], name=op.f("fk_job_point_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "point_id", name=op.f("uq_job_kind_point_id")),
    )

    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_next_try_utc"), ["next_try_utc"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_point_id"), ["point_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_point_id"))
        batch_op.drop_index(batch_op.f("ix_job_next_try_utc"))

    op.drop_table("job")

    op.drop_table("geocoder_service")

    with op.batch_alter_table("geocoder_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_geocoder_answer_expires_utc"))

    op.drop_table("geocoder_answer")
