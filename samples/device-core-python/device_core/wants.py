"""The wanted block: where the transfer stands, in bytes over all images of the candidate (R-DC-19, R-DC-21)."""

from dataclasses import dataclass
from typing import Any

from .package import Image
from .record import Candidate


@dataclass(frozen=True)
class Want:
    """The block that is wanted next."""

    image: Image
    offset: int
    length: int

    def fields(self) -> dict[str, Any]:
        """The structure BlockWant."""
        return {"Payload": self.image.digest, "Offset": self.offset, "Length": self.length}


def wanted_block(candidate: Candidate, block_size: int) -> Want | None:
    """The next block, or None when all bytes are there."""
    before = 0
    for image in candidate.image.images:
        if candidate.received < before + image.size:
            offset = candidate.received - before
            return Want(image, offset, min(block_size, image.size - offset))
        before += image.size
    return None
