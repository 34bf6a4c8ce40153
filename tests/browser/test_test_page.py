"""A computer test on a page in a real browser, with the very bot behind it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, expect

from exams.domain.attempt_table import Stage as Step
from exams.domain.ids import AttemptId
from exams.domain.people import Actor, Locale
from exams.domain.questions import TYPED, QuestionKind
from sandbox.players import Player
from sandbox.scenarios import computer_test
from sandbox.show import shown
from sandbox.stage import Stage
from sandbox.university import STUDENTS
from storage.files import DiskFiles
from tests.browser.conftest import PATIENCE
from tests.browser.fairness import faults_of, parted_words, width, width_in_large_letters
from tests.staged import staged

pytestmark = pytest.mark.asyncio(loop_scope="session")

VOICE = b"OggS" + bytes(60)
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
    complaints: list[str] = field(default_factory=list)

    async def device(self, *, width: int = 360, dark: bool = False) -> Page:
        """Open the page with the button under the test's message, on another device."""
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
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(launch.url)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of."""
        expected = any(one in message.text for one in EXPECTED)
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


@pytest_asyncio.fixture(loop_scope="session")
async def sitting(browser: Browser, fresh_database: Path) -> AsyncIterator[Sitting]:
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


async def begun(sitting: Sitting) -> Page:
    page = await sitting.device()
    await view(page, "information").wait_for()
    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()
    return page


async def test_a_test_is_sat_on_a_phone_through_an_outage_a_pause_and_a_change_of_device(
    sitting: Sitting,
) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    for place in (1, 2, 3):
        await sitting.answer(page, place)
        await page.locator(f"#s{place}[data-state=saved]").wait_for()
        await page.click("#next")
    assert await sitting.stored() == {1: True, 2: True, 3: True}

    await page.context.set_offline(True)
    for place in (4, 5):
        await sitting.answer(page, place)
        await page.locator(f"#s{place}[data-state=kept]").wait_for()
        await page.click("#next")
    await expect(page.locator("#net")).to_have_attribute("data-state", "offline")
    await expect(page.locator("#net-words")).to_contain_text("Кезекте: 2")
    await use.warn(sitting.proctor, sitting.attempt, "talking", None)
    await use.pause(sitting.proctor, sitting.attempt, "technical", stop_clock=True)
    assert len(await sitting.stored()) == 3

    await page.context.set_offline(False)
    await view(page, "paused").wait_for()  # what waits stays on the device during the pause
    await expect(page.locator("#net")).to_have_attribute("data-state", "waiting")
    await expect(page.locator("#banner-words")).to_contain_text("сөйлесуге болмайды")
    assert len(await sitting.stored()) == 3
    await use.unpause(sitting.proctor, sitting.attempt)
    await view(page, "questions").wait_for()
    await expect(page.locator("#net")).to_have_attribute("data-state", "saved")
    assert await sitting.stored() == dict.fromkeys(range(1, 6), True)

    laptop = await sitting.device(width=1200, dark=True)
    await view(laptop, "questions").wait_for()
    await expect(page.locator("#app [role=alert]")).to_contain_text("Тест бұл жерде жабылды")
    card = await use.student_card(sitting.proctor, sitting.attempt)
    assert card.moves == 1
    await expect(laptop.locator("#answered")).to_have_text("5")
    for place in range(6, 13):
        await laptop.click(f'[data-to="{place}"]')
        await sitting.answer(laptop, place)
        await laptop.locator(f"#s{place}[data-state=saved]").wait_for()
    await laptop.click('[data-act="finish"]')
    await view(laptop, "finish").wait_for()
    await expect(laptop.locator("#submit")).to_be_disabled()
    await laptop.click("#tick")
    await laptop.click("#submit")
    await view(laptop, "result").wait_for()

    attempt = (await sitting.stage.attempts())[sitting.student.who.number]
    assert attempt.stage is Step.SUBMITTED
    async with sitting.stage.units.reading() as unit:
        mark = await unit.marks.of(sitting.attempt)
    assert mark is not None
    await expect(laptop.locator(".grade b")).to_have_text(str(mark.points))


async def test_keys_and_ears_are_enough_to_sit_it(sitting: Sitting) -> None:
    page = await sitting.device()
    await view(page, "information").wait_for()
    assert await width_in_large_letters(page) <= 360
    assert await parted_words(page, "h2, .facts dt, .facts dd") == []
    await page.evaluate("() => document.documentElement.style.removeProperty('font-size')")
    assert await faults_of(page) == []
    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()
    assert await faults_of(page) == []
    await page.click("#open-log")
    await page.click(".outage summary")
    assert await faults_of(page) == []
    await page.click('[data-close="log-panel"]')

    await page.locator("#open-scale").press("Enter")
    await expect(page.locator("#open-scale")).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(page.locator("#scale-panel")).to_be_hidden()
    await expect(page.locator("#open-scale")).to_be_focused()
    choices = page.locator('.question[data-kind="single"]').first
    place = int(await choices.get_attribute("data-place") or 0)
    await page.click("#open-scale")
    await page.click(f'[data-to="{place}"]')
    await expect(page.locator(f"#n{place}")).to_be_focused()
    await choices.locator("input").first.focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await page.locator(f"#s{place}[data-state=saved]").wait_for()
    await page.locator(".question:visible [data-flag]").press("Enter")
    key = page.locator(f'[data-to="{place}"]')
    await expect(key).to_have_attribute("aria-label", f"{place}: жауап бар, белгіленген")
    await page.click("#open-scale")
    assert await faults_of(page) == []
    assert await width_in_large_letters(page) <= 360
    assert await parted_words(page, ".bottom .tab") == []
    for place in range(1, await page.locator(".question").count() + 1):
        await page.click(f'[data-to="{place}"]')
        assert await width(page) <= 360, f"question {place}"
        await page.click("#open-scale")


async def test_pictures_are_seen_and_a_voice_note_can_be_heard(sitting: Sitting) -> None:
    page = await begun(sitting)
    await expect(page.locator("#q1 .picture img")).to_be_visible()
    await page.wait_for_function("document.querySelector('#q1 .picture img').naturalWidth === 400")
    assert await page.locator("#q1 .picture img").get_attribute("alt") == "Сұрақтың суреті"
    await sitting.stage.app.use.warn(sitting.proctor, sitting.attempt, "", VOICE)
    await expect(page.locator("#banner-words")).to_contain_text("дауыстық ескерту")
    await page.click("#open-log")
    await page.click("#log [data-voice]")
    await expect(page.locator("#log audio")).to_be_visible()
    assert str(await page.locator("#log audio").get_attribute("src")).startswith("blob:")


async def test_what_the_proctor_says_and_a_left_page_are_seen(sitting: Sitting) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting)
    await use.message_student(sitting.proctor, sitting.attempt, "<b>Камераны</b> түзетіңіз")
    await expect(page.locator("#banner-words")).to_contain_text("<b>Камераны</b> түзетіңіз")
    await expect(page.locator("#unread")).to_have_text("1")
    await page.click("#open-log")
    await expect(page.locator("#unread")).to_be_hidden()
    await page.fill("#ask-words", "Дыбыс жоқ")
    await page.click("#ask button")
    await expect(page.locator("#log [data-kind=question] .said")).to_have_text("Дыбыс жоқ")
    await sitting.stage.proctor.hears("Дыбыс жоқ")

    await page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await page.evaluate(
        """() => {
            delete document.hidden;
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await expect(page.locator("#log [data-kind=left_page]")).to_have_count(1)
    card = await use.student_card(sitting.proctor, sitting.attempt)
    assert (card.left, card.away_since) == (1, None)


async def test_a_page_that_is_loaded_again_goes_on_and_a_copied_address_does_not(
    sitting: Sitting,
) -> None:
    page = await begun(sitting)
    await sitting.answer(page, 1)
    await page.locator("#s1[data-state=saved]").wait_for()
    await page.reload()
    await view(page, "questions").wait_for()
    await expect(page.locator("#answered-too")).to_have_text("1")

    copied = await sitting.browser.new_page()
    await copied.goto(page.url)
    await expect(copied.locator("#app [role=alert]")).to_contain_text("бұрын ашылған")
    await copied.close()
    await sitting.answer(page, 1)
    await expect(page.locator("#net")).to_have_attribute("data-state", "saved")


async def test_the_sandbox_opens_the_page_inside_its_phone(sitting: Sitting) -> None:
    async with shown(sitting.stage) as url:
        page = await sitting.browser.new_page(color_scheme="dark")
        page.on("console", sitting.heard)
        await page.goto(url)
        phone = page.locator(".phone").first
        await phone.get_by_text(sitting.student.label("open_page")).last.click()
        inside = phone.frame_locator("iframe")
        await inside.locator('[data-act="begin"]').click()
        await expect(inside.locator('.frame[data-view="questions"]')).to_be_visible()
        await expect(inside.locator("html")).to_have_attribute("data-theme", "dark")
        await page.close()


async def test_what_was_not_sent_is_still_there_when_the_page_is_loaded_again(
    sitting: Sitting,
) -> None:
    page = await begun(sitting)
    await page.route("**/test/answers", lambda route: route.abort("internetdisconnected"))
    await sitting.answer(page, 1)
    await page.locator("#s1[data-state=kept]").wait_for()
    assert await sitting.stored() == {}
    answered = page.locator("#answered-too")
    before = await answered.inner_text()

    await page.reload()
    await view(page, "questions").wait_for()
    await page.locator("#s1[data-state=kept]").wait_for()
    assert await answered.inner_text() == before
    await page.unroute_all()

    await expect(page.locator("#net")).to_have_attribute("data-state", "saved")
    assert set(await sitting.stored()) == {1}


async def leave_no_network(page: Page) -> None:
    """Cut the device off, its worker included, once the worker has the page's files."""
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.context.set_offline(True)


async def kept_on(page: Page) -> dict[str, list[str]]:
    """Return what the device keeps of the exam, by where."""
    kept: dict[str, list[str]] = await page.evaluate(
        """async () => ({
            caches: (await caches.keys()).filter((name) => !name.startsWith("emtihan-shell-")),
            window: Object.keys(sessionStorage).filter((name) => name.startsWith("emtihan:")),
            device: Object.keys(localStorage).filter((name) => name !== "emtihan:device"),
        })"""
    )
    return kept


NOTHING: dict[str, list[str]] = {"caches": [], "window": [], "device": []}
IN_AN_HOUR = "{ const now = Date.now; Date.now = () => now() + 3600000; }"


async def test_a_page_loaded_again_without_network_shows_the_test_and_sends_what_was_answered(
    sitting: Sitting,
) -> None:
    page = await begun(sitting)
    await sitting.answer(page, 1)
    await page.locator("#s1[data-state=saved]").wait_for()
    await page.click("#next")
    await page.locator("#q2 .picture img").wait_for()
    await page.wait_for_function("document.querySelectorAll('.picture img').length === 12")
    await leave_no_network(page)
    await sitting.answer(page, 2)
    await page.locator("#s2[data-state=kept]").wait_for()

    await page.reload()

    await view(page, "questions").wait_for()
    await expect(page.locator("#q2")).to_be_visible()
    await page.locator("#s2[data-state=kept]").wait_for()
    await expect(page.locator("#answered-too")).to_have_text("2")
    await expect(page.locator("#net")).to_have_attribute("data-state", "offline")
    await page.wait_for_function(
        "document.querySelector('#q2 .picture img')?.naturalWidth === 400"
    )
    await page.click("#next")
    await sitting.answer(page, 3)
    await page.reload()
    await view(page, "questions").wait_for()
    await expect(page.locator("#q3")).to_be_visible()
    await expect(page.locator("#answered-too")).to_have_text("3")

    await page.context.set_offline(False)
    await expect(page.locator("#net")).to_have_attribute("data-state", "saved")
    assert await sitting.stored() == {1: True, 2: True, 3: True}


async def test_without_network_no_question_is_shown_that_may_not_be_and_nothing_stays(
    sitting: Sitting,
) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting)
    await sitting.answer(page, 1)
    await page.locator("#s1[data-state=saved]").wait_for()
    await leave_no_network(page)

    other = await page.context.new_page()  # the same device, another window: it has no key
    await other.goto(page.url)
    await expect(other.locator("#no-network")).to_be_visible()
    assert await other.locator(".question").count() == 0
    await other.close()
    await page.add_init_script(IN_AN_HOUR)
    await page.reload()
    await expect(page.locator("#no-network")).to_contain_text("Желі жоқ")
    assert await page.locator(".question").count() == 0
    assert (await kept_on(page))["caches"] == []

    await page.context.set_offline(False)
    await view(page, "questions").wait_for()  # by itself; by our clock there is time
    await expect(page.locator("#answered-too")).to_have_text("1")
    await use.pause(sitting.proctor, sitting.attempt, "technical", stop_clock=True)
    await view(page, "paused").wait_for()
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.locator("#no-network")).to_be_visible()
    assert await page.locator(".question").count() == 0
    await page.context.set_offline(False)
    await view(page, "paused").wait_for()
    await use.unpause(sitting.proctor, sitting.attempt)
    await view(page, "questions").wait_for()
    assert (await kept_on(page))["caches"] == ["emtihan-kept"]

    for place in range(2, 13):
        await page.click("#next")
        await sitting.answer(page, place)
        await page.locator(f"#s{place}[data-state=saved]").wait_for()
    await page.click('[data-act="finish"]')
    await page.click("#tick")
    await page.click("#submit")
    await view(page, "result").wait_for()
    assert await kept_on(page) == NOTHING


async def test_an_update_takes_the_place_of_the_files_that_were_kept(sitting: Sitting) -> None:
    page = await begun(sitting)
    await leave_no_network(page)
    await page.context.set_offline(False)
    await page.evaluate(
        """async () => {
            await (await caches.open("emtihan-shell-earlier")).put("/test", new Response("old"));
            const [name] = (await caches.keys()).filter((one) => one.startsWith("emtihan-shell-"));
            const stale = new Response("old", { headers: { "Content-Type": "text/html" } });
            await (await caches.open(name)).put("/test", stale);
        }"""
    )
    await page.reload()
    await view(page, "questions").wait_for()  # the network comes first

    await page.evaluate(
        """async () => {
            await (await navigator.serviceWorker.getRegistration("/test")).unregister();
        }"""
    )
    await page.reload()
    await view(page, "questions").wait_for()
    await page.wait_for_function(
        """async () => {
            const names = await caches.keys();
            return !names.includes("emtihan-shell-earlier");
        }"""
    )
