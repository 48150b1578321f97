"""The first schema: centres, municipalities, their other names, postcodes, the data version."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_a_areas"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("serves", sa.String(length=200), nullable=False),
        sa.Column("regierungsbezirk", sa.String(length=40), nullable=False),
        sa.Column("kreis_key", sa.String(length=8), nullable=False),
        sa.Column("confirmed", sa.Boolean(create_constraint=True, name="confirmed"), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("name", name=op.f("uq_centre_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_centre_slug")),
    )

    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column("changed_utc", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )

    op.create_table(
        "municipality",
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("kreis", sa.String(length=120), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.CheckConstraint("length(ags) = 8", name=op.f("ck_municipality_ags_has_eight_digits")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_municipality_centre_id")),
        sa.PrimaryKeyConstraint("ags", name=op.f("pk_municipality")),
        sa.UniqueConstraint("name", name=op.f("uq_municipality_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_municipality_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "municipality_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("alias", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name", "district", "exonym", name="aliaskind", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_municipality_alias_ags")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality_alias")),
    )

    with op.batch_alter_table("municipality_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_municipality_alias_ags"), ["ags"], unique=False)

    op.create_table(
        "postcode_area",
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("main", sa.Boolean(create_constraint=True, name="main"), nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_postcode_area_ags")),
        sa.PrimaryKeyConstraint("postcode", "ags", name=op.f("pk_postcode_area")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("postcode_area")

    with op.batch_alter_table("municipality_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_alias_ags"))

    op.drop_table("municipality_alias")

    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_centre_id"))

    op.drop_table("municipality")

    op.drop_table("data_version")

    op.drop_table("centre")
