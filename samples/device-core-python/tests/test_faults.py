"""Cuts of the power and failures of the storage at every operation, decay, and recovery."""

from device_core.faults import Tear
from device_core.result_code import ResultCode
from device_core.terms import DevicePhase, DirectiveKind

from .laboratory import DURATIONS, Laboratory, Silent, firmware

P = DevicePhase
R = ResultCode
FORMER, NEXT, NEWER = firmware(6), firmware(7), firmware(8)


class Faults(Laboratory):
    """Whatever happens, an authentic image runs and the update can be made (R-DC-32, R-DC-38, R-DC-46)."""

    def drive(self, rounds: int = 40) -> None:
        """What a Communicator and a tracker do until image 7 is confirmed, whatever is lost on the way."""
        for _ in range(rounds):
            self.clock.advance(250)
            try:
                if self._round():
                    return
            except Silent:
                continue
            self.clock.advance(DURATIONS.reboot_delay)
        self.fail("the update never came to its end")

    def _round(self) -> bool:
        report = self.report()
        self.assertIn(report["Phase"], (P.IDLE, P.RECEIVING, P.VERIFIED, P.AWAITING_BOOT, P.TRIAL))
        self.assertEqual(report["Running"] == report["Confirmed"], report["Phase"] is not P.TRIAL)
        if report["Confirmed"]["Number"] == 7:
            return True
        held = report["Candidate"] is not None
        if report["Phase"] in (P.IDLE, P.RECEIVING):
            answer = self.send("DirectiveDelivery", Directive=self.directive(manifest=NEXT.manifest),
                               Envelope=b"" if held else NEXT.envelope)
            while answer is not None and answer.fields.get("Want"):
                answer = self.block(NEXT, answer.fields["Want"])
        elif report["Phase"] is P.VERIFIED:
            self.answered("InstallRequest", Manifest=NEXT.manifest)
        return False

    def test_power_cut_at_every_operation(self) -> None:
        """R-DC-20, R-DC-21, R-DC-26, R-DC-32, R-DC-46, R-GEN-08."""
        cuts = 0
        for tear in Tear:
            for after in range(200):
                self.setUp()
                self.device.faults.cut_power(after, tear)
                self.drive()
                self.runs(NEXT)
                if "power lost" not in self.log:
                    break
                cuts += 1
        self.assertGreater(cuts, 60)

    def test_storage_failure_at_every_operation(self) -> None:
        """R-DC-36, R-DC-38."""
        failures = 0
        for after in range(200):
            self.setUp()
            self.device.faults.fail(after)
            self.drive()
            self.runs(NEXT)
            if not any("StorageFailed" in line for line in self.log):
                break
            failures += 1
        self.assertGreater(failures, 20)

    def test_failed_block_is_not_acknowledged(self) -> None:
        """R-DC-20, R-DC-38."""
        want = self.deliver(NEXT).fields["Want"]
        self.device.faults.fail(0)
        self.refused(R.STORAGE_FAILED, self.block(NEXT, want))
        self.runs(FORMER)
        self.ended(NEXT, R.STORAGE_FAILED)

    def test_failed_installation(self) -> None:
        """R-DC-38, R-DC-46."""
        self.verified(NEXT)
        self.device.faults.fail(1)
        self.refused(R.INSTALL_FAILED, self.send("InstallRequest", Manifest=NEXT.manifest))
        self.runs(FORMER)
        self.ended(NEXT, R.INSTALL_FAILED)

    def test_device_is_silent_while_down(self) -> None:
        want = self.deliver(NEXT).fields["Want"]
        self.device.faults.cut_power(0, Tear.HALFWAY)
        self.assertIsNone(self.block(NEXT, want))
        self.assertIsNone(self.send("StatusRequest"))
        self.clock.advance(199)
        self.assertIsNone(self.send("StatusRequest"))
        self.clock.advance(1)
        self.assertEqual(self.phase(P.RECEIVING)["Candidate"]["Received"], 0)

    def test_decayed_candidate(self) -> None:
        """R-DC-25: noticed before it runs."""
        self.verified(NEXT)
        self.answered("InstallRequest", Manifest=NEXT.manifest)
        self._damage(1)
        self.clock.advance(DURATIONS.reboot_delay)
        self.runs(FORMER)
        self.ended(NEXT, R.BOOT_VERIFICATION_FAILED)
        self.assertNotIn(7, [name.number for name in self.application.boots])

    def test_recovery(self) -> None:
        """R-DC-31, R-DC-39: no image may be booted; the same or a newer one repairs the device."""
        for package in (FORMER, NEXT):
            with self.subTest(package.number):
                self.setUp()
                self._unbootable()
                self.refused(R.ROLLED_BACK, self.deliver(firmware(5)))
                self.refused(R.MISSING_ELEMENT, self.deliver(package, envelope=b""))
                self.transfer(package, self.deliver(package))
                self.assertIsNone(self.phase(P.VERIFIED)["Running"])
                self.answered("InstallRequest", Manifest=package.manifest)
                self.clock.advance(DURATIONS.reboot_delay + 50)
                self.runs(package)

    def test_failed_recovery(self) -> None:
        """R-DC-39: the device restarts and is Unbootable again."""
        self._unbootable()
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self.assertEqual(self.tell(DirectiveKind.CANCEL, NEXT.manifest).fields["Phase"], P.OFF)
        self.phase(P.UNBOOTABLE)
        self.ended(NEXT, R.CANCELLED)
        want = self.deliver(NEXT).fields["Want"]
        self.device.faults.fail(0)
        self.refused(R.STORAGE_FAILED, self.block(NEXT, want))
        self.phase(P.UNBOOTABLE)
        self.ended(NEXT, R.STORAGE_FAILED)
        self.application.behaviour = "fails"
        self.installed(NEXT)
        self.clock.advance(50)
        self.phase(P.UNBOOTABLE)
        self.ended(NEXT, R.SELF_TEST_FAILED)

    def test_left_over_candidate(self) -> None:
        """R-DC-39: dropped when an update is accepted."""
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self._unbootable()
        self.assertEqual(self.deliver(NEXT).fields["Want"]["Offset"], 0)
        self.assertIsNone(self.report()["LastOutcome"])

    def _unbootable(self) -> None:
        self._damage(0)
        self.device.power_off()
        self.device.power_on()
        report = self.phase(P.UNBOOTABLE)
        self.assertEqual((report["Confirmed"]["Number"], report["Running"], report["Candidate"]), (6, None, None))

    def _damage(self, slot: int) -> None:
        confirmed, candidate = self.device.state.record.confirmed, self.device.state.record.candidate
        for image in (confirmed, None if candidate is None else candidate.image):
            if image is not None and image.slot == slot:
                self.device.slots.damage(slot, image.images)

