"""A MessagePack reader that takes one encoding only and names each deviation (R-GEN-04, R-GEN-05).

Lengths are judged as announced, before anything is taken from the input, so a claim costs no memory.
"""

import unicodedata
from enum import Enum


class Fault(Enum):
    """How bytes deviate from the one encoding (spec/vectors/README.md)."""

    NOT_SHORTEST = "NotShortest"
    NOT_TEXT = "NotText"
    OUT_OF_RANGE = "OutOfRange"
    OVERSIZE = "Oversize"
    TOO_LONG = "TooLong"
    TRAILING_BYTES = "TrailingBytes"
    TRUNCATED = "Truncated"
    UNDEFINED_VALUE = "UndefinedValue"
    UNKNOWN_MESSAGE = "UnknownMessage"
    WRONG_FIELD_COUNT = "WrongFieldCount"
    WRONG_LENGTH = "WrongLength"
    WRONG_TYPE = "WrongType"


class DecodeError(Exception):
    """The bytes are not what was to be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


NIL = 0xC0

# First byte: (bytes of the number that follows, least number that needs that many bytes).
_UINT = {0xCC: (1, 0x80), 0xCD: (2, 0x100), 0xCE: (4, 0x1_0000), 0xCF: (8, 0x1_0000_0000)}
_OCTETS = {0xC4: (1, 0), 0xC5: (2, 0x100), 0xC6: (4, 0x1_0000)}
_TEXT = {0xD9: (1, 32), 0xDA: (2, 0x100), 0xDB: (4, 0x1_0000)}
_ARRAY = {0xDC: (2, 16), 0xDD: (4, 0x1_0000)}


class Reader:
    """Reads one value after the other from bytes that stay where they are."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def end(self) -> None:
        """No bytes may follow."""
        if self._at != len(self._data):
            raise DecodeError(Fault.TRAILING_BYTES)

    def nil(self) -> bool:
        """True, and past it, when nil stands here."""
        if self._peek() != NIL:
            return False
        self._at += 1
        return True

    def flag(self) -> bool:
        """True or false."""
        first = self._take(1)[0]
        if first not in (0xC2, 0xC3):
            raise DecodeError(Fault.WRONG_TYPE)
        return first == 0xC3

    def uint(self, most: int) -> int:
        """An unsigned number of at most so much."""
        number = self._head(_UINT, 0x00, 0x7F)
        if number > most:
            raise DecodeError(Fault.OUT_OF_RANGE)
        return number

    def array(self) -> int:
        """The head of an array: how many elements follow."""
        return self._head(_ARRAY, 0x90, 0x0F)

    def octets(self, most: int) -> bytes:
        """A byte string of at most so many bytes."""
        length = self._head(_OCTETS, None, 0)
        if length > most:
            raise DecodeError(Fault.TOO_LONG)
        return self._take(length)

    def fixed(self, length: int) -> bytes:
        """A byte string of exactly so many bytes."""
        if self._head(_OCTETS, None, 0) != length:
            raise DecodeError(Fault.WRONG_LENGTH)
        return self._take(length)

    def text(self, most: int) -> str:
        """A text of at most so many UTF-16 code units, without control characters."""
        length = self._head(_TEXT, 0xA0, 0x1F)
        if length > 4 * most:
            raise DecodeError(Fault.TOO_LONG)
        try:
            text = self._take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise DecodeError(Fault.NOT_TEXT) from None
        if len(text.encode("utf-16-le")) > 2 * most:
            raise DecodeError(Fault.TOO_LONG)
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise DecodeError(Fault.NOT_TEXT)
        return text

    def _peek(self) -> int:
        if self._at >= len(self._data):
            raise DecodeError(Fault.TRUNCATED)
        return self._data[self._at]

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise DecodeError(Fault.TRUNCATED)
        self._at += count
        return self._data[self._at - count:self._at]

    def _head(self, long: dict[int, tuple[int, int]], short: int | None, mask: int) -> int:
        first = self._take(1)[0]
        if short is not None and short <= first <= short + mask:
            return first - short
        if first not in long:
            raise DecodeError(Fault.WRONG_TYPE)
        size, least = long[first]
        number = int.from_bytes(self._take(size), "big")
        if number < least:
            raise DecodeError(Fault.NOT_SHORTEST)
        return number
