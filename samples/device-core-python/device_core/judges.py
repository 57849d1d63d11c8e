"""The judges of signed bytes, bound to the trust anchors of one device."""

from .configuration import Configuration
from .package import Offer, judge_package
from .record import StoredImage
from .result_code import ResultCode
from .slots import Slots
from .statements import Directive, judge_directive
from .terms import Refused


class AnchoredJudge:
    """Judges directives and packages; same bytes, same verdict (R-GEN-07)."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._target = configuration.target()

    def directive(self, data: bytes, nonce: bytes | None, now: int | None) -> Directive:
        """The directive, believed (R-DC-15 to R-DC-17)."""
        return judge_directive(data, self._configuration.trackers, self._configuration.identity.device, nonce, now)

    def package(self, data: bytes, slot: int) -> Offer:
        """The offer that the envelope makes for this slot (R-DC-07 to R-DC-13)."""
        return judge_package(data, self._target, slot)

    def slot_fault(self, slots: Slots, image: StoredImage) -> ResultCode | None:
        """Read the slot back: signature, manifest digest, every component (R-DC-22, R-DC-25). None: all is right."""
        try:
            offer = self.package(slots.read_envelope(image.slot), image.slot)
        except Refused:
            return ResultCode.STORAGE_CORRUPTED
        if offer.name != image.name or sorted(offer.images, key=lambda each: each.offset) != \
                sorted(image.images, key=lambda each: each.offset):
            return ResultCode.STORAGE_CORRUPTED
        if not all(slots.holds(image.slot, each) for each in image.images):
            return ResultCode.PAYLOAD_DIGEST_MISMATCH
        return None
