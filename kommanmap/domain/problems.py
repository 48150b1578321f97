"""What is wrong or worth knowing about a typed value, as a code. The words stand in `kommanmap.problem_texts`."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kommanmap.domain.errors import InvalidInput, UnreadableFile


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` names a field of `PointDraft` ("" for the whole row), `params` fill the sentence of `code`."""

    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


class InvalidDraft(InvalidInput):
    """A draft that breaks rules. `found` keeps the codes, so that a page can say them in its own language."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(found)
        super().__init__({problem.field: problem.code for problem in self.found})


class UnreadableTable(UnreadableFile):
    """A file of rows that cannot be imported at all. `problem` keeps the code, `line` the place if there is one."""

    def __init__(self, code: str, line: int | None = None, **params: str | int) -> None:
        self.problem = Problem("", code, params)
        super().__init__(code, line)
