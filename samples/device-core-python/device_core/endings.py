"""How requests and updates end without success: refusals, restarts, abandoned candidates."""

from dataclasses import replace

from .messages import LARGEST_DETAIL, Message
from .result_code import ResultCode
from .state import Reaction, State
from .steps import Answer, Output, Persist, Reboot
from .terms import DevicePhase


def refusal(code: ResultCode, detail: str) -> Answer:
    """M-09 (R-GEN-06)."""
    return Answer(Message("Refusal", {"Code": code, "Detail": detail[:LARGEST_DETAIL]}))


def off(state: State) -> State:
    """The state while the device restarts: only what is durable is left."""
    return State(record=state.record)


def revert(state: State, trigger: str, code: ResultCode) -> Reaction:
    """Back to the confirmed image."""
    record = state.record.ended(code)
    return Reaction(trigger, replace(off(state), record=record), (Persist(record), Reboot()))


def abandon(state: State, trigger: str, code: ResultCode, answer: tuple[Output, ...] = ()) -> Reaction:
    """The candidate's update ends; a device that no image runs on restarts, and is Unbootable again (R-DC-39)."""
    record = state.record.ended(code)
    if state.running is None:
        return Reaction("RecoveryFailed", replace(off(state), record=record), (Persist(record), *answer, Reboot()))
    return Reaction(trigger, replace(state, phase=DevicePhase.IDLE, record=record), (Persist(record), *answer))
