"""What survives a loss of power (spec/machines/device-core.md, State), and its bytes in the journal."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import msgpack

from .messages import pack
from .package import Image
from .result_code import ResultCode
from .terms import ImageName


class Stage(IntEnum):
    """How far the candidate is; selects the trigger at power on."""

    RECEIVING = 0
    VERIFIED = 1
    INSTALLING = 2
    AWAITING_BOOT = 3
    TRIAL = 4


@dataclass(frozen=True)
class StoredImage:
    """An image in a slot; its components in the order in which they are received."""

    name: ImageName
    slot: int
    images: tuple[Image, ...]

    @property
    def total(self) -> int:
        """Bytes of all components."""
        return sum(image.size for image in self.images)


@dataclass(frozen=True)
class Candidate:
    """The image that is to replace the confirmed one."""

    image: StoredImage
    stage: Stage
    received: int


@dataclass(frozen=True)
class Outcome:
    """How an update ended (R-DC-36); the serial counts the updates that ended on this device."""

    name: ImageName
    result: ResultCode
    serial: int


@dataclass(frozen=True)
class Record:
    """The durable record. It is written whole or not at all."""

    confirmed: StoredImage | None = None
    candidate: Candidate | None = None
    reserved_counter: int = 0
    outcome: Outcome | None = None

    def ended(self, result: ResultCode) -> "Record":
        """The record after the candidate's update ended without confirmation; unchanged without a candidate."""
        if self.candidate is None:
            return self
        return replace(self, candidate=None, outcome=self._outcome(self.candidate, result))

    def confirming(self) -> "Record":
        """The record after confirmation: image, number and outcome in one write (R-DC-30)."""
        assert self.candidate is not None
        return replace(self, confirmed=self.candidate.image, candidate=None,
                       outcome=self._outcome(self.candidate, ResultCode.SUCCESS))

    def staged(self, stage: Stage) -> "Record":
        """The record with the candidate at another stage."""
        assert self.candidate is not None
        return replace(self, candidate=replace(self.candidate, stage=stage))

    def _outcome(self, candidate: Candidate, result: ResultCode) -> Outcome:
        serial = 0 if self.outcome is None else self.outcome.serial
        return Outcome(candidate.image.name, result, serial + 1)


def to_bytes(record: Record) -> bytes:
    """The record as the journal holds it."""
    candidate, outcome = record.candidate, record.outcome
    return pack([
        None if record.confirmed is None else _image_plain(record.confirmed),
        None if candidate is None else [_image_plain(candidate.image), int(candidate.stage), candidate.received],
        record.reserved_counter,
        None if outcome is None else [outcome.name.number, outcome.name.manifest, int(outcome.result), outcome.serial],
    ])


def from_bytes(data: bytes) -> Record:
    """The record that the journal holds. The journal's check value vouches for the bytes."""
    confirmed, candidate, reserved, outcome = msgpack.unpackb(data, raw=False)
    return Record(
        None if confirmed is None else _image_of(confirmed),
        None if candidate is None else Candidate(_image_of(candidate[0]), Stage(candidate[1]), candidate[2]),
        reserved,
        None if outcome is None else Outcome(ImageName(outcome[0], outcome[1]), ResultCode(outcome[2]), outcome[3]))


def _image_plain(image: StoredImage) -> list[Any]:
    return [image.name.number, image.name.manifest, image.slot,
            [[each.component, each.digest, each.size, each.offset] for each in image.images]]


def _image_of(plain: list[Any]) -> StoredImage:
    number, manifest, slot, images = plain
    return StoredImage(ImageName(number, manifest), slot, tuple(Image(*each) for each in images))
