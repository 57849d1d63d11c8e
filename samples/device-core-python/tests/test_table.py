"""The pure machine, searched through all its states, against the table of spec/machines/device-core.md."""

import re
import unittest
from collections import deque
from dataclasses import replace
from typing import Iterator

from device_core.machine import DeviceMachine
from device_core.messages import Message
from device_core.package import Image, Offer
from device_core.procedure import Identity
from device_core.record import Outcome, Record, StoredImage
from device_core.reports import UNDER_WAY
from device_core.result_code import ResultCode
from device_core.state import Reaction, Settings, State
from device_core.statements import Directive
from device_core.steps import (Answer, AnswerWithReport, EraseSlot, Input, Persist, PoweredOn, ReadSlot, Reboot,
                               Request, SealSlot, SelfTestEnded, SlotRead, SlotSealed, StorageFailure, Timer,
                               TimerEnded, WriteEnvelope, WriteImage)
from device_core.terms import DevicePhase, DirectiveKind, ImageName, Profile, Refused
from device_core.wants import wanted_block

from .vectors import SPECIFICATION

SETTINGS = Settings(Identity(b"d" * 16, b"v" * 16, b"c" * 16), Profile.SECURE, True, 65536, 4)
NAMES = {letter: ImageName(number, letter * 32) for letter, number in ((b"a", 6), (b"b", 7), (b"c", 8))}
WHOLE = b"d"
FACTORY = StoredImage(NAMES[b"a"], 0, (Image("firmware", b"A" * 32, 8, 0),))
Cell = tuple[str, str, str]


class StubJudge:
    """Directives are `kind + letter`, envelopes are letters; everything else is refused."""

    def directive(self, data: bytes, nonce: bytes | None, now: int | None) -> Directive:
        if nonce is None:
            raise Refused(ResultCode.STALE_NONCE, "")
        return Directive(DirectiveKind(data[0]), data[1:] * 32)

    def package(self, data: bytes, slot: int) -> Offer:
        if data == WHOLE:
            return Offer(ImageName(9, data * 32), (Image("firmware", b"D" * 32, 4, 0),), (b"DDDD",))
        if data not in NAMES:
            raise Refused(ResultCode.NOT_AUTHENTIC, "")
        return Offer(NAMES[data], (Image("firmware", data.upper() * 32, 8, 0),), ())


def table() -> set[Cell]:
    """The cells of the page, in the names of the page."""
    page = (SPECIFICATION / "machines" / "device-core.md").read_text(encoding="utf-8")
    rows = page.split("<!-- table:begin -->")[1].split("<!-- table:end -->")[0].strip().splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {(phase, trigger, following) for phase, trigger, following, *_ in cells}


def page_name(phase: DevicePhase) -> str:
    """The phase as the page calls it."""
    return "".join(part.capitalize() for part in phase.name.split("_"))


def inputs(state: State) -> Iterator[Input]:
    """What may happen in this state: what the neighbours may send, the slot may say, the timers may do."""
    def request(name: str, **fields: object) -> Request:
        return Request(Message(name, dict(fields)), 0, b"n" * 16)

    yield request("StatusRequest")
    yield request("CheckIn")
    for kind in DirectiveKind:
        for letter in (*NAMES, WHOLE):
            for envelope in (b"", letter, b"?"):
                yield request("DirectiveDelivery", Directive=bytes([kind]) + letter, Envelope=envelope)
    yield request("DirectiveDelivery", Directive=b"", Envelope=b"b")
    candidate = state.record.candidate
    want = None if candidate is None else wanted_block(candidate, SETTINGS.block_size)
    for letter in NAMES:
        yield request("InstallRequest", Manifest=letter * 32)
        payload, offset = (letter.upper() * 32, 0) if want is None else (want.image.digest, want.offset)
        yield request("ImageBlock", Manifest=letter * 32, Payload=payload, Offset=offset, Data=b"dddd")
    for image in (state.record.confirmed, None if candidate is None else candidate.image):
        if image is not None:
            yield SlotRead(image, None)
            yield SlotRead(image, ResultCode.STORAGE_CORRUPTED)
    yield SlotSealed()
    for either in (True, False):
        yield StorageFailure(either)
        yield SelfTestEnded(either)
    yield from (TimerEnded(timer) for timer in Timer)


def normal(state: State) -> State:
    """The state without what only counts upwards, so that the search ends."""
    outcome = state.record.outcome
    record = replace(state.record, reserved_counter=0,
                     outcome=None if outcome is None else Outcome(NAMES[b"a"], ResultCode.NONE, 1))
    return replace(state, counter=0, record=record)


class Table(unittest.TestCase):
    """Every reaction stands in the table, and every cell of the table is reached."""

    def test_every_state(self) -> None:
        machine = DeviceMachine(SETTINGS, StubJudge())
        rows, reached = table(), set()
        starts = (PoweredOn(Record()), PoweredOn(Record(confirmed=FACTORY)))
        waiting: deque[tuple[State, Input]] = deque((State(), start) for start in starts)
        seen: set[State] = set()
        while waiting:
            state, given = waiting.popleft()
            reaction = machine.react(state, given)
            self.assertEqual(machine.react(state, given), reaction)
            cell = (page_name(state.phase), reaction.trigger, page_name(reaction.state.phase))
            if self._is_refusal(reaction):
                self.assertEqual(reaction.state, state, cell)
            elif reaction.trigger == "Unexpected":
                self.assertEqual((reaction.state, reaction.outputs), (state, ()), cell)
            else:
                self.assertIn(cell, rows)
            reached.add(cell)
            self._orderly(state, reaction)
            following = normal(reaction.state)
            if following not in seen:
                seen.add(following)
                waiting.extend((following, each) for each in inputs(following)
                               if following.phase is not DevicePhase.OFF or isinstance(each, StorageFailure))
                waiting.append((State(), PoweredOn(following.record)))
        self.assertEqual(rows - reached, set())
        self.assertGreater(len(seen), 100)

    @staticmethod
    def _is_refusal(reaction: Reaction) -> bool:
        return len(reaction.outputs) == 1 and isinstance(reaction.outputs[0], Answer) \
            and reaction.outputs[0].message.name == "Refusal" and reaction.trigger != "StorageFailed"

    def _orderly(self, before: State, reaction: Reaction) -> None:
        """R-DC-01: the confirmed and the running slot are not written; R-GEN-03: answers come last."""
        confirmed, candidate = before.record.confirmed, before.record.candidate
        answered = False
        for output in reaction.outputs:
            if isinstance(output, (EraseSlot, WriteEnvelope, WriteImage, SealSlot)):
                assert confirmed is not None
                self.assertNotEqual(output.slot, confirmed.slot)
                if before.phase is DevicePhase.TRIAL:
                    assert candidate is not None
                    self.assertNotEqual(output.slot, candidate.image.slot)
            if isinstance(output, (Persist, EraseSlot, WriteEnvelope, WriteImage, SealSlot)):
                self.assertFalse(answered, reaction)
            if isinstance(output, (Answer, AnswerWithReport)):
                self.assertFalse(answered, "one answer to a request")
                answered = True
        restarts = any(isinstance(output, Reboot) for output in reaction.outputs)
        self.assertEqual(restarts, reaction.state.phase is DevicePhase.OFF and reaction.outputs != (), reaction)
        if reaction.state.phase in UNDER_WAY:
            self.assertIsNotNone(reaction.state.record.candidate)
        reads = [output for output in reaction.outputs if isinstance(output, ReadSlot)]
        self.assertLessEqual(len(reads), 1)

    def test_page_names_the_triggers(self) -> None:
        """A trigger that the machine names is one of the page."""
        page = (SPECIFICATION / "machines" / "device-core.md").read_text(encoding="utf-8")
        known = set(re.findall(r"^\| (\w+) \|", page.split("## Triggers")[1].split("## State")[0], re.MULTILINE))
        self.assertTrue({trigger for _, trigger, _ in table()} <= known)
