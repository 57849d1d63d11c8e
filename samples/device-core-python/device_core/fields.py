"""Types of fields: how each is read from MessagePack and what is handed to the packer.

A value of a structure is a dictionary from field name to value. Writing goes through
msgpack, which always packs the shortest form.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from .message_pack import DecodeError, Fault, Reader

KIB = 1024
LARGEST_FIELD_ENUM = 0xFFFF


class FieldType(Protocol):
    """How a field is read, and how its value is handed to the packer."""

    def read(self, reader: Reader) -> Any:
        """The value that stands next."""

    def plain(self, value: Any) -> Any:
        """The value as the packer takes it."""


@dataclass(frozen=True)
class Uint:
    """An unsigned number of at most `most`."""

    most: int

    def read(self, reader: Reader) -> int:
        return reader.uint(self.most)

    def plain(self, value: int) -> int:
        if not 0 <= value <= self.most:
            raise ValueError("number out of range")
        return value


@dataclass(frozen=True)
class Octets:
    """A byte string of at most `most` bytes."""

    most: int

    def read(self, reader: Reader) -> bytes:
        return reader.octets(self.most)

    def plain(self, value: bytes) -> bytes:
        if len(value) > self.most:
            raise ValueError("byte string too long")
        return value


@dataclass(frozen=True)
class Fixed:
    """A byte string of exactly `length` bytes."""

    length: int

    def read(self, reader: Reader) -> bytes:
        return reader.fixed(self.length)

    def plain(self, value: bytes) -> bytes:
        if len(value) != self.length:
            raise ValueError("byte string of another length")
        return value


@dataclass(frozen=True)
class Text:
    """A text of at most `most` UTF-16 code units."""

    most: int

    def read(self, reader: Reader) -> str:
        return reader.text(self.most)

    def plain(self, value: str) -> str:
        if len(value.encode("utf-16-le")) > 2 * self.most:
            raise ValueError("text too long")
        return value


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, reader: Reader) -> bool:
        return reader.flag()

    def plain(self, value: bool) -> bool:
        return bool(value)


@dataclass(frozen=True)
class Member:
    """A member of an enumeration."""

    enumeration: type[IntEnum]

    def read(self, reader: Reader) -> IntEnum:
        number = reader.uint(LARGEST_FIELD_ENUM)
        try:
            return self.enumeration(number)
        except ValueError:
            raise DecodeError(Fault.UNDEFINED_VALUE) from None

    def plain(self, value: IntEnum) -> int:
        return int(self.enumeration(value))


@dataclass(frozen=True)
class Optional:
    """A value or nil."""

    inner: FieldType

    def read(self, reader: Reader) -> Any:
        return None if reader.nil() else self.inner.read(reader)

    def plain(self, value: Any) -> Any:
        return None if value is None else self.inner.plain(value)


@dataclass(frozen=True)
class ListOf:
    """At most `most` values of one type."""

    inner: FieldType
    most: int

    def read(self, reader: Reader) -> list[Any]:
        count = reader.array()
        if count > self.most:
            raise DecodeError(Fault.TOO_LONG)
        return [self.inner.read(reader) for _ in range(count)]

    def plain(self, value: list[Any]) -> list[Any]:
        if len(value) > self.most:
            raise ValueError("list too long")
        return [self.inner.plain(item) for item in value]


@dataclass(frozen=True)
class Structure:
    """Fields by position, each with its name."""

    name: str
    fields: tuple[tuple[str, FieldType], ...]

    def read(self, reader: Reader) -> dict[str, Any]:
        if reader.array() != len(self.fields):
            raise DecodeError(Fault.WRONG_FIELD_COUNT)
        return {name: kind.read(reader) for name, kind in self.fields}

    def plain(self, value: dict[str, Any]) -> list[Any]:
        if set(value) != {name for name, _ in self.fields}:
            raise ValueError(f"{self.name} has other fields")
        return [kind.plain(value[name]) for name, kind in self.fields]


DIGEST = Fixed(32)
NONCE = Fixed(16)
UUID = Fixed(16)
UINT64 = Uint(2**64 - 1)
MOMENT = Uint(2**63 - 1)
SIZE = Uint(4 * KIB**3)
BLOCK_LENGTH = Uint(256 * KIB)
