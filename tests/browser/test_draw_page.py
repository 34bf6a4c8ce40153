"""The page of the draw in a real browser: it computes by itself, in three languages."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page

from exams.domain.ids import TicketNumber
from exams.domain.proof import Proof
from tests.browser.fairness import faint_fields, faults_of, parted_words, width_in_large_letters
from tests.browser.patience import PATIENCE
from web.draw import PATH, add_draw_page

PROOF = Proof(
    secret=bytes(range(32)), order=tuple(TicketNumber(n) for n in (12, 3, 7, 1, 28, 104))
)
ORDER = ",".join(map(str, PROOF.order))
OPENED = f"🔓\nsecret: {PROOF.secret.hex()}\norder: {ORDER}\nsha256: {PROOF.fingerprint}\n"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(browser: Browser, server: TestServer, rest: str) -> Page:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    page.set_default_timeout(PATIENCE)
    await page.goto(f"http://127.0.0.1:{server.port}{PATH}{rest}")
    return page


async def state(page: Page, wanted: str) -> str:
    verdict = page.locator(f'#verdict[data-state="{wanted}"]')
    await verdict.wait_for()
    return await verdict.inner_text()


async def cut(boxes: Locator) -> list[str]:
    """Return what stands in boxes that are too small for it, or takes two lines in them."""
    return list(
        await boxes.evaluate_all(
            """boxes => boxes.filter(one => {
              const words = document.createRange();
              words.selectNodeContents(one.lastChild);
              return one.scrollWidth > one.clientWidth || words.getClientRects().length > 1;
            }).map(one => one.textContent)"""
        )
    )


async def served() -> TestServer:
    app = web.Application()
    add_draw_page(app)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    return server


async def test_a_pasted_draw_is_computed_in_the_browser_and_a_moved_ticket_shows(
    browser: Browser,
) -> None:
    server = await served()
    page = await opened(browser, server, f"?lang=ru#sha256={PROOF.fingerprint}")
    assert "после экзамена" in await state(page, "waiting")
    await page.fill("#opened", "🔓")
    assert "secret" in await state(page, "waiting")

    await page.fill("#opened", OPENED)
    assert "ни один билет" in await state(page, "holds")
    assert await page.locator("#computed").inner_text() == PROOF.fingerprint
    await page.click("summary")
    assert await faults_of(page) == []
    assert await page.locator("#order li").all_inner_texts() == [
        f"{place}\n№ {number}" for place, number in enumerate(PROOF.order, 1)
    ]

    await page.fill("#opened", OPENED.replace("12,3,", "3,12,"))
    assert "Не совпало" in await state(page, "differs")
    assert await faults_of(page) == []
    assert await width_in_large_letters(page) <= 360
    await page.close()
    await server.close()


async def test_the_link_of_the_bot_fills_the_page_which_fits_a_phone_in_each_language(
    browser: Browser,
) -> None:
    server = await served()
    filled = f"#secret={PROOF.secret.hex()}&order={ORDER}&sha256={PROOF.fingerprint}"
    page = await opened(browser, server, f"?lang=kk{filled}")
    assert "Осы хабарламадағы" in await state(page, "holds")

    for language, title, first in (
        ("ru", "Проверьте", "№ 12"), ("en", "Check", "No. 12"), ("kk", "Билеттердің", "№ 12")
    ):  # fmt: skip
        await page.click(f'[data-lang="{language}"]')
        assert title in await page.locator("h1").inner_text()
        assert await page.locator("#order li").first.inner_text() == f"1\n{first}"
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        for wide in (1400, 360):
            await page.set_viewport_size({"width": wide, "height": 740})
            assert await parted_words(page, "#order") == []
            assert await cut(page.locator("#order li")) == []

    await page.fill("#posted", PROOF.fingerprint)
    assert "бірде-бір" in await state(page, "holds")
    await page.close()
    await server.close()


EARLIER = (
    f"🔏 Билеттердің орны бекітілді\nмынау:\n{PROOF.fingerprint.upper()}\n\nЕмтихан біткен соң"
)


async def test_the_message_before_the_exam_may_be_pasted_whole_and_into_either_field(
    browser: Browser,
) -> None:
    server = await served()
    page = await opened(browser, server, "?lang=kk")
    await page.fill("#opened", EARLIER)
    assert "емтихан біткен соң" in await state(page, "waiting")

    await page.fill("#opened", OPENED)
    await page.fill("#posted", EARLIER)
    assert "бірде-бір" in await state(page, "holds")
    await page.fill("#posted", PROOF.fingerprint[:40])  # no reason to run to the dean
    assert "64 таңба" in await state(page, "waiting")
    await page.fill("#posted", EARLIER.replace(PROOF.fingerprint.upper(), "f" * 64))
    assert "Сәйкес келмеді" in await state(page, "differs")
    field = page.locator("#posted")
    await page.fill("#posted", PROOF.fingerprint)
    assert await field.evaluate("one => one.scrollHeight <= one.clientHeight")  # seen whole
    assert await faults_of(page) == []
    assert await faint_fields(page) == []
    await page.close()
    await server.close()


async def test_without_a_program_the_page_says_what_it_needs_and_shows_no_empty_fields(
    browser: Browser,
) -> None:
    server = await served()
    page = await browser.new_page(java_script_enabled=False)
    page.set_default_timeout(PATIENCE)
    await page.goto(f"http://127.0.0.1:{server.port}{PATH}")
    assert "JavaScript" in await page.locator("body").inner_text()
    assert not await page.locator("#opened").is_visible()
    await page.close()
    await server.close()
