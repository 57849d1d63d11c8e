"""A running image that a test tells how to behave, and chance that can be repeated."""

import hashlib
from pathlib import Path
from typing import Any

from .clock import VirtualClock
from .device import Device
from .terms import ImageName

SELF_TEST = "SelfTest"
SELF_TEST_TIME = 50
BEHAVIOURS = ("passes", "fails", "hangs", "restarts")


class SimulatedApplication:
    """Tests itself in 50 ms when it is on trial, and notes every image that got control, in a log too if there is one."""

    def __init__(self, clock: VirtualClock, log: Path | None = None) -> None:
        self.behaviour = "passes"
        self.boots: list[ImageName] = []
        self.device: Device | None = None
        self._clock, self._log = clock, log

    def invoke(self, name: ImageName, on_trial: bool) -> None:
        """The image has control now."""
        self.boots.append(name)
        if self._log is not None:
            with self._log.open("a", encoding="ascii") as log:
                log.write(f"{name.number} {name.manifest.hex()}\n")
        if on_trial and self.behaviour != "hangs":
            self._clock.set(SELF_TEST, SELF_TEST_TIME, self._end)

    def stop(self) -> None:
        """The image has control no more."""
        self._clock.cancel(SELF_TEST)

    def _end(self) -> None:
        assert self.device is not None
        if self.behaviour == "restarts":
            self.device.restart()
        else:
            self.device.self_test_ended(self.behaviour == "passes")


class RepeatableChance:
    """Bytes that follow from a seed: the same run twice, and unpredictable without the seed."""

    def __init__(self, seed: Any) -> None:
        self._seed = hashlib.sha256(repr(seed).encode()).digest()
        self._drawn = 0

    def secret(self) -> bytes:
        """32 bytes for a key; always the same for a seed."""
        return hashlib.sha256(b"key" + self._seed).digest()

    def __call__(self, count: int) -> bytes:
        """So many bytes that were not drawn before; at most 32."""
        self._drawn += 1
        return hashlib.sha256(b"chance" + self._seed + self._drawn.to_bytes(8, "big")).digest()[:count]
