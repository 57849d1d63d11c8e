"""What the machine holds, what it is configured with, and how it reacts."""

from dataclasses import dataclass
from typing import Protocol

from .package import Offer
from .procedure import Identity
from .record import Record
from .statements import Directive
from .steps import Output
from .terms import DevicePhase, ImageName, Profile


@dataclass(frozen=True)
class State:
    """The durable record and what is gone with the power."""

    phase: DevicePhase = DevicePhase.OFF
    record: Record = Record()
    running: ImageName | None = None
    nonce: bytes | None = None
    suspected: bool = False
    counter: int = 0


@dataclass(frozen=True)
class Reaction:
    """The trigger that an input is, the state after it, and the outputs in their order."""

    trigger: str
    state: State
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What the machine has to know of its device."""

    identity: Identity
    profile: Profile
    has_clock: bool
    slot_capacity: int
    block_size: int


class Judge(Protocol):
    """Judges signed bytes. Same bytes, same verdict; raises Refused."""

    def directive(self, data: bytes, nonce: bytes | None, now: int | None) -> Directive:
        """The directive, believed."""

    def package(self, data: bytes, slot: int) -> Offer:
        """The offer that the envelope makes for this slot."""
