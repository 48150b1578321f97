"""Meeting points with what hangs on them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_b_points"
down_revision: str | None = "2026_11_22_a_areas"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "meeting_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "review",
                "public",
                "paused",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("ags", sa.String(length=8), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("house_number", sa.String(length=40), nullable=False),
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("district", sa.String(length=120), nullable=False),
        sa.Column("building", sa.String(length=300), nullable=False),
        sa.Column("way_in", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column(
            "position_accuracy",
            sa.Enum(
                "manual",
                "house",
                "nearest_house",
                "street",
                "postcode",
                "municipality",
                name="accuracy",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("position_source", sa.String(length=200), nullable=False),
        sa.Column(
            "pin_visibility",
            sa.Enum(
                "exact", "town", "hidden", name="pinvisibility", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("carrier", sa.String(length=400), nullable=False),
        sa.Column("phone", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=1000), nullable=False),
        sa.Column(
            "step_free",
            sa.Enum("yes", "no", "unknown", name="step_free", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "accessible_toilet",
            sa.Enum(
                "yes", "no", "unknown", name="accessible_toilet", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "childcare",
            sa.Enum("yes", "no", "unknown", name="childcare", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "cost",
            sa.Enum(
                "free", "donation", "paid", "unknown", name="cost", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "registration",
            sa.Enum(
                "not_needed",
                "needed",
                "unknown",
                name="registration",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("offers_as_typed", sa.Text(), nullable=False),
        sa.Column("languages_as_typed", sa.Text(), nullable=False),
        sa.Column("access_as_typed", sa.Text(), nullable=False),
        sa.Column("last_checked_on", sa.Date(), nullable=True),
        sa.Column(
            "last_checked_by",
            sa.Enum(
                "state", "centre", "carrier", name="checkedby", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_date", sa.String(length=60), nullable=False),
        sa.Column("is_example", sa.Boolean(create_constraint=True, name="is_example"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_utc", sa.DateTime(), nullable=False),
        sa.Column("updated_utc", sa.DateTime(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_meeting_point_position_is_whole")),
        sa.CheckConstraint(
            "(lat IS NULL) = (position_accuracy IS NULL)", name=op.f("ck_meeting_point_position_has_accuracy")
        ),
        sa.CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name=op.f("ck_meeting_point_lat_is_a_latitude")),
        sa.CheckConstraint(
            "lon IS NULL OR (lon BETWEEN -180 AND 180)", name=op.f("ck_meeting_point_lon_is_a_longitude")
        ),
        sa.ForeignKeyConstraint(["ags"], ["municipality.ags"], name=op.f("fk_meeting_point_ags")),
        sa.ForeignKeyConstraint(["successor_id"], ["meeting_point.id"], name=op.f("fk_meeting_point_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_point_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_meeting_point_slug")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_meeting_point_source_external_id")),
    )

    with op.batch_alter_table("meeting_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_point_ags"), ["ags"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_point_data_version"), ["data_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_point_status"), ["status"], unique=False)

    op.create_table(
        "point_audience",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "alle",
                "frauen",
                "maenner",
                "familien",
                "kinder",
                "jugend",
                "aeltere",
                "ukraine",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_point_audience_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", "audience", name=op.f("pk_point_audience")),
    )

    op.create_table(
        "point_language",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_point_language_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", "language", name=op.f("pk_point_language")),
    )

    op.create_table(
        "point_offer",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "offer",
            sa.Enum(
                "begegnung",
                "deutsch",
                "formulare",
                "beratung",
                "arbeit",
                "wohnen",
                "gesundheit",
                "kinder",
                "nachhilfe",
                "essen",
                "kochen",
                "handarbeit",
                "spiele",
                "sport",
                "musik",
                "internet",
                "kleidung",
                "werkstatt",
                "patenschaft",
                "dolmetschen",
                name="offer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_point_offer_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", "offer", name=op.f("pk_point_offer")),
    )

    op.create_table(
        "point_text",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_point_text_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("point_id", "language", name=op.f("pk_point_text")),
    )

    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_session_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("point_id", "position", name=op.f("uq_session_point_id_position")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("session")

    op.drop_table("point_text")

    op.drop_table("point_offer")

    op.drop_table("point_language")

    op.drop_table("point_audience")

    with op.batch_alter_table("meeting_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_point_status"))
        batch_op.drop_index(batch_op.f("ix_meeting_point_data_version"))
        batch_op.drop_index(batch_op.f("ix_meeting_point_ags"))

    op.drop_table("meeting_point")
