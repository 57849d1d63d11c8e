"""Executes a manifest without touching anything: what would be fetched, checked and installed.

Nothing is written: a fetch notes what is to come, an image-match notes that it will be checked
when the slot is read back (R-DC-22). Check 5 of spec/package-profile.md happens on the way.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from . import manifest as m
from .envelope import limit_exceeded, missing
from .manifest import Command, Manifest, Sequence
from .result_code import ResultCode
from .terms import Refused

MOST_STEPS = 4096
SECTIONS = (m.PAYLOAD_FETCH, m.INSTALL, m.VALIDATE)
DEFAULT = (0,)


class ConditionFailed(Refused):
    """A condition does not hold: the one failure that leads to the next branch of a try-each."""


@dataclass(frozen=True)
class Identity:
    """Who the device is."""

    device: bytes
    vendor: bytes
    device_class: bytes


@dataclass(eq=False)
class Content:
    """A payload that is fetched. What is copied is the same content in another component."""

    order: int
    digest: bytes
    size: int
    octets: bytes | None
    matched: bool = False


class Procedure:
    """One execution of the sections of a manifest, for one device and one slot."""

    def __init__(self, manifest: Manifest, identity: Identity, slot: int, integrated: dict[str, bytes]) -> None:
        count = len(manifest.components)
        self._manifest = manifest
        self._expected = {m.CONDITION_VENDOR: (m.PARAMETER_VENDOR, identity.vendor, ResultCode.WRONG_VENDOR),
                          m.CONDITION_CLASS: (m.PARAMETER_CLASS, identity.device_class, ResultCode.WRONG_CLASS),
                          m.CONDITION_DEVICE: (m.PARAMETER_DEVICE, identity.device, ResultCode.WRONG_DEVICE),
                          m.CONDITION_SLOT: (m.PARAMETER_SLOT, slot, ResultCode.CONDITION_FAILED)}
        self._integrated = integrated
        self._steps = 0
        self._fetched: list[Content] = []
        self._parameters: list[dict[int, Any]] = [{} for _ in range(count)]
        self.contents: list[Content | None] = [None] * count

    def run(self) -> None:
        """The sections that install, each after the shared sequence. Raises Refused."""
        for section in SECTIONS:
            if section in self._manifest.sections:
                self._run(self._manifest.shared, DEFAULT)
                self._run(self._manifest.sections[section], DEFAULT)
        if not all(content.matched for content in self._fetched):
            raise missing("what is fetched is never checked")

    def _run(self, sequence: Sequence, selected: tuple[int, ...]) -> None:
        for command in sequence:
            if command.code == m.SET_INDEX:
                self._count()
                selected = tuple(range(len(self.contents))) if command.argument is None else command.argument
                continue
            for index in selected:
                self._count()
                self._execute(command, index)

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise limit_exceeded("too many commands are executed")

    def _execute(self, command: Command, index: int) -> None:
        parameters = self._parameters[index]
        match command.code:
            case m.OVERRIDE:
                parameters.update(command.argument)
            case m.RUN_SEQUENCE:
                self._run(command.argument, (index,))
            case m.TRY_EACH:
                self._try_each(command.argument, index)
            case m.FETCH:
                self._fetch(parameters, index)
            case m.COPY:
                self._copy(parameters, index)
            case m.CONDITION_IMAGE:
                self._match(parameters, index)
            case m.CONDITION_ABORT:
                raise ConditionFailed(ResultCode.CONDITION_FAILED, "a condition that never holds")
            case code if code in self._expected:
                parameter, value, refusal = self._expected[code]
                if parameters.get(parameter) != value:
                    raise ConditionFailed(refusal, "a condition of the manifest does not hold")

    def _try_each(self, branches: tuple[Sequence | None, ...], index: int) -> None:
        """What a failed branch set or fetched stays."""
        failure: ConditionFailed | None = None
        for branch in branches:
            if branch is None:
                return
            try:
                self._run(branch, (index,))
                return
            except ConditionFailed as failed:
                failure = failed
        assert failure is not None
        raise failure

    def _fetch(self, parameters: dict[int, Any], index: int) -> None:
        for parameter in (m.PARAMETER_URI, m.PARAMETER_DIGEST, m.PARAMETER_SIZE):
            if parameter not in parameters:
                raise missing("a fetch without URI, digest or size")
        content = Content(len(self._fetched), parameters[m.PARAMETER_DIGEST], parameters[m.PARAMETER_SIZE],
                          self._integrated.get(parameters[m.PARAMETER_URI]))
        self._fetched.append(content)
        self.contents[index] = content

    def _copy(self, parameters: dict[int, Any], index: int) -> None:
        if m.PARAMETER_SOURCE not in parameters:
            raise missing("a copy without source")
        source = parameters[m.PARAMETER_SOURCE]
        if source == index:
            raise Refused(ResultCode.CONDITION_FAILED, "a component is its own source")
        content = self.contents[source]
        if content is None:
            raise Refused(ResultCode.UNSUPPORTED_COMMAND, "a copy of an installed component")
        self.contents[index] = content

    def _match(self, parameters: dict[int, Any], index: int) -> None:
        content = self.contents[index]
        size = parameters.get(m.PARAMETER_SIZE)
        if content is None or (parameters.get(m.PARAMETER_DIGEST), size) != (content.digest, content.size) \
                or content.octets is not None and _digest_and_size(content.octets) != (content.digest, content.size):
            raise ConditionFailed(ResultCode.PAYLOAD_DIGEST_MISMATCH, "the component does not hold the image")
        content.matched = True


def _digest_and_size(octets: bytes) -> tuple[bytes, int]:
    return hashlib.sha256(octets).digest(), len(octets)
