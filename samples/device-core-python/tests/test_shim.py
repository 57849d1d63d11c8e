"""The shim as the suite drives it: a process, lines in and out, nothing else on the stream."""

import json
import os
import subprocess
import sys
import unittest
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any
from uuid import UUID

from device_core import cose
from device_core.messages import DEVICE_REPORT, DIRECTIVE, Message, decode, decode_structure, encode, encode_structure
from device_core.slots import slot_length
from device_core.statements import DIRECTIVE_DOMAIN, DIRECTIVE_TYPE, sign
from device_core.terms import DevicePhase, DirectiveKind

from .laboratory import AUTHOR, BEGIN, IDENTITY, TRACKER, Package, firmware

SHIM = Path(__file__).resolve().parents[1] / "shim.py"
FORMER, NEXT = firmware(6), firmware(7)


def text(data: bytes) -> str:
    """Base64."""
    return b64encode(data).decode()


def provisioning(profile: str = "Secure") -> dict[str, Any]:
    """The arguments of `provision`."""
    return {"device": str(UUID(bytes=IDENTITY.device)), "vendor": str(UUID(bytes=IDENTITY.vendor)),
            "class": str(UUID(bytes=IDENTITY.device_class)), "profile": profile, "clock": True,
            "authors": [text(AUTHOR.public_key_info)], "trackers": [text(TRACKER.public_key_info)],
            "factory": {"envelope": text(FORMER.envelope),
                        "payloads": [text(content) for content in FORMER.payloads.values()]},
            "components": ["firmware"], "slotCapacity": 65536, "blockSize": 4096, "trialPeriod": 60000,
            "rebootDelay": 1000, "nonceLifetime": 600000, "freshnessLimit": 3600000}


class ShimTest(unittest.TestCase):
    """One process for each test."""

    def setUp(self) -> None:
        self.process = subprocess.Popen([sys.executable, str(SHIM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self._end)
        self.number = 0

    def _end(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.assertEqual(self.process.stdout.read(), b"")
        self.process.stdout.close()
        self.assertEqual(self.process.wait(10), 0)

    def line(self, line: bytes) -> dict[str, Any]:
        """The answer to a line."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def call(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """The result of a verb."""
        self.number += 1
        answer = self.line(json.dumps({"id": self.number, "verb": verb, "arguments": arguments}).encode())
        self.assertEqual(answer["id"], self.number)
        result: dict[str, Any] = answer.get("result", answer.get("error"))
        return result

    def ask(self, name: str, **fields: Any) -> Message | None:
        """A message on the tunnelled device link."""
        answer = self.call("link", link="device", peer="communicator-1", patience=500,
                           message=text(encode(Message(name, fields))))["answer"]
        return None if answer is None else decode(b64decode(answer))

    def report(self) -> dict[str, Any]:
        """What the device says of itself."""
        answer = self.ask("StatusRequest")
        assert answer is not None
        payload = cose.read(answer.fields["SignedReport"]).payload
        assert payload is not None
        return decode_structure(DEVICE_REPORT, payload)

    def begin(self, seed: Any = 7) -> dict[str, Any]:
        """Set back, provisioned, started."""
        self.call("reset", role="device-core", seed=seed)
        result = self.call("provision", **provisioning())
        self.assertEqual(self.call("start", links={}), {"links": {}})
        return result

    def update(self, package: Package) -> None:
        """A whole update up to its trial."""
        directive = sign(TRACKER, DIRECTIVE_DOMAIN, DIRECTIVE_TYPE, encode_structure(DIRECTIVE, {
            "Kind": DirectiveKind.INSTALL, "Device": IDENTITY.device, "Manifest": package.manifest, "Number": 7,
            "Nonce": self.report()["Nonce"], "IssuedAt": BEGIN, "ValidUntil": 2 * BEGIN}))
        answer = self.ask("DirectiveDelivery", Directive=directive, Envelope=package.envelope)
        while answer is not None and answer.fields.get("Want"):
            want = answer.fields["Want"]
            data = package.payloads[want["Payload"]][want["Offset"]:want["Offset"] + want["Length"]]
            answer = self.ask("ImageBlock", Manifest=package.manifest, Payload=want["Payload"],
                              Offset=want["Offset"], Data=data)
        self.ask("InstallRequest", Manifest=package.manifest)
        self.call("clock", advance=1000)

    def test_hello(self) -> None:
        hello = self.call("hello", upperTester="1", suite="1", revision=1)
        self.assertEqual((hello["upperTester"], hello["clock"], hello["roles"], hello["tunnelled"]),
                         ("1", "virtual", ["device-core"], ["device"]))

    def test_update(self) -> None:
        result = self.begin()
        self.assertEqual((result["slotCapacity"], result["blockSize"]), (65536, 4096))
        self.assertEqual(self.call("clock"), {"now": BEGIN, "next": 3600000})
        self.update(NEXT)
        self.assertEqual(self.report()["Phase"], DevicePhase.TRIAL)
        self.assertEqual(self.call("clock")["next"], 50)
        self.call("clock", advance=50)
        self.assertEqual(self.report()["Confirmed"]["Number"], 7)
        log = Path(self.call("query", what="boots")["file"])
        self.assertEqual(log.read_text(encoding="ascii").splitlines(),
                         [f"{package.number} {package.manifest.hex()}" for package in (FORMER, NEXT)])
        self.assertIn("SelfTestPassed", self.call("evidence")["log"])
        self.assertEqual(self.call("bye"), {})

    def test_acts_and_faults(self) -> None:
        self.begin()
        self.call("do", act="self-test", result="fails")
        self.update(NEXT)
        self.call("clock", advance=50)
        self.assertEqual(self.report()["Confirmed"]["Number"], 6)
        self.call("fault", kind="power-cut", after=0, tear="halfway")
        for _ in range(64):
            if self.ask("StatusRequest") is None:
                break
        else:
            self.update(NEXT)
        self.assertEqual(self.report()["Phase"], DevicePhase.IDLE)
        self.call("fault", kind="damage", slot="running")
        self.call("stop", how="crash")
        self.assertIsNone(self.ask("StatusRequest"))
        self.call("start", links={})
        self.assertEqual(self.report()["Phase"], DevicePhase.UNBOOTABLE)

    def test_silence_takes_the_patience(self) -> None:
        self.begin()
        self.call("stop", how="crash")
        answer = self.call("link", link="device", peer="communicator-1", patience=500, message="")
        self.assertEqual(answer, {"answer": None, "now": BEGIN + 500})

    def test_never_provisioned(self) -> None:
        """R-DC-39: without a factory image the device reports its status and takes no update."""
        self.call("reset", role="device-core", seed=7)
        self.call("provision", **{name: value for name, value in provisioning().items() if name != "factory"})
        self.call("start", links={})
        report = self.report()
        self.assertEqual((report["Phase"], report["Confirmed"]), (DevicePhase.UNBOOTABLE, None))

    def test_a_later_fault_takes_the_place_of_an_earlier_one(self) -> None:
        self.call("reset", role="device-core", seed=7)
        self.call("provision", **provisioning())
        self.call("fault", kind="storage-failure", after=0)
        self.call("fault", kind="power-cut", after=0, tear="before")
        self.call("start", links={})
        self.assertIsNone(self.ask("StatusRequest"))
        self.assertEqual(self.report()["Phase"], DevicePhase.IDLE)

    def test_queries(self) -> None:
        self.begin()
        slots = self.call("query", what="slots")["slots"]
        self.assertEqual([slot["length"] for slot in slots], [slot_length(65536)] * 2)
        with open(slots[0]["file"], "rb") as flash:
            flash.seek(slots[0]["offset"])
            self.assertIn(FORMER.contents["firmware"], flash.read(slots[0]["length"]))
        key, = self.call("query", what="keys")["files"]
        self.assertEqual(os.stat(key).st_mode & 0o777, 0o600)
        self.assertEqual(self.call("query", what="moon")["kind"], "unimplemented")

    def test_runs_are_repeatable(self) -> None:
        reports = []
        for seed in (7, 7, 8):
            key = self.begin(seed)["publicKey"]
            reports.append((key, self.report()["Nonce"]))
        self.assertEqual(reports[0], reports[1])
        self.assertNotEqual(reports[0], reports[2])

    def test_errors(self) -> None:
        self.assertEqual(self.line(b"{")["error"]["kind"], "invalid")
        self.assertEqual(self.line(b"[]")["error"]["kind"], "invalid")
        self.assertEqual(self.line(b"x" * 2_000_000)["error"]["kind"], "invalid")
        self.assertEqual(self.call("dance")["kind"], "unimplemented")
        self.assertEqual(self.call("start", links={})["kind"], "invalid")
        self.call("reset", role="device-core", seed=1)
        wrong = provisioning() | {"factory": {"envelope": text(NEXT.envelope), "payloads": []}}
        self.assertEqual(self.call("provision", **wrong)["kind"], "invalid")
        self.assertEqual(self.call("provision", **(provisioning() | {"device": "me"}))["kind"], "invalid")
        self.call("provision", **provisioning())
        self.assertEqual(self.call("start", links={"device": {"listen": "tcp:127.0.0.1:0"}})["kind"], "unimplemented")
        self.assertEqual(self.call("link", link="tracker", message="")["kind"], "unimplemented")
        self.assertEqual(self.call("link", link="device", message="!")["kind"], "invalid")
