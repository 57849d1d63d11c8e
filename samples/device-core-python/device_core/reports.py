"""The fields of a report (R-DC-02, R-DC-03, R-DC-36, R-DC-37, R-DC-40)."""

from typing import Any

from .state import Settings, State
from .terms import DevicePhase, ImageName

UNDER_WAY = frozenset({DevicePhase.RECEIVING, DevicePhase.VERIFYING_IMAGE, DevicePhase.VERIFIED,
                       DevicePhase.INSTALLING, DevicePhase.AWAITING_BOOT, DevicePhase.TRIAL})


def report_fields(state: State, settings: Settings) -> dict[str, Any]:
    """What the device says of itself."""
    record, identity = state.record, settings.identity
    candidate = record.candidate if state.phase in UNDER_WAY else None
    outcome = record.outcome
    return {
        "Device": identity.device, "Vendor": identity.vendor, "Class": identity.device_class,
        "Phase": state.phase,
        "Confirmed": None if record.confirmed is None else _name(record.confirmed.name),
        "Running": None if state.running is None else _name(state.running),
        "Candidate": None if candidate is None else {
            "Image": _name(candidate.image.name), "Received": candidate.received, "Total": candidate.image.total},
        "LastOutcome": None if outcome is None else {
            "Image": _name(outcome.name), "Result": outcome.result, "Serial": outcome.serial},
        "Counter": state.counter, "Nonce": state.nonce, "FreezeSuspected": state.suspected,
        "SlotCapacity": settings.slot_capacity, "BlockSize": settings.block_size,
    }


def _name(name: ImageName) -> dict[str, Any]:
    return {"Number": name.number, "Manifest": name.manifest}
