"""Faults of the flash that tests order: a cut of the power within an operation, a failure of one."""

from dataclasses import dataclass
from enum import Enum


class StorageError(Exception):
    """The storage could not do what was ordered (R-DC-38)."""


class PowerLost(Exception):
    """The device lost its power within this operation (R-DC-32)."""


class Tear(Enum):
    """How much of the operation happens before the power is gone."""

    BEFORE = "before"
    HALFWAY = "halfway"
    AFTER = "after"


@dataclass
class _Cut:
    after: int
    tear: Tear


class Faults:
    """What goes wrong next: one fault, once. Operations count: reads, writes and erasures of the flash."""

    def __init__(self) -> None:
        self._cut: _Cut | None = None
        self._failure: int | None = None

    def cut_power(self, after: int, tear: Tear) -> None:
        """The power goes in the operation that follows so many."""
        self._cut, self._failure = _Cut(after, tear), None

    def fail(self, after: int) -> None:
        """The operation that follows so many fails."""
        self._cut, self._failure = None, after

    def operation(self) -> Tear | None:
        """Called before each operation: how it is torn, or None. Raises StorageError."""
        if self._failure is not None:
            self._failure -= 1
            if self._failure < 0:
                self._failure = None
                raise StorageError("ordered failure")
        if self._cut is not None:
            self._cut.after -= 1
            if self._cut.after < 0:
                tear, self._cut = self._cut.tear, None
                return tear
        return None
