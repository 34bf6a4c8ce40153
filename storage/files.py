"""Files on disk, each under the SHA-256 of its bytes."""

import asyncio
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from exams.domain.ids import Digest
from storage.seal import NO_KEYS, Seal, is_sealed

ABOUT: Final = "file"
UNFINISHED: Final = "new-"
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DiskFiles:
    """Blobs in folders named by the first two pairs of digits.

    A file appears under its name only when it is whole and on the disk, so a row that names it
    and was written afterwards never points to half a picture. A sealed file is named by the
    digest of what lies on the disk.

    Attributes:
        seal: closes and opens what is to be sealed.
    """

    folder: Path
    seal: Seal = NO_KEYS

    async def put(self, data: bytes, *, sealed: bool = False) -> Digest:
        """Store the bytes durably; the same bytes are stored once."""
        if sealed:
            data = await asyncio.to_thread(self.seal.close, data, about=ABOUT)
        return await asyncio.to_thread(self.put_now, data)

    async def get(self, digest: Digest) -> bytes:
        """Return the stored bytes, opened.

        Raises:
            KeyError: nothing is stored under this digest.
            SealBroken: the key that sealed them is not among ours.
        """
        data = await asyncio.to_thread(self.get_now, digest)
        if not is_sealed(data):
            return data
        return await asyncio.to_thread(self.seal.open, data, about=ABOUT)

    async def forget(self, digest: Digest) -> None:
        """Delete the stored bytes, if they are there."""
        await asyncio.to_thread(self.path_of(digest).unlink, missing_ok=True)

    def put_now(self, data: bytes) -> Digest:
        """Store bytes as they are, in this thread."""
        digest = Digest(hashlib.sha256(data).hexdigest())
        path = self.path_of(digest)
        if path.exists():
            sync_folder(path.parent)  # whoever wrote it may not have come that far
            return digest
        _make_folder(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix=UNFINISHED, delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        sync_folder(path.parent)
        return digest

    def link_now(self, file: Path, digest: Digest) -> None:
        """Let a file of another folder lie here, too, without a copy; in this thread.

        Raises:
            OSError: it is on another disk, or the disk has no links.
        """
        path = self.path_of(digest)
        _make_folder(path.parent)
        os.link(file, path)
        sync_folder(path.parent)

    def forget_unfinished(self, older: timedelta) -> int:
        """Delete what a killed process left half written so long ago; return how many files.

        The disk has written their times, so it is asked what time it is: by another clock that
        is ahead, a file would be old while it is being written.
        """
        if not self.folder.is_dir():
            return 0  # nothing was ever stored
        with NamedTemporaryFile(dir=self.folder) as written_now:
            before = Path(written_now.name).stat().st_mtime - older.total_seconds()
        gone = 0
        for path in self.folder.glob(f"??/??/{UNFINISHED}*"):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
        return gone

    def get_now(self, digest: Digest) -> bytes:
        """Return what lies on the disk, in this thread.

        Raises:
            KeyError: there is no such file.
        """
        try:
            return self.path_of(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def path_of(self, digest: Digest) -> Path:
        """Return where a file lies, or would.

        Raises:
            KeyError: this is no digest.
        """
        if not DIGEST.fullmatch(digest):
            raise KeyError(digest)
        return self.folder / digest[:2] / digest[2:4] / digest

    def digests(self) -> tuple[Digest, ...]:
        """Return what is stored, in order; unfinished files are not."""
        found = (path.name for path in self.folder.glob("??/??/*"))
        return tuple(Digest(name) for name in sorted(found) if DIGEST.fullmatch(name))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
