"""Where files lie."""

from typing import Protocol

from exams.domain.ids import Digest


class Files(Protocol):
    """Blobs by their SHA-256; writing the same bytes twice stores them once."""

    async def put(self, data: bytes, *, sealed: bool = False) -> Digest:
        """Store the bytes durably, before any row refers to them.

        Args:
            data: whatever they are.
            sealed: nobody may read them where they lie, such as what stands on tickets.
        """

    async def get(self, digest: Digest) -> bytes:
        """Return the stored bytes.

        Raises:
            KeyError: nothing is stored under this digest.
        """

    async def forget(self, digest: Digest) -> None:
        """Delete the stored bytes, if they are there."""
