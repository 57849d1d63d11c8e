"""Signed statements: the device's report (R-DC-03) and the tracker's directive (R-DC-15 to R-DC-17).

A statement is MessagePack inside a COSE_Sign1, bound to its kind by external_aad and content type.
"""

from dataclasses import dataclass
from typing import Any, Iterable

import cbor2

from . import cbor, cose
from .keys import Anchor, SigningKey
from .message_pack import DecodeError
from .messages import DEVICE_REPORT, DIRECTIVE, decode_structure, encode_structure
from .result_code import ResultCode
from .terms import DirectiveKind, Refused

REPORT_DOMAIN = b"secup-iot/report/1"
REPORT_TYPE = "application/vnd.secup-iot.report+msgpack"
DIRECTIVE_DOMAIN = b"secup-iot/directive/1"
DIRECTIVE_TYPE = "application/vnd.secup-iot.directive+msgpack"


@dataclass(frozen=True)
class Directive:
    """What the tracker tells this device to do; believed."""

    kind: DirectiveKind
    manifest: bytes


def sign(key: SigningKey, domain: bytes, content_type: str, payload: bytes) -> bytes:
    """The tagged COSE_Sign1 of a statement."""
    protected = cbor.encode({cose.ALGORITHM: key.algorithm, cose.CONTENT_TYPE: content_type,
                             cose.KEY_IDENTIFIER: key.identifier})
    signature = key.sign(cose.signed_bytes(protected, domain, payload))
    return cbor.encode(cbor2.CBORTag(cose.SIGN1, [protected, {}, payload, signature]))


def sign_report(key: SigningKey, fields: dict[str, Any]) -> bytes:
    """The signed report (R-DC-03)."""
    return sign(key, REPORT_DOMAIN, REPORT_TYPE, encode_structure(DEVICE_REPORT, fields))


def judge_directive(data: bytes, trackers: Iterable[Anchor], device: bytes, nonce: bytes | None,
                    now: int | None) -> Directive:
    """The directive, believed; `now` is None for a device without a trusted clock. Raises Refused."""
    payload = _authentic_payload(data, trackers)
    try:
        fields = decode_structure(DIRECTIVE, payload)
    except DecodeError as error:
        raise Refused(ResultCode.MALFORMED_MESSAGE, f"directive: {error}") from None
    if fields["Device"] != device:
        raise Refused(ResultCode.WRONG_DEVICE, "the directive addresses another device")
    if nonce is None or fields["Nonce"] != nonce:
        raise Refused(ResultCode.STALE_NONCE, "the directive does not carry the outstanding nonce")
    if now is not None and now > fields["ValidUntil"]:
        raise Refused(ResultCode.DIRECTIVE_EXPIRED, "the validity of the directive has ended")
    return Directive(fields["Kind"], fields["Manifest"])


def _authentic_payload(data: bytes, trackers: Iterable[Anchor]) -> bytes:
    refused = Refused(ResultCode.DIRECTIVE_NOT_AUTHENTIC, "the directive is not signed by the trusted tracker")
    try:
        block = cose.read(data)
    except (cose.NotSign1, cose.OtherKind):
        raise refused from None
    header = dict(block.header)
    algorithm = header.pop(cose.ALGORITHM, None)
    content_type = header.pop(cose.CONTENT_TYPE, None)
    identifier = header.pop(cose.KEY_IDENTIFIER, None)
    if header or block.unprotected or block.payload is None or content_type != DIRECTIVE_TYPE:
        raise refused
    message = cose.signed_bytes(block.protected, DIRECTIVE_DOMAIN, block.payload)
    for anchor in trackers:
        if algorithm == anchor.algorithm and identifier in (None, anchor.identifier) \
                and anchor.verifies(message, block.signature):
            return block.payload
    raise refused
