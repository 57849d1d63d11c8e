"""The codec against spec/vectors/messages.json and messages-malformed.json (R-GEN-04, R-GEN-05)."""

import re
import unittest
from typing import Any

import msgpack

from device_core import fields as types
from device_core.message_pack import DecodeError
from device_core.messages import MESSAGES, Message, TAGS, decode, encode

from .vectors import identifier, load, octets


def member(enumeration: Any, name: str) -> Any:
    """The member that the vectors call so."""
    return enumeration[re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()]


def value(kind: Any, raw: Any) -> Any:
    """A value in the form of the vectors, as the codec takes it."""
    match kind:
        case types.Optional():
            return None if raw is None else value(kind.inner, raw)
        case types.Structure():
            return {name: value(inner, raw[name]) for name, inner in kind.fields}
        case types.ListOf():
            return [value(kind.inner, item) for item in raw]
        case types.Member():
            return member(kind.enumeration, raw)
        case types.Uint():
            return int(raw)
        case types.Fixed() if kind.length == 16 and "-" in raw:
            return identifier(raw)
        case types.Fixed() | types.Octets():
            return octets(raw)
    return raw


class GoldenMessages(unittest.TestCase):
    """Both directions of every message."""

    def test_vectors(self) -> None:
        for vector in load("messages.json")["vectors"]:
            with self.subTest(vector["id"] + " " + vector["name"]):
                structure = MESSAGES[TAGS[vector["message"]]]
                message = Message(structure.name, value(structure, vector["fields"]))
                self.assertEqual(f"M-{TAGS[structure.name]:02}", vector["id"])
                self.assertEqual(encode(message), octets(vector["hex"]))
                self.assertEqual(decode(octets(vector["hex"])), message)

    def test_another_reader_agrees(self) -> None:
        for vector in load("messages.json")["vectors"]:
            data = octets(vector["hex"])
            self.assertEqual(msgpack.unpackb(data, raw=False)[0], TAGS[vector["message"]])

    def test_enumerations_are_complete(self) -> None:
        declared = load("messages.json")["enumerations"]
        for structure in MESSAGES.values():
            for _, kind in structure.fields:
                inner = kind.inner if isinstance(kind, types.Optional) else kind
                if isinstance(inner, types.Member):
                    numbers = set(declared[inner.enumeration.__name__].values())
                    self.assertEqual({int(each) for each in inner.enumeration}, numbers)


class MalformedMessages(unittest.TestCase):
    """Bytes that are no message, with the name of the deviation."""

    def test_vectors(self) -> None:
        for vector in load("messages-malformed.json")["vectors"]:
            with self.subTest(vector["name"]):
                with self.assertRaises(DecodeError) as caught:
                    decode(octets(vector["hex"]))
                self.assertEqual(caught.exception.fault.value, vector["fault"])

    def test_every_cut_is_refused(self) -> None:
        for vector in load("messages.json")["vectors"]:
            data = octets(vector["hex"])
            for length in range(min(len(data), 64)):
                with self.assertRaises(DecodeError):
                    decode(data[:length])
