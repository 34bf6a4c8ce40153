"""A written exam from the schedule to the results in the group chat.

Six students: Айгерім does everything right, Болат sends a blurred sheet first, Дана is done
early, Ерлан is on camera with the phone and loses the Internet for a while, Мадина writes to the
last minute, Тимур does not come.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from exams.domain.exam import Kind
from exams.domain.verdict import Fault
from sandbox.drawn_sheets import draw_sheet
from sandbox.players import Player
from sandbox.stage import Stage
from sandbox.telegram.screen import PATIENCE
from sandbox.university import SUBJECT, TICKETS, ratings_csv, schedule_csv, tickets_csv
from sandbox.zoom.refusals import LinkRefused

MARKS = (92, 74, 88, 61, 79)
REASON = {
    "kk": "Екінші сұрақтың жауабы есепке алынбай қалыпты",
    "ru": "Не был учтён ответ на второй вопрос",
    "en": "The answer to the second question had been overlooked",
}


async def play(stage: Stage) -> None:
    """Play the day from the import to the corrected result."""
    aigerim, bolat, dana, yerlan, madina, _ = stage.students
    writers = (aigerim, bolat, dana, yerlan, madina)
    await plan(stage)
    await remind(stage, writers)
    await come(stage, writers)
    await admit(stage, writers)
    await draw(stage, writers)
    await write(stage, dana=dana, yerlan=yerlan)
    await stage.until(stage.exam_at + timedelta(minutes=122))
    await stage.take_photo("10-pens-down")
    for student in (aigerim, bolat, madina):
        await hand_in(stage, student, blurred=student is bolat)
    await stage.until(stage.exam_at + timedelta(minutes=152))
    await hand_in(stage, yerlan)
    await let_go(stage, writers)
    await grade(stage)


async def plan(stage: Stage, kind: Kind = Kind.WRITTEN) -> None:
    """The registrar imports, the proctor links the chat, the dean publishes."""
    await stage.take_photo("1-start")
    registrar, proctor, dean = stage.registrar, stage.proctor, stage.dean
    chief = stage.chief.who if stage.chief else None
    students = [one.who for one in stage.students]
    for name, data in (
        ("schedule.csv", schedule_csv(stage.exam_at, stage.locale.value, kind, chief=chief)),
        ("tickets.csv", tickets_csv(stage.locale.value, max(TICKETS, len(students) * 6 // 5))),
        ("ratings.csv", ratings_csv(stage.locale.value, students)),
    ):
        mark = registrar.phone.mark
        await registrar.phone.document(data, name=name, mime="text/csv")
        await registrar.tap("confirm_import", since=mark)
        await stage.settle()
    await proctor.phone.text("/link", chat=stage.group)
    await proctor.tap_text(stage.group_name, chat=stage.group)
    await stage.settle()
    await dean.phone.key(dean.label("drafts"))
    await dean.tap_text(SUBJECT[stage.locale.value])
    await dean.tap("publish")
    await stage.settle()
    await stage.take_photo("2-published")


async def remind(stage: Stage, writers: Sequence[Player]) -> None:
    """A day before: reminder and equipment; an hour before: reminder."""
    await stage.until(stage.exam_at - timedelta(hours=24))
    for student in writers:
        on_phone = student is writers[3]
        await student.tap("equipment_phone" if on_phone else "equipment_webcam")
    await stage.take_photo("3-equipment")
    await stage.until(stage.exam_at - timedelta(hours=1))


async def come(stage: Stage, writers: Sequence[Player]) -> None:
    """The link 15 minutes early, "I'm here", the rules."""
    called = stage.proctor.phone.mark
    await stage.until(stage.exam_at - timedelta(minutes=30))
    await stage.zoom.begin(await stage.proctor.link("open_link", since=called))
    linked = stage.proctor.phone.mark
    await stage.until(stage.exam_at - timedelta(minutes=15))
    for student in writers:
        await check_in(stage, student, since=linked)
    await stage.settle()
    await stage.take_photo("4-check-in")


async def check_in(stage: Stage, student: Player, *, since: int = 0) -> None:
    """Join the conference, say "I'm here", read the rules to their end and agree."""
    mark = student.phone.mark
    await stage.zoom.join(await student.link("open_link", since=since))
    await student.tap("im_here")
    await student.tap("rules_next", since=mark)
    await student.tap("agree", since=mark)


async def admit(stage: Stage, writers: Sequence[Player], *, then: str = "to_tickets") -> None:
    """The proctor looks at document, face, room and desk, and admits.

    Args:
        stage: where.
        writers: whom.
        then: what the information window offers.
    """
    for student in writers:
        await look(stage, student)
        await stage.proctor.tap("admit")
        await student.sees(then)
    await stage.settle()
    await stage.take_photo("5-admitted")


async def look(stage: Stage, student: Player) -> None:
    """The proctor ticks everything there is to see."""
    await open_card(stage, student)
    for seen in ("document", "face", "room", "desk"):
        await stage.proctor.tap(f"tick_{seen}")


async def open_card(stage: Stage, student: Player, by: Player | None = None) -> None:
    """The proctor, or another one of the staff, opens a student's card from the live board."""
    proctor = by or stage.proctor
    mark = proctor.phone.mark
    # Names stand on other buttons, too: of the next one on a card, of whom to exchange turns with.
    await proctor.tap_text(f". {student.who.last_name}", beside=proctor.label("refresh"))
    await proctor.hears(student.who.name, since=mark)


async def draw(stage: Stage, writers: Sequence[Player]) -> None:
    """The exam begins: everybody draws, two of them tap the same card at once."""
    await stage.until(stage.exam_at)
    for student in writers:
        await student.tap("to_tickets")
        await student.phone.wait_for(lambda m: bool(m.markup) and "🂠" in str(m.markup))
    await stage.take_photo("6-board")
    first, second, *others = writers
    await asyncio.gather(first.tap_text("3"), second.tap_text("3"))
    await stage.settle()
    attempts = await stage.attempts()
    loser = next(s for s in (first, second) if attempts[s.who.number].ticket is None)
    await loser.tap_text("5")
    for student, position in zip(others, ("1", "7", "10"), strict=True):
        await student.tap_text(f" {position}")
    await stage.settle()
    await stage.take_photo("7-ticket")


async def write(stage: Stage, *, dana: Player, yerlan: Player) -> None:
    """Two hours: a warning, an outage and a return, one finished early, the countdown."""
    await stage.until(stage.exam_at + timedelta(minutes=20))
    await open_card(stage, yerlan)
    await stage.proctor.tap("warn")
    await stage.proctor.tap("warn_left_view")
    await stage.settle()
    await stage.until(stage.exam_at + timedelta(minutes=40))
    await yerlan.tap("help")
    await yerlan.tap("outage")
    await stage.settle()
    await stage.take_photo("8-outage")
    stage.clock.step(timedelta(minutes=3))
    await yerlan.tap("im_back")
    await stage.settle()
    await stage.until(stage.exam_at + timedelta(minutes=95))
    mark = dana.phone.mark
    await dana.tap("finish_writing")
    await dana.tap("yes_finish", since=mark)
    await hand_in(stage, dana)
    for minutes in (60, 30, 10, 5):
        await stage.until(stage.exam_at + timedelta(minutes=121 - minutes))
    await stage.take_photo("9-countdown")


async def hand_in(stage: Stage, student: Player, *, blurred: bool = False) -> None:
    """Send two sheets as an album, take again what is blurred, say that this is all."""
    seed = int(student.who.number)
    good = [draw_sheet(seed, page=page) for page in (1, 2)]
    mark = student.phone.mark
    if blurred:
        await student.phone.album([draw_sheet(seed, page=1, fault=Fault.BLUR), good[1]])
        await student.phone.wait_for(lambda m: bool(m.media), PATIENCE, since=mark)
        await stage.settle()
        await stage.take_photo("11-blurred")
        await student.phone.photo(good[0])
    else:
        await student.phone.album(good)
    await stage.settle()
    await student.tap("all_sent", since=mark)
    await student.tap("yes_all_sent", since=mark)
    await stage.settle()


async def let_go(stage: Stage, writers: Sequence[Player]) -> None:
    """The proctor looks at the sheets, accepts them, and lets everybody go."""
    proctor = stage.proctor
    await stage.take_photo("12-sheets")
    for student in writers:
        await open_card(stage, student)
        await proctor.tap("accept_sheets")
        await stage.settle()
    await proctor.tap("release_all")
    await stage.settle()
    attempts = await stage.attempts()
    for student in writers:
        with suppress(LinkRefused):  # the bot ends a conference in which nobody is expected
            await stage.zoom.leave(attempts[student.who.number].link or "")
    await stage.take_photo("13-released")
    await stage.until(stage.exam_at + timedelta(minutes=170))


async def grade(stage: Stage) -> None:
    """Marks by message, preview, results in the group chat, one corrected in place."""
    proctor = stage.proctor
    await stage.until(stage.exam_at + timedelta(hours=6))
    mark = proctor.phone.mark
    await enter_marks(stage, dict(zip(stage.students, MARKS, strict=False)))
    await proctor.tap("privacy_digits", since=mark)
    await stage.take_photo("14-preview")
    await proctor.tap("publish_results", since=mark)
    await stage.settle()
    await stage.take_photo("15-results")
    mark = proctor.phone.mark
    await proctor.tap("correct_mark")
    await proctor.hears("", since=mark)
    name = stage.students[3].who.name
    await proctor.phone.text(f"{name} 66\n{REASON[stage.locale.value]}")
    await stage.settle()
    await stage.take_photo("16-corrected")


async def enter_marks(stage: Stage, marks: Mapping[Player, int]) -> None:
    """The proctor types the marks by name, looks the list through and confirms it."""
    proctor = stage.proctor
    mark = proctor.phone.mark
    await proctor.tap("marks")
    await stage.settle()
    await proctor.phone.text("\n".join(f"{one.who.name} {p}" for one, p in marks.items()))
    await stage.settle()
    await proctor.tap("check_marks", since=mark)
    await stage.take_photo("13-confirm")
    await proctor.tap("confirm_marks", since=mark)
