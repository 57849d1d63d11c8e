"""The messages of spec/messages.md: one encoding of each, everything else is refused (R-GEN-04, R-GEN-05).

All messages are declared, so that a message that means nothing to a Device core can be told
from bytes that are no message.
"""

from dataclasses import dataclass
from typing import Any

import msgpack

from .fields import (BLOCK_LENGTH, DIGEST, KIB, MOMENT, NONCE, SIZE, UINT64, UUID, FieldType, Flag, ListOf, Member,
                     Octets, Optional, Structure, Text, Uint)
from .message_pack import DecodeError, Fault, Reader
from .result_code import ResultCode
from .terms import (CampaignAction, CampaignPhase, DevicePhase, DirectiveKind, PackagePhase, PauseReason, Profile,
                    TrackPhase)

LARGEST_MESSAGE = 4 * KIB * KIB
LARGEST_DETAIL = 400

STATEMENT = Octets(4 * KIB)
ENVELOPE = Octets(64 * KIB)
BLOCK = Octets(256 * KIB)
UINT32 = Uint(2**32 - 1)
PERCENT = Uint(100)
CODE = Member(ResultCode)
TAGS_OF_DEVICE = ListOf(Text(64), 16)
PHASE = Member(DevicePhase)


def _structure(name: str, **fields: FieldType) -> Structure:
    return Structure(name, tuple(fields.items()))


IMAGE_NAME = _structure("ImageName", Number=UINT64, Manifest=DIGEST)
BLOCK_WANT = _structure("BlockWant", Payload=DIGEST, Offset=SIZE, Length=BLOCK_LENGTH)
PAYLOAD_NAME = _structure("PayloadName", Digest=DIGEST, Size=SIZE)
CATALOGUE_ENTRY = _structure("CatalogueEntry", Manifest=DIGEST, Number=UINT64, Vendor=UUID, Class=UUID,
                             EnvelopeSize=Uint(64 * KIB), Payloads=ListOf(PAYLOAD_NAME, 16))
OUTCOME = _structure("Outcome", Image=IMAGE_NAME, Result=CODE, Serial=UINT64)
CANDIDATE_STATUS = _structure("CandidateStatus", Image=IMAGE_NAME, Received=SIZE, Total=SIZE)
TRACK_ENTRY = _structure("TrackEntry", Device=UUID, Vendor=UUID, Class=UUID, Profile=Member(Profile),
                         Phase=Member(TrackPhase), Confirmed=Optional(IMAGE_NAME), Target=Optional(IMAGE_NAME),
                         Result=CODE, ResultVerified=Flag(), Received=SIZE, Total=SIZE, FreezeSuspected=Flag(),
                         LastSeen=MOMENT, CompletedAt=MOMENT)
DEVICE_REPORT = _structure("DeviceReport", Device=UUID, Vendor=UUID, Class=UUID, Phase=PHASE,
                           Confirmed=Optional(IMAGE_NAME), Running=Optional(IMAGE_NAME),
                           Candidate=Optional(CANDIDATE_STATUS), LastOutcome=Optional(OUTCOME), Counter=UINT64,
                           Nonce=NONCE, FreezeSuspected=Flag(), SlotCapacity=UINT64, BlockSize=BLOCK_LENGTH)
DIRECTIVE = _structure("Directive", Kind=Member(DirectiveKind), Device=UUID, Manifest=DIGEST, Number=UINT64,
                       Nonce=NONCE, IssuedAt=MOMENT, ValidUntil=MOMENT)

REFUSAL = _structure("Refusal", Code=CODE, Detail=Text(LARGEST_DETAIL))
CHECK_IN = _structure("CheckIn", SignedReport=STATEMENT, RefusedManifest=Optional(DIGEST), RefusedCode=CODE)
CHECK_IN_ANSWER = _structure("CheckInAnswer", Kind=Member(DirectiveKind), Manifest=Optional(DIGEST),
                             Directive=STATEMENT, Envelope=ENVELOPE, PollAfter=Uint(604800))
BATCHED_ANSWER = _structure("BatchedAnswer", Answer=Optional(CHECK_IN_ANSWER), Refusal=Optional(REFUSAL))

CODE_RULE = _structure("CodeRule", Code=CODE, MostAttempts=UINT32)
RETRY_RULE = _structure("RetryRule", MostAttempts=UINT32, FirstPause=UINT32, LongestPause=UINT32,
                        Codes=ListOf(CODE_RULE, 64))
MAINTENANCE_WINDOW = _structure("MaintenanceWindow", Days=Uint(0x7F), Begin=Uint(1439), Length=Uint(1440))
CAMPAIGN_PLAN = _structure("CampaignPlan", Name=Text(64), Tags=Text(512), Devices=ListOf(UUID, 4096),
                           Waves=ListOf(PERCENT, 16), AdvanceShare=PERCENT, StopShare=PERCENT, StopCount=UINT32,
                           MostUnderWay=UINT32, Retry=RETRY_RULE, Windows=ListOf(MAINTENANCE_WINDOW, 16))
WAVE_COUNTS = _structure("WaveCounts", Waiting=UINT32, UnderWay=UINT32, Confirmed=UINT32, Failed=UINT32,
                         Silent=UINT32, Left=UINT32)
CAMPAIGN_ENTRY = _structure("CampaignEntry", Campaign=UUID, Plan=CAMPAIGN_PLAN, Image=IMAGE_NAME, Vendor=UUID,
                            Class=UUID, Phase=Member(CampaignPhase), Reason=Member(PauseReason), OpenWaves=Uint(16),
                            Waves=ListOf(WAVE_COUNTS, 16), CreatedAt=MOMENT, StartedAt=MOMENT, EndedAt=MOMENT)
PHASE_COUNT = _structure("PhaseCount", Phase=Member(TrackPhase), Devices=UINT64)
SERVER_SUMMARY = _structure("ServerSummary", Name=Text(64), Reachable=Flag(), Packages=UINT32)
HISTORY_ENTRY = _structure("HistoryEntry", At=MOMENT, Phase=Member(TrackPhase), Result=CODE, ResultVerified=Flag(),
                           Image=Optional(IMAGE_NAME))
AUDIT_ENTRY = _structure("AuditEntry", Number=UINT64, At=MOMENT, Actor=Text(256), Action=Text(256),
                         Subject=Text(256), Result=CODE, Hash=DIGEST)

MESSAGES: dict[int, Structure] = {
    1: _structure("StatusRequest"),
    2: _structure("StatusReport", SignedReport=STATEMENT),
    3: _structure("DirectiveDelivery", Directive=STATEMENT, Envelope=ENVELOPE),
    4: _structure("DirectiveAnswer", Phase=PHASE, Want=Optional(BLOCK_WANT)),
    5: _structure("ImageBlock", Manifest=DIGEST, Payload=DIGEST, Offset=SIZE, Data=BLOCK),
    6: _structure("BlockAnswer", Phase=PHASE, Want=Optional(BLOCK_WANT)),
    7: _structure("InstallRequest", Manifest=DIGEST),
    8: _structure("InstallAnswer", Phase=PHASE),
    9: REFUSAL,
    10: CHECK_IN,
    11: CHECK_IN_ANSWER,
    12: _structure("BlockRequest", Payload=DIGEST, Offset=SIZE, Length=BLOCK_LENGTH),
    13: _structure("Block", Payload=DIGEST, Offset=SIZE, TotalSize=SIZE, Data=BLOCK),
    14: _structure("CatalogueRequest"),
    15: _structure("CatalogueAnswer", Entries=ListOf(CATALOGUE_ENTRY, 4096)),
    16: _structure("EnvelopeRequest", Manifest=DIGEST),
    17: _structure("EnvelopeAnswer", Envelope=ENVELOPE),
    18: _structure("CheckInBatch", CheckIns=ListOf(CHECK_IN, 48)),
    19: _structure("CheckInBatchAnswer", Answers=ListOf(BATCHED_ANSWER, 48)),
    20: _structure("PublishRequest", Envelope=Octets(3 * KIB * KIB)),
    21: _structure("PublishAnswer", Manifest=DIGEST, Phase=Member(PackagePhase), Missing=ListOf(PAYLOAD_NAME, 16)),
    22: _structure("WithdrawRequest", Manifest=DIGEST),
    23: _structure("WithdrawAnswer", Manifest=DIGEST),
    30: _structure("EnrolRequest", Device=UUID, Vendor=UUID, Class=UUID, Profile=Member(Profile),
                   PublicKey=Octets(KIB)),
    31: _structure("EnrolAnswer", Device=UUID),
    32: _structure("TrackQuery", Device=Optional(UUID), Phase=Optional(Member(TrackPhase))),
    33: _structure("TrackAnswer", Entries=ListOf(TRACK_ENTRY, 4096)),
    34: _structure("CancelRequest", Device=UUID),
    35: _structure("CancelAnswer", Device=UUID),
    36: _structure("FleetQuery"),
    37: _structure("FleetSummary", Phases=ListOf(PHASE_COUNT, 32), Conflicts=UINT32,
                   Servers=ListOf(SERVER_SUMMARY, 256)),
    38: _structure("DevicesQuery", Phase=Optional(Member(TrackPhase)), After=Optional(UUID), Most=Uint(4096)),
    39: _structure("HistoryQuery", Device=UUID, Most=Uint(256)),
    40: _structure("HistoryAnswer", Tags=TAGS_OF_DEVICE, Entries=ListOf(HISTORY_ENTRY, 256)),
    41: _structure("TagRequest", Device=UUID, Tags=TAGS_OF_DEVICE),
    42: _structure("TagAnswer", Device=UUID),
    43: _structure("DecommissionRequest", Device=UUID),
    44: _structure("DecommissionAnswer", Device=UUID),
    45: _structure("CampaignRequest", Manifest=DIGEST, Plan=CAMPAIGN_PLAN),
    46: _structure("CampaignOrder", Campaign=UUID, Action=Member(CampaignAction)),
    47: _structure("CampaignAnswer", Campaign=CAMPAIGN_ENTRY),
    48: _structure("CampaignQuery", Campaign=Optional(UUID)),
    49: _structure("CampaignsAnswer", Campaigns=ListOf(CAMPAIGN_ENTRY, 32)),
    50: _structure("AuditQuery", After=UINT64, Most=Uint(1024)),
    51: _structure("AuditAnswer", Entries=ListOf(AUDIT_ENTRY, 1024)),
}
TAGS = {structure.name: tag for tag, structure in MESSAGES.items()}


@dataclass(frozen=True)
class Message:
    """A message: its name and its fields."""

    name: str
    fields: dict[str, Any]


def decode(data: bytes) -> Message:
    """The message that these bytes are; DecodeError names the deviation."""
    if len(data) > LARGEST_MESSAGE:
        raise DecodeError(Fault.OVERSIZE)
    reader = Reader(data)
    if reader.array() != 2:
        raise DecodeError(Fault.WRONG_FIELD_COUNT)
    structure = MESSAGES.get(reader.uint(0xFF))
    if structure is None:
        raise DecodeError(Fault.UNKNOWN_MESSAGE)
    fields = structure.read(reader)
    reader.end()
    return Message(structure.name, fields)


def encode(message: Message) -> bytes:
    """The one encoding of the message."""
    tag = TAGS[message.name]
    return pack([tag, MESSAGES[tag].plain(message.fields)])


def decode_structure(structure: Structure, data: bytes) -> dict[str, Any]:
    """The structure that these bytes are, as it stands inside a signed statement."""
    reader = Reader(data)
    fields = structure.read(reader)
    reader.end()
    return fields


def encode_structure(structure: Structure, fields: dict[str, Any]) -> bytes:
    """The one encoding of the structure."""
    return pack(structure.plain(fields))


def pack(plain: Any) -> bytes:
    """MessagePack in its shortest form."""
    return bytes(msgpack.packb(plain, use_bin_type=True))
