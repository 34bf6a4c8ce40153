"""A real browser that looks at the phones page, and tells what went wrong in it."""

import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

from tests.browser.checking_in import CheckingIn, at_the_camera
from tests.browser.patience import NOTHING_VANISHES, PATIENCE
from tests.browser.sitting import Sitting, at_the_page
from tests.browser.stage import PageStage, page_stage

ARGUMENTS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the browser's path, as the script that installs it tells."""
    script = Path(__file__).with_name("install_chromium.sh")
    found = subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", str(script)], check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


@dataclass(kw_only=True)
class Viewer:
    """Somebody who looks at the page.

    Attributes:
        complaints: of the page: errors, warnings, failed requests.
        hosts: which computers the page asked for anything.
    """

    browser: Browser
    stage: PageStage
    stack: AsyncExitStack
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    async def open(
        self,
        *,
        language: str = "en",
        width: int = 1600,
        height: int = 1000,
        dark: bool = False,
        still: bool = False,
    ) -> Page:
        """Open the page in a window of its own; a still one keeps what would vanish by itself."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.stack.push_async_callback(context.close)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        if still:
            await page.add_init_script(NOTHING_VANISHES)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)
        await page.goto(f"{self.stage.url}/?lang={language}")
        await page.locator("html[data-ready]").wait_for(state="attached")
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"}:
            self.hosts.add(address.hostname or "")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Start one browser for all tests; each opens windows that share nothing."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=chromium, args=ARGUMENTS, timeout=PATIENCE
        )
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[PageStage]:
    async with page_stage() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def viewer(stage: PageStage, browser: Browser) -> AsyncIterator[Viewer]:
    """Whatever a test does, the page neither complains nor asks another computer."""
    async with AsyncExitStack() as stack:
        looking = Viewer(browser=browser, stage=stage, stack=stack)
        yield looking
    assert looking.complaints == []
    assert looking.hosts == {"127.0.0.1"}


@pytest_asyncio.fixture(loop_scope="session")
async def sitting(browser: Browser, fresh_database: Path) -> AsyncIterator[Sitting]:
    async with at_the_page(browser, fresh_database) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session", params=[True, False], ids=["camera", "no-camera"])
async def checking_in(
    request: pytest.FixtureRequest, chromium: str, tmp_path: Path, fresh_database: Path
) -> AsyncIterator[CheckingIn]:
    async with at_the_camera(
        chromium, ARGUMENTS, tmp_path, fresh_database, camera=request.param
    ) as found:
        yield found


def phone_of(page: Page, position: int) -> Locator:
    """Return a phone by its place on the page, from 0; the group's is the last."""
    return page.locator(".phone").nth(position)
