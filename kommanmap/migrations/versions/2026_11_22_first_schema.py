"""The first schema: areas, meeting points, history, data version."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_first_schema"
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
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "created", "updated", "retired", name="changekind", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at_utc", sa.DateTime(), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["meeting_point.id"], name=op.f("fk_change_point_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_point_id"), ["point_id"], unique=False)

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
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_point_id"))
        batch_op.drop_index(batch_op.f("ix_change_batch"))

    op.drop_table("change")
    op.drop_table("postcode_area")
    with op.batch_alter_table("municipality_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_alias_ags"))

    op.drop_table("municipality_alias")
    with op.batch_alter_table("meeting_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_point_status"))
        batch_op.drop_index(batch_op.f("ix_meeting_point_data_version"))
        batch_op.drop_index(batch_op.f("ix_meeting_point_ags"))

    op.drop_table("meeting_point")
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipality_centre_id"))

    op.drop_table("municipality")
    op.drop_table("data_version")
    op.drop_table("centre")
