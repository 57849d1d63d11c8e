"""What the device refuses, and that a refusal changes nothing (R-GEN-02)."""

from device_core.result_code import ResultCode
from device_core.terms import DevicePhase, DirectiveKind

from .laboratory import STRANGER, Laboratory, Package, firmware, other_identity

R = ResultCode
NEXT = firmware(7)


class Refusals(Laboratory):
    """Each refusal leaves the flash as it was, and the same device then takes an update."""

    def tearDown(self) -> None:
        self.assertEqual(self.report()["Phase"], DevicePhase.IDLE)
        self.update(NEXT)
        self.runs(NEXT)

    def refuses(self, code: ResultCode, package: Package, directive: bytes | None = None,
                envelope: bytes | None = None) -> None:
        """Refused with the code; state and flash are unchanged."""
        told = self.directive(manifest=package.manifest) if directive is None else directive
        state, flash = self.device.state, self._flash()
        self.refused(code, self.send("DirectiveDelivery", Directive=told,
                                     Envelope=package.envelope if envelope is None else envelope))
        self.assertEqual(self.device.state, state)
        self.assertEqual(self._flash(), flash)

    def _flash(self) -> bytes:
        slots = self.device.slots
        return self.device._flash.peek(0, slots.start(1) + slots.length)

    def test_numbers(self) -> None:
        """R-DC-04, R-DC-05, R-DC-06."""
        self.refuses(R.ROLLED_BACK, firmware(5))
        self.refuses(R.SAME_NUMBER_OTHER_MANIFEST, firmware(6, note="other"))
        self.refuses(R.NUMBER_TOO_FAR_AHEAD, firmware(6 + 2**32 + 1))

    def test_authors(self) -> None:
        """R-DC-07, R-DC-44."""
        self.refuses(R.NOT_AUTHENTIC, firmware(7, key=STRANGER))
        self.refuses(R.MALFORMED_MANIFEST, NEXT, envelope=b"\x00")

    def test_compatibility(self) -> None:
        """R-DC-09, R-DC-10, R-DC-12, R-DC-13."""
        self.refuses(R.WRONG_VENDOR, firmware(7, identity=other_identity(vendor=b"\x09" * 16)))
        self.refuses(R.WRONG_CLASS, firmware(7, identity=other_identity(device_class=b"\x09" * 16)))
        self.refuses(R.UNSUPPORTED_COMPONENT, Package(7, {"modem": b"m"}))
        self.refuses(R.IMAGE_TOO_LARGE, firmware(7, size=64 * 1024 + 32))

    def test_directives(self) -> None:
        """R-DC-11, R-DC-15, R-DC-16, R-DC-17, R-DC-18."""
        manifest = NEXT.manifest
        self.refuses(R.DIRECTIVE_MISSING, NEXT, directive=b"")
        self.refuses(R.DIRECTIVE_NOT_AUTHENTIC, NEXT, self.directive(manifest=manifest, key=STRANGER))
        self.refuses(R.WRONG_DEVICE, NEXT, self.directive(manifest=manifest, Device=b"\x09" * 16))
        self.refuses(R.STALE_NONCE, NEXT, self.directive(manifest=manifest, Nonce=bytes(16)))
        self.refuses(R.DIRECTIVE_EXPIRED, NEXT, self.directive(manifest=manifest, ValidUntil=self.clock.now() - 1))
        self.refuses(R.DIRECTIVE_NAMES_OTHER_MANIFEST, NEXT, self.directive(manifest=bytes(32)))
        self.refuses(R.DIRECTIVE_NOT_AUTHENTIC, NEXT,
                     self.directive(DirectiveKind.UP_TO_DATE, key=STRANGER), envelope=b"")
