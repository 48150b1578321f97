"""Pages of staff under `/team`: permit, parse, call one thing, commit, answer 303. Never cached, never framed."""

from flask import Blueprint

from kommanmap.views.team.account import account
from kommanmap.views.team.account_links import links
from kommanmap.views.team.auth import auth
from kommanmap.views.team.coverage import team_coverage
from kommanmap.views.team.dashboard import team
from kommanmap.views.team.evidence import team_evidence
from kommanmap.views.team.factors import factors
from kommanmap.views.team.freshness import team_freshness
from kommanmap.views.team.history import team_history
from kommanmap.views.team.misses import team_misses
from kommanmap.views.team.passkeys import keys
from kommanmap.views.team.password_help import lost
from kommanmap.views.team.people import people
from kommanmap.views.team.place_known import team_points
from kommanmap.views.team.reports import team_reports
from kommanmap.views.team.table_files import team_files
from kommanmap.views.team.table_import import team_import

BLUEPRINTS: tuple[Blueprint, ...] = (
    auth,
    links,
    lost,
    factors,
    keys,
    account,
    people,
    team,
    team_reports,
    team_points,
    team_history,
    team_coverage,
    team_evidence,
    team_misses,
    team_freshness,
    team_files,
    team_import,
)
"""Every part of the staff's side; a new one is added here."""
