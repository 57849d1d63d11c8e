"""Directives and reports against spec/vectors/statements.json."""

import unittest
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from device_core.keys import Anchor, SigningKey
from device_core.messages import DEVICE_REPORT, DIRECTIVE, encode_structure
from device_core.statements import (DIRECTIVE_DOMAIN, DIRECTIVE_TYPE, REPORT_DOMAIN, REPORT_TYPE, judge_directive,
                                    sign)
from device_core.terms import Refused

from .test_messages import member, value
from .vectors import identifier, load, octets


def private_key(pem: str) -> SigningKey:
    """A key of the vectors."""
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return SigningKey(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))


class Statements(unittest.TestCase):
    """Signed by the right key in the right form, or refused with the right code."""

    vectors = load("statements.json")

    def test_domains(self) -> None:
        self.assertEqual(self.vectors["domains"], {"Directive": DIRECTIVE_DOMAIN.decode(),
                                                   "Report": REPORT_DOMAIN.decode()})
        self.assertEqual(self.vectors["contentTypes"], {"Directive": DIRECTIVE_TYPE, "Report": REPORT_TYPE})

    def test_directives(self) -> None:
        """R-DC-11, R-DC-15, R-DC-16, R-DC-17, R-DC-47."""
        device = self.vectors["device"]
        trackers = [Anchor.of(octets(self.vectors["keys"]["tracker"]["spki"]))]
        for vector in self._of("Directive"):
            with self.subTest(vector["name"]):
                try:
                    believed = judge_directive(octets(vector["signed"]), trackers, identifier(device["device"]),
                                               octets(device["outstandingNonce"]), int(device["now"]))
                    self.assertEqual(vector["result"], "Success")
                    self.assertEqual(believed.manifest, octets(vector["fields"]["Manifest"]))
                except Refused as refused:
                    self.assertEqual(refused.code, member(type(refused.code), vector["result"]))

    def test_signing(self) -> None:
        """R-DC-03: whoever signs the same payload gets the same bytes."""
        for kind, structure, key, domain, content_type in (
                ("Directive", DIRECTIVE, "tracker", DIRECTIVE_DOMAIN, DIRECTIVE_TYPE),
                ("Report", DEVICE_REPORT, "device", REPORT_DOMAIN, REPORT_TYPE)):
            signer = private_key(self.vectors["keys"][key]["private"])
            for vector in self._of(kind):
                if vector["name"].startswith("right-"):
                    with self.subTest(vector["name"]):
                        payload = encode_structure(structure, value(structure, vector["fields"]))
                        self.assertEqual(payload, octets(vector["payload"]))
                        self.assertEqual(sign(signer, domain, content_type, payload), octets(vector["signed"]))

    def test_without_a_clock_validity_does_not_end(self) -> None:
        """R-DC-17 speaks of a device that has a trusted clock."""
        device = self.vectors["device"]
        trackers = [Anchor.of(octets(self.vectors["keys"]["tracker"]["spki"]))]
        expired = next(vector for vector in self._of("Directive") if vector["name"] == "expired")
        judge_directive(octets(expired["signed"]), trackers, identifier(device["device"]),
                        octets(device["outstandingNonce"]), None)

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return [vector for vector in self.vectors["vectors"] if vector["kind"] == kind]
