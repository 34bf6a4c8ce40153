"""Face and document before the camera of a real browser, with the very bot behind the page."""

import asyncio
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Route

from exams.domain.likeness import PortraitFault
from exams.domain.people import Locale
from exams.services.pages.photographs import LookAtFace
from templates.pages import Pages
from tests.browser.checking_in import CheckingIn, card_with, choose, dimmed, frame
from tests.browser.fairness import faults_of, width, width_in_large_letters
from tests.vision.drawn_faces import AIGERIM, drawn_face, photographed
from vision.decode import jpeg

pytestmark = pytest.mark.asyncio(loop_scope="session")

STEPS = ("step_consent", "step_face", "step_document", "step_done")
SHADES = """async (one) => {
  await one.decode();
  const canvas = new OffscreenCanvas(one.naturalWidth, one.naturalHeight);
  const drawing = canvas.getContext("2d");
  drawing.drawImage(one, 0, 0);
  const pixels = drawing.getImageData(0, 0, canvas.width, canvas.height).data;
  const shades = pixels.filter((_, place) => place % 4 == 1);
  const mean = shades.reduce((sum, shade) => sum + shade, 0) / shades.length;
  return Math.sqrt(shades.reduce((sum, shade) => sum + (shade - mean) ** 2, 0) / shades.length);
}"""
SAY = "(items, words) => items.forEach((one, place) => { one.textContent = words[place]; })"


async def test_a_student_photographs_face_and_document_and_the_proctor_reads_the_proposal(
    checking_in: CheckingIn, request: pytest.FixtureRequest
) -> None:
    page = checking_in.page
    await page.locator("#agree").wait_for()
    assert await faults_of(page) == []
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    if "no-camera" in request.node.name:
        await face.locator(".no-camera").wait_for()
        await choose(face, frame())
    else:
        await face.locator("video").evaluate(
            "one => one.readyState > 1 || new Promise(done => one.onloadeddata = () => done(true))"
        )
        await face.locator(".take").click()
    document = page.locator("section[data-step=document]")
    await document.wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await faults_of(page) == []
    await choose(document, card_with(drawn_face(AIGERIM, width=300)))
    await page.locator("section[data-step=done]").wait_for()
    assert await faults_of(page) == []
    assert await width_in_large_letters(page) <= 360
    pages = Pages(checking_in.student.words)
    for locale in Locale:
        steps = [pages.say(locale, f"check_in.{step}") for step in STEPS]
        await page.locator(".steps li").evaluate_all(SAY, steps)
        assert await width(page) <= 360, steps

    assert "ұқсайды" in await checking_in.proposal()


@pytest.mark.parametrize("checking_in", [False], ids=["no-camera"], indirect=True)
async def test_title_and_language_of_the_page_are_the_readers_also_when_it_is_refused(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    checking_in.expected = "the server responded with a status of"
    await page.locator("#agree").wait_for()
    assert await page.title() == await page.locator("h1").inner_text()
    heading = page.locator("section[data-step=consent] h2")
    assert await heading.evaluate("one => getComputedStyle(one).fontSize") == "20px"
    assert await page.evaluate("document.documentElement.lang") == "kk"

    no = {
        "code": "page_closed",
        "text": "Здесь закрыто.\nОткройте страницу из чата.",
        "locale": "ru",
        "wait": False,
    }
    await page.route("**/view", lambda route: route.fulfill(status=401, json=no))
    await page.reload()

    refused = page.get_by_role("alert")
    await refused.get_by_role("heading", name="Здесь закрыто.").wait_for()
    assert await refused.locator("p").inner_text() == "Откройте страницу из чата."
    assert await page.evaluate("document.documentElement.lang") == "ru"
    assert await faults_of(page) == []


async def test_who_does_not_consent_reads_what_to_do_and_may_think_again(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    await page.click("#decline")
    declined = page.locator("section[data-step=declined]")
    await declined.wait_for()
    assert "конференцияда" in await declined.inner_text()
    assert await faults_of(page) == []
    await page.click("#think-again")
    await checking_in.consent()
    await page.locator("section[data-step=face]").wait_for()


async def test_without_a_network_the_consent_is_asked_for_again(checking_in: CheckingIn) -> None:
    page = checking_in.page
    await page.locator("#agree").wait_for()
    await page.context.set_offline(True)
    await checking_in.consent()
    await page.locator("#trouble", has_text="Желі жоқ").wait_for()

    await page.context.set_offline(False)
    await page.click("#go")

    await page.locator("section[data-step=face]").wait_for()


async def test_without_a_network_the_same_picture_is_sent_once_more(
    checking_in: CheckingIn,
) -> None:
    page = checking_in.page
    await checking_in.consent()
    for step, picture in (
        ("face", frame()),
        ("document", card_with(drawn_face(AIGERIM, width=300))),
    ):
        shoot = page.locator(f"section[data-step={step}]")
        await shoot.wait_for()
        await page.context.set_offline(True)
        await choose(shoot, picture)
        await shoot.locator(".verdict", has_text="Желі жоқ").wait_for()
        assert not await shoot.locator(".no-camera").is_visible()  # it would hide the picture
        assert await faults_of(page) == []
        await page.context.set_offline(False)
        await shoot.locator(".resend").click()
    await page.locator("section[data-step=done]").wait_for()


@pytest.mark.parametrize("checking_in", [False], ids=["no-camera"], indirect=True)
async def test_a_server_that_takes_no_picture_or_fails_is_not_called_a_lost_network(
    checking_in: CheckingIn,
) -> None:
    page, answers = checking_in.page, [503, 413, 502]
    checking_in.expected = "the server responded with a status of"

    async def badly(route: Route) -> None:
        if answers:
            await route.fulfill(status=answers.pop(0), body="<h1>nginx</h1>")
        else:
            await route.continue_()

    await page.route("**/consent", badly)
    await page.route("**/look/face", badly)
    await checking_in.consent()
    await page.locator("#trouble", has_text="Бір минуттан кейін").wait_for()
    await page.unroute("**/consent")
    await page.click("#go")
    face = page.locator("section[data-step=face]")
    await choose(face, frame())
    await face.locator(".verdict", has_text="Сурет тым үлкен").wait_for()
    assert not await face.locator(".resend").is_visible()  # it would only fail again
    assert await width(page) <= 360
    assert await faults_of(page) == []
    await choose(face, frame())
    await face.locator(".verdict", has_text="Бір минуттан кейін").wait_for()

    await face.locator(".resend").click()

    await page.locator("section[data-step=document]").wait_for()


async def test_over_a_slow_network_the_page_says_that_the_picture_is_on_its_way(
    checking_in: CheckingIn,
) -> None:
    page, arrived = checking_in.page, asyncio.Event()

    async def slowly(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await page.route("**/look/face", slowly)
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await choose(face, frame())
    await face.locator(".verdict", has_text="Желі баяу").wait_for()
    arrived.set()
    await page.locator("section[data-step=document]").wait_for()


@pytest.mark.parametrize("checking_in", [False], ids=["no-camera"], indirect=True)
async def test_a_picture_that_waits_for_those_of_others_is_said_to_have_arrived(
    checking_in: CheckingIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, turn, look = checking_in.page, asyncio.Event(), LookAtFace.__call__

    async def in_turn(self: LookAtFace, *args: Any) -> tuple[PortraitFault, ...]:
        await turn.wait()
        return await look(self, *args)

    monkeypatch.setattr(LookAtFace, "__call__", in_turn)
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await choose(face, frame())
    await face.locator(".verdict", has_text="кезегін күтіп тұр").wait_for()
    turn.set()
    await page.locator("section[data-step=document]").wait_for()


async def test_a_file_that_is_no_picture_is_called_so(checking_in: CheckingIn) -> None:
    await checking_in.consent()
    face = checking_in.page.locator("section[data-step=face]")
    await face.wait_for()
    await choose(face, b"no picture at all")
    await face.locator(".verdict[data-state=poor]").wait_for()
    assert "фотосурет" in await face.locator(".verdict").inner_text()
    await choose(face, photographed(drawn_face(AIGERIM)))
    await checking_in.page.locator("section[data-step=document]").wait_for()


async def test_a_picture_from_a_dim_room_is_told_and_taken_again_with_more_light(
    checking_in: CheckingIn, request: pytest.FixtureRequest
) -> None:
    page = checking_in.page
    await checking_in.consent()
    for step, clear in (
        ("face", frame()),
        ("document", card_with(drawn_face(AIGERIM, width=300))),
    ):
        shoot = page.locator(f"section[data-step={step}]")
        await shoot.wait_for()
        await choose(shoot, dimmed(clear))
        await shoot.locator(".verdict[data-state=poor]").wait_for()
        assert "шамды жағыңыз" in await shoot.locator(".verdict").inner_text()
        assert await width(page) <= 360
        assert await faults_of(page) == []
        if "no-camera" not in request.node.name:
            await shoot.locator(".again").click()
        await choose(shoot, clear)
    await page.locator("section[data-step=done]").wait_for()


async def test_more_pixels_are_sent_of_a_document_whose_portrait_is_small(
    checking_in: CheckingIn,
) -> None:
    await checking_in.consent()
    wall = jpeg(np.full((1500, 2000, 3), 150, np.uint8), 92)
    for step, longest in (("face", 1280), ("document", 1920)):
        shoot = checking_in.page.locator(f"section[data-step={step}]")
        await shoot.wait_for()
        await choose(shoot, wall)
        await shoot.locator(".verdict[data-state=poor]").wait_for()
        assert await shoot.locator(".view img").evaluate("one => one.naturalWidth") == longest
        await shoot.locator(".go-on").click()


@pytest.mark.parametrize("checking_in", [False], ids=["no-camera"], indirect=True)
async def test_a_large_file_is_made_smaller_from_all_of_its_pixels(
    checking_in: CheckingIn,
) -> None:
    await checking_in.consent()
    face = checking_in.page.locator("section[data-step=face]")
    await face.wait_for()
    grain = np.random.default_rng(1).choice([100, 200], (3000, 4000, 1)).astype(np.uint8)
    await choose(face, jpeg(np.repeat(grain, 3, axis=2), 92))
    await face.locator(".verdict[data-state=poor]").wait_for()
    # A mean of 3 x 3 pixels leaves a third of the spread of 50, picking single ones all of it.
    assert await face.locator(".view img").evaluate(SHADES) < 20


async def test_a_picture_without_a_face_is_told_and_taken_again(
    checking_in: CheckingIn, request: pytest.FixtureRequest
) -> None:
    page = checking_in.page
    await checking_in.consent()
    face = page.locator("section[data-step=face]")
    await face.wait_for()
    wall = jpeg(np.full((600, 800, 3), 150, np.uint8), 92)
    await choose(face, wall)
    await face.locator(".verdict[data-state=poor]").wait_for()
    assert "Бет көрінбейді" in await face.locator(".verdict").inner_text()
    if "no-camera" not in request.node.name:
        await face.locator(".again").click()
    await choose(face, photographed(drawn_face(AIGERIM)))
    await page.locator("section[data-step=document]").wait_for()
    assert await checking_in.proposal() == ""
