"""The machine's reaction to M-03: directive, envelope, number, and what is under way already."""

from dataclasses import replace

from .endings import abandon
from .messages import Message
from .package import Offer
from .record import Candidate, Record, Stage, StoredImage
from .reports import UNDER_WAY
from .result_code import ResultCode
from .state import Judge, Reaction, Settings, State
from .statements import Directive
from .steps import (Answer, CancelTimer, EraseSlot, Output, Persist, ReadSlot, Request, SetTimer, Timer, WriteEnvelope,
                    WriteImage)
from .terms import DevicePhase, DirectiveKind, ImageName, Profile, Refused
from .wants import wanted_block

LARGEST_LEAP = 2**32
_P = DevicePhase
_TOO_LATE = frozenset({_P.INSTALLING, _P.TRIAL})
_REPLACEABLE = frozenset({_P.RECEIVING, _P.VERIFIED})
_FREE = frozenset({_P.IDLE, _P.UNBOOTABLE})


def judge_number(offered: ImageName, confirmed: ImageName) -> None:
    """R-DC-04, R-DC-05, R-DC-06. Raises Refused."""
    if offered.number < confirmed.number:
        raise Refused(ResultCode.ROLLED_BACK, "the sequence number is lower than the stored one")
    if offered.number == confirmed.number and offered.manifest != confirmed.manifest:
        raise Refused(ResultCode.SAME_NUMBER_OTHER_MANIFEST, "another manifest carries the stored number")
    if offered.number > confirmed.number + LARGEST_LEAP:
        raise Refused(ResultCode.NUMBER_TOO_FAR_AHEAD, "the sequence number lies too far ahead")


class Deliveries:
    """Reacts to deliveries in every phase in which the device is up."""

    def __init__(self, settings: Settings, judge: Judge) -> None:
        self._settings = settings
        self._judge = judge

    def react(self, state: State, request: Request) -> Reaction:
        """Raises Refused."""
        fields = request.message.fields
        directive = self._directive(state, fields["Directive"], request.now)
        if directive is not None and directive.kind is DirectiveKind.UP_TO_DATE:
            return self._nothing_to_do(state)
        if directive is not None and directive.kind is DirectiveKind.CANCEL:
            return self._cancel(state, directive.manifest)
        return self._update(state, None if directive is None else directive.manifest, fields["Envelope"])

    def _directive(self, state: State, data: bytes, now: int) -> Directive | None:
        """R-DC-15, R-DC-16, R-DC-17, R-DC-47; profile Core does without."""
        if self._settings.profile is Profile.CORE:
            return None
        if not data:
            raise Refused(ResultCode.DIRECTIVE_MISSING, "there is no directive")
        return self._judge.directive(data, state.nonce, now if self._settings.has_clock else None)

    def _update(self, state: State, directed: bytes | None, envelope: bytes) -> Reaction:
        confirmed = state.record.confirmed
        if confirmed is None:
            raise Refused(ResultCode.NOTHING_BOOTABLE, "the device was never provisioned")
        if not envelope:
            known = None if directed is None else self._known(state, directed)
            if known is None:
                raise Refused(ResultCode.MISSING_ELEMENT, "the device does not hold this update")
            return known
        offer = self._judge.package(envelope, 1 - confirmed.slot)
        if directed is not None and directed != offer.name.manifest:
            raise Refused(ResultCode.DIRECTIVE_NAMES_OTHER_MANIFEST, "the envelope holds another manifest")
        known = self._known(state, offer.name.manifest)
        if known is not None:
            return known
        judge_number(offer.name, confirmed.name)
        self._judge_room(state, offer.name)
        return self._accept(state, offer, 1 - confirmed.slot, envelope)

    def _known(self, state: State, manifest: bytes) -> Reaction | None:
        """The candidate or the confirmed image again (R-DC-21, R-GEN-13)."""
        candidate, confirmed = state.record.candidate, state.record.confirmed
        if state.phase in UNDER_WAY and candidate is not None and candidate.image.name.manifest == manifest:
            state, outputs = self._believe(state)
            return Reaction("UpdateResumed", state, (*outputs, self._answer(state)))
        if state.phase is not _P.UNBOOTABLE and confirmed is not None and confirmed.name.manifest == manifest:
            return self._nothing_to_do(state)
        return None

    def _nothing_to_do(self, state: State) -> Reaction:
        """R-DC-47."""
        state, outputs = self._believe(state)
        return Reaction("UpToDateBelieved", state, (*outputs, self._answer(state)))

    def _cancel(self, state: State, manifest: bytes) -> Reaction:
        """R-DC-35."""
        candidate = state.record.candidate
        if state.phase not in UNDER_WAY or candidate is None:
            return self._nothing_to_do(state)
        if candidate.image.name.manifest != manifest:
            raise Refused(ResultCode.DIRECTIVE_NAMES_OTHER_MANIFEST, "the directive cancels another update")
        if state.phase in _TOO_LATE:
            raise Refused(ResultCode.TOO_LATE_TO_CANCEL, "the update cannot be cancelled any more")
        state, believed = self._believe(state)
        if state.phase is _P.AWAITING_BOOT:
            believed += (CancelTimer(Timer.REBOOT),)
        phase = _P.OFF if state.running is None else _P.IDLE
        answer = Answer(Message("DirectiveAnswer", {"Phase": phase, "Want": None}))
        ended = abandon(state, "CancelBelieved", ResultCode.CANCELLED, (answer,))
        return replace(ended, outputs=believed + ended.outputs)

    @staticmethod
    def _judge_room(state: State, offered: ImageName) -> None:
        """R-DC-33, R-DC-34: one update at a time; a newer one may take the place of one that is not installed."""
        candidate = state.record.candidate
        if state.phase in _FREE or candidate is None:
            return
        if state.phase not in _REPLACEABLE or offered.number <= candidate.image.name.number:
            raise Refused(ResultCode.BUSY, "another update is under way")

    def _accept(self, state: State, offer: Offer, slot: int, envelope: bytes) -> Reaction:
        """R-DC-01, R-DC-14: nothing was written before; from here on the other slot is."""
        state, believed = self._believe(state)
        outputs = list(believed)
        record = self._without_candidate(state, offer.name)
        if record != state.record:
            outputs.append(Persist(record))
        outputs += [EraseSlot(slot), WriteEnvelope(slot, envelope)]
        outputs += [WriteImage(slot, image.offset, octets)
                    for image, octets in zip(offer.images, offer.integrated) if octets]
        candidate = Candidate(StoredImage(offer.name, slot, offer.images), Stage.RECEIVING,
                              sum(len(octets) for octets in offer.integrated))
        whole = candidate.received == candidate.image.total
        state = replace(state, phase=_P.VERIFYING_IMAGE if whole else _P.RECEIVING,
                        record=replace(record, candidate=candidate))
        outputs += [Persist(state.record), self._answer(state)]
        if whole:
            outputs.append(ReadSlot(candidate.image))
        return Reaction("UpdateAcceptedWhole" if whole else "UpdateAccepted", state, tuple(outputs))

    @staticmethod
    def _without_candidate(state: State, offered: ImageName) -> Record:
        """R-DC-34: the former candidate is superseded; an unbootable device drops what is left over of the same package."""
        candidate = state.record.candidate
        if candidate is not None and candidate.image.name == offered:
            return replace(state.record, candidate=None)
        return state.record.ended(ResultCode.SUPERSEDED)

    def _believe(self, state: State) -> tuple[State, tuple[Output, ...]]:
        """R-DC-16, R-DC-37: the nonce is spent, and the tracker has been heard."""
        if self._settings.profile is Profile.CORE:
            return state, ()
        return (replace(state, nonce=None, suspected=False),
                (CancelTimer(Timer.NONCE_LIFETIME), SetTimer(Timer.FRESHNESS)))

    def _answer(self, state: State) -> Answer:
        """M-04: where the device stands and which block it wants."""
        candidate = state.record.candidate
        want = None
        if state.phase is _P.RECEIVING and candidate is not None:
            want = wanted_block(candidate, self._settings.block_size)
        return Answer(Message("DirectiveAnswer", {"Phase": state.phase,
                                                  "Want": None if want is None else want.fields()}))
