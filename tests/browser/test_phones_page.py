"""What people do on the page of phones, in a real browser."""

import re

import pytest
from playwright.async_api import FilePayload, Page, expect

from sandbox.telegram.things import Message
from tests.browser.conftest import Viewer, phone_of
from tests.browser.scripted_bot import picture
from tests.browser.stage import PageStage

pytestmark = pytest.mark.asyncio(loop_scope="session")

AIGERIM, BOLAT, PROCTOR, REGISTRAR, GROUP = 0, 1, 2, 4, 5


async def write(page: Page, position: int, text: str) -> None:
    """Type a message on a phone and send it with Enter."""
    box = phone_of(page, position).get_by_placeholder("Message")
    await box.fill(text)
    await box.press("Enter")


def sent_by(stage: PageStage, position: int) -> list[Message]:
    """Return what a person wrote to the bot."""
    phone = stage.phones[position]
    return [one for one in phone.messages() if one.sender is phone.account]


async def test_a_person_presses_start_and_writes_to_the_bot(
    viewer: Viewer, stage: PageStage
) -> None:
    page = await viewer.open()
    aigerim = phone_of(page, AIGERIM)

    await aigerim.get_by_text("Do you have an invitation link?").click()
    await aigerim.get_by_label("invitation").fill("https://t.me/emtihan_bot?start=abc-1")
    await aigerim.get_by_role("button", name="Start").click()
    await expect(aigerim.get_by_text("Қош келдіңіз!")).to_be_visible()
    await write(page, AIGERIM, "Сәлем <b>бот</b>")
    await expect(aigerim.get_by_text("Естідім: 16")).to_be_visible()

    assert [one.text for one in sent_by(stage, AIGERIM)] == ["/start abc-1", "Сәлем <b>бот</b>"]
    await expect(aigerim.locator(".mine .text").last).to_have_text("Сәлем <b>бот</b>")
    await expect(aigerim.locator("blockquote")).to_contain_text("Камераны өшірмеңіз")


async def test_buttons_answer_with_a_toast_a_window_and_an_edit(
    viewer: Viewer, stage: PageStage
) -> None:
    await stage.phones[AIGERIM].start()
    page = await viewer.open(still=True)
    aigerim = phone_of(page, AIGERIM)

    await aigerim.get_by_role("button", name="Ережелер").click()
    await expect(aigerim.locator(".toast")).to_have_text("Ережелер оқылды")
    await aigerim.get_by_role("button", name="Ескерту").click()
    await expect(aigerim.get_by_role("alertdialog")).to_contain_text("Билет әлі ашылмаған.")
    await page.keyboard.press("Escape")
    await expect(aigerim.get_by_role("alertdialog")).to_have_count(0)
    await aigerim.get_by_role("button", name="Мен келісемін").click()

    await expect(aigerim.locator(".theirs").last).to_contain_text("Келісім қабылданды")
    await expect(aigerim.locator(".theirs").last).to_contain_text("edited")
    await expect(aigerim.get_by_role("button", name="Мен келісемін")).to_have_count(0)


async def test_a_button_shows_that_it_waits_until_the_bot_answers(
    viewer: Viewer, stage: PageStage
) -> None:
    bolat = stage.phones[BOLAT]
    await bolat.start()
    await bolat.wait_for("Қош келдіңіз")
    page = await viewer.open()
    button = phone_of(page, BOLAT).get_by_role("button", name="Ережелер")
    stage.bot.awake.clear()

    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    stage.bot.awake.set()

    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_sample_sheets_are_ticked_and_sent_as_one_album(
    viewer: Viewer, stage: PageStage
) -> None:
    await stage.phones[AIGERIM].start()
    page = await viewer.open()
    aigerim = phone_of(page, AIGERIM)

    await aigerim.get_by_role("button", name="Attach").click()
    await aigerim.get_by_role("menuitem", name="Sample sheets").click()
    await aigerim.get_by_role("checkbox", name="Page 2").check(force=True)
    await aigerim.get_by_role("checkbox", name="Blurred").check(force=True)
    await aigerim.get_by_label("Caption").fill("Менің жауабым")
    await aigerim.get_by_role("button", name="As photos (2)").click()
    await expect(aigerim.locator(".mine .grid-2 img")).to_have_count(2)

    album = [one for one in sent_by(stage, AIGERIM) if one.media]
    assert len({one.album for one in album}) == 1
    assert [one.text for one in album] == ["Менің жауабым", ""]
    await aigerim.locator(".grid-2 button").first.click()
    await expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    await expect(page.get_by_role("dialog").locator(".count")).to_have_text("1 / 2")
    await page.keyboard.press("Escape")
    await expect(aigerim.get_by_text("Парақ алынды")).to_have_count(2)


async def test_files_of_the_computer_go_as_they_are(viewer: Viewer, stage: PageStage) -> None:
    await stage.phones[BOLAT].start()
    page = await viewer.open()
    bolat = phone_of(page, BOLAT)

    await bolat.locator("input[type=file]").first.set_input_files(
        FilePayload(name="list.csv", mimeType="text/csv", buffer=b"a,b\n" * 500)
    )
    await expect(bolat.get_by_role("button", name="As photos")).to_be_disabled()
    await bolat.get_by_role("button", name="As files").click()

    await expect(bolat.locator("a.document")).to_contain_text("list.csv")
    await expect(bolat.locator("a.document")).to_contain_text("2 KB")


async def test_the_registrar_sends_ready_tables(viewer: Viewer, stage: PageStage) -> None:
    await stage.phones[REGISTRAR].start()
    page = await viewer.open()
    registrar = phone_of(page, REGISTRAR)

    await registrar.get_by_role("button", name="Attach").click()
    await registrar.get_by_role("menuitem", name="Ready tables").click()
    await registrar.get_by_role("checkbox", name="tickets.csv").check()
    await registrar.get_by_role("button", name="As files").click()

    await expect(registrar.locator("a.document")).to_contain_text("tickets.csv")
    (sent,) = [one for one in sent_by(stage, REGISTRAR) if one.media]
    assert stage.phones[REGISTRAR].file_of(sent) == b"c,d"


async def test_a_voice_note_is_a_sample_where_there_is_no_microphone(
    viewer: Viewer, stage: PageStage
) -> None:
    await stage.phones[AIGERIM].start()
    page = await viewer.open()
    aigerim = phone_of(page, AIGERIM)

    await aigerim.get_by_role("button", name="Voice message").click()
    await expect(aigerim.get_by_text("No microphone")).to_be_visible()
    await aigerim.get_by_role("button", name="Send").click()
    await aigerim.get_by_role("button", name="Voice message. Play").click()

    await expect(aigerim.locator(".bars .played").first).to_be_visible()
    (voice,) = [one for one in sent_by(stage, AIGERIM) if one.media]
    assert stage.phones[AIGERIM].file_of(voice).startswith(b"RIFF")


async def test_a_contact_is_shared(viewer: Viewer, stage: PageStage) -> None:
    await stage.phones[AIGERIM].start()
    page = await viewer.open()
    aigerim = phone_of(page, AIGERIM)

    await aigerim.get_by_role("button", name="Attach").click()
    await aigerim.get_by_role("menuitem", name="My number").click()

    await expect(aigerim.locator(".card")).to_contain_text("+77010000000")


async def test_the_group_is_seen_and_written_to_by_any_member(
    viewer: Viewer, stage: PageStage
) -> None:
    page = await viewer.open()
    group = phone_of(page, GROUP)

    await write(page, GROUP, "Емтихан қашан?")
    await expect(group.locator(".mine")).to_contain_text("Емтихан қашан?")
    await group.get_by_label("Seen and written by").select_option(label="Ахметов Болат")
    await expect(group.locator(".theirs .sender")).to_have_text("Сәуле Төлегенова")
    await write(page, GROUP, "Ертең")
    await expect(group.locator(".mine")).to_contain_text("Ертең")

    aigerim = phone_of(page, AIGERIM)
    await aigerim.get_by_role("tab", name=re.compile("ИС-21")).click()
    await expect(aigerim.locator(".theirs")).to_have_count(2)
    writers = [one.sender for one in stage.group.messages.values()]
    assert writers == [stage.phones[PROCTOR].account, stage.phones[BOLAT].account]


async def test_what_comes_while_one_reads_above_is_counted(
    viewer: Viewer, stage: PageStage
) -> None:
    aigerim = stage.phones[AIGERIM]
    await aigerim.start()
    for number in range(20):
        await stage.bot.say(aigerim.id, f"Хабарлама {number}\nекінші жол")
    page = await viewer.open()
    phone = phone_of(page, AIGERIM)
    await expect(phone.get_by_text("Хабарлама 19")).to_be_in_viewport()

    await phone.locator(".list").evaluate("list => list.scrollTo(0, 0)")
    await expect(phone.locator(".bottom")).to_be_visible()
    await stage.bot.say(aigerim.id, "Жаңа хабар")

    await expect(phone.locator(".bottom .badge")).to_have_text("1")
    await phone.locator(".bottom").click()
    await expect(phone.get_by_text("Жаңа хабар")).to_be_in_viewport()
    await expect(phone.locator(".bottom")).to_be_hidden()


async def test_the_bots_album_pin_protection_deletion_and_typing_are_shown(
    viewer: Viewer, stage: PageStage
) -> None:
    proctor = stage.phones[PROCTOR]
    await proctor.start()
    page = await viewer.open(still=True)
    phone = phone_of(page, PROCTOR)
    sheets = [{"type": "photo", "media": f"attach://sheet{number}"} for number in range(3)]

    await stage.bot.call(
        "sendMediaGroup",
        chat_id=proctor.id,
        media=sheets,
        sheet0=picture(),
        sheet1=picture(),
        sheet2=picture(),
    )
    await expect(phone.locator(".grid-3 img")).to_have_count(3)
    pinned = await stage.bot.say(proctor.id, "Шығуға рұқсат?", protect_content=True)
    where = {"chat_id": proctor.id, "message_id": pinned["message_id"]}
    await stage.bot.call("pinChatMessage", **where)
    await expect(phone.locator(".pin")).to_contain_text("Шығуға рұқсат?")
    await expect(phone.get_by_label("Cannot be saved or forwarded")).to_be_visible()
    await stage.bot.call("sendChatAction", chat_id=proctor.id, action="typing")
    await expect(phone.locator(".head")).to_contain_text("is typing…")
    await stage.bot.call("deleteMessage", **where)

    await expect(phone.get_by_text("Шығуға рұқсат?")).to_have_count(0)


async def test_a_link_opens_inside_the_phone_and_a_foreign_one_only_shows_its_address(
    viewer: Viewer, stage: PageStage
) -> None:
    aigerim = stage.phones[AIGERIM]
    await aigerim.start()
    room = [[{"text": "Конференция", "url": f"{stage.url}/w/1"}]]
    await stage.bot.say(
        aigerim.id,
        '<a href="https://other.example/page">Басқа сайт</a>',
        reply_markup={"inline_keyboard": room},
    )
    page = await viewer.open()
    phone = phone_of(page, AIGERIM)

    await phone.get_by_role("button", name="Конференция").click()
    await expect(phone.frame_locator("iframe").get_by_text("Бөлме")).to_be_visible()
    await phone.get_by_role("button", name="Close").click()
    await expect(phone.locator("iframe")).to_have_count(0)
    await phone.get_by_role("link", name="Басқа сайт").click()

    await expect(phone.get_by_role("dialog")).to_contain_text("https://other.example/page")
    await expect(phone.get_by_role("dialog")).to_contain_text("does not go online")


async def test_nothing_that_people_write_becomes_markup(viewer: Viewer, stage: PageStage) -> None:
    aigerim = stage.phones[AIGERIM]
    evil = "<img src=x onerror=alert(1)>"
    person = stage.telegram.add_person(first_name=evil)
    stage.group.members[person.id] = "member"
    await aigerim.start()
    await aigerim.text(evil)
    await aigerim.photo(picture(), caption=evil)
    await aigerim.document(b"x", name=f"{evil}.txt")
    await person.text(evil, chat=stage.group)
    keys = {"inline_keyboard": [[{"text": evil, "callback_data": evil}]]}
    await stage.bot.say(aigerim.id, "&lt;script&gt;alert(1)&lt;/script&gt;", reply_markup=keys)

    page = await viewer.open()

    await expect(phone_of(page, GROUP).locator(".text")).to_have_text(evil)
    await expect(
        phone_of(page, AIGERIM).get_by_role("button", name=evil, exact=True)
    ).to_be_visible()
    assert await page.locator("img[onerror], .text img, .text script").count() == 0


async def test_after_a_break_the_changes_go_on(viewer: Viewer, stage: PageStage) -> None:
    aigerim = stage.phones[AIGERIM]
    await aigerim.start()
    page = await viewer.open()
    await expect(phone_of(page, AIGERIM).get_by_text("Қош келдіңіз!")).to_be_visible()

    await page.route("**/phones/state", lambda route: route.abort())  # till it was looked at
    stage.break_connections()
    await expect(page.get_by_text("No connection")).to_be_visible()
    await stage.bot.say(aigerim.id, "Үзілістен кейін")
    await page.unroute_all()

    await expect(phone_of(page, AIGERIM).get_by_text("Үзілістен кейін")).to_be_visible()
    viewer.complaints.clear()  # the browser reports the broken stream, and is right
