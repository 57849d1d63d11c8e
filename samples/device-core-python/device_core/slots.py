"""Two slots in the flash. A slot holds the envelope beside the image, so that booting needs nothing else (R-DC-25)."""

import hashlib

from .flash import Flash
from .journal import Journal
from .package import Image

NAMES = ("A", "B")
PAGE = 4096
_SEAL = 0
_ENVELOPE = PAGE
_IMAGES = _ENVELOPE + 17 * PAGE
_LENGTH = 4
_SEAL_WORD = b"SEALED"
_READ = 64 * 1024


class Slots:
    """Slot layout: a page for the seal, the envelope with its length, the images at multiples of a page."""

    def __init__(self, flash: Flash, capacity: int) -> None:
        self._flash = flash
        self.length = slot_length(capacity)

    def start(self, slot: int) -> int:
        """Where in the file the slot begins."""
        return Journal.SIZE + slot * self.length

    def erase(self, slot: int) -> None:
        """Erase the whole slot."""
        self._flash.erase(self.start(slot), self.length)

    def write_envelope(self, slot: int, envelope: bytes) -> None:
        """Store the envelope of the image that is to come."""
        self._flash.write(self.start(slot) + _ENVELOPE, len(envelope).to_bytes(_LENGTH, "big") + envelope)

    def write_image(self, slot: int, offset: int, data: bytes) -> None:
        """Store bytes of an image (R-DC-45)."""
        self._flash.write(self.start(slot) + _IMAGES + offset, data)

    def seal(self, slot: int, manifest: bytes) -> None:
        """Mark the slot as installed; to repeat it changes nothing (R-DC-46)."""
        self._flash.write(self.start(slot) + _SEAL, _SEAL_WORD + manifest)

    def read_envelope(self, slot: int) -> bytes:
        """The envelope in the slot; empty when there is none that could be one."""
        length = int.from_bytes(self._flash.read(self.start(slot) + _ENVELOPE, _LENGTH), "big")
        if length > _IMAGES - _ENVELOPE - _LENGTH:
            return b""
        return self._flash.read(self.start(slot) + _ENVELOPE + _LENGTH, length)

    def holds(self, slot: int, image: Image) -> bool:
        """Whether the bytes of the image, read back, are the ones that were signed (R-DC-22)."""
        digest = hashlib.sha256()
        at = self.start(slot) + _IMAGES + image.offset
        for done in range(0, image.size, _READ):
            digest.update(self._flash.read(at + done, min(_READ, image.size - done)))
        return digest.digest() == image.digest

    def damage(self, slot: int, images: tuple[Image, ...]) -> None:
        """Change one bit of what the slot holds: of the image, or of the envelope when the image is empty."""
        first = next((image for image in images if image.size), None)
        self._flash.flip(self.start(slot) + (_ENVELOPE + _LENGTH if first is None else _IMAGES + first.offset))


def slot_length(capacity: int) -> int:
    """Bytes of a slot that takes images of so many bytes."""
    return _IMAGES + -(-capacity // PAGE) * PAGE


def flash_size(capacity: int) -> int:
    """Bytes of a flash with two such slots."""
    return Journal.SIZE + len(NAMES) * slot_length(capacity)
