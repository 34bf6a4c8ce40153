"""Memory that was needed for a moment goes back to the system."""

import ctypes
import sys
from typing import Final

LARGE: Final = 256 * 1024  # bytes; a picture is larger, hardly anything else is
_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of glibc's <malloc.h>


def give_back_large() -> bool:
    """Let whatever is large be given back as soon as it is freed; return whether this is set.

    By itself glibc takes the first freed picture as a sign that more of its size will be wanted,
    and lays all later ones between small things, which then hold on to the room of those freed.
    Other systems' libraries have no such setting.
    """
    if sys.platform != "linux":
        return False
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    return set_option is not None and bool(set_option(_MMAP_THRESHOLD, LARGE))
