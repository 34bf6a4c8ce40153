"""A student at the camera of the page on which one checks in, with the very bot behind it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from playwright.async_api import ConsoleMessage, FilePayload, Locator, Page, async_playwright

from exams.domain.people import Locale
from sandbox.players import Player
from sandbox.scenarios import written
from sandbox.stage import Stage
from sandbox.university import STUDENTS
from tests.browser.patience import PATIENCE
from tests.staged import staged
from tests.vision.drawn_faces import AIGERIM, drawn_face
from vision.arrays import Pixels
from vision.decode import decode, jpeg


@dataclass(kw_only=True)
class CheckingIn:
    """A student who has agreed to the rules, with the page on a phone of one's own."""

    stage: Stage
    student: Player
    page: Page
    expected: str = "net::ERR_INTERNET_DISCONNECTED"
    complaints: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and self.expected not in message.text:
            self.complaints.append(message.text)

    async def open(self) -> None:
        message = await self.student.sees("take_photographs")
        label = self.student.label("take_photographs")
        launch = await self.student.phone.open_app(label, message=message)
        await self.page.goto(launch.url)

    async def consent(self) -> None:
        await self.page.check("#agree")
        await self.page.click("#go")

    async def proposal(self) -> str:
        """Return what the proctor reads on the card."""
        await written.open_card(self.stage, self.student)
        await self.stage.settle()
        text = (await self.stage.proctor.sees("tick_document")).text
        return next((line for line in text.splitlines() if "🤖" in line), "")


async def choose(step: Locator, picture: bytes) -> None:
    """Choose a picture in place of taking one, once the page has come to it."""
    await step.wait_for()
    chosen = FilePayload(name="picture.jpg", mimeType="image/jpeg", buffer=picture)
    await step.locator("input[type=file]").set_input_files(chosen)


def card_with(face: Pixels) -> bytes:
    """Draw an identity card with a portrait on it."""
    card = np.full((800, 1270, 3), (215, 230, 225), np.uint8)
    card[200 : 200 + face.shape[0], 80 : 80 + face.shape[1]] = face
    return jpeg(card, 92)


def frame() -> bytes:
    """Draw what a webcam sees of the student."""
    seen = np.full((960, 720, 3), (190, 180, 170), np.uint8)
    face = drawn_face(AIGERIM, width=520)
    seen[155 : 155 + face.shape[0], 100:620] = face
    return jpeg(seen, 92)


def dimmed(picture: bytes) -> bytes:
    """Return the picture with a third of its light."""
    return jpeg((decode(picture)[0].pixels * 0.35).astype(np.uint8), 92)


@asynccontextmanager
async def at_the_camera(
    chromium: str, arguments: list[str], folder: Path, fresh_database: Path, *, camera: bool
) -> AsyncIterator[CheckingIn]:
    """It is a quarter to ten; the camera sees Айгерім, or there is none."""
    (folder / "webcam.mjpeg").write_bytes(frame())
    seeing = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={folder / 'webcam.mjpeg'}",
    ]
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(
            staged(fresh_database, Locale.KK, students=STUDENTS[:2], photographs=True)
        )
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=[*arguments, *(seeing if camera else [])],
            timeout=PATIENCE,
        )
        stack.push_async_callback(browser.close)
        context = await browser.new_context(viewport={"width": 360, "height": 740})
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await written.plan(stage)
        await written.come(stage, stage.students)
        found = CheckingIn(stage=stage, student=stage.students[0], page=page)
        page.on("console", found.heard)
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        await found.open()
        yield found
        assert found.complaints == []
