"""The flash: a file that is read, written and erased at offsets. Faults are injected here and nowhere else."""

import os
from pathlib import Path

from .faults import Faults, PowerLost, StorageError, Tear

ERASED = b"\xff"
CHUNK = 1024 * 1024


class Flash:
    """A file of fixed size. An operation has happened when the call returns (R-GEN-03)."""

    def __init__(self, path: Path, size: int, faults: Faults) -> None:
        self.path = path
        self._faults = faults
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size != size:
            os.ftruncate(self._file, size)

    def close(self) -> None:
        """The file is not used any more."""
        os.close(self._file)

    def read(self, offset: int, length: int) -> bytes:
        """So many bytes."""
        tear = self._faults.operation()
        if tear is not None:
            raise PowerLost
        return self.peek(offset, length)

    def peek(self, offset: int, length: int) -> bytes:
        """So many bytes, by a reader that no ordered fault concerns: the journal at power on, and tests."""
        try:
            data = os.pread(self._file, length, offset)
        except OSError as error:
            raise StorageError(str(error)) from error
        if len(data) != length:
            raise StorageError("the flash is shorter than expected")
        return data

    def write(self, offset: int, data: bytes) -> None:
        """Write the bytes durably."""
        tear = self._faults.operation()
        if tear is Tear.HALFWAY:
            self._put(offset, data[:len(data) // 2])
        elif tear is not Tear.BEFORE:
            self._put(offset, data)
        if tear is not None:
            raise PowerLost

    def erase(self, offset: int, length: int) -> None:
        """Erase so many bytes durably."""
        tear = self._faults.operation()
        if tear is Tear.BEFORE:
            raise PowerLost
        whole = length // 2 if tear is Tear.HALFWAY else length
        for at in range(0, whole, CHUNK):
            self._put(offset + at, ERASED * min(CHUNK, whole - at))
        if tear is not None:
            raise PowerLost

    def flip(self, offset: int) -> None:
        """Change one bit, as decay does."""
        self._put(offset, bytes([self.peek(offset, 1)[0] ^ 0x01]))

    def _put(self, offset: int, data: bytes) -> None:
        try:
            os.pwrite(self._file, data, offset)
            os.fsync(self._file)
        except OSError as error:
            raise StorageError(str(error)) from error
