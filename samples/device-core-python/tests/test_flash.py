"""Flash, journal and slots: torn writes leave the former record, decay is noticed (R-DC-32, R-DC-22)."""

import hashlib
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

from device_core.faults import Faults, PowerLost, StorageError, Tear
from device_core.flash import Flash
from device_core.journal import Journal
from device_core.package import Image
from device_core.record import Candidate, Outcome, Record, Stage, StoredImage, from_bytes, to_bytes
from device_core.result_code import ResultCode
from device_core.slots import Slots, flash_size
from device_core.terms import ImageName

CAPACITY = 8192
IMAGE = StoredImage(ImageName(2**64 - 1, b"\x07" * 32), 1, (Image("firmware", b"\x08" * 32, 5000, 0),))
RECORD = Record(IMAGE, Candidate(IMAGE, Stage.TRIAL, 5000), 77, Outcome(IMAGE.name, ResultCode.CANCELLED, 3))


class FlashTest(unittest.TestCase):
    """A flash in a temporary folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.faults = Faults()
        self.flash = Flash(Path(folder.name) / "flash.bin", flash_size(CAPACITY), self.faults)
        self.addCleanup(self.flash.close)

    def test_record_survives_its_bytes(self) -> None:
        for record in (Record(), RECORD, RECORD.ended(ResultCode.SUPERSEDED), RECORD.confirming()):
            self.assertEqual(from_bytes(to_bytes(record)), record)

    def test_torn_record_leaves_the_former(self) -> None:
        for former in (Record(), RECORD):
            for tear in Tear:
                with self.subTest(former=former, tear=tear):
                    journal = Journal(self.flash)
                    journal.load()
                    journal.store(former)
                    self.faults.cut_power(0, tear)
                    new = replace(former, reserved_counter=former.reserved_counter + 1)
                    with self.assertRaises(PowerLost):
                        journal.store(new)
                    self.assertEqual(Journal(self.flash).load(), new if tear is Tear.AFTER else former)

    def test_records_in_turn(self) -> None:
        journal = Journal(self.flash)
        self.assertEqual(journal.load(), Record())
        for number in range(1, 6):
            journal.store(Record(reserved_counter=number))
            self.assertEqual(Journal(self.flash).load().reserved_counter, number)

    def test_failure_happens_once(self) -> None:
        self.faults.fail(1)
        self.flash.write(0, b"one")
        with self.assertRaises(StorageError):
            self.flash.write(0, b"two")
        self.assertEqual(self.flash.read(0, 3), b"one")

    def test_slot_notices_one_bit(self) -> None:
        slots = Slots(self.flash, CAPACITY)
        content = bytes(range(250)) * 20
        image = Image("firmware", hashlib.sha256(content).digest(), len(content), 4096)
        slots.erase(1)
        slots.write_envelope(1, b"envelope")
        slots.write_image(1, 4096, content)
        slots.seal(1, b"\x01" * 32)
        self.assertEqual(slots.read_envelope(1), b"envelope")
        self.assertTrue(slots.holds(1, image))
        self.assertFalse(slots.holds(0, image))
        slots.damage(1, (image,))
        self.assertFalse(slots.holds(1, image))

    def test_erased_slot_has_no_envelope(self) -> None:
        slots = Slots(self.flash, CAPACITY)
        slots.erase(0)
        self.assertEqual(slots.read_envelope(0), b"")
