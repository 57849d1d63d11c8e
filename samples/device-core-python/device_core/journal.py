"""The journal: two pages with check values, written in turn, so that a torn write leaves the former record."""

import hashlib

from .flash import Flash
from .record import Record, from_bytes, to_bytes

PAGE = 16 * 1024
PAGES = 2
MAGIC = b"DCJ1"
_HEAD = len(MAGIC) + 8 + 4
_CHECK = 32


class Journal:
    """The durable record at the beginning of the flash (R-GEN-08, R-DC-32)."""

    SIZE = PAGE * PAGES

    def __init__(self, flash: Flash) -> None:
        self._flash = flash
        self._serial = 0

    def load(self) -> Record:
        """The last record that was written whole; an empty one when there is none."""
        self._serial, body = max((self._page(page) for page in range(PAGES)), key=lambda found: found[0])
        return from_bytes(body) if self._serial else Record()

    def store(self, record: Record) -> None:
        """Write the record over the older page."""
        body = to_bytes(record)
        head = MAGIC + (self._serial + 1).to_bytes(8, "big") + len(body).to_bytes(4, "big")
        data = head + hashlib.sha256(head + body).digest() + body
        if len(data) > PAGE:
            raise ValueError("the record is larger than a page")
        self._flash.write((self._serial + 1) % PAGES * PAGE, data)
        self._serial += 1

    def _page(self, page: int) -> tuple[int, bytes]:
        """Serial number and body; (0, b"") when the page holds no whole record."""
        data = self._flash.peek(page * PAGE, PAGE)
        head, check, rest = data[:_HEAD], data[_HEAD:_HEAD + _CHECK], data[_HEAD + _CHECK:]
        body = rest[:int.from_bytes(head[-4:], "big")]
        if not head.startswith(MAGIC) or hashlib.sha256(head + body).digest() != check:
            return 0, b""
        return int.from_bytes(head[len(MAGIC):-4], "big"), body
