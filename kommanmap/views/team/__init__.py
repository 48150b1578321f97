"""Pages of staff under `/team`: permit, parse, call one thing, commit, answer 303. Never cached, never framed."""

from flask import Blueprint

from kommanmap.views.team.account import account
from kommanmap.views.team.account_links import links
from kommanmap.views.team.auth import auth
from kommanmap.views.team.coverage import team_coverage
from kommanmap.views.team.dashboard import team
from kommanmap.views.team.evidence import team_evidence
from kommanmap.views.team.factors import factors
from kommanmap.views.team.history import team_history
from kommanmap.views.team.passkeys import keys
from kommanmap.views.team.people import people
from kommanmap.views.team.place_ends import team_points
from kommanmap.views.team.reports import team_reports

BLUEPRINTS: tuple[Blueprint, ...] = (
    auth,
    links,
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
)
"""Every part of the staff's side; a new one is added here."""
