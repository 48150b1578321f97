"""Who may do what: one table, role × permission. Knows neither requests nor how somebody proved who they are.

Which places somebody reaches is not said here: that is `domain.staff.Scope`.
"""

from collections.abc import Mapping
from enum import StrEnum

from kommanmap.domain.vocabulary import Role

__all__ = ["GRANTED", "Permission", "Role", "may"]


class Permission(StrEnum):
    """What an endpoint that is not public asks for."""

    SUGGEST_ADDRESSES = "suggest_addresses"
    """Complete an address while a place is entered."""
    SEE_OWN_ACCOUNT = "see_own_account"
    """One's own name, second factor and sessions."""
    SEE_PLACES = "see_places"
    """The staff's list, dashboard, history and files of the places in one's reach."""
    EDIT_PLACES = "edit_places"
    """Change, confirm, pause, retire places in one's reach."""
    ADD_PLACES = "add_places"
    """Add a place to a municipality in one's reach; copy one."""
    IMPORT_PLACES = "import_places"
    """Bring in, undo and bulk-edit many places at once."""
    DECIDE_REPORTS = "decide_reports"
    """Answer what the public reported or suggested."""
    SEND_REMINDERS = "send_reminders"
    """Ask carriers by mail whether their places are still right."""
    SEE_COVERAGE = "see_coverage"
    """White spots, evidence sheets, what readers looked for in vain."""
    MANAGE_CENTRE_STAFF = "manage_centre_staff"
    """Invite and disable carriers and colleagues of one's own centres."""
    MANAGE_STAFF = "manage_staff"
    """Invite, change and disable anybody."""


_CENTRES = frozenset({Role.STATE, Role.CENTRE})
_ALL = frozenset(Role)

GRANTED: Mapping[Permission, frozenset[Role]] = {
    Permission.SUGGEST_ADDRESSES: _ALL,
    Permission.SEE_OWN_ACCOUNT: _ALL,
    Permission.SEE_PLACES: _ALL,
    Permission.EDIT_PLACES: _ALL,
    Permission.ADD_PLACES: _CENTRES,
    Permission.IMPORT_PLACES: _CENTRES,
    Permission.DECIDE_REPORTS: _CENTRES,
    Permission.SEND_REMINDERS: _CENTRES,
    Permission.SEE_COVERAGE: _CENTRES,
    Permission.MANAGE_CENTRE_STAFF: _CENTRES,
    Permission.MANAGE_STAFF: frozenset({Role.STATE}),
}
"""Every permission with the roles that have it. What stands nowhere is refused."""


def may(role: Role | None, permission: Permission) -> bool:
    """Whether somebody in this role (None: not signed in) has the permission."""
    return role is not None and role in GRANTED.get(permission, frozenset())
