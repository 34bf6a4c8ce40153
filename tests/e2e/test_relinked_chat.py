"""A group makes itself a new chat when its results are out already: they follow it, once."""

from pathlib import Path
from typing import Final

from bot.log_check import check_log
from exams.domain.people import Locale
from sandbox.scenarios import written
from sandbox.stage import Stage
from sandbox.telegram.things import Chat, Message
from sandbox.university import STUDENTS, SUBJECT
from tests.e2e.eyes import Eyes
from tests.e2e.languages import everybody_was_spoken_to_in_their_language
from tests.staged import staged

MARK: Final = 61
CORRECTED: Final = 66


async def test_results_follow_a_group_to_its_new_chat_once_and_are_corrected_there(
    fresh_database: Path,
) -> None:
    async with staged(fresh_database, Locale.RU, students=STUDENTS[:1]) as stage:
        eyes = Eyes(stage.telegram.world)
        await results_come_out(stage)
        student = stage.students[0].phone
        told = len(eyes.in_chat(student.id))

        chat = await the_group_moves(stage)
        offer = await the_proctor_is_offered_them_in_private(stage, eyes, chat)
        preview = await they_are_looked_at_first(stage, eyes, chat, offer)
        await they_are_posted_once(stage, eyes, chat, preview)
        assert len(eyes.in_chat(student.id)) == told

        before = len(eyes.in_chat(stage.group.id))
        await the_mark_is_corrected(stage)
        (post,) = results_in(chat)
        assert (f" {CORRECTED} " in post.text, f" {MARK} " in post.text) == (True, False)
        assert len(eyes.in_chat(stage.group.id)) == before

        assert stage.telegram.refusals == []
        assert (await check_log(stage.app.settings.database_url)).whole
        everybody_was_spoken_to_in_their_language((*stage.students, *stage.staff), eyes)


async def results_come_out(stage: Stage) -> None:
    """A short day of one student; the results stand in the group's first chat."""
    await written.plan(stage)
    await written.come(stage, stage.students)
    await written.admit(stage, stage.students)
    await stage.until(stage.exam_at)
    (student,) = stage.students
    await student.tap("to_tickets")
    await student.tap_text(" 2")
    await stage.settle()
    mark = student.phone.mark
    await student.tap("finish_writing")
    await student.tap("yes_finish", since=mark)
    await written.hand_in(stage, student)
    await written.let_go(stage, stage.students)
    mark = stage.proctor.phone.mark
    await written.enter_marks(stage, {student: MARK})
    await stage.proctor.tap("publish_results", since=mark)
    await stage.settle()


async def the_group_moves(stage: Stage) -> Chat:
    """The bot is put out of the old chat; the proctor links the new one."""
    proctor = stage.proctor
    await proctor.phone.remove_bot(stage.group)
    await stage.settle()
    phones = [proctor.phone, *(one.phone for one in stage.students)]
    chat = stage.telegram.add_group(title=stage.group_name, members=phones)
    await proctor.phone.add_bot(chat, status="administrator")
    await stage.settle()
    await proctor.tap_text(stage.group_name, chat=chat)
    await stage.settle()
    return chat


def results_in(chat: Chat) -> list[Message]:
    """Return the posts with results that stand in a chat."""
    return [
        one
        for one in chat.messages.values()
        if one.from_bot and not one.deleted and one.text.startswith("📣")
    ]


async def the_proctor_is_offered_them_in_private(stage: Stage, eyes: Eyes, chat: Chat) -> Message:
    subject = SUBJECT[stage.locale.value]
    offer = await stage.proctor.hears(f"Чат группы привязан: {stage.group_name}")
    assert subject in offer.text
    assert not [one for one in eyes.in_chat(chat.id) if subject in one.text]
    return offer


async def they_are_looked_at_first(
    stage: Stage, eyes: Eyes, chat: Chat, offer: Message
) -> Message:
    subject = SUBJECT[stage.locale.value]
    await stage.proctor.phone.press(subject, message=offer)
    await stage.settle()
    preview = await stage.proctor.sees("publish_results")
    assert stage.students[0].who.number[-4:] in preview.text
    assert f" {MARK} " in preview.text
    assert not [one for one in eyes.in_chat(chat.id) if subject in one.text]
    return preview


async def they_are_posted_once(stage: Stage, eyes: Eyes, chat: Chat, preview: Message) -> None:
    """Two taps, one of them on what the screen no longer shows."""
    label = stage.proctor.label("publish_results")
    data = next(b["callback_data"] for row in preview.buttons for b in row if label in b["text"])
    for _ in range(2):
        await stage.proctor.phone.press_data(preview, data)
        await stage.settle()
    (post,) = results_in(chat)
    assert f" {MARK} " in post.text
    assert len([one for one in eyes.in_chat(chat.id) if one.text.startswith("📣")]) == 1


async def the_mark_is_corrected(stage: Stage) -> None:
    proctor = stage.proctor
    mark = proctor.phone.mark
    await proctor.tap("correct_mark")
    await proctor.hears("", since=mark)
    reason = written.REASON[stage.locale.value]
    await proctor.phone.text(f"{stage.students[0].who.name} {CORRECTED}\n{reason}")
    await stage.settle()
