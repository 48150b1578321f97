"""Who may do what: one table, role × permission. Knows neither requests nor how somebody proved who they are."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person works for."""

    STATE = "state"
    CENTRE = "centre"
    CARRIER = "carrier"


class Permission(StrEnum):
    """What an endpoint that is not public asks for."""

    SUGGEST_ADDRESSES = "suggest_addresses"
    """Complete an address while a place is entered."""


GRANTED: Mapping[Permission, frozenset[Role]] = {
    Permission.SUGGEST_ADDRESSES: frozenset(Role),
}
"""Every permission with the roles that have it. What stands nowhere is refused."""


def may(role: Role | None, permission: Permission) -> bool:
    """Whether somebody in this role (None: not signed in) has the permission."""
    return role is not None and role in GRANTED.get(permission, frozenset())
