"""A computer test on a page in a real browser, with the very bot behind it."""

import pytest
from playwright.async_api import Route, expect

from exams.domain.attempt_table import Stage as Step
from sandbox.show import shown
from tests.browser.fairness import (
    faint_fields,
    faults_of,
    parted_words,
    width,
    width_in_large_letters,
)
from tests.browser.patience import PATIENCE
from tests.browser.sitting import Sitting, begun, view

pytestmark = pytest.mark.asyncio(loop_scope="session")
VOICE = b"OggS" + bytes(60)


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
    await expect(page.locator("#app [role=alert]")).to_contain_text("Бұл бет жабылды")
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


async def test_every_window_begins_at_its_top(sitting: Sitting) -> None:
    page = await sitting.device()
    await view(page, "information").wait_for()
    await page.set_viewport_size({"width": 360, "height": 320})  # so that each is scrolled

    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()

    assert await page.evaluate("document.documentElement.scrollHeight") > 600
    assert await page.evaluate("scrollY") == 0


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
    assert await faint_fields(page) == []  # of every question, and of the words to the proctor
    await page.click("#log-panel [data-close]")

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
    await expect(page.locator("#banner-words")).to_contain_text(
        "дауыстық ескерту", ignore_case=True
    )
    await page.click("#open-log")
    await page.click("#log [data-voice]")
    await expect(page.locator("#log audio")).to_be_visible()
    assert str(await page.locator("#log audio").get_attribute("src")).startswith("blob:")


async def test_what_a_banner_says_begins_with_a_capital_letter(sitting: Sitting) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting, still=True)
    await use.pause(sitting.proctor, sitting.attempt, "technical", stop_clock=True)
    await view(page, "paused").wait_for()
    await use.unpause(sitting.proctor, sitting.attempt)
    await view(page, "questions").wait_for()
    await expect(page.locator("#banner-words")).to_have_text("Тест жалғасты")


async def test_what_the_proctor_says_and_a_left_page_are_seen(sitting: Sitting) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting, still=True)
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


async def test_what_comes_in_is_in_sight_and_moves_nothing_under_a_finger(
    sitting: Sitting,
) -> None:
    page = await begun(sitting, still=True)
    await page.set_viewport_size({"width": 360, "height": 500})
    first = page.locator("#q1 .option, #q1 .typed, #q1 .pair").first
    before = await first.bounding_box()
    for scrolled in (0, 500):
        await page.evaluate("to => window.scrollTo(0, to)", scrolled)
        before = await first.bounding_box()
        words = f"Камераны түзетіңіз {scrolled}"
        await sitting.stage.app.use.message_student(sitting.proctor, sitting.attempt, words)
        await expect(page.locator("#banner-words")).to_contain_text(words)
        await expect(page.locator("#banner-words")).to_be_in_viewport(ratio=1)
        assert await first.bounding_box() == before
    assert await faults_of(page) == []
    await page.set_viewport_size({"width": 1200, "height": 500})
    await page.click("#banner-close")
    await expect(page.locator("#banner")).to_be_hidden()
    await page.set_viewport_size({"width": 360, "height": 500})
    before = await first.bounding_box()

    await page.context.set_offline(True)
    await expect(page.locator("#banner-words")).to_contain_text("Жауап бере беріңіз")
    await expect(page.locator("#net-words")).to_have_text("Желі жоқ. Кезекте: 0")
    assert await first.bounding_box() == before
    assert await faults_of(page) == []
    await page.context.set_offline(False)
    await expect(page.locator("#banner")).to_be_hidden()
    assert await first.bounding_box() == before


async def test_who_notes_an_outage_in_the_log_is_back_with_one_tap(sitting: Sitting) -> None:
    page = await begun(sitting)
    await page.click("#open-log")
    await page.click(".outage summary")
    await page.click('[data-act="outage"]')
    await view(page, "interrupted").wait_for()
    await expect(page.locator("#log-panel")).to_be_hidden()  # the button lies under it
    await page.click('[data-act="come_back"]')
    await view(page, "questions").wait_for()


async def test_a_server_that_fails_is_not_called_a_lost_network(sitting: Sitting) -> None:
    page = await sitting.device()
    await view(page, "information").wait_for()
    answers = [503]

    async def badly(route: Route) -> None:
        if answers:
            await route.fulfill(status=answers.pop(), body="<h1>nginx</h1>")
        else:
            await route.continue_()

    await page.route("**/acts", badly)
    sitting.expected = (*sitting.expected, "status of 503")
    await page.click('[data-act="begin"]')
    await expect(page.locator("#banner-words")).to_contain_text("Бір минуттан кейін")
    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()


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
    copied.set_default_timeout(PATIENCE)
    await copied.goto(page.url)
    await expect(copied.locator("#app [role=alert]")).to_contain_text("бұрын ашылған")
    await copied.close()
    await sitting.answer(page, 1)
    await expect(page.locator("#net")).to_have_attribute("data-state", "saved")


async def test_the_sandbox_opens_the_page_inside_its_phone(sitting: Sitting) -> None:
    async with shown(sitting.stage) as url:
        page = await sitting.browser.new_page(color_scheme="dark")
        page.set_default_timeout(PATIENCE)
        page.on("console", sitting.heard)
        await page.goto(url)
        phone = page.locator(".phone").first
        await phone.get_by_text(sitting.student.label("open_page")).last.click()
        inside = phone.frame_locator("iframe")
        await inside.locator('[data-act="begin"]').click()
        await expect(inside.locator('.frame[data-view="questions"]')).to_be_visible()
        await expect(inside.locator("html")).to_have_attribute("data-theme", "dark")
        await page.close()
