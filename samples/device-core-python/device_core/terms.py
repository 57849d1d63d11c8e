"""Terms that every module uses: phases, kinds, names of images, the typed refusal."""

from dataclasses import dataclass
from enum import IntEnum

from .result_code import ResultCode


class DevicePhase(IntEnum):
    """Where the Device core stands (spec/machines/device-core.md)."""

    OFF = 0
    VERIFYING_BOOT = 1
    IDLE = 2
    RECEIVING = 3
    VERIFYING_IMAGE = 4
    VERIFIED = 5
    INSTALLING = 6
    AWAITING_BOOT = 7
    TRIAL = 8
    UNBOOTABLE = 9


class DirectiveKind(IntEnum):
    """What a Status tracker tells a device to do."""

    UP_TO_DATE = 0
    INSTALL = 1
    CANCEL = 2


class Profile(IntEnum):
    """What a device is operated under."""

    CORE = 0
    SECURE = 1


class TrackPhase(IntEnum):
    """Where a Status tracker's record stands; a Device core only tells such messages apart."""

    ABSENT = 0
    ENROLLED = 1
    ANNOUNCED = 2
    ACCEPTED = 3
    DOWNLOADING = 4
    DOWNLOADED = 5
    VERIFIED = 6
    INSTALLING = 7
    AWAITING_BOOT = 8
    TRIAL = 9
    CONFIRMED = 10
    REVERTED = 11
    FAILED = 12
    CANCELLED = 13
    SUPERSEDED = 14
    UNREACHABLE = 15
    DECOMMISSIONED = 16


class PackagePhase(IntEnum):
    """Where a package stands at a Firmware server; a Device core only tells such messages apart."""

    ABSENT = 0
    STAGED = 1
    PUBLISHED = 2
    WITHDRAWN = 3


class CampaignPhase(IntEnum):
    """Where a campaign of a Status tracker stands; a Device core only tells such messages apart."""

    ABSENT = 0
    DRAFT = 1
    RUNNING = 2
    PAUSED = 3
    FINISHED = 4
    ABORTED = 5


class CampaignAction(IntEnum):
    """What an operator orders a campaign to do; a Device core only tells such messages apart."""

    START = 0
    PAUSE = 1
    RESUME = 2
    ABORT = 3


class PauseReason(IntEnum):
    """Why a campaign is paused; a Device core only tells such messages apart."""

    NONE = 0
    OPERATOR = 1
    FAILURE_COUNT = 2
    FAILURE_SHARE = 3
    SHARE_MISSED = 4


@dataclass(frozen=True)
class ImageName:
    """Which image: the manifest digest is its identity, the number is for order (R-GEN-13)."""

    number: int
    manifest: bytes


class Refused(Exception):
    """An input is refused with a code; whoever raises it has changed nothing (R-GEN-02)."""

    def __init__(self, code: ResultCode, detail: str) -> None:
        super().__init__(f"{code.name}: {detail}")
        self.code = code
        self.detail = detail
