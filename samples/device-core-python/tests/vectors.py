"""Reads the vectors of spec/vectors."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

SPECIFICATION = Path(__file__).resolve().parents[3] / "spec"


def load(name: str) -> dict[str, Any]:
    """One file of vectors."""
    content: dict[str, Any] = json.loads((SPECIFICATION / "vectors" / name).read_text(encoding="utf-8"))
    return content


def octets(value: Any) -> bytes:
    """Bytes in the form of the vectors: hexadecimal text, or an array of texts and runs."""
    parts = [value] if isinstance(value, str) else value
    return b"".join(bytes.fromhex(part) if isinstance(part, str) else bytes.fromhex(part["repeat"]) * part["times"]
                    for part in parts)


def identifier(text: str) -> bytes:
    """A UUID as it stands on the wire."""
    return UUID(text).bytes
