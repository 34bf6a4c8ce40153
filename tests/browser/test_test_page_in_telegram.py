"""The page of a computer test in Telegram: its Back, the way to the chat, what lies over it."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import FloatRect, Locator, Page, expect

from sandbox.show import shown
from tests.browser.fairness import faults_of, parted_words, width, width_in_large_letters
from tests.browser.patience import PATIENCE
from tests.browser.sitting import Sitting, begun, view

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROXY = """{
  window.told = [];
  const postEvent = (event, words) => window.told.push([event, JSON.parse(words)]);
  window.TelegramWebviewProxy = { postEvent };
}"""
"""What a page finds in Telegram's window on a phone."""


async def told(page: Page, event: str) -> list[dict[str, Any]]:
    """Return what the page has told Telegram of one kind."""
    return [facts for name, facts in await page.evaluate("window.told") if name == event]


async def press_back(page: Page) -> None:
    """Press Back, as Telegram on a phone tells of it."""
    await page.evaluate("window.Telegram.WebView.receiveEvent('back_button_pressed', {})")


async def in_telegram(sitting: Sitting, *, still: bool = False) -> Page:
    page = await sitting.device(still=still)
    await view(page, "information").wait_for()
    await page.add_init_script(PROXY)
    await page.reload()
    await view(page, "information").wait_for()
    await page.click('[data-act="begin"]')
    await view(page, "questions").wait_for()
    return page


async def box(of: Locator) -> FloatRect:
    """Return where something stands on the page, pixels."""
    found = await of.bounding_box()
    assert found is not None
    return found


async def answer_all(sitting: Sitting, page: Page) -> None:
    for place in range(1, 13):
        await sitting.answer(page, place)
        await page.locator(f"#s{place}[data-state=saved]").wait_for()
        if place < 12:
            await page.click("#next")


async def test_back_closes_what_is_open_and_never_the_test(sitting: Sitting) -> None:
    page = await in_telegram(sitting)
    shows = "web_app_setup_back_button"
    assert await told(page, shows) == [{"is_visible": False}]

    await page.click("#open-log")
    assert (await told(page, shows))[-1] == {"is_visible": True}
    await press_back(page)
    await expect(page.locator("#log-panel")).to_be_hidden()
    await expect(page.locator("#open-log")).to_be_focused()
    assert (await told(page, shows))[-1] == {"is_visible": False}

    await press_back(page)  # of an earlier moment
    await expect(view(page, "questions")).to_be_visible()
    await answer_all(sitting, page)
    await page.click('[data-act="finish"]')
    await view(page, "finish").wait_for()
    await press_back(page)
    await view(page, "questions").wait_for()
    assert (await told(page, shows))[-1] == {"is_visible": False}


async def test_a_browser_that_shows_all_twice_as_large_breaks_no_button(sitting: Sitting) -> None:
    page = await begun(sitting, still=True)
    await sitting.stage.app.use.message_student(sitting.proctor, sitting.attempt, "Камера!")
    await page.locator("#unread").wait_for()
    await page.click("#banner-close")
    await page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
    unread, tab = await box(page.locator("#unread")), await box(page.locator("#open-log"))
    letters = await page.evaluate("parseFloat(getComputedStyle(unread).fontSize)")
    assert 1.3 * letters < unread["height"] < tab["height"] / 2
    await page.evaluate("() => document.documentElement.style.removeProperty('font-size')")
    await page.set_viewport_size({"width": 180, "height": 370})
    assert await width(page) <= 180
    assert await parted_words(page, ".top h1, .bottom .tab") == []
    assert (await box(page.locator("#open-scale")))["height"] < 60
    await page.click("#open-log")
    assert await width(page) <= 180
    await page.click("#log-panel [data-close]")


async def test_telegram_that_turns_dark_turns_the_page(sitting: Sitting) -> None:
    page = await in_telegram(sitting)
    night = "{ theme_params: { bg_color: '#17212b' } }"
    await page.evaluate(f"window.TelegramGameProxy.receiveEvent('theme_changed', {night})")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_once_everything_is_answered_the_end_is_in_sight_and_leads_to_the_chat(
    sitting: Sitting,
) -> None:
    page = await in_telegram(sitting)
    await page.set_viewport_size({"width": 360, "height": 500})
    await expect(page.locator("#finish")).to_be_hidden()
    await answer_all(sitting, page)
    await page.evaluate("window.scrollTo(0, 0)")
    await expect(page.locator("#finish button")).to_be_in_viewport(ratio=1)
    assert await faults_of(page) == []
    await page.click("#open-scale")
    await expect(page.locator("#finish")).to_be_hidden()
    await page.click("#open-scale")

    await page.click("#finish button")
    await page.click("#tick")
    await page.click("#submit")
    await view(page, "result").wait_for()
    await page.get_by_role("button", name="Чатқа оралу").click()
    assert await told(page, "web_app_close") == [{}]


async def test_whoever_is_turned_away_reads_why_and_goes_back_to_the_chat(
    sitting: Sitting,
) -> None:
    page = await in_telegram(sitting)
    other = await sitting.device()
    await view(other, "questions").wait_for()
    await expect(page.locator("#app [role=alert]")).to_contain_text("Бұл бет жабылды")
    assert await faults_of(page) == []
    await page.get_by_role("button", name="Чатқа оралу").click()
    assert await told(page, "web_app_close") == [{}]


async def test_an_address_copied_out_of_telegram_says_where_the_page_opens(
    sitting: Sitting,
) -> None:
    page = await sitting.device()
    await view(page, "information").wait_for()
    copied = await sitting.browser.new_page(locale="ru-RU")
    copied.set_default_timeout(PATIENCE)
    await copied.goto(page.url.partition("#")[0])
    told_why = copied.locator("#app [role=alert]")
    await expect(told_why).to_contain_text("Откройте её кнопкой под его сообщением")
    await expect(told_why.get_by_role("button")).to_have_count(0)  # there is no chat to go to
    await copied.close()


async def test_a_picture_is_shown_in_large_and_what_the_proctor_says_above_it(
    sitting: Sitting,
) -> None:
    page = await in_telegram(sitting, still=True)
    picture = page.locator("#q1 .picture img")
    await picture.wait_for()
    assert (await box(picture))["width"] < 400
    larger = page.get_by_role("button", name="Суретті үлкейту").first

    await larger.press("Enter")
    large = page.locator("#picture-panel")
    await expect(large.locator("h2")).to_have_text("Сұрақтың суреті")
    await expect(large.get_by_role("button", name="Жабу")).to_be_focused()
    assert (await box(large.locator("img")))["width"] == 400
    assert await faults_of(page) == []
    await expect(page.locator("#clock")).to_be_in_viewport(ratio=1)
    title = large.locator("h2")
    await title.evaluate("one => { one.textContent = 'Picture of the question in English' }")
    shown, close = await box(title), await box(large.get_by_role("button", name="Жабу"))
    assert close["y"] < shown["y"] + shown["height"]  # beside the longest name, not below it
    await sitting.stage.app.use.message_student(sitting.proctor, sitting.attempt, "Камера!")
    await expect(page.locator("#banner-words")).to_contain_text("Камера!")
    await page.click("#banner-close")  # nothing lies over it
    await page.keyboard.press("Escape")
    await expect(large).to_be_hidden()
    await expect(larger).to_be_focused()

    await larger.click()
    await press_back(page)
    await expect(large).to_be_hidden()
    await larger.click()
    await page.click("#next")
    await expect(large).to_be_hidden()
    await expect(page.locator("#q2")).to_be_visible()
    assert await sitting.stored() == {}


async def test_the_picture_of_an_option_is_looked_at_without_choosing_it(
    sitting: Sitting,
) -> None:
    exam = await sitting.stage.exam()
    async with sitting.stage.units() as unit:
        bank = await unit.questions.of(exam.id)
        drawn = [
            replace(
                one,
                options=tuple(replace(option, picture=one.picture) for option in one.options),
            )
            for one in bank
        ]
        await unit.questions.lay_in(exam.id, drawn)
        await unit.commit()
    page = await begun(sitting)
    asked = page.locator('.question[data-kind="single"]').first
    await page.click("#open-scale")
    await page.click(f'[data-to="{await asked.get_attribute("data-place")}"]')
    option = asked.locator(".option").first
    await option.locator("[data-larger]").wait_for()
    assert await faults_of(page) == []

    await option.locator("[data-larger]").click()
    await expect(page.locator("#picture-panel")).to_be_visible()
    assert not await option.locator("input").is_checked()
    await page.keyboard.press("Escape")
    await option.locator(".picture img").click()
    await expect(option.locator("input")).to_be_checked()


async def test_where_the_test_stands_still_no_warning_covers_why(sitting: Sitting) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting, still=True)
    await use.warn(sitting.proctor, sitting.attempt, "talking", None)
    await use.message_student(sitting.proctor, sitting.attempt, "Камераны түзетіңіз " * 4)
    await expect(page.locator("#banner-words")).to_contain_text("түзетіңіз")
    assert await page.locator("#banner-words span").count() == 2  # each on a line of its own

    await use.pause(sitting.proctor, sitting.attempt, "technical", stop_clock=True)
    await view(page, "paused").wait_for()
    banner = await box(page.locator("#banner"))
    heading = await box(page.locator(".card h2"))
    assert banner["y"] + banner["height"] <= heading["y"]
    assert await faults_of(page) == []
    assert await width_in_large_letters(page) <= 360
    assert await parted_words(page, ".card h2, .top h1, .net") == []


async def test_a_test_that_goes_on_is_no_news_once_it_is_interrupted(sitting: Sitting) -> None:
    use = sitting.stage.app.use
    page = await begun(sitting, still=True)
    await use.pause(sitting.proctor, sitting.attempt, "technical", stop_clock=True)
    await view(page, "paused").wait_for()
    await use.unpause(sitting.proctor, sitting.attempt)
    await expect(page.locator("#banner-words")).to_have_text("Тест жалғасты")
    await page.click("#open-log")
    await page.click(".outage summary")
    await page.click('[data-act="outage"]')
    await view(page, "interrupted").wait_for()
    assert await page.locator("#banner").is_hidden()  # at once: in a while it goes by itself


async def test_the_phone_of_the_sandbox_goes_back_and_closes_as_telegram_does(
    sitting: Sitting,
) -> None:
    async with shown(sitting.stage) as url:
        page = await sitting.browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.on("console", sitting.heard)
        await page.goto(f"{url}?lang=kk")
        phone = page.locator(".phone").first
        await phone.get_by_text(sitting.student.label("open_page")).last.click()
        inside = phone.frame_locator("iframe")
        await inside.locator('[data-act="begin"]').click()
        back = phone.locator(".sheet-bar").get_by_role("button", name="Артқа")
        await expect(back).to_be_hidden()
        await inside.locator("#open-scale").click()
        await back.click()
        await expect(inside.locator("#scale-panel")).to_be_hidden()
        await expect(back).to_be_hidden()

        other = await sitting.device()
        await view(other, "questions").wait_for()
        await inside.get_by_role("button", name="Чатқа оралу").click()
        await expect(phone.locator("iframe")).to_have_count(0)
        await page.close()
