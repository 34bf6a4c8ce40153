"""Takes the pictures of docs/screenshots, in three languages and a real browser.

Usage: ``python -m tests.browser.screenshots docs/screenshots``, or ``make screenshots``.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from exams.domain.people import Locale
from sandbox.scenarios import computer_test, written
from sandbox.show import shown
from sandbox.stage import Stage, set_up
from sandbox.university import STUDENTS
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
            await take_test_page(browser, locale, folder)
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


async def take_test_page(browser: Browser, locale: Locale, folder: Path) -> None:
    """Take the page of a computer test on a phone: a question that was answered, and the scale."""
    async with set_up(locale, students=STUDENTS[:3]) as stage:
        sitters = stage.students[:2]
        await computer_test.plan(stage)
        await computer_test.come(stage, sitters)
        await computer_test.admit(stage, sitters)
        await stage.until(stage.exam_at)
        for dark in (False, True):
            student = sitters[dark]
            message = await student.sees("open_page")
            launch = await student.phone.open_app(student.label("open_page"), message=message)
            context = await browser.new_context(
                viewport=NARROW, color_scheme="dark" if dark else "light", device_scale_factor=2
            )
            page = await context.new_page()
            await page.goto(launch.url)
            await page.click('[data-act="begin"]')
            await page.locator('[data-view="questions"]').wait_for()
            await _answer_some(page)
            name = f"test-page-{locale.value}-phone{'-dark' if dark else ''}"
            await page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=QUALITY)
            await context.close()


async def _answer_some(page: Page) -> None:
    """Answer questions that are chosen from, and leave a single choice open with the scale."""
    for asked in await page.locator('.question:has(input[type="radio"])').all():
        place = await asked.get_attribute("data-place")
        await page.click("#open-scale")
        await page.click(f'[data-to="{place}"]')
        await asked.locator(".option").nth(1).click()
    await page.locator('#net[data-state="saved"]').wait_for()
    await page.click("#open-scale")
    await page.wait_for_timeout(SETTLING)


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
