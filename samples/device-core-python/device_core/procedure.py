"""Executes a manifest without touching anything: what would be fetched, checked and installed.

Nothing is written: a fetch notes what is to come, an image-match notes that it will be checked
when the slot is read back (R-DC-22). Check 5 of spec/package-profile.md happens on the way.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from . import manifest as m
from .envelope import limit_exceeded, malformed, missing
from .manifest import Command, Manifest, Sequence
from .result_code import ResultCode
from .terms import Refused

MOST_STEPS = 4096
SOFT = frozenset({ResultCode.CONDITION_FAILED, ResultCode.WRONG_VENDOR, ResultCode.WRONG_CLASS,
                  ResultCode.WRONG_DEVICE})


@dataclass(frozen=True)
class Identity:
    """Who the device is."""

    device: bytes
    vendor: bytes
    device_class: bytes


@dataclass(frozen=True)
class Content:
    """What a component would hold: a payload that is fetched, or a copy of something installed."""

    order: int
    digest: bytes
    size: int
    octets: bytes | None = None
    installed: bool = False


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
        self._default = (0,) if count == 1 else None
        self._steps = 0
        self._fetches = 0
        self._parameters: list[dict[int, Any]] = [{} for _ in range(count)]
        self._matched: set[int] = set()
        self.contents: list[Content | None] = [None] * count

    def run(self) -> None:
        """Every section, each after the shared sequence. Raises Refused."""
        for section in m.SECTIONS:
            if section in self._manifest.sections:
                self._run(self._manifest.shared, self._default)
                self._run(self._manifest.sections[section], self._default)
        for index, content in enumerate(self.contents):
            if content is not None and index not in self._matched:
                raise missing("what is fetched or copied is never checked")
        if any(content is not None and content.installed for content in self.contents):
            raise Refused(ResultCode.UNSUPPORTED_COMMAND, "a copy of an installed component")

    def _run(self, sequence: Sequence, selected: tuple[int, ...] | None) -> None:
        for command in sequence:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise limit_exceeded("too many commands are executed")
            if command.code == m.SET_INDEX:
                selected = self._select(command.argument)
            elif command.code == m.RUN_SEQUENCE and selected is None:
                self._run(command.argument, None)
            elif selected is None:
                raise malformed("no component is selected")
            else:
                for index in selected:
                    self._execute(command, index)

    def _select(self, indices: tuple[int, ...] | None) -> tuple[int, ...]:
        count = len(self.contents)
        if indices is None:
            return tuple(range(count))
        if any(index >= count for index in indices):
            raise Refused(ResultCode.UNSUPPORTED_COMPONENT, "a component index beyond the components")
        return indices

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
                raise Refused(ResultCode.CONDITION_FAILED, "a condition that never holds")
            case code if code in self._expected:
                parameter, value, refusal = self._expected[code]
                if parameters.get(parameter) != value:
                    raise Refused(refusal, "a condition of the manifest does not hold")

    def _try_each(self, branches: tuple[Sequence | None, ...], index: int) -> None:
        failure: Refused | None = None
        for branch in branches:
            if branch is None:
                return
            before = ([dict(each) for each in self._parameters], list(self.contents), set(self._matched))
            try:
                self._run(branch, (index,))
                return
            except Refused as refused:
                if refused.code not in SOFT:
                    raise
                failure = refused
                self._parameters, self.contents, self._matched = before
        assert failure is not None
        raise failure

    def _fetch(self, parameters: dict[int, Any], index: int) -> None:
        for parameter in (m.PARAMETER_URI, m.PARAMETER_DIGEST, m.PARAMETER_SIZE):
            if parameter not in parameters:
                raise missing("a fetch without URI, digest or size")
        digest, size = parameters[m.PARAMETER_DIGEST], parameters[m.PARAMETER_SIZE]
        octets = self._integrated.get(parameters[m.PARAMETER_URI])
        if octets is not None and (len(octets) != size or hashlib.sha256(octets).digest() != digest):
            raise Refused(ResultCode.PAYLOAD_DIGEST_MISMATCH, "the integrated payload is another one")
        self._fetches += 1
        self._hold(index, Content(self._fetches, digest, size, octets))

    def _copy(self, parameters: dict[int, Any], index: int) -> None:
        if m.PARAMETER_SOURCE not in parameters:
            raise missing("a copy without source")
        source = self._select((parameters[m.PARAMETER_SOURCE],))[0]
        self._hold(index, self.contents[source] or Content(0, b"", 0, installed=True))

    def _hold(self, index: int, content: Content) -> None:
        self.contents[index] = content
        self._matched.discard(index)

    def _match(self, parameters: dict[int, Any], index: int) -> None:
        content = self.contents[index]
        if m.PARAMETER_DIGEST not in parameters:
            raise missing("an image-match without digest")
        if content is None or not content.installed and content.digest != parameters[m.PARAMETER_DIGEST]:
            raise Refused(ResultCode.CONDITION_FAILED, "the component does not hold the image")
        self._matched.add(index)
