"""The camera at checking in: not allowed, busy, slow to open, and on small phones."""

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.checking_in import CheckingIn, choose, dimmed, frame
from tests.browser.fairness import faults_of, width, width_in_large_letters

pytestmark = pytest.mark.asyncio(loop_scope="session")
with_camera = pytest.mark.parametrize("checking_in", [True], ids=["camera"], indirect=True)
without_camera = pytest.mark.parametrize("checking_in", [False], ids=["no-camera"], indirect=True)

REFUSING = """(name) => {
  const media = navigator.mediaDevices;
  const really = media.getUserMedia.bind(media);
  media.getUserMedia = () => Promise.reject(new DOMException("", name));
  window.allow = () => { media.getUserMedia = really; };
}"""
ASKING = """() => {
  const media = navigator.mediaDevices;
  const really = media.getUserMedia.bind(media);
  const allowed = new Promise((answered) => { window.allow = answered; });
  media.getUserMedia = async (wish) => { await allowed; return really(wish); };
}"""
HEARD = """() => {
  window.told = [];
  window.TelegramWebviewProxy = { postEvent: (name, words) => window.told.push([name, words]) };
}"""


async def at_the_face(checking_in: CheckingIn, script: str, *facts: str) -> Locator:
    """Come to the picture of the face, with a camera that a script stands in for."""
    page = checking_in.page
    await page.locator("#agree").wait_for()
    await page.evaluate(script, *facts)
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await face.wait_for()
    return face


async def letters_of_usual_size(page: Page) -> None:
    await page.evaluate("() => document.documentElement.style.removeProperty('font-size')")


@with_camera
@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("NotAllowedError", "рұқсат берілмеген"),
        ("NotReadableError", "ZOOM"),
        ("NotFoundError", "камера табылмады"),
    ],
)
async def test_a_camera_that_does_not_open_says_why_and_is_turned_on_with_a_tap(
    checking_in: CheckingIn, error: str, says: str
) -> None:
    page = checking_in.page
    face = await at_the_face(checking_in, REFUSING, error)

    await expect(face.locator(".no-camera")).to_contain_text(says)
    await expect(face.locator(".no-camera")).to_contain_text("«Басқа камера не файл»")
    await expect(face.locator(".view")).to_be_hidden()  # a dark hole would say nothing
    await expect(face.locator(".file")).to_be_in_viewport(ratio=1)
    assert await faults_of(page) == []
    assert await width_in_large_letters(page) <= 360
    await letters_of_usual_size(page)
    await page.evaluate("() => window.allow()")
    await face.locator(".turn-on").click()

    await expect(face.locator(".take")).to_be_enabled()
    await expect(face.locator(".take")).to_be_focused()
    await expect(face.locator(".no-camera")).to_be_empty()
    await expect(face.locator("video")).to_be_visible()


@with_camera
async def test_while_the_camera_waits_for_permission_the_page_says_so(
    checking_in: CheckingIn,
) -> None:
    face = await at_the_face(checking_in, ASKING)
    await expect(face.locator(".asking")).to_contain_text("Рұқсат сұралса")
    assert await faults_of(checking_in.page) == []

    await checking_in.page.evaluate("() => window.allow()")

    await expect(face.locator(".take")).to_be_enabled()
    await expect(face.locator(".asking")).to_be_hidden()


@with_camera
async def test_a_file_that_is_chosen_while_permission_is_asked_for_is_seen(
    checking_in: CheckingIn,
) -> None:
    face = await at_the_face(checking_in, ASKING)
    await face.locator(".asking").wait_for()
    await choose(face, dimmed(frame()))
    await face.locator(".verdict[data-state=poor]").wait_for()
    await expect(face.locator(".asking")).to_be_hidden()
    await expect(face.locator(".view img")).to_be_visible()


@with_camera
async def test_what_is_to_be_pressed_is_in_sight_on_a_small_phone(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    await page.set_viewport_size({"width": 360, "height": 600})
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await face.wait_for()
    await expect(face.locator(".take")).to_be_enabled()
    assert await page.evaluate("scrollY") == 0
    await expect(face.locator(".take")).to_be_in_viewport(ratio=1)

    await face.locator(".take").focus()
    await choose(face, dimmed(frame()))

    await expect(face.locator(".again")).to_be_in_viewport(ratio=1)
    await expect(face.locator(".go-on")).to_be_in_viewport(ratio=1)
    await expect(face.locator(".again")).to_be_focused()  # the button pressed before has gone
    await page.set_viewport_size({"width": 320, "height": 600})
    assert await width(page) <= 320


@without_camera
async def test_a_look_that_took_too_long_is_asked_for_again_with_the_same_picture(
    checking_in: CheckingIn,
) -> None:
    page, answers = checking_in.page, ["inspection_failed"]
    checking_in.expected = "the server responded with a status of 409"

    async def slowly(route: Route) -> None:
        if answers:
            told = {"code": answers.pop(), "text": "?", "locale": "kk", "wait": False}
            await route.fulfill(status=409, json=told)
        else:
            await route.fulfill(json={"faults": []})

    await page.route("**/look/face", slowly)
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await choose(face, frame())
    await face.locator(".verdict", has_text="Бір минуттан кейін").wait_for()

    await face.locator(".resend").click()

    await page.locator("section[data-step=document]").wait_for()


@without_camera
async def test_a_page_that_could_not_be_fetched_says_so_and_opens_by_itself(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    await page.locator("#agree").wait_for()
    checking_in.expected = "net::ERR_"
    await page.route("**/view", lambda route: route.abort("internetdisconnected"))
    await page.reload()

    await expect(page.locator("#no-network")).to_contain_text("Бет ашылмады")
    await expect(page.locator("#opening-words")).to_be_hidden()
    assert await faults_of(page) == []
    await page.unroute_all()
    await page.evaluate("() => window.dispatchEvent(new Event('online'))")

    await page.locator("#agree").wait_for()


@without_camera
async def test_telegram_asks_before_closing_only_while_a_picture_could_be_lost(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    await page.locator("#agree").wait_for()
    await page.evaluate(HEARD)
    last = "() => JSON.parse(window.told.at(-1)[1]).need_confirmation"
    await page.click("#decline")
    await page.locator("section[data-step=declined]").wait_for()
    assert await page.evaluate(last) is False
    await page.click("#think-again")
    await checking_in.consent()
    await page.locator("section[data-step=face]").wait_for()
    assert await page.evaluate(last) is True
