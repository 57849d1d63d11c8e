"""A CBOR reader that takes deterministic encoding only (R-GEN-04, R-GEN-05; spec/package-profile.md).

Shortest heads, definite lengths, map keys in ascending order of their encoding, no key twice,
no floating point, nothing behind. Bounds are judged before anything is taken from the input.
"""

from typing import Any, NamedTuple

import cbor2

DEEPEST = 8
MOST_ITEMS = 512
MOST_ENTRIES = 64


class Tag(NamedTuple):
    """A tagged value."""

    number: int
    value: Any


class NotDeterministic(Exception):
    """The bytes are not deterministic CBOR."""


class TooMuch(Exception):
    """The values are nested deeper, or are more, than is read."""


_SIMPLE = {20: False, 21: True, 22: None}


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Any:
        """The value that stands next."""
        if depth > DEEPEST:
            raise TooMuch
        major, number = self._head()
        match major:
            case 0:
                return number
            case 1:
                return -1 - number
            case 2:
                return self._take(number)
            case 3:
                try:
                    return self._take(number).decode("utf-8")
                except UnicodeDecodeError:
                    raise NotDeterministic from None
            case 4:
                self._affordable(number, MOST_ITEMS)
                return [self.value(depth + 1) for _ in range(number)]
            case 5:
                self._affordable(number, MOST_ENTRIES)
                return self._map(number, depth + 1)
            case 6:
                return Tag(number, self.value(depth + 1))
        if number not in _SIMPLE:
            raise NotDeterministic
        return _SIMPLE[number]

    def _map(self, count: int, depth: int) -> dict[Any, Any]:
        entries: dict[Any, Any] = {}
        before = b""
        for _ in range(count):
            start = self.at
            key = self.value(depth)
            encoded = self._data[start:self.at]
            if encoded <= before or isinstance(key, bool) or not isinstance(key, (int, str)):
                raise NotDeterministic
            before = encoded
            entries[key] = self.value(depth)
        return entries

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, short = first >> 5, first & 0x1F
        if short < 24:
            return major, short
        if short > 27 or major == 7:
            raise NotDeterministic
        size = 1 << (short - 24)
        number = int.from_bytes(self._take(size), "big")
        if number < (24 if size == 1 else 1 << (4 * size)):
            raise NotDeterministic
        return major, number

    def _affordable(self, elements: int, most: int) -> None:
        if elements > len(self._data) - self.at:
            raise NotDeterministic
        if elements > most:
            raise TooMuch

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self.at:
            raise NotDeterministic
        self.at += count
        return self._data[self.at - count:self.at]


def decode(data: bytes) -> Any:
    """The one value that these bytes are."""
    reader = _Reader(data)
    value = reader.value(0)
    if reader.at != len(data):
        raise NotDeterministic
    return value


def encode(value: Any) -> bytes:
    """Deterministic CBOR of a value whose maps stand in order already."""
    return bytes(cbor2.dumps(value))
