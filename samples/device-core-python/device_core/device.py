"""The device around the machine: performs outputs in their order, turns what happens into inputs.

Everything that the machine may not have is here: flash, signing key, clock, chance, the running
image, the device link.
"""

from collections import deque
from pathlib import Path
from typing import Callable, Protocol

from .clock import Action, Clock
from .configuration import Configuration
from .endings import refusal
from .faults import Faults, PowerLost, StorageError
from .flash import Flash
from .journal import Journal
from .judges import AnchoredJudge
from .keys import SigningKey
from .machine import DeviceMachine
from .message_pack import DecodeError
from .messages import Message, decode, encode
from .record import Record, StoredImage
from .result_code import ResultCode
from .slots import Slots, flash_size
from .state import State
from .statements import sign_report
from .steps import (Answer, AnswerWithReport, CancelTimer, EraseSlot, Input, Invoke, Output, Persist, PoweredOn,
                    ReadSlot, Reboot, Request, SealSlot, SelfTestEnded, SetTimer, SlotRead, SlotSealed,
                    StorageFailure, Timer, TimerEnded, WriteEnvelope, WriteImage)
from .terms import DevicePhase, ImageName

OUTAGE = 200
POWER_UP = "PowerUp"


class Application(Protocol):
    """The running image, as far as the Device core knows it."""

    def invoke(self, name: ImageName, on_trial: bool) -> None:
        """The image has control now; on trial it tests itself."""

    def stop(self) -> None:
        """The image has control no more."""


class Device:
    """A Device core with its flash in a file. `chance(n)` gives n unpredictable bytes (R-DC-41)."""

    def __init__(self, configuration: Configuration, flash_file: Path, key: SigningKey, clock: Clock,
                 chance: Callable[[int], bytes], application: Application, log: Callable[[str], None]) -> None:
        self.faults = Faults()
        self._configuration = configuration
        self._flash = Flash(flash_file, flash_size(configuration.slot_capacity), self.faults)
        self._journal = Journal(self._flash)
        self.slots = Slots(self._flash, configuration.slot_capacity)
        self._judge = AnchoredJudge(configuration)
        self._machine = DeviceMachine(configuration.settings(), self._judge)
        self._key, self._clock, self._chance = key, clock, chance
        self._application, self._log = application, log
        durations = configuration.durations
        self._spans = {Timer.TRIAL: durations.trial_period, Timer.REBOOT: durations.reboot_delay,
                       Timer.NONCE_LIFETIME: durations.nonce_lifetime, Timer.FRESHNESS: durations.freshness_limit}
        self.state = State()
        self._asked = False
        self._answer: bytes | None = None
        self._failed_reads = 0

    # Power

    def provision(self, envelope: bytes, payloads: dict[bytes, bytes]) -> None:
        """Make the image that the device leaves the factory with the confirmed one. Raises Refused, KeyError."""
        offer = self._judge.package(envelope, 0)
        contents = dict(zip(offer.images, offer.integrated))
        contents.update({image: payloads[image.digest] for image in offer.images if image not in contents})
        for slot in (0, 1):
            self.slots.erase(slot)
        self.slots.write_envelope(0, envelope)
        for image, content in contents.items():
            self.slots.write_image(0, image.offset, content)
        stored = StoredImage(offer.name, 0, offer.images)
        if self._judge.slot_fault(self.slots, stored) is not None:
            raise ValueError("a payload is not the one that the manifest names")
        self.slots.seal(0, offer.name.manifest)
        self._journal.load()
        self._journal.store(Record(confirmed=stored))

    def power_on(self) -> None:
        """Power comes on: what is durable decides (R-GEN-08)."""
        self._guarded(lambda: self._feed(PoweredOn(self._load())))

    def power_off(self) -> None:
        """Power goes: what is not durable is gone."""
        self._clock.cancel(POWER_UP)
        self._power_down()

    def close(self) -> None:
        """The device is not used any more."""
        self.power_off()
        self._flash.close()

    def restart(self) -> None:
        """A restart that nobody ordered, as by the running image."""
        self._power_down()
        self.power_on()

    def damage(self, running: bool) -> None:
        """Change one bit of what the running image's slot holds, or of what the other one holds."""
        record = self._load()
        assert record.confirmed is not None
        held = {record.confirmed.slot: record.confirmed}
        if record.candidate is not None:
            held[record.candidate.image.slot] = record.candidate.image
        slot = next((slot for slot, image in held.items() if image.name == self.state.running), record.confirmed.slot)
        slot = slot if running else 1 - slot
        self.slots.damage(slot, held[slot].images if slot in held else ())

    def _power_down(self) -> None:
        self._application.stop()
        for timer in Timer:
            self._clock.cancel(timer.value)
        self.state = State()

    def _load(self) -> Record:
        """The durable record; a flash that cannot be read at all is tried again after an outage."""
        try:
            return self._journal.load()
        except StorageError as error:
            raise PowerLost from error

    def _guarded(self, action: Action) -> None:
        try:
            action()
        except PowerLost:
            self._log("power lost")
            self._power_down()
            self._clock.set(POWER_UP, OUTAGE, self.power_on)

    # What happens

    def ask(self, data: bytes) -> bytes | None:
        """The answer on the device link; None when the device is down or goes down before it answers."""
        if self.state.phase is DevicePhase.OFF:
            return None
        try:
            message = decode(data)
        except DecodeError as error:
            return encode(refusal(ResultCode.MALFORMED_MESSAGE, error.fault.value).message)
        self._asked, self._answer = True, None
        self._guarded(lambda: self._feed(Request(message, self._clock.now(), self._chance(16))))
        self._asked = False
        return self._answer

    def self_test_ended(self, passed: bool) -> None:
        """The running image tested itself."""
        self._guarded(lambda: self._feed(SelfTestEnded(passed)))

    def _timer_ended(self, timer: Timer) -> None:
        self._guarded(lambda: self._feed(TimerEnded(timer)))

    def _feed(self, given: Input) -> None:
        """React, and react to what the outputs lead to, until nothing is left."""
        waiting: deque[Input] = deque([given])
        while waiting:
            before = self.state.phase
            reaction = self._machine.react(self.state, waiting.popleft())
            self.state = reaction.state
            self._log(f"{before.name} {reaction.trigger} {reaction.state.phase.name}")
            try:
                for output in reaction.outputs:
                    following = self._perform(output)
                    if following is not None:
                        waiting.append(following)
            except StorageError:
                waiting = deque([StorageFailure(self._asked)])

    # Outputs

    def _perform(self, output: Output) -> Input | None:
        match output:
            case Persist():
                self._journal.store(output.record)
            case EraseSlot():
                self.slots.erase(output.slot)
            case WriteEnvelope():
                self.slots.write_envelope(output.slot, output.envelope)
            case WriteImage():
                self.slots.write_image(output.slot, output.offset, output.data)
            case SealSlot():
                self.slots.seal(output.slot, output.manifest)
                return SlotSealed()
            case ReadSlot():
                return self._read(output.image)
            case Invoke():
                self._application.invoke(output.name, output.on_trial)
            case Answer():
                self._reply(output.message)
            case AnswerWithReport():
                self._reply(Message("StatusReport", {"SignedReport": sign_report(self._key, output.fields)}))
            case SetTimer():
                timer = output.timer
                self._clock.set(timer.value, self._spans[timer], lambda: self._timer_ended(timer))
            case CancelTimer():
                self._clock.cancel(output.timer.value)
            case Reboot():
                self._power_down()
                return PoweredOn(self._load())
        return None

    def _reply(self, message: Message) -> None:
        self._answer, self._asked = encode(message), False

    def _read(self, image: StoredImage) -> SlotRead:
        """A slot that cannot be read twice in succession counts as damaged."""
        try:
            fault = self._judge.slot_fault(self.slots, image)
        except StorageError:
            self._failed_reads += 1
            if self._failed_reads < 2:
                raise
            fault = ResultCode.STORAGE_CORRUPTED
        self._failed_reads = 0
        return SlotRead(image, fault)
