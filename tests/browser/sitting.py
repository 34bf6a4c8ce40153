"""A student who sits a computer test on a page, with the very bot behind it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, ConsoleMessage, Locator, Page

from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Locale
from exams.domain.questions import TYPED, QuestionKind
from sandbox.players import Player
from sandbox.scenarios import computer_test
from sandbox.stage import Stage
from sandbox.university import STUDENTS
from storage.files import DiskFiles
from tests.browser.patience import NOTHING_VANISHES, PATIENCE
from tests.staged import staged

EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "status of 401", "status of 409")
"""What a browser remarks when there is no network, or a rule says no."""


@dataclass(kw_only=True)
class Sitting:
    """A student who sits the test on a page, and the proctor of it."""

    stage: Stage
    browser: Browser
    stack: AsyncExitStack
    student: Player
    attempt: AttemptId
    proctor: Actor
    expected: tuple[str, ...] = EXPECTED
    complaints: list[str] = field(default_factory=list)

    async def device(self, *, width: int = 360, dark: bool = False, still: bool = False) -> Page:
        """Open the page with the button under the test's message, on another device.

        Args:
            width: pixels of its screen.
            dark: it is night.
            still: what would vanish by itself stays.
        """
        message = await self.student.sees("open_page")
        label = self.student.label("open_page")
        launch = await self.student.phone.open_app(label, message=message)
        context = await self.browser.new_context(
            viewport={"width": width, "height": 740},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.stack.push_async_callback(context.close)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        if still:
            await page.add_init_script(NOTHING_VANISHES)
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(launch.url)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of."""
        expected = any(one in message.text for one in self.expected)
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.text} {message.location}")

    async def answer(self, page: Page, place: int, *, typed: str = "12") -> None:
        """Answer the question that is open, whatever its kind."""
        asked = page.locator(f"#q{place}")
        kind = QuestionKind(await asked.get_attribute("data-kind"))
        if kind in TYPED:
            await asked.locator("input").fill(typed)
            await asked.locator("input").blur()
        elif kind is QuestionKind.MATCHING:
            for choice in await asked.locator("select").all():
                await choice.select_option(index=1)
        else:
            await asked.locator(".option").first.click()

    async def stored(self) -> dict[int, bool]:
        """Return which places have an answer in the database, and whether it is complete."""
        async with self.stage.units.reading() as unit:
            booklet = await unit.booklets.of(self.attempt)
        assert booklet is not None
        return {place: given.complete for place, given in booklet.given.items()}


@asynccontextmanager
async def at_the_page(browser: Browser, fresh_database: Path) -> AsyncIterator[Sitting]:
    """Айгерім is admitted, and it is ten o'clock."""
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(
            staged(fresh_database, Locale.KK, students=STUDENTS[:3])
        )
        await computer_test.plan(stage)
        await draw_a_picture(stage)
        *sitters, _ = stage.students
        await computer_test.come(stage, sitters)
        await computer_test.admit(stage, sitters)
        await stage.until(stage.exam_at)
        async with stage.units.reading() as unit:
            proctor = await unit.people.by_number(stage.proctor.who.number)
        assert proctor is not None
        found = Sitting(
            stage=stage,
            browser=browser,
            stack=stack,
            student=sitters[0],
            attempt=(await stage.attempts())[sitters[0].who.number].id,
            proctor=proctor.actor(),
        )
        yield found
        assert found.complaints == []


async def draw_a_picture(stage: Stage) -> None:
    """Give every question of the bank a real picture."""
    drawn = BytesIO()
    Image.new("RGB", (400, 300), "navy").save(drawn, "JPEG")
    digest = await DiskFiles(stage.app.settings.files_folder).put(drawn.getvalue())
    exam = await stage.exam()
    async with stage.units() as unit:
        bank = await unit.questions.of(exam.id)
        await unit.questions.lay_in(exam.id, [replace(one, picture=digest) for one in bank])
        await unit.commit()


def view(page: Page, name: str) -> Locator:
    return page.locator(f'.frame[data-view="{name}"]')


async def begun(sitting: Sitting, *, still: bool = False) -> Page:
    page = await sitting.device(still=still)
    await view(page, "information").wait_for()
    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()
    return page
