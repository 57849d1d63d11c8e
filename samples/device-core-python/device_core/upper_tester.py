"""The lines of the upper tester: one JSON object in, one out (conformance/UPPER-TESTER.md)."""

import json
from typing import Any, BinaryIO, TextIO

from .terms import Refused

VERBS = ("hello", "reset", "provision", "start", "stop", "do", "query", "clock", "fault", "link", "evidence", "bye")
LONGEST_LINE = 1024 * 1024
Arguments = dict[str, Any]


class Refusal(Exception):
    """An error answer."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


def unimplemented(message: str) -> Refusal:
    """Not offered."""
    return Refusal("unimplemented", message)


def invalid(message: str) -> Refusal:
    """The arguments make no sense."""
    return Refusal("invalid", message)


def serve(verbs: object, lines: BinaryIO, answers: TextIO) -> None:
    """Answer line by line until `bye` or the end of the input. `verbs` has a method for each verb."""
    ended = False
    while not ended and (line := lines.readline(LONGEST_LINE + 1)):
        answer, ended = _answer(verbs, line)
        print(json.dumps(answer, separators=(",", ":")), file=answers, flush=True)
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_LINE + 1)


def _answer(verbs: object, line: bytes) -> tuple[Arguments, bool]:
    """The answer, and whether it is the last one."""
    number = None
    try:
        if len(line) > LONGEST_LINE:
            raise invalid("the line is too long")
        request = json.loads(line)
        number, verb = request["id"], request["verb"]
        if verb not in VERBS:
            raise unimplemented("no such verb")
        return {"id": number, "result": getattr(verbs, verb)(request.get("arguments") or {})}, verb == "bye"
    except Refusal as refusal:
        error = {"kind": refusal.kind, "message": refusal.message}
    except (KeyError, TypeError, ValueError, Refused) as fault:
        error = {"kind": "invalid", "message": f"{type(fault).__name__}: {fault}"}
    except Exception as fault:
        error = {"kind": "failed", "message": f"{type(fault).__name__}: {fault}"}
    return {"id": number, "error": error}, False
