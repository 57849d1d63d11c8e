"""The arguments of the upper tester's `provision`, as a configuration (conformance/UPPER-TESTER.md)."""

import hashlib
from base64 import b64decode
from typing import Any
from uuid import UUID

from .configuration import Configuration, Durations
from .keys import Anchor
from .procedure import Identity
from .terms import Profile

LARGEST_SLOT = 16 * 1024 * 1024
LARGEST_BLOCK = 256 * 1024
LONGEST_SPAN = 2**53


def octets(text: str) -> bytes:
    """Base64 with padding."""
    return b64decode(text, validate=True)


def configuration_of(arguments: dict[str, Any]) -> Configuration:
    """The configuration; KeyError, TypeError or ValueError when the arguments make no sense."""
    durations = (arguments[name] for name in ("trialPeriod", "rebootDelay", "nonceLifetime", "freshnessLimit"))
    return Configuration(
        identity=Identity(*(UUID(arguments[name]).bytes for name in ("device", "vendor", "class"))),
        profile={"Core": Profile.CORE, "Secure": Profile.SECURE}[arguments["profile"]],
        has_clock=bool(arguments["clock"]),
        authors=tuple(Anchor.of(octets(anchor)) for anchor in arguments["authors"]),
        trackers=tuple(Anchor.of(octets(anchor)) for anchor in arguments["trackers"]),
        components=tuple(arguments["components"]),
        slot_capacity=_within(arguments["slotCapacity"], 1, LARGEST_SLOT),
        block_size=_within(arguments["blockSize"], 1, LARGEST_BLOCK),
        durations=Durations(*(_within(span, 0, LONGEST_SPAN) for span in durations)))


def factory_image(factory: dict[str, Any]) -> tuple[bytes, dict[bytes, bytes]]:
    """The envelope, and the payloads by their digests."""
    payloads = factory.get("payloads") or []
    contents = [octets(payload) for payload in (payloads.values() if isinstance(payloads, dict) else payloads)]
    return octets(factory["envelope"]), {hashlib.sha256(content).digest(): content for content in contents}


def _within(value: Any, least: int, most: int) -> int:
    number = int(value)
    if number < least:
        raise ValueError("a number is too small")
    return min(number, most)
