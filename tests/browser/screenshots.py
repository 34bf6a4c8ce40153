"""Takes the pictures of docs/screenshots: the written day in three languages, in a real browser.

Usage: ``python -m tests.browser.screenshots docs/screenshots``, or ``make screenshots``.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from exams.domain.people import Locale
from sandbox.scenarios import written
from sandbox.show import shown
from sandbox.stage import Stage, set_up
from tests.browser.conftest import ARGUMENTS

WIDE: Final = ViewportSize(width=1920, height=1000)
NARROW: Final = ViewportSize(width=360, height=740)
MOMENTS: Final = ("2-published", "5-admitted", "7-ticket", "11-blurred", "15-results")
"""Which moments of the day are kept."""

DARK: Final = frozenset({"7-ticket"})
QUALITY: Final = 82
SETTLING: Final = 900
"""Milliseconds for the page to draw what came."""


async def take_all(folder: Path) -> None:
    """Play the day once in each language and keep the pictures."""
    async with async_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for locale in Locale:
            await _take(browser, locale, folder)
        await browser.close()


async def _take(browser: Browser, locale: Locale, folder: Path) -> None:
    async with set_up(locale) as stage, shown(stage) as url:
        page = await browser.new_page(viewport=WIDE, locale=locale.value)
        await page.goto(url)

        async def camera(moment: str) -> None:
            if moment in MOMENTS:
                await _moment(browser, page, stage, url, folder / f"{moment}-{locale.value}")

        stage.camera = camera
        await written.play(stage)
        await page.close()


async def _moment(browser: Browser, page: Page, stage: Stage, url: str, name: Path) -> None:
    await page.reload()  # the day ran ahead of the page's clock
    await page.wait_for_timeout(SETTLING)
    await page.screenshot(path=f"{name}.jpg", type="jpeg", quality=QUALITY)
    if name.name.rpartition("-")[0] in DARK:
        context = await browser.new_context(
            viewport=NARROW, locale=stage.locale.value, color_scheme="dark", device_scale_factor=2
        )
        phone = await context.new_page()
        await phone.goto(url)
        await phone.wait_for_timeout(SETTLING)
        await phone.screenshot(path=f"{name}-phone-dark.jpg", type="jpeg", quality=QUALITY)
        await context.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(target))
