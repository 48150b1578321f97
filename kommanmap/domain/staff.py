"""A signed-in person as everything below the views sees them: who, in which role, for which places. Holds no table."""

from dataclasses import dataclass

from kommanmap.domain.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Which places somebody reaches: all, those of some centres, or single ones (ids of the tables)."""

    everything: bool = False
    centre_ids: frozenset[int] = frozenset()
    point_ids: frozenset[int] = frozenset()

    def reaches(self, *, centre_id: int, point_id: int | None) -> bool:
        """Whether a place of this centre is in reach; point_id None: one that is still to be added."""
        return self.everything or centre_id in self.centre_ids or (point_id is not None and point_id in self.point_ids)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody at work. `actor` is what the history keeps of them: never a name or a mail address."""

    user_id: int
    role: Role
    scope: Scope
    name: str = ""

    @property
    def actor(self) -> str:
        """`"centre:17"`: the role and the number of the account, whose name can be forgotten later."""
        return f"{self.role.value}:{self.user_id}"
