"""The state machine of spec/machines/device-core.md: a function of state and input (R-GEN-07).

No clock, no chance, no input or output. A request that the table does not permit is refused and
changes nothing (R-GEN-02); whatever depends on a change comes after its Persist (R-GEN-03).
"""

from dataclasses import replace

from .deliveries import Deliveries
from .endings import abandon, off, refusal, revert
from .messages import Message
from .record import Record, Stage, StoredImage
from .reports import UNDER_WAY, report_fields
from .result_code import ResultCode
from .state import Judge, Reaction, Settings, State
from .steps import (Answer, AnswerWithReport, CancelTimer, Input, Invoke, Output, Persist, PoweredOn, ReadSlot, Reboot,
                    Request, SealSlot, SelfTestEnded, SetTimer, SlotRead, SlotSealed, StorageFailure, Timer,
                    TimerEnded, WriteImage)
from .terms import DevicePhase, Profile, Refused
from .wants import wanted_block

COUNTER_RESERVE = 64
_P = DevicePhase
_BOOT_TRIGGERS = {Stage.AWAITING_BOOT: "StartedForTrial", Stage.TRIAL: "StartedAfterTrial"}


class DeviceMachine:
    """Reacts; holds nothing but its settings and the judge."""

    def __init__(self, settings: Settings, judge: Judge) -> None:
        self._settings = settings
        self._deliveries = Deliveries(settings, judge)

    def react(self, state: State, given: Input) -> Reaction:
        """The reaction to the input in this state."""
        match given:
            case PoweredOn():
                return self._power_on(given.record)
            case Request():
                return self._request(state, given)
            case SlotRead():
                return self._slot_read(state, given)
            case SlotSealed():
                return self._slot_sealed(state)
            case StorageFailure():
                return self._storage_failure(state, given.asked)
            case SelfTestEnded():
                return self._self_test(state, given.passed)
            case TimerEnded():
                return self._timer(state, given.timer)

    # Boot

    def _power_on(self, record: Record) -> Reaction:
        """R-DC-26, R-DC-31, R-DC-32, R-GEN-08: what is durable decides."""
        state = State(record=record, counter=record.reserved_counter)
        timers: tuple[Output, ...] = ()
        if self._settings.profile is Profile.SECURE:
            timers = (SetTimer(Timer.FRESHNESS),)
        if record.confirmed is None:
            return Reaction("StartedEmpty", replace(state, phase=_P.UNBOOTABLE), timers)
        candidate = record.candidate
        trigger = "StartedPlain" if candidate is None else _BOOT_TRIGGERS.get(candidate.stage, "StartedPlain")
        read: StoredImage = record.confirmed
        persist: tuple[Output, ...] = ()
        if trigger == "StartedForTrial":
            assert candidate is not None
            record, read = record.staged(Stage.TRIAL), candidate.image
            persist = (Persist(record),)
        elif trigger == "StartedAfterTrial":
            record = record.ended(ResultCode.RESTARTED_DURING_TRIAL)
            persist = (Persist(record),)
        return Reaction(trigger, replace(state, phase=_P.VERIFYING_BOOT, record=record),
                        timers + persist + (ReadSlot(read),))

    def _slot_read(self, state: State, given: SlotRead) -> Reaction:
        if state.phase is _P.VERIFYING_BOOT and given.image == self._booting(state):
            if given.image == state.record.confirmed:
                return self._confirmed_read(state, given)
            return self._trial_read(state, given)
        candidate = state.record.candidate
        if state.phase is _P.VERIFYING_IMAGE and candidate is not None and given.image == candidate.image:
            return self._candidate_read(state, given)
        return Reaction("Unexpected", state)

    @staticmethod
    def _booting(state: State) -> StoredImage | None:
        candidate = state.record.candidate
        if candidate is not None and candidate.stage is Stage.TRIAL:
            return candidate.image
        return state.record.confirmed

    @staticmethod
    def _trial_read(state: State, given: SlotRead) -> Reaction:
        """R-DC-25: the image for trial is verified before it runs."""
        confirmed = state.record.confirmed
        assert confirmed is not None
        if given.fault is not None or given.image.name.number < confirmed.name.number:
            record = state.record.ended(ResultCode.BOOT_VERIFICATION_FAILED)
            return Reaction("TrialImageRejected", replace(state, record=record),
                            (Persist(record), ReadSlot(confirmed)))
        return Reaction("TrialImageAuthentic", replace(state, phase=_P.TRIAL, running=given.image.name),
                        (Invoke(given.image.name, True), SetTimer(Timer.TRIAL)))

    @staticmethod
    def _confirmed_read(state: State, given: SlotRead) -> Reaction:
        """R-DC-21, R-DC-25, R-DC-46: the confirmed image runs, and a candidate goes on where it stood."""
        if given.fault is not None:
            return Reaction("ConfirmedImageRejected", replace(state, phase=_P.UNBOOTABLE, running=None))
        running = replace(state, running=given.image.name)
        invoke = Invoke(given.image.name, False)
        candidate = state.record.candidate
        if candidate is None:
            return Reaction("BootedIdle", replace(running, phase=_P.IDLE), (invoke,))
        if candidate.stage is not Stage.RECEIVING:
            record = state.record.staged(Stage.VERIFIED)
            persist = (Persist(record),) if record != state.record else ()
            return Reaction("BootedVerified", replace(running, phase=_P.VERIFIED, record=record), (invoke, *persist))
        if candidate.received < candidate.image.total:
            return Reaction("BootedReceiving", replace(running, phase=_P.RECEIVING), (invoke,))
        return Reaction("BootedVerifying", replace(running, phase=_P.VERIFYING_IMAGE),
                        (invoke, ReadSlot(candidate.image)))

    # Requests

    def _request(self, state: State, request: Request) -> Reaction:
        name = request.message.name
        try:
            if state.phase is _P.VERIFYING_BOOT:
                raise Refused(ResultCode.NOT_NOW, "the device boots")
            if name == "StatusRequest":
                return self._status(state, request.chance)
            if name == "DirectiveDelivery":
                return self._deliveries.react(state, request)
            if name == "ImageBlock":
                return self._block(state, request.message)
            if name == "InstallRequest":
                return self._install(state, request.message.fields["Manifest"])
            raise Refused(ResultCode.NOT_NOW, "this message means nothing to a Device core")
        except Refused as refused:
            trigger = {"DirectiveDelivery": "UpdateRefused", "ImageBlock": "BlockRefused",
                       "InstallRequest": "InstallRefused"}.get(name, "Unexpected")
            return Reaction(trigger, state, (refusal(refused.code, refused.detail),))

    def _status(self, state: State, chance: bytes) -> Reaction:
        """R-DC-02, R-DC-03, R-DC-41: a counter never used before, and the outstanding nonce or a new one."""
        outputs: list[Output] = []
        state = replace(state, counter=state.counter + 1)
        if state.counter > state.record.reserved_counter:
            record = replace(state.record, reserved_counter=state.record.reserved_counter + COUNTER_RESERVE)
            state = replace(state, record=record)
            outputs.append(Persist(record))
        if state.nonce is None:
            state = replace(state, nonce=chance)
            outputs.append(SetTimer(Timer.NONCE_LIFETIME))
        outputs.append(AnswerWithReport(report_fields(state, self._settings)))
        return Reaction("StatusAsked", state, tuple(outputs))

    def _block(self, state: State, message: Message) -> Reaction:
        """R-DC-19, R-DC-20: only the wanted block, acknowledged when it and the progress are durable."""
        candidate, fields = state.record.candidate, message.fields
        if state.phase is not _P.RECEIVING or candidate is None:
            raise Refused(ResultCode.NOT_NOW, "no block is wanted")
        want = wanted_block(candidate, self._settings.block_size)
        assert want is not None
        data = fields["Data"]
        if (fields["Manifest"], fields["Payload"], fields["Offset"]) != (candidate.image.name.manifest,
                                                                         want.image.digest, want.offset):
            raise Refused(ResultCode.UNEXPECTED_BLOCK, "another block than the wanted one")
        if want.offset + len(data) > want.image.size:
            raise Refused(ResultCode.TOO_MUCH_DATA, "the block reaches beyond the image")
        if len(data) != want.length:
            raise Refused(ResultCode.UNEXPECTED_BLOCK, "the block has another length than the wanted one")
        candidate = replace(candidate, received=candidate.received + len(data))
        record = replace(state.record, candidate=candidate)
        store: tuple[Output, ...] = (WriteImage(candidate.image.slot, want.image.offset + want.offset, data),
                                     Persist(record))
        following = wanted_block(candidate, self._settings.block_size)
        if following is None:
            answer = Answer(Message("BlockAnswer", {"Phase": _P.VERIFYING_IMAGE, "Want": None}))
            return Reaction("LastBlockStored", replace(state, phase=_P.VERIFYING_IMAGE, record=record),
                            (*store, answer, ReadSlot(candidate.image)))
        answer = Answer(Message("BlockAnswer", {"Phase": _P.RECEIVING, "Want": following.fields()}))
        return Reaction("BlockStored", replace(state, record=record), (*store, answer))

    @staticmethod
    def _install(state: State, manifest: bytes) -> Reaction:
        """R-DC-24: on request, and only the verified candidate that the request names."""
        candidate = state.record.candidate
        if state.phase is not _P.VERIFIED or candidate is None or candidate.image.name.manifest != manifest:
            raise Refused(ResultCode.NOT_NOW, "no such candidate is verified")
        record = state.record.staged(Stage.INSTALLING)
        return Reaction("InstallAsked", replace(state, phase=_P.INSTALLING, record=record),
                        (Persist(record), SealSlot(candidate.image.slot, manifest)))

    # The slot

    @staticmethod
    def _candidate_read(state: State, given: SlotRead) -> Reaction:
        """R-DC-22, R-DC-23: verified as read back, or abandoned."""
        if given.fault is None:
            record = state.record.staged(Stage.VERIFIED)
            return Reaction("ImageAuthentic", replace(state, phase=_P.VERIFIED, record=record), (Persist(record),))
        return abandon(state, "ImageRejected", given.fault)

    @staticmethod
    def _slot_sealed(state: State) -> Reaction:
        if state.phase is not _P.INSTALLING:
            return Reaction("Unexpected", state)
        record = state.record.staged(Stage.AWAITING_BOOT)
        answer = Answer(Message("InstallAnswer", {"Phase": _P.AWAITING_BOOT}))
        return Reaction("InstallSucceeded", replace(state, phase=_P.AWAITING_BOOT, record=record),
                        (Persist(record), answer, SetTimer(Timer.REBOOT)))

    @staticmethod
    def _storage_failure(state: State, asked: bool) -> Reaction:
        """R-DC-38: the candidate is abandoned, the confirmed image goes on running."""
        if state.phase is _P.VERIFYING_BOOT:
            record = state.record.ended(ResultCode.STORAGE_FAILED)
            persist = (Persist(record),) if record != state.record else ()
            assert record.confirmed is not None
            return Reaction("StorageFailed", replace(state, record=record), (*persist, ReadSlot(record.confirmed)))
        if state.phase in UNDER_WAY and state.phase is not _P.TRIAL:
            installing = state.phase is _P.INSTALLING
            code = ResultCode.INSTALL_FAILED if installing else ResultCode.STORAGE_FAILED
            answer = (refusal(code, "the storage failed"),) if asked else ()
            return abandon(state, "StorageFailed", code, answer)
        return Reaction("StorageFailed", off(state), (Reboot(),))

    # The trial

    @staticmethod
    def _self_test(state: State, passed: bool) -> Reaction:
        """R-DC-27, R-DC-28, R-DC-30: confirmed by the self-test of the image on trial, or reverted."""
        if state.phase is not _P.TRIAL:
            return Reaction("Unexpected", state)
        if passed:
            record = state.record.confirming()
            return Reaction("SelfTestPassed", replace(state, phase=_P.IDLE, record=record),
                            (Persist(record), CancelTimer(Timer.TRIAL)))
        return revert(state, "SelfTestFailed", ResultCode.SELF_TEST_FAILED)

    # Timers

    @staticmethod
    def _timer(state: State, timer: Timer) -> Reaction:
        """R-DC-29, R-DC-37, R-DC-41; a timer that does not belong to the phase changes nothing (R-GEN-18)."""
        if timer is Timer.TRIAL and state.phase is _P.TRIAL:
            return revert(state, "TrialExpired", ResultCode.TRIAL_EXPIRED)
        if timer is Timer.REBOOT and state.phase is _P.AWAITING_BOOT:
            return Reaction("RebootDue", off(state), (Reboot(),))
        if state.phase in (_P.OFF, _P.VERIFYING_BOOT):
            return Reaction("Unexpected", state)
        if timer is Timer.NONCE_LIFETIME:
            return Reaction("NonceExpired", replace(state, nonce=None))
        if timer is Timer.FRESHNESS:
            return Reaction("FreshnessExpired", replace(state, suspected=True))
        return Reaction("Unexpected", state)
