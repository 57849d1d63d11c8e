"""The outside of a firmware package: size, CBOR, wrapper, signature, manifest digest.

Checks 1 to 3 of spec/package-profile.md. Nothing of the manifest is parsed here (R-DC-07, R-DC-08).
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from . import cbor, cose
from .keys import ED25519, ESP256, Anchor
from .result_code import ResultCode
from .terms import Refused

TAG = 107
WRAPPER = 2
MANIFEST = 3
SEVERABLE = frozenset({16, 20, 23})
SHA256 = -16
LARGEST_ENVELOPE = 64 * 1024
LARGEST_BLOCK = 16 * 1024
MOST_BLOCKS = 8
MOST_INTEGRATED = 32
LONGEST_KEY = 2048


@dataclass(frozen=True)
class Envelope:
    """An envelope whose author and manifest digest are right. The manifest is not parsed yet."""

    digest: bytes
    manifest: bytes
    severed: dict[int, bytes]
    integrated: dict[str, bytes]
    signers: tuple[Anchor, ...]


def malformed(detail: str) -> Refused:
    """The envelope or manifest is not well-formed."""
    return Refused(ResultCode.MALFORMED_MANIFEST, detail)


def limit_exceeded(detail: str) -> Refused:
    """A limit of the package profile is exceeded."""
    return Refused(ResultCode.LIMIT_EXCEEDED, detail)


def missing(detail: str) -> Refused:
    """A required element is absent."""
    return Refused(ResultCode.MISSING_ELEMENT, detail)


def read_cbor(data: bytes, what: str) -> Any:
    """Deterministic CBOR, or the refusal of a package."""
    try:
        return cbor.decode(data)
    except cbor.TooMuch:
        raise limit_exceeded(f"{what} is nested too deeply, or holds too much") from None
    except cbor.NotDeterministic:
        raise malformed(f"{what} is not deterministic CBOR") from None


def read_digest(value: Any, what: str) -> bytes:
    """A SUIT_Digest of SHA-256."""
    match value:
        case [int(algorithm), bytes(digest)]:
            if algorithm != SHA256:
                raise Refused(ResultCode.UNSUPPORTED_ALGORITHM, f"{what} is not SHA-256")
            if len(digest) != 32:
                raise malformed(f"{what} has another length")
            return digest
    raise malformed(f"{what} is no digest")


def digest_of_octets(content: bytes) -> bytes:
    """SHA-256 over a byte string with its head, as SUIT defines it."""
    return hashlib.sha256(cbor.encode(content)).digest()


def open_envelope(data: bytes, authors: tuple[Anchor, ...]) -> Envelope:
    """The envelope, believed as far as its author. Raises Refused."""
    if len(data) > LARGEST_ENVELOPE:
        raise limit_exceeded("the envelope is larger than 64 KiB")
    elements = _elements(data)
    wrapper = elements.pop(WRAPPER)
    manifest = elements.pop(MANIFEST)
    digest, signers = _authenticate(wrapper, authors)
    if digest_of_octets(manifest) != digest:
        raise Refused(ResultCode.MANIFEST_DIGEST_MISMATCH, "the manifest does not match the signed digest")
    return Envelope(digest, manifest,
                    {key: value for key, value in elements.items() if isinstance(key, int)},
                    {key: value for key, value in elements.items() if isinstance(key, str)}, signers)


def _elements(data: bytes) -> dict[Any, bytes]:
    tagged = read_cbor(data, "the envelope")
    if not isinstance(tagged, cbor.Tag) or tagged.number != TAG or not isinstance(tagged.value, dict):
        raise malformed("not an envelope")
    elements = tagged.value
    texts = [key for key in elements if isinstance(key, str)]
    if len(texts) > MOST_INTEGRATED or any(len(key.encode()) > LONGEST_KEY for key in texts):
        raise limit_exceeded("too many integrated payloads, or one with too long a key")
    for key, value in elements.items():
        if isinstance(key, int) and key not in SEVERABLE | {WRAPPER, MANIFEST}:
            raise malformed("an unknown element in the envelope")
        if not isinstance(value, bytes):
            raise malformed("an element of the envelope is no byte string")
    if WRAPPER not in elements or MANIFEST not in elements:
        raise missing("the envelope lacks its wrapper or its manifest")
    return dict(elements)


def _authenticate(wrapper: bytes, authors: tuple[Anchor, ...]) -> tuple[bytes, tuple[Anchor, ...]]:
    """The signed digest and the trusted authors who signed it (R-DC-07, R-DC-44, R-GEN-26)."""
    parts = read_cbor(wrapper, "the wrapper")
    if not isinstance(parts, list) or not parts or not all(isinstance(part, bytes) for part in parts):
        raise malformed("the wrapper is no list of byte strings")
    if len(parts) - 1 > MOST_BLOCKS or any(len(part) > LARGEST_BLOCK for part in parts):
        raise limit_exceeded("too many authentication blocks, or too large a one")
    payload, blocks = parts[0], parts[1:]
    digest = read_digest(read_cbor(payload, "the digest"), "the manifest digest")
    signers: list[Anchor] = []
    refusals: list[ResultCode] = []
    for block in blocks:
        signer, code = _judge_block(block, payload, authors)
        if signer is not None:
            signers.append(signer)
        refusals.append(code)
    if signers:
        return digest, tuple(signers)
    for code in (ResultCode.NOT_AUTHENTIC, ResultCode.UNSUPPORTED_ALGORITHM, ResultCode.UNSUPPORTED_FORMAT):
        if code in refusals:
            raise Refused(code, "no valid signature of a trusted author")
    raise Refused(ResultCode.NOT_AUTHENTIC, "not signed")


def _judge_block(data: bytes, payload: bytes, authors: tuple[Anchor, ...]) -> tuple[Anchor | None, ResultCode]:
    try:
        block = cose.read(data)
    except cose.OtherKind:
        return None, ResultCode.UNSUPPORTED_FORMAT
    except cose.NotSign1:
        raise malformed("an authentication block is no COSE_Sign1") from None
    if block.payload is not None:
        raise malformed("an authentication block carries its payload")
    header = dict(block.header)
    algorithm = header.pop(cose.ALGORITHM, None)
    identifier = header.pop(cose.KEY_IDENTIFIER, None)
    if algorithm not in (ED25519, ESP256):
        return None, ResultCode.UNSUPPORTED_ALGORITHM
    if header or block.unprotected:
        return None, ResultCode.NOT_AUTHENTIC
    message = cose.signed_bytes(block.protected, b"", payload)
    for anchor in authors:
        if algorithm == anchor.algorithm and identifier in (None, anchor.identifier) \
                and anchor.verifies(message, block.signature):
            return anchor, ResultCode.SUCCESS
    return None, ResultCode.NOT_AUTHENTIC
