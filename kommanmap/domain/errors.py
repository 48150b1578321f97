"""The few ways in which the application refuses. `views.errors` alone turns them into pages or JSON."""


class KommAnMapError(Exception):
    """Root of all errors that the application raises on purpose."""


class NotFound(KommAnMapError):
    """Nothing (visible to the asker) has this name."""


class Conflict(KommAnMapError):
    """Somebody else has changed the record meanwhile."""


class InvalidInput(KommAnMapError):
    """What was typed breaks a rule. `problems` maps a field name to its message."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in problems.items()))
        self.problems = problems


class UnreadableFile(KommAnMapError):
    """A file that cannot be imported at all. `line` is 1-based, None where no line can be named."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line is not None else reason)
        self.reason = reason
        self.line = line


class Unavailable(KommAnMapError):
    """Something outside did not answer; trying again later may help."""


class BadConfiguration(KommAnMapError):
    """The installation is set up in a way that cannot work; the message says what to change."""
