"""What keeps a page from being read, heard and tapped by everybody."""

from functools import cache
from importlib.resources import files
from typing import Final, Literal

from playwright.async_api import Page

FINGER: Final = 44
"""Pixels which a thing to tap is high and wide at least."""

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

BROKEN: Final = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""

SMALL: Final = """(finger) => {
  const tapped = "button, input:not([type=file]), select, textarea, summary, label.file";
  const found = [];
  for (const one of document.querySelectorAll(tapped)) {
    const target = one.closest("label.option") ?? one;
    const { width, height } = target.getBoundingClientRect();
    const seen = one.checkVisibility() && width > 1;
    if (seen && Math.min(width, height) < finger - 0.5) {
      found.push(`small: ${width}x${height} ${target.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""

WIDTH: Final = """() => Math.max(
  document.documentElement.scrollWidth,
  ...[...document.querySelectorAll(".panel, legend")]
    .filter((one) => one.checkVisibility())
    .map((one) => Math.ceil(one.getBoundingClientRect().left) + one.scrollWidth),
)"""

MOVING: Final = """() => document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 1)
  .map((one) => `moving: ${one.animationName ?? one.transitionProperty}`)"""


FAINT: Final = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => numbers(colour).slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const under = (one) => {
    const { backgroundColor } = getComputedStyle(one);
    return numbers(backgroundColor)[3] === 0 ? under(one.parentElement) : backgroundColor;
  };
  const found = [];
  for (const one of document.querySelectorAll("input[type=text], select, textarea")) {
    const edge = light(getComputedStyle(one).borderTopColor);
    for (const ground of [under(one), under(one.parentElement)].map(light)) {
      const contrast = (Math.max(edge, ground) + 0.05) / (Math.min(edge, ground) + 0.05);
      if (contrast < 3) found.push(`faint: ${contrast.toFixed(2)} ${one.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""
"""Gives the fields whose edge is hardly seen (WCAG 1.4.11: 3 to 1 at least)."""


@cache
def axe() -> str:
    """Return the program that knows the rules of accessible pages."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


async def faults_of(page: Page) -> list[str]:
    """Return what is wrong with a page as it is shown: rules broken, targets too small, movement.

    It is looked at by day and by night, by somebody who wants no movement; the page must have
    been opened as wide as a narrow phone.
    """
    if not await page.evaluate("() => Boolean(window.axe)"):
        await page.evaluate(axe())
    found: list[str] = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += await page.evaluate(BROKEN, RULES)
        found += await page.evaluate(SMALL, FINGER)
        found += await page.evaluate(MOVING)
    return found


async def faint_fields(page: Page) -> list[str]:
    """Return the fields whose edges are hardly seen, by day or by night."""
    found: list[str] = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        found += await page.evaluate(FAINT)
    return found


async def width_in_large_letters(page: Page) -> int:
    """Double the letters, as somebody who sees little does; return how wide the page becomes."""
    before = await page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    await page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    after = await page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    assert after > before * 1.8, "the letters do not grow with the reader's"
    return await width(page)


async def width(page: Page) -> int:
    """Return how wide the page is, or a panel or question if it reaches further, pixels."""
    return int(await page.evaluate(WIDTH))


PARTED = """(where) => {
  const parted = [];
  for (const one of document.querySelectorAll(where)) {
    const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      for (const word of text.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        if (range.getClientRects().length > 1) parted.push(word[0]);
      }
    }
  }
  return parted;
}"""
"""Gives the words that are broken at the end of a line, of what a selector finds."""


async def parted_words(page: Page, where: str) -> list[str]:
    """Return the words which stand on two lines."""
    return list(await page.evaluate(PARTED, where))
