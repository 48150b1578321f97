"""Runs the migrations on the connection that `kommanmap.database` hands in."""

from alembic import context

from kommanmap.extensions import Base
from kommanmap.models import MeetingPoint

assert MeetingPoint.metadata is Base.metadata  # noqa: S101 - importing the models fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
