"""The upper tester of conformance/UPPER-TESTER.md, over standard input and output, for this Device core.

    python3 shim.py [FOLDER]

Flash and key are files in FOLDER, or in a temporary folder. Time is virtual.
"""

import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from device_core.clock import VirtualClock
from device_core.device import Device
from device_core.faults import Tear
from device_core.keys import SigningKey
from device_core.provisioning import configuration_of, factory_image, octets
from device_core.simulated import BEHAVIOURS, RepeatableChance, SimulatedApplication
from device_core.slots import NAMES
from device_core.upper_tester import VERBS, Arguments, invalid, serve, unimplemented

BEGIN = 1_700_000_000_000


class Shim:
    """Maps verbs to the device. Each verb is a method that takes the arguments and gives the result."""

    def __init__(self, folder: Path) -> None:
        self._flash, self._key = folder / "flash.bin", folder / "device-key.pem"
        self._boots, self._log = folder / "boots.log", folder / "device.log"
        self._device: Device | None = None
        self._begin(None)

    def hello(self, _: Arguments) -> Arguments:
        return {"upperTester": "1", "implementation": "device-core-python", "version": "1", "roles": ["device-core"],
                "clock": "virtual", "verbs": VERBS, "acts": ["self-test"], "queries": ["slots", "boots", "keys"],
                "faults": ["power-cut", "storage-failure", "damage"], "tunnelled": ["device"]}

    def reset(self, arguments: Arguments) -> Arguments:
        if arguments["role"] != "device-core":
            raise invalid("the only role is device-core")
        self._begin(arguments.get("seed"))
        return {}

    def _begin(self, seed: Any) -> None:
        if self._device is not None:
            self._device.close()
        self._device, self._started = None, False
        for file in (self._flash, self._key, self._boots, self._log):
            file.unlink(missing_ok=True)
        self._boots.touch()
        self._log.touch()
        self._clock, self._chance = VirtualClock(BEGIN), RepeatableChance(seed)
        self._application = SimulatedApplication(self._clock, self._boots)

    def provision(self, arguments: Arguments) -> Arguments:
        if self._device is not None:
            raise invalid("provisioned already")
        configuration, key = configuration_of(arguments), SigningKey(self._chance.secret())
        device = Device(configuration, self._flash, key, self._clock, self._chance, self._application, self._note)
        try:
            if arguments.get("factory"):
                device.provision(*factory_image(arguments["factory"]))
        except BaseException:
            device.close()
            raise
        key.store(self._key)
        self._device = self._application.device = device
        return {"publicKey": b64encode(key.public_key_info).decode(), "slotCapacity": configuration.slot_capacity,
                "blockSize": configuration.block_size}

    def _note(self, line: str) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"{self._clock.now()} {line}\n")

    def _provisioned(self) -> Device:
        if self._device is None:
            raise invalid("not provisioned")
        return self._device

    def start(self, arguments: Arguments) -> Arguments:
        device = self._provisioned()
        if arguments.get("links"):
            raise unimplemented("no native links")
        if self._started:
            raise invalid("started already")
        self._started = True
        device.power_on()
        return {"links": {}}

    def stop(self, _: Arguments) -> Arguments:
        self._provisioned().power_off()
        self._started = False
        return {}

    def do(self, arguments: Arguments) -> Arguments:
        if arguments["act"] != "self-test" or arguments["result"] not in BEHAVIOURS:
            raise unimplemented("no such act")
        self._application.behaviour = arguments["result"]
        return {}

    def query(self, arguments: Arguments) -> Arguments:
        match arguments["what"]:
            case "slots":
                slots = self._provisioned().slots
                return {"slots": [{"name": name, "file": str(self._flash), "offset": slots.start(slot),
                                   "length": slots.length} for slot, name in enumerate(NAMES)]}
            case "boots":
                return {"file": str(self._boots)}
            case "keys":
                return {"files": [str(self._key)] if self._device else []}
        raise unimplemented("no such query")

    def clock(self, arguments: Arguments) -> Arguments:
        self._clock.advance(int(arguments.get("advance") or 0))
        return {"now": self._clock.now(), "next": self._clock.next_due()}

    def fault(self, arguments: Arguments) -> Arguments:
        device = self._provisioned()
        match arguments["kind"]:
            case "power-cut":
                device.faults.cut_power(int(arguments.get("after", 0)), Tear(arguments.get("tear", "before")))
            case "storage-failure":
                device.faults.fail(int(arguments.get("after", 0)))
            case "damage":
                device.damage({"running": True, "other": False}[arguments["slot"]])
            case _:
                raise unimplemented("no such fault")
        return {}

    def link(self, arguments: Arguments) -> Arguments:
        if arguments["link"] != "device" or "message" not in arguments or "late" in arguments or "upload" in arguments:
            raise unimplemented("only messages on the device link")
        answer = self._provisioned().ask(octets(arguments["message"]))
        if answer is None:
            self._clock.advance(int(arguments.get("patience") or 0))
        return {"answer": None if answer is None else b64encode(answer).decode(), "now": self._clock.now()}

    def evidence(self, _: Arguments) -> Arguments:
        return {"log": self._log.read_text(encoding="utf-8"), "files": [str(self._log)]}

    def bye(self, _: Arguments) -> Arguments:
        self._begin(None)
        return {}


if __name__ == "__main__":
    standard_output, sys.stdout = sys.stdout, sys.stderr
    with tempfile.TemporaryDirectory() as temporary:
        serve(Shim(Path(sys.argv[1] if len(sys.argv) > 1 else temporary)), sys.stdin.buffer, standard_output)
