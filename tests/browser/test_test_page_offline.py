"""The page of a computer test without a network: what it keeps, shows and sends later."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.sitting import Sitting, begun, view

pytestmark = pytest.mark.asyncio(loop_scope="session")


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
    await page.wait_for_function(  # the page, and the one picture of all questions
        "async () => (await (await caches.open('emtihan-kept')).keys()).length === 2"
    )
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
