"""The structure of a manifest: version, limits, commands, parameters, components (R-DC-12).

Check 4 of spec/package-profile.md. Everything is read before anything is executed, also in
branches that would not be taken.
"""

from dataclasses import dataclass
from typing import Any

from . import cbor
from .envelope import Envelope, digest_of_octets, limit_exceeded, malformed, missing, read_cbor, read_digest
from .result_code import ResultCode
from .terms import Refused

VERSION, NUMBER, COMMON, REFERENCE_URI = 1, 2, 3, 4
VALIDATE, LOAD, INVOKE, PAYLOAD_FETCH, INSTALL, TEXT = 7, 8, 9, 16, 20, 23
SECTIONS = (PAYLOAD_FETCH, INSTALL, VALIDATE, INVOKE)
EXTENSIONS = frozenset({5, 6, 14, 15, 18, 24})
DEPENDENCIES, COMPONENTS, SHARED = 1, 2, 4

CONDITION_VENDOR, CONDITION_CLASS, CONDITION_IMAGE, CONDITION_SLOT = 1, 2, 3, 5
CONDITION_ABORT, CONDITION_DEVICE = 14, 24
SET_INDEX, TRY_EACH, OVERRIDE, FETCH, COPY, RUN_INVOKE, RUN_SEQUENCE = 12, 15, 20, 21, 22, 23, 32
CONDITIONS = frozenset({CONDITION_VENDOR, CONDITION_CLASS, CONDITION_IMAGE, CONDITION_SLOT, CONDITION_ABORT,
                        CONDITION_DEVICE})
REPORTING = CONDITIONS | {FETCH, COPY, RUN_INVOKE}
IN_SHARED = CONDITIONS | {SET_INDEX, TRY_EACH, OVERRIDE, RUN_SEQUENCE}

PARAMETER_VENDOR, PARAMETER_CLASS, PARAMETER_DIGEST, PARAMETER_SLOT = 1, 2, 3, 5
PARAMETER_SIZE, PARAMETER_URI, PARAMETER_SOURCE, PARAMETER_DEVICE = 14, 21, 22, 24
ENTERPRISE_NUMBER = 112

LARGEST_COMMON = 32 * 1024
LARGEST_SEQUENCE = 16 * 1024
DEEPEST_SEQUENCE = 4
MOST_COMMANDS = 256
MOST_BRANCHES = 16
MOST_COMPONENTS = 16
MOST_SEGMENTS = 8
LONGEST_SEGMENT = 64
LONGEST_URI = 2048
REPORTING_BITS = 0x0F


@dataclass(frozen=True)
class Command:
    """A command and its argument: index, parameters, branches, sequence, or nothing of interest."""

    code: int
    argument: Any


Sequence = tuple[Command, ...]
Component = tuple[bytes, ...]


@dataclass(frozen=True)
class Manifest:
    """A manifest, read and not executed."""

    number: int
    components: tuple[Component, ...]
    shared: Sequence
    sections: dict[int, Sequence]


def read_manifest(envelope: Envelope) -> Manifest:
    """The manifest of an authentic envelope. Raises Refused."""
    elements = read_cbor(envelope.manifest, "the manifest")
    if not isinstance(elements, dict):
        raise malformed("the manifest is no map")
    number = _version_and_number(elements)
    _known_elements(elements)
    components, shared = _common(elements)
    sections = _sections(elements, envelope.severed)
    for sequence in (shared, *sections.values()):
        _judge_selection(sequence, len(components))
    for condition in (CONDITION_VENDOR, CONDITION_CLASS):
        if not _on_every_path(shared, condition):
            raise missing("the vendor or class condition is not on every path of the shared sequence")
    return Manifest(number, components, shared, sections)


def _version_and_number(elements: dict[Any, Any]) -> int:
    if VERSION not in elements:
        raise missing("no manifest version")
    if not _is_uint(elements[VERSION]):
        raise malformed("the manifest version is no number")
    if elements[VERSION] != 1:
        raise Refused(ResultCode.UNSUPPORTED_MANIFEST_VERSION, "a manifest version other than 1")
    if NUMBER not in elements:
        raise missing("no sequence number")
    if not _is_uint(elements[NUMBER]):
        raise malformed("the sequence number is no unsigned number")
    return int(elements[NUMBER])


def _known_elements(elements: dict[Any, Any]) -> None:
    known = {VERSION, NUMBER, COMMON, REFERENCE_URI, TEXT, *SECTIONS}
    for key in elements:
        if key in EXTENSIONS or key == LOAD:
            raise Refused(ResultCode.UNSUPPORTED_COMMAND, "an element that asks for what is not supported")
        if key not in known:
            raise malformed("an unknown element in the manifest")
    if REFERENCE_URI in elements:
        _uri(elements[REFERENCE_URI])


def _common(elements: dict[Any, Any]) -> tuple[tuple[Component, ...], Sequence]:
    if COMMON not in elements:
        raise missing("no common block")
    encoded = _octets(elements[COMMON], "the common block")
    if len(encoded) > LARGEST_COMMON:
        raise limit_exceeded("the common block is too large")
    common = read_cbor(encoded, "the common block")
    if not isinstance(common, dict):
        raise malformed("the common block is no map")
    if DEPENDENCIES in common:
        raise Refused(ResultCode.UNSUPPORTED_COMMAND, "dependencies are not supported")
    if set(common) - {COMPONENTS, SHARED}:
        raise malformed("an unknown element in the common block")
    if COMPONENTS not in common:
        raise missing("no component")
    components = _components(common[COMPONENTS])
    if SHARED not in common:
        raise missing("no shared sequence")
    return components, _sequence(common[SHARED], 0, IN_SHARED)


def _components(value: Any) -> tuple[Component, ...]:
    if not isinstance(value, list) or not value:
        raise malformed("the components are no list")
    if len(value) > MOST_COMPONENTS:
        raise limit_exceeded("too many components")
    components: list[Component] = []
    for identifier in value:
        if not isinstance(identifier, list) or not all(isinstance(segment, bytes) for segment in identifier):
            raise malformed("a component identifier is no list of byte strings")
        if len(identifier) > MOST_SEGMENTS or any(len(segment) > LONGEST_SEGMENT for segment in identifier):
            raise limit_exceeded("a component identifier is too long")
        if tuple(identifier) in components:
            raise malformed("a component is listed twice")
        components.append(tuple(identifier))
    return tuple(components)


def _sections(elements: dict[Any, Any], severed: dict[int, bytes]) -> dict[int, Sequence]:
    """The sections by number; severed ones must be there, announced and unaltered."""
    for key, content in severed.items():
        announced = elements.get(key)
        if not isinstance(announced, list):
            raise Refused(ResultCode.SEVERED_SECTION_INVALID, "a severed section of which the manifest says nothing")
        if read_digest(announced, "the digest of a severed section") != digest_of_octets(content):
            raise Refused(ResultCode.SEVERED_SECTION_INVALID, "a severed section differs from its digest")
    if TEXT in elements and not isinstance(elements[TEXT], bytes):
        read_digest(elements[TEXT], "the digest of the text")
    sections: dict[int, Sequence] = {}
    for key in SECTIONS:
        section = elements.get(key)
        if key in (PAYLOAD_FETCH, INSTALL) and isinstance(section, list):
            read_digest(section, "the digest of a severed section")
            if key not in severed:
                raise Refused(ResultCode.SEVERED_SECTION_INVALID, "a severed section is needed and absent")
            section = severed[key]
        if section is not None or key in elements:
            sections[key] = _sequence(section, 0, None)
    return sections


def _sequence(value: Any, depth: int, allowed: frozenset[int] | None) -> Sequence:
    encoded = _octets(value, "a command sequence")
    if depth > DEEPEST_SEQUENCE:
        raise limit_exceeded("command sequences are nested too deeply")
    if len(encoded) > LARGEST_SEQUENCE:
        raise limit_exceeded("a command sequence is too large")
    items = read_cbor(encoded, "a command sequence")
    if not isinstance(items, list) or not items or len(items) % 2:
        raise malformed("a command sequence is no list of pairs")
    if len(items) // 2 > MOST_COMMANDS:
        raise limit_exceeded("too many commands in a sequence")
    return tuple(_command(items[at], items[at + 1], depth, allowed) for at in range(0, len(items), 2))


def _command(code: Any, argument: Any, depth: int, allowed: frozenset[int] | None) -> Command:
    if isinstance(code, bool) or not isinstance(code, int):
        raise malformed("a command is no number")
    if code not in REPORTING | IN_SHARED:
        raise Refused(ResultCode.UNSUPPORTED_COMMAND, f"command {code}")
    if allowed is not None and code not in allowed:
        raise malformed("a command that may not stand in the shared sequence")
    if code in REPORTING:
        if not _is_uint(argument) or argument > REPORTING_BITS:
            raise malformed("a reporting policy is no such number")
        return Command(code, None)
    if code == SET_INDEX:
        return Command(code, _index(argument))
    if code == OVERRIDE:
        return Command(code, _parameters(argument))
    if code == RUN_SEQUENCE:
        return Command(code, _sequence(argument, depth + 1, allowed))
    return Command(code, _branches(argument, depth + 1, allowed))


def _index(value: Any) -> tuple[int, ...] | None:
    """The indices that are selected; None for all components."""
    if value is True:
        return None
    indices = value if isinstance(value, list) else [value]
    if not indices or not all(_is_uint(index) for index in indices) or len(set(indices)) < len(indices):
        raise malformed("a component index is no such number, or is given twice")
    return tuple(indices)


def _branches(value: Any, depth: int, allowed: frozenset[int] | None) -> tuple[Sequence | None, ...]:
    """The branches of a try-each; None at the end when it may fail."""
    if not isinstance(value, list) or len(value) < 2:
        raise malformed("a try-each has no branches")
    if len(value) > MOST_BRANCHES:
        raise limit_exceeded("a try-each has too many branches")
    branches: list[Sequence | None] = [_sequence(branch, depth, allowed) for branch in value[:-1]]
    branches.append(None if value[-1] is None else _sequence(value[-1], depth, allowed))
    return tuple(branches)


def _parameters(value: Any) -> dict[int, Any]:
    if not isinstance(value, dict) or not value:
        raise malformed("parameters are no map")
    return {key: _parameter(key, argument) for key, argument in value.items()}


def _parameter(key: Any, value: Any) -> Any:
    if key in (PARAMETER_VENDOR, PARAMETER_CLASS, PARAMETER_DEVICE):
        if key == PARAMETER_VENDOR and isinstance(value, cbor.Tag) and value.number == ENTERPRISE_NUMBER:
            return value
        if not isinstance(value, bytes) or len(value) != 16:
            raise malformed("an identifier is no UUID")
        return value
    if key == PARAMETER_DIGEST:
        return read_digest(read_cbor(_octets(value, "an image digest"), "an image digest"), "an image digest")
    if key in (PARAMETER_SIZE, PARAMETER_SLOT, PARAMETER_SOURCE):
        if not _is_uint(value):
            raise malformed("a parameter is no number")
        return value
    if key == PARAMETER_URI:
        return _uri(value)
    raise Refused(ResultCode.UNSUPPORTED_PARAMETER, f"parameter {key!a}")


def _uri(value: Any) -> str:
    if not isinstance(value, str):
        raise malformed("a URI is no text")
    if len(value.encode()) > LONGEST_URI:
        raise limit_exceeded("a URI is too long")
    return value


def _octets(value: Any, what: str) -> bytes:
    if not isinstance(value, bytes):
        raise malformed(f"{what} is no byte string")
    return value


def _is_uint(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _judge_selection(sequence: Sequence, count: int) -> None:
    """With several components a sequence must begin with a selection; nothing may select what is not there."""
    if count > 1 and sequence[0].code != SET_INDEX:
        raise malformed("a sequence does not begin with a selection")
    _judge_indices(sequence, count)


def _judge_indices(sequence: Sequence, count: int) -> None:
    for command in sequence:
        match command.code:
            case code if code == SET_INDEX:
                indices: tuple[int, ...] = command.argument or ()
            case code if code == OVERRIDE:
                indices = (command.argument.get(PARAMETER_SOURCE, 0),)
            case code if code == RUN_SEQUENCE:
                _judge_indices(command.argument, count)
                continue
            case code if code == TRY_EACH:
                for branch in command.argument:
                    _judge_indices(branch or (), count)
                continue
            case _:
                continue
        if any(index >= count for index in indices):
            raise Refused(ResultCode.UNSUPPORTED_COMPONENT, "a component index beyond the components")


def _on_every_path(sequence: Sequence, condition: int) -> bool:
    """Whether the condition is checked whichever branches are taken (R-GEN-20). Inside a run-sequence it does not count."""
    for command in sequence:
        if command.code == condition:
            return True
        if command.code == TRY_EACH and all(branch is not None and _on_every_path(branch, condition)
                                            for branch in command.argument):
            return True
    return False
