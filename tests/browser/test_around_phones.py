"""The page around the phones: clock, languages, colours, a narrow window, the tour."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from exams.domain.exam import ASTANA
from tests.browser.conftest import Viewer, phone_of
from tests.browser.fairness import faults_of, width_in_large_letters
from tests.browser.stage import MORNING, REMINDER, PageStage

pytestmark = pytest.mark.asyncio(loop_scope="session")

AIGERIM, BOLAT, PROCTOR, GROUP = 0, 1, 2, 5


@pytest.mark.parametrize(
    ("label", "passed"),
    [("+1 min", timedelta(minutes=1)), ("+1 h", timedelta(hours=1))],
)
async def test_the_clock_is_moved_ahead(
    viewer: Viewer, stage: PageStage, label: str, passed: timedelta
) -> None:
    page = await viewer.open()
    await expect(page.locator("#top .time")).to_have_text("09:30:00")

    await page.get_by_role("button", name=label, exact=True).click()

    await expect(page.locator("#top .time")).to_have_text(
        f"{(MORNING + passed).astimezone(ASTANA):%H:%M:%S}"
    )
    assert stage.clock.now() == MORNING + passed


async def test_the_clock_jumps_to_the_next_event_until_there_is_none(
    viewer: Viewer, stage: PageStage
) -> None:
    page = await viewer.open()
    button = page.get_by_role("button", name="To the next event")
    await expect(button).to_contain_text("09:45 · A reminder")

    await button.click()

    await expect(page.get_by_role("button", name="Nothing ahead")).to_be_disabled()
    assert stage.clock.now() == REMINDER


async def test_the_clock_runs_sixty_times_as_fast(viewer: Viewer, stage: PageStage) -> None:
    page = await viewer.open()

    await page.get_by_role("button", name="×60").click()

    await expect(page.get_by_role("button", name="×60")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#top .time")).not_to_have_text("09:30:00")
    assert stage.clock.rate == 60


async def test_the_page_speaks_three_languages(viewer: Viewer, stage: PageStage) -> None:
    await stage.phones[AIGERIM].start()
    page = await viewer.open(language="kk")
    await expect(page.get_by_placeholder("Хабарлама").first).to_be_visible()

    await page.get_by_role("button", name="Русский").click()
    await expect(page.get_by_placeholder("Сообщение").first).to_be_visible()
    await expect(page.locator("#top .date")).to_have_text("среда, 9 декабря 2026 г.")
    await expect(phone_of(page, GROUP)).to_contain_text("3 участника")
    await page.get_by_role("button", name="English").click()

    await expect(page.get_by_placeholder("Message").first).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_it_is_dark_where_the_system_is_or_when_asked(viewer: Viewer) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = await viewer.open(dark=True)
    dark = await page.evaluate(ground)

    await page.get_by_role("button", name="Light", exact=True).click()
    light = await page.evaluate(ground)
    await page.get_by_role("button", name="As the system").click()

    assert await page.evaluate(ground) == dark
    assert (light, dark) == ("rgb(232, 238, 240)", "rgb(11, 18, 21)")


async def test_a_narrow_window_shows_one_phone_and_tabs_with_what_is_unread(
    viewer: Viewer, stage: PageStage
) -> None:
    for phone in stage.phones[:3]:
        await phone.start()
        await phone.wait_for("Қош келдіңіз")
    page = await viewer.open(width=360, height=740)
    await expect(phone_of(page, AIGERIM)).to_be_visible()
    await expect(phone_of(page, BOLAT)).to_be_hidden()

    await stage.bot.say(stage.phones[BOLAT].id, "Сізге хабар")
    tab = page.get_by_role("tab", name="Ахметов Болат, Student, 1 unread")
    await tab.click()

    await expect(phone_of(page, BOLAT).get_by_text("Сізге хабар")).to_be_in_viewport()
    await expect(phone_of(page, AIGERIM)).to_be_hidden()
    await expect(
        page.get_by_role("tab", name="Ахметов Болат, Student", exact=True)
    ).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await expect(phone_of(page, BOLAT).locator(".label")).to_be_hidden()  # the tab has the name


async def test_everybody_can_read_and_tap_it_on_a_phone(viewer: Viewer, stage: PageStage) -> None:
    said = {"kk": "Емтиханды жариялаңыз", "ru": "Опубликуйте экзамен", "en": "Publish the exam"}
    stage.steps[:] = [
        {"id": number, "phone": stage.phones[AIGERIM].id, "text": said, "done": number == 0}
        for number in range(12)
    ]
    await stage.phones[AIGERIM].start()
    await stage.phones[AIGERIM].wait_for("Қош келдіңіз")
    page = await viewer.open(width=360, height=740)
    await page.locator("#tour .step").wait_for()
    await page.locator("#top .gear").click()
    assert await faults_of(page) == []

    await page.locator("#tour summary").click()

    assert await faults_of(page) == []
    assert await width_in_large_letters(page) == 360


async def test_the_tour_tells_the_next_step_and_marks_its_phone(
    viewer: Viewer, stage: PageStage
) -> None:
    page = await viewer.open()
    await expect(page.locator("#tour")).to_be_hidden()
    proctor = stage.phones[PROCTOR]
    first = {"id": "one", "phone": proctor.id, "text": {"kk": "", "ru": "", "en": "Admit them"}}
    last = {"id": "two", "phone": stage.group.id, "text": {"kk": "", "ru": "", "en": "Look"}}

    stage.steps[:] = [first | {"done": False}, last | {"done": False}]
    await proctor.start()
    await expect(page.locator("#tour .step")).to_contain_text("Admit them")
    await expect(phone_of(page, PROCTOR)).to_have_class(re.compile("wanted"))
    stage.steps[0]["done"] = True
    await proctor.text("дайын")

    await expect(page.locator("#tour .step")).to_contain_text("Look")
    await expect(phone_of(page, GROUP)).to_have_class(re.compile("wanted"))
    await expect(phone_of(page, PROCTOR)).not_to_have_class(re.compile("wanted"))
