"""The historical example places, brought in through the same import that staff use. Knows no command line."""

from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.formats.tables import read_table
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.names.shipped import reference_folder
from kommanmap.services import points_import
from kommanmap.services.import_plan import AppliedImport

DEMO_SOURCE = "demo"
DEMO_ACTOR = "kommanmap demo"


def load_demo(session: DatabaseSession, *, now: datetime, chain: Chain | None = None) -> AppliedImport:
    """Import the example places; the second time changes nothing. The caller commits.

    Raises:
        UnreadableTable: the reference data are not loaded yet.
    """
    with (reference_folder() / "demo" / "treffpunkte.csv").open("rb") as file:
        table = read_table(file)
    plan = points_import.preview(session, table=table, source=DEMO_SOURCE, now=now, is_example=True, chain=chain)
    return points_import.apply(session, plan=plan, actor=DEMO_ACTOR, now=now)
