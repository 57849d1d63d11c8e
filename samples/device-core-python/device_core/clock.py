"""Time for the device: timers by name, and a clock that stands still until it is moved."""

from typing import Callable, Protocol

Action = Callable[[], None]


class Clock(Protocol):
    """Tells the time in Unix milliseconds and runs actions later. A name has one timer at a time."""

    def now(self) -> int:
        """The time."""

    def set(self, name: str, after: int, action: Action) -> None:
        """Run the action after so many milliseconds, instead of what was set under this name."""

    def cancel(self, name: str) -> None:
        """Forget what was set under this name."""


class VirtualClock:
    """A clock whose time passes in `advance` only; timers end in the order in which they are due."""

    def __init__(self, begin: int) -> None:
        self._now = begin
        self._set = 0
        self._timers: dict[str, tuple[int, int, Action]] = {}

    def now(self) -> int:
        return self._now

    def set(self, name: str, after: int, action: Action) -> None:
        self._set += 1
        self._timers[name] = (self._now + after, self._set, action)

    def cancel(self, name: str) -> None:
        self._timers.pop(name, None)

    def next_due(self) -> int | None:
        """Milliseconds until the next timer is due; None when there is none."""
        return min((due for due, _, _ in self._timers.values()), default=self._now) - self._now \
            if self._timers else None

    def advance(self, span: int) -> None:
        """Let so much time pass."""
        if span < 0:
            raise ValueError("time does not go back")
        end = self._now + span
        while self._timers:
            name = min(self._timers, key=lambda each: self._timers[each][:2])
            due, _, action = self._timers[name]
            if due > end:
                break
            del self._timers[name]
            self._now = due
            action()
        self._now = end
