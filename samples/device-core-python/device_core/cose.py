"""COSE_Sign1: what is signed, and the parts of a block (RFC 9052)."""

from dataclasses import dataclass
from typing import Any

from . import cbor

SIGN1 = 18
OTHER_KINDS = frozenset({17, 97, 98})
ALGORITHM = 1
CONTENT_TYPE = 3
KEY_IDENTIFIER = 4


class NotSign1(Exception):
    """The bytes are no COSE_Sign1."""


class OtherKind(Exception):
    """The bytes are COSE_Mac0, COSE_Mac or COSE_Sign."""


@dataclass(frozen=True)
class Sign1:
    """The four parts, and the protected header as it reads."""

    protected: bytes
    header: dict[Any, Any]
    unprotected: dict[Any, Any]
    payload: bytes | None
    signature: bytes


def read(data: bytes) -> Sign1:
    """The block that these bytes are."""
    try:
        block = cbor.decode(data)
        if isinstance(block, cbor.Tag) and block.number in OTHER_KINDS:
            raise OtherKind
        if not isinstance(block, cbor.Tag) or block.number != SIGN1:
            raise NotSign1
        match block.value:
            case [bytes(protected), dict(unprotected), None | bytes() as payload, bytes(signature)]:
                header = cbor.decode(protected)
            case _:
                raise NotSign1
    except (cbor.NotDeterministic, cbor.TooMuch):
        raise NotSign1 from None
    if not isinstance(header, dict):
        raise NotSign1
    return Sign1(protected, header, unprotected, payload, signature)


def signed_bytes(protected: bytes, domain: bytes, payload: bytes) -> bytes:
    """The Sig_structure: what the signature is made over."""
    return cbor.encode(["Signature1", protected, domain, payload])
