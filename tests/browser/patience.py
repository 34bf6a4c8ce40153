"""How long a browser test waits before it says that something does not come."""

from typing import Final

PATIENCE: Final = 60_000
"""Milliseconds in which a page on a busy computer does what it does in a blink on an idle one."""
