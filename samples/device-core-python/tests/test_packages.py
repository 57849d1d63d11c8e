"""Envelopes against spec/vectors/packages.json."""

import unittest
from typing import Any

from device_core.keys import Anchor
from device_core.deliveries import judge_number
from device_core.package import Target, judge_package
from device_core.procedure import Identity
from device_core.result_code import ResultCode
from device_core.terms import ImageName, Refused

from .test_messages import member
from .vectors import identifier, load, octets


class Packages(unittest.TestCase):
    """Accepted with the right plan, or refused with the right code before anything is written."""

    vectors = load("packages.json")

    def setUp(self) -> None:
        device = self.vectors["device"]
        self.target = Target(
            Identity(identifier(device["device"]), identifier(device["vendor"]), identifier(device["class"])),
            tuple(Anchor.of(octets(self.vectors["keys"][name]["spki"])) for name in device["authors"]),
            tuple(device["components"]), tuple(device["stagingComponents"]), int(device["slotCapacity"]),
            device["pageSize"])
        self.confirmed = ImageName(int(device["confirmed"]["Number"]), octets(device["confirmed"]["Manifest"]))

    def test_vectors(self) -> None:
        for vector in self.vectors["vectors"]:
            with self.subTest(vector["name"]):
                try:
                    offer = judge_package(octets(vector["envelope"]), self.target, 1)
                    judge_number(offer.name, self.confirmed)
                except Refused as refused:
                    self.assertEqual(refused.code, member(ResultCode, vector["result"]), str(refused))
                    continue
                self.assertEqual(vector["result"], "Success")
                self.assertEqual(self._plan(offer), vector["plan"])

    def test_every_cut_is_refused(self) -> None:
        right = next(each for each in self.vectors["vectors"] if each["name"] == "right-integrated")
        envelope = octets(right["envelope"])
        for length in range(0, len(envelope), 7):
            with self.assertRaises(Refused):
                judge_package(envelope[:length], self.target, 1)

    def test_signer_without_the_right(self) -> None:
        """R-DC-44: a component that the signer may not write."""
        right = next(each for each in self.vectors["vectors"] if each["name"] == "right-two-components")
        spki = octets(self.vectors["keys"]["author"]["spki"])
        for components, code in ((frozenset({"firmware"}), ResultCode.NOT_AUTHORISED),
                                 (frozenset({"firmware", "radio"}), None)):
            target = Target(self.target.identity, (Anchor.of(spki, components),), self.target.components, (),
                            self.target.slot_capacity, self.target.page_size)
            if code is None:
                judge_package(octets(right["envelope"]), target, 1)
                continue
            with self.assertRaises(Refused) as caught:
                judge_package(octets(right["envelope"]), target, 1)
            self.assertEqual(caught.exception.code, code)

    @staticmethod
    def _plan(offer: Any) -> dict[str, Any]:
        return {"number": str(offer.name.number), "manifest": offer.name.manifest.hex(),
                "images": [{"digest": image.digest.hex(), "size": str(image.size), "offset": str(image.offset),
                            "integrated": at < len(offer.integrated)} for at, image in enumerate(offer.images)]}
