"""Inputs and outputs of the machine. An input is all that the machine ever learns; an output is all that it ever does."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Union

from .messages import Message
from .record import Record, StoredImage
from .result_code import ResultCode
from .terms import ImageName


class Timer(Enum):
    """The timers of the machine."""

    TRIAL = "Trial"
    REBOOT = "Reboot"
    NONCE_LIFETIME = "NonceLifetime"
    FRESHNESS = "Freshness"


# Inputs

@dataclass(frozen=True)
class PoweredOn:
    """Power came on; this is what is durable."""

    record: Record


@dataclass(frozen=True)
class Request:
    """The Communicator asks. Time and chance come with it: the machine has neither."""

    message: Message
    now: int
    chance: bytes


@dataclass(frozen=True)
class SlotRead:
    """A slot was read back: `fault` is None when the image is whole and authentic."""

    image: StoredImage
    fault: ResultCode | None


@dataclass(frozen=True)
class SlotSealed:
    """The candidate's slot is sealed."""


@dataclass(frozen=True)
class StorageFailure:
    """An output could not be performed; those after it were dropped. `asked`: a request waits for its answer."""

    asked: bool


@dataclass(frozen=True)
class SelfTestEnded:
    """The running image tested itself."""

    passed: bool


@dataclass(frozen=True)
class TimerEnded:
    """A timer ended, perhaps late or twice (R-GEN-18)."""

    timer: Timer


Input = Union[PoweredOn, Request, SlotRead, SlotSealed, StorageFailure, SelfTestEnded, TimerEnded]


# Outputs

@dataclass(frozen=True)
class Persist:
    """Write the durable record."""

    record: Record


@dataclass(frozen=True)
class EraseSlot:
    """Erase the slot."""

    slot: int


@dataclass(frozen=True)
class WriteEnvelope:
    """Write the envelope beside the image."""

    slot: int
    envelope: bytes


@dataclass(frozen=True)
class WriteImage:
    """Write bytes of an image."""

    slot: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class SealSlot:
    """Seal the slot."""

    slot: int
    manifest: bytes


@dataclass(frozen=True)
class ReadSlot:
    """Read the image back from its slot and verify it."""

    image: StoredImage


@dataclass(frozen=True)
class Invoke:
    """Give control to the image; on trial, let it test itself."""

    name: ImageName
    on_trial: bool


@dataclass(frozen=True)
class Answer:
    """Answer the request."""

    message: Message


@dataclass(frozen=True)
class AnswerWithReport:
    """Sign the report and answer the request with it (R-DC-03)."""

    fields: dict[str, Any]


@dataclass(frozen=True)
class SetTimer:
    """Start the timer anew."""

    timer: Timer


@dataclass(frozen=True)
class CancelTimer:
    """Stop the timer."""

    timer: Timer


@dataclass(frozen=True)
class Reboot:
    """Restart the device."""


Output = Union[Persist, EraseSlot, WriteEnvelope, WriteImage, SealSlot, ReadSlot, Invoke, Answer, AnswerWithReport,
               SetTimer, CancelTimer, Reboot]
