"""The sheets of an answer as one file, made beside the event loop."""

import asyncio
from collections.abc import Sequence

from vision.pdf import sheets_pdf


class SheetBinder:
    """The `Binder` port."""

    async def bind(self, pages: Sequence[bytes]) -> bytes:
        """Return JPEG pages as one PDF, in the order given, without loss."""
        return await asyncio.to_thread(sheets_pdf, pages)
