"""The command line: `kommanmap run | setup | demo | points | addresses | hours | jobs | mail | reports | users …`.

Parses, calls one thing, says what happened.

Exit codes: 0 done, 1 refused with a reason on stderr, 2 wrong usage. Reading commands take `--json`.
"""

import click

from kommanmap.cli.addresses import addresses
from kommanmap.cli.doctor import doctor
from kommanmap.cli.geocode import geocode
from kommanmap.cli.hours import hours
from kommanmap.cli.jobs import jobs
from kommanmap.cli.links import links
from kommanmap.cli.mail import mail
from kommanmap.cli.points import demo, points
from kommanmap.cli.refusals import RefusingGroup
from kommanmap.cli.reports import reports
from kommanmap.cli.running import run
from kommanmap.cli.setting_up import setup
from kommanmap.cli.users import users

__all__ = ["main"]


@click.group(cls=RefusingGroup)
@click.version_option(package_name="kommanmap", prog_name="kommanmap")
def commands() -> None:
    """KommAnMap: Verzeichnis und Karte der Ankommenstreffpunkte in Nordrhein-Westfalen."""


for _command in (run, setup, demo, points, geocode, hours, addresses, jobs, links, mail, reports, users, doctor):
    commands.add_command(_command)


def main() -> None:
    """The console script."""
    commands(prog_name="kommanmap")
