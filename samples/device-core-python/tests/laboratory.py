"""Author, Status tracker and Communicator towards one simulated device, in virtual time."""

import hashlib
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import cbor2

from device_core import cbor, cose
from device_core.clock import VirtualClock
from device_core.configuration import Configuration, Durations
from device_core.device import Device
from device_core.envelope import digest_of_octets
from device_core.keys import Anchor, SigningKey
from device_core.messages import DEVICE_REPORT, DIRECTIVE, Message, decode, decode_structure, encode, encode_structure
from device_core.procedure import Identity
from device_core.result_code import ResultCode
from device_core.simulated import RepeatableChance, SimulatedApplication
from device_core.statements import DIRECTIVE_DOMAIN, DIRECTIVE_TYPE, REPORT_DOMAIN, REPORT_TYPE, sign
from device_core.terms import DevicePhase, DirectiveKind, Profile

BEGIN = 1_700_000_000_000
IDENTITY = Identity(UUID(int=1).bytes, UUID(int=2).bytes, UUID(int=3).bytes)
DURATIONS = Durations(trial_period=60_000, reboot_delay=1_000, nonce_lifetime=600_000, freshness_limit=3_600_000)
AUTHOR = SigningKey(b"\x01" * 32)
TRACKER = SigningKey(b"\x02" * 32)
STRANGER = SigningKey(b"\x03" * 32)
DEVICE_KEY = SigningKey(b"\x04" * 32)
BLOCK = 4096


class Silent(AssertionError):
    """The device did not answer."""


class Package:
    """A firmware package of one or more components."""

    def __init__(self, number: int, contents: dict[str, bytes], integrated: bool = False, key: SigningKey = AUTHOR,
                 identity: Identity = IDENTITY, note: str = "") -> None:
        self.number, self.contents = number, contents
        shared: list[Any] = []
        install: list[Any] = []
        for index, content in enumerate(contents.values()):
            digest = cbor.encode([-16, hashlib.sha256(content).digest()])
            shared += [12, index, 20, {1: identity.vendor, 2: identity.device_class, 3: digest, 14: len(content)},
                       1, 15, 2, 15]
            install += [12, index, 20, {21: f"#{index}{note}"}, 21, 2, 3, 15]
        common = {2: [[name.encode()] for name in contents], 4: cbor.encode(shared)}
        manifest = cbor.encode({1: 1, 2: number, 3: cbor.encode(common), 20: cbor.encode(install)})
        self.manifest = digest_of_octets(manifest)
        digest = cbor.encode([-16, self.manifest])
        protected = cbor.encode({1: key.algorithm, 4: key.identifier})
        signature = key.sign(cose.signed_bytes(protected, b"", digest))
        block = cbor.encode(cbor2.CBORTag(18, [protected, {}, None, signature]))
        elements: dict[Any, bytes] = {2: cbor.encode([digest, block]), 3: manifest}
        if integrated:
            elements.update({f"#{index}{note}": content for index, content in enumerate(contents.values())})
        self.envelope = cbor.encode(cbor2.CBORTag(107, elements))
        self.payloads = {hashlib.sha256(content).digest(): content for content in contents.values()}


def firmware(number: int, size: int = 10_000, **more: Any) -> Package:
    """A package of one component with content of its own."""
    return Package(number, {"firmware": hashlib.sha256(str(number).encode()).digest() * (size // 32)}, **more)


class Laboratory(unittest.TestCase):
    """A device that has image 6 confirmed, and what a Communicator and a Status tracker do with it."""

    profile = Profile.SECURE
    has_clock = True
    factory: Package | None = firmware(6)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clock = VirtualClock(BEGIN)
        self.application = SimulatedApplication(self.clock)
        self.log: list[str] = []
        configuration = Configuration(
            IDENTITY, self.profile, self.has_clock, (Anchor.of(AUTHOR.public_key_info),),
            (Anchor.of(TRACKER.public_key_info),), ("firmware", "radio"), 64 * 1024, BLOCK, DURATIONS)
        self.device = Device(configuration, Path(folder.name) / "flash.bin", DEVICE_KEY, self.clock,
                             RepeatableChance("laboratory"), self.application, self.log.append)
        self.addCleanup(self.device.close)
        self.application.device = self.device
        if self.factory is not None:
            self.device.provision(self.factory.envelope, self.factory.payloads)
        self.device.power_on()

    # What the Communicator does

    def send(self, name: str, **fields: Any) -> Message | None:
        """The answer to this message."""
        answer = self.device.ask(encode(Message(name, fields)))
        return None if answer is None else decode(answer)

    def answered(self, name: str, **fields: Any) -> Message:
        """The answer, which must come."""
        answer = self.send(name, **fields)
        if answer is None:
            raise Silent
        return answer

    def report(self) -> dict[str, Any]:
        """What the device says of itself; its signature is checked by making it again (Ed25519 is deterministic)."""
        signed = self.answered("StatusRequest").fields["SignedReport"]
        payload = cose.read(signed).payload
        assert payload is not None
        self.assertEqual(sign(DEVICE_KEY, REPORT_DOMAIN, REPORT_TYPE, payload), signed)
        return decode_structure(DEVICE_REPORT, payload)

    def refused(self, code: ResultCode, answer: Message | None) -> None:
        """The answer is this refusal."""
        assert answer is not None
        self.assertEqual(answer.name, "Refusal", answer)
        self.assertEqual(answer.fields["Code"], code, answer)

    def phase(self, expected: DevicePhase) -> dict[str, Any]:
        """The device reports this phase."""
        report = self.report()
        self.assertEqual(report["Phase"], expected)
        return report

    # What the Status tracker does

    def directive(self, kind: DirectiveKind = DirectiveKind.INSTALL, manifest: bytes = bytes(32),
                  key: SigningKey = TRACKER, **changes: Any) -> bytes:
        """A directive that answers the outstanding nonce."""
        fields = {"Kind": kind, "Device": IDENTITY.device, "Manifest": manifest, "Number": 0,
                  "Nonce": self.report()["Nonce"], "IssuedAt": self.clock.now(),
                  "ValidUntil": self.clock.now() + 60_000, **changes}
        return sign(key, DIRECTIVE_DOMAIN, DIRECTIVE_TYPE, encode_structure(DIRECTIVE, fields))

    def deliver(self, package: Package, envelope: bytes | None = None) -> Message:
        """Offer the package as its profile wants it."""
        directive = b"" if self.profile is Profile.CORE else self.directive(manifest=package.manifest)
        return self.answered("DirectiveDelivery", Directive=directive,
                             Envelope=package.envelope if envelope is None else envelope)

    def tell(self, kind: DirectiveKind, manifest: bytes = bytes(32)) -> Message:
        """Deliver a directive without envelope."""
        return self.answered("DirectiveDelivery", Directive=self.directive(kind, manifest), Envelope=b"")

    # Both

    def block(self, package: Package, want: dict[str, Any], **changes: Any) -> Message | None:
        """Send the wanted block, or one that is changed."""
        content = package.payloads[want["Payload"]]
        fields = {"Manifest": package.manifest, "Payload": want["Payload"], "Offset": want["Offset"],
                  "Data": content[want["Offset"]:want["Offset"] + want["Length"]], **changes}
        return self.send("ImageBlock", **fields)

    def transfer(self, package: Package, answer: Message, most: int = 1_000) -> Message:
        """Send what is wanted, at most so many blocks."""
        while most and answer.fields.get("Want"):
            following = self.block(package, answer.fields["Want"])
            assert following is not None
            answer, most = following, most - 1
        return answer

    def verified(self, package: Package) -> None:
        """Bring the package to Verified."""
        self.transfer(package, self.deliver(package))
        self.phase(DevicePhase.VERIFIED)

    def installed(self, package: Package) -> None:
        """Bring the package to its trial."""
        self.verified(package)
        answer = self.answered("InstallRequest", Manifest=package.manifest)
        self.assertEqual(answer, Message("InstallAnswer", {"Phase": DevicePhase.AWAITING_BOOT}))
        self.clock.advance(DURATIONS.reboot_delay)

    def update(self, package: Package) -> None:
        """A whole update."""
        self.installed(package)
        self.clock.advance(50)

    def runs(self, package: Package, phase: DevicePhase = DevicePhase.IDLE) -> dict[str, Any]:
        """The device runs this package, confirmed, and no update is under way."""
        report = self.phase(phase)
        name = {"Number": package.number, "Manifest": package.manifest}
        self.assertEqual((report["Confirmed"], report["Running"], report["Candidate"]), (name, name, None))
        return report

    def ended(self, package: Package, result: ResultCode) -> None:
        """The last update that ended was this one, with this result."""
        outcome = self.report()["LastOutcome"]
        self.assertEqual((outcome["Image"]["Manifest"], outcome["Result"]), (package.manifest, result))


def with_payload_bit_changed(package: Package) -> Package:
    """The same package, whose payloads have another content than the manifest says."""
    changed = firmware(package.number)
    changed.payloads = {digest: bytes([content[0] ^ 1]) + content[1:]
                        for digest, content in package.payloads.items()}
    return changed


def other_identity(**changes: bytes) -> Identity:
    """The device's identity with another vendor or class."""
    return replace(IDENTITY, **changes)
