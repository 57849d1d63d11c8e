"""Whole updates in virtual time, and how they end otherwise."""

from typing import Any

from device_core.messages import Message, decode
from device_core.result_code import ResultCode
from device_core.terms import DevicePhase, DirectiveKind, Profile

from .laboratory import (BLOCK, DURATIONS, Laboratory, Package, firmware, with_payload_bit_changed)

P = DevicePhase
K = DirectiveKind
R = ResultCode
FORMER, NEXT, NEWER = firmware(6), firmware(7), firmware(8)


class Updates(Laboratory):
    """Profile Secure."""

    def test_whole_update(self) -> None:
        """R-DC-27, R-DC-30, R-DC-36, R-DC-48."""
        self.runs(FORMER)
        self.update(NEXT)
        self.runs(NEXT)
        self.ended(NEXT, R.SUCCESS)
        self.assertEqual([name.number for name in self.application.boots], [6, 7])
        self.update(NEWER)
        self.runs(NEWER)
        self.assertEqual(self.report()["LastOutcome"]["Serial"], 2)

    def test_report_says_where_the_device_stands(self) -> None:
        """R-DC-02, R-DC-03, R-DC-40."""
        first = self.deliver(NEXT)
        self.transfer(NEXT, first, 1)
        report = self.phase(P.RECEIVING)
        self.assertEqual(report["Candidate"], {"Image": {"Number": 7, "Manifest": NEXT.manifest}, "Received": BLOCK,
                                               "Total": len(NEXT.contents["firmware"])})
        self.assertEqual((report["SlotCapacity"], report["BlockSize"]), (64 * 1024, BLOCK))
        self.assertGreater(self.report()["Counter"], report["Counter"])
        self.assertEqual(self.report()["Nonce"], report["Nonce"])

    def test_counter_increases_over_restarts(self) -> None:
        """R-DC-03."""
        counters = []
        for _ in range(5):
            counters += [self.report()["Counter"] for _ in range(40)]
            self.device.power_off()
            self.device.power_on()
        self.assertEqual(counters, sorted(set(counters)))

    def test_nonce_counts_once(self) -> None:
        """R-DC-16: spent by the first believed directive."""
        told = self.directive(K.UP_TO_DATE)
        self.assertEqual(self.answered("DirectiveDelivery", Directive=told, Envelope=b"").name, "DirectiveAnswer")
        self.refused(R.STALE_NONCE, self.send("DirectiveDelivery", Directive=told, Envelope=b""))

    def test_refused_directive_leaves_the_nonce(self) -> None:
        """R-DC-16, R-DC-18."""
        told = self.directive(manifest=NEWER.manifest)
        self.refused(R.DIRECTIVE_NAMES_OTHER_MANIFEST,
                     self.send("DirectiveDelivery", Directive=told, Envelope=NEXT.envelope))
        answer = self.answered("DirectiveDelivery", Directive=told, Envelope=NEWER.envelope)
        self.assertEqual(answer.fields["Phase"], P.RECEIVING)

    def test_nonce_ends(self) -> None:
        """R-DC-41: also when reports go on carrying it."""
        told = self.directive(K.UP_TO_DATE, ValidUntil=2**62)
        nonce = self.report()["Nonce"]
        self.clock.advance(DURATIONS.nonce_lifetime - 1)
        self.assertEqual(self.report()["Nonce"], nonce)
        self.clock.advance(1)
        self.refused(R.STALE_NONCE, self.send("DirectiveDelivery", Directive=told, Envelope=b""))
        self.assertNotEqual(self.report()["Nonce"], nonce)

    def test_freeze_is_suspected(self) -> None:
        """R-DC-37."""
        self.clock.advance(DURATIONS.freshness_limit - 1)
        self.assertFalse(self.report()["FreezeSuspected"])
        self.clock.advance(1)
        self.assertTrue(self.report()["FreezeSuspected"])
        self.tell(K.UP_TO_DATE)
        self.assertFalse(self.report()["FreezeSuspected"])
        self.clock.advance(DURATIONS.freshness_limit)
        self.assertTrue(self.report()["FreezeSuspected"])

    def test_transfer_resumes(self) -> None:
        """R-DC-21: without and with a restart, at the byte where it stopped."""
        self.transfer(NEXT, self.deliver(NEXT), 2)
        for restart in (False, True):
            if restart:
                self.device.power_off()
                self.device.power_on()
            answer = self.deliver(NEXT, envelope=b"")
            self.assertEqual((answer.fields["Phase"], answer.fields["Want"]["Offset"]), (P.RECEIVING, 2 * BLOCK))
        self.transfer(NEXT, answer)
        self.phase(P.VERIFIED)

    def test_only_the_wanted_block(self) -> None:
        """R-DC-19."""
        want = self.deliver(NEXT).fields["Want"]
        content = NEXT.contents["firmware"]
        changed: list[dict[str, Any]] = [
            {"Manifest": NEWER.manifest}, {"Payload": NEWER.manifest}, {"Offset": BLOCK},
            {"Data": content[:BLOCK - 1]}, {"Data": content[:BLOCK + 1]}, {"Data": b""}]
        for changes in changed:
            self.refused(R.UNEXPECTED_BLOCK, self.block(NEXT, want, **changes))
        self.refused(R.TOO_MUCH_DATA, self.block(NEXT, want, Data=content + b"!"))
        answer = self.block(NEXT, want)
        assert answer is not None
        self.assertEqual(answer.fields["Want"]["Offset"], BLOCK)
        self.refused(R.UNEXPECTED_BLOCK, self.block(NEXT, want))

    def test_other_content_is_abandoned(self) -> None:
        """R-DC-22, R-DC-23."""
        changed = with_payload_bit_changed(NEXT)
        self.transfer(changed, self.deliver(changed))
        self.runs(FORMER)
        self.ended(NEXT, R.PAYLOAD_DIGEST_MISMATCH)

    def test_install_names_the_verified_candidate(self) -> None:
        """R-DC-24."""
        self.refused(R.NOT_NOW, self.send("InstallRequest", Manifest=NEXT.manifest))
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self.refused(R.NOT_NOW, self.send("InstallRequest", Manifest=NEXT.manifest))
        self.verified(NEXT)
        self.refused(R.NOT_NOW, self.send("InstallRequest", Manifest=FORMER.manifest))
        self.phase(P.VERIFIED)

    def test_reverts(self) -> None:
        """R-DC-26, R-DC-28, R-DC-29."""
        for behaviour, span, result in (("fails", 50, R.SELF_TEST_FAILED),
                                        ("hangs", DURATIONS.trial_period, R.TRIAL_EXPIRED),
                                        ("restarts", 50, R.RESTARTED_DURING_TRIAL)):
            with self.subTest(behaviour):
                self.application.behaviour = behaviour
                self.installed(NEXT)
                self.assertEqual(self.phase(P.TRIAL)["Running"]["Number"], 7)
                self.clock.advance(span)
                self.runs(FORMER)
                self.ended(NEXT, result)

    def test_busy_during_the_trial(self) -> None:
        """R-DC-33, R-DC-35."""
        self.installed(NEXT)
        self.refused(R.BUSY, self.deliver(NEWER))
        self.refused(R.TOO_LATE_TO_CANCEL, self.tell(K.CANCEL, NEXT.manifest))
        self.assertEqual(self.deliver(NEXT, envelope=b"").fields["Phase"], P.TRIAL)
        self.phase(P.TRIAL)

    def test_newer_takes_the_place(self) -> None:
        """R-DC-34: while received or verified; one that is not newer does not."""
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self.refused(R.BUSY, self.deliver(firmware(7, note="other")))
        self.assertEqual(self.deliver(NEWER).fields["Want"]["Offset"], 0)
        self.ended(NEXT, R.SUPERSEDED)
        self.refused(R.BUSY, self.deliver(NEXT))
        self.verified(NEWER)
        newest = firmware(9)
        self.update(newest)
        self.runs(newest)

    def test_cancel(self) -> None:
        """R-DC-35."""
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self.refused(R.DIRECTIVE_NAMES_OTHER_MANIFEST, self.tell(K.CANCEL, NEWER.manifest))
        self.assertEqual(self.tell(K.CANCEL, NEXT.manifest).fields, {"Phase": P.IDLE, "Want": None})
        self.ended(NEXT, R.CANCELLED)
        self.verified(NEXT)
        self.answered("InstallRequest", Manifest=NEXT.manifest)
        self.assertEqual(self.tell(K.CANCEL, NEXT.manifest).fields["Phase"], P.IDLE)
        self.clock.advance(DURATIONS.reboot_delay)
        self.runs(FORMER)
        self.assertEqual(self.tell(K.CANCEL, NEXT.manifest).fields["Phase"], P.IDLE)

    def test_confirmed_image_again(self) -> None:
        """Nothing is written."""
        self.assertEqual(self.deliver(FORMER).fields, {"Phase": P.IDLE, "Want": None})
        self.assertEqual(self.deliver(FORMER, envelope=b"").fields, {"Phase": P.IDLE, "Want": None})
        self.refused(R.MISSING_ELEMENT, self.deliver(NEXT, envelope=b""))
        self.assertIsNone(self.report()["LastOutcome"])

    def test_integrated_payload(self) -> None:
        """R-DC-43."""
        package = firmware(7, integrated=True)
        self.assertEqual(self.deliver(package).fields, {"Phase": P.VERIFYING_IMAGE, "Want": None})
        self.phase(P.VERIFIED)
        self.answered("InstallRequest", Manifest=package.manifest)
        self.clock.advance(DURATIONS.reboot_delay + 50)
        self.runs(package)

    def test_several_components(self) -> None:
        """R-DC-42."""
        package = Package(7, {"firmware": b"f" * 5_000, "radio": b"r" * 300})
        self.update(package)
        self.runs(package)
        broken = Package(8, {"firmware": b"F" * 5_000, "radio": b"R" * 300})
        last = self.transfer(broken, self.deliver(broken), 2)
        self.block(broken, last.fields["Want"], Data=b"S" * 300)
        self.runs(package)
        self.ended(broken, R.PAYLOAD_DIGEST_MISMATCH)

    def test_empty_image(self) -> None:
        """Nothing is wanted, so it is verified at once."""
        package = Package(7, {"firmware": b""})
        self.assertEqual(self.deliver(package).fields["Phase"], P.VERIFYING_IMAGE)
        self.phase(P.VERIFIED)

    def test_bytes_and_messages_that_mean_nothing(self) -> None:
        """R-GEN-02, R-GEN-04."""
        answer = self.device.ask(b"\xc1")
        assert answer is not None
        self.assertEqual(decode(answer), Message("Refusal", {"Code": R.MALFORMED_MESSAGE, "Detail": "WrongType"}))
        self.refused(R.NOT_NOW, self.send("CatalogueRequest"))
        self.refused(R.NOT_NOW, self.send("InstallAnswer", Phase=P.IDLE))
        self.refused(R.NOT_NOW, self.send("ImageBlock", Manifest=bytes(32), Payload=bytes(32), Offset=0, Data=b""))

    def test_late_timers_are_harmless(self) -> None:
        """R-GEN-18."""
        self.verified(NEXT)
        self.answered("InstallRequest", Manifest=NEXT.manifest)
        self.tell(K.CANCEL, NEXT.manifest)
        self.verified(NEWER)
        self.clock.advance(10 * DURATIONS.trial_period)
        self.phase(P.VERIFIED)

    def test_same_run_twice(self) -> None:
        """R-GEN-07."""
        answers = []
        for _ in range(2):
            self.setUp()
            self.update(NEXT)
            answers.append((self.report(), list(self.log)))
        self.assertEqual(answers[0], answers[1])


class CoreUpdates(Laboratory):
    """Profile Core: the author's signature decides."""

    profile = Profile.CORE

    def test_whole_update(self) -> None:
        self.update(NEXT)
        self.runs(NEXT)
        self.assertEqual(self.deliver(NEXT).fields["Phase"], P.IDLE)

    def test_resume_by_envelope(self) -> None:
        """R-DC-21, R-GEN-13."""
        self.transfer(NEXT, self.deliver(NEXT), 1)
        self.assertEqual(self.deliver(NEXT).fields["Want"]["Offset"], BLOCK)
        self.refused(R.MISSING_ELEMENT, self.send("DirectiveDelivery", Directive=b"", Envelope=b""))

    def test_no_freeze_is_suspected(self) -> None:
        self.clock.advance(10 * DURATIONS.freshness_limit)
        self.assertFalse(self.report()["FreezeSuspected"])


class NeverProvisioned(Laboratory):
    """R-DC-39: the status is reported, updates are refused."""

    factory = None

    def test_status_and_refusal(self) -> None:
        report = self.phase(P.UNBOOTABLE)
        self.assertEqual((report["Confirmed"], report["Running"], report["Candidate"]), (None, None, None))
        self.refused(R.NOTHING_BOOTABLE, self.deliver(NEXT))
        self.assertEqual(self.answered("InstallRequest", Manifest=bytes(32)),
                         Message("Refusal", {"Code": R.NOT_NOW, "Detail": "no such candidate is verified"}))
