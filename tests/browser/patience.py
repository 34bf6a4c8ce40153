"""How long a browser test waits before it says that something does not come."""

from typing import Final

PATIENCE: Final = 180_000
"""Milliseconds in which a page on a busy computer does what it does in a blink on an idle one."""

NOTHING_VANISHES: Final = """{
  const later = window.setTimeout.bind(window);
  window.setTimeout = (work, wait, ...more) => wait >= 3000 ? 0 : later(work, wait, ...more);
}"""
"""Lets a page keep a toast or a banner: a busy computer may look only when it would be gone."""
