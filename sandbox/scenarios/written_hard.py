"""A written exam on which everything happens that can: no answer is lost and nobody is wronged.

Twenty-five students. The exam is moved, and everybody reads the new time. Айгерім appeals.
Болат sends a blurred sheet, and is asked for a page again. Дана's ticket is spoiled. Ерлан has
more time by right, one phone for camera and sheets, and an outage too long to come back alone.
Мадина checks in late, Жанар later still, Тимур never. Сәния sends a sheet while she writes, Арман
one after he has handed in. Нұрсұлтан is admitted, and his sheets are accepted, by two at once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from exams.domain.exam import ASTANA
from exams.domain.verdict import Fault
from sandbox.drawn_sheets import draw_sheet
from sandbox.players import Player
from sandbox.scenarios.appeal import RIGHT, WHY, open_appeal
from sandbox.scenarios.written import check_in, enter_marks, look, open_card, plan
from sandbox.stage import Stage
from sandbox.telegram.screen import PATIENCE
from sandbox.university import GROUP_OF_25, SUBJECT, some_of
from sandbox.zoom.refusals import LinkRefused

STUDENTS: Final = GROUP_OF_25
FEW: Final = some_of(
    "Айгерім", "Болат", "Дана", "Ерлан", "Мадина", "Арман", "Жанар", "Сәния", "Нұрсұлтан", "Әсем",
    "Бауыржан", "Тимур",
)  # fmt: skip
"""Those to whom something happens, and two more: a smaller group for whoever is in a hurry."""

MARKS: Final = (
    81, 74, 88, 61, 79, 93, 52, 45, 67, 70, 84, 96, 58, 31, 77, 90, 65, 72, 50, 83, 99, 68, 55, 24,
)  # fmt: skip
APPEALED: Final = 86
Text = Mapping[str, str]
TORN: Final[Text] = {
    "kk": "екінші сұрағы басқа пәннен",
    "ru": "второй вопрос из другого предмета",
    "en": "the second question is of another subject",
}


async def play(stage: Stage) -> None:
    """Play the day from the moved exam to the mark changed on appeal."""
    await plan(stage)
    await move(stage)
    await come(stage)
    await draw(stage)
    await arrive_late(stage)
    await write(stage)
    await hand_in_all(stage)
    await let_go(stage)
    await grade(stage)


def named(stage: Stage, *names: str) -> tuple[Player, ...]:
    """Return students by their first names."""
    return tuple(one for name in names for one in stage.students if one.who.first_name == name)


def on_time(stage: Stage) -> tuple[Player, ...]:
    """Return those who come when they should."""
    late = named(stage, "Мадина", "Жанар", "Тимур")
    return tuple(one for one in stage.students if one not in late)


def chief_of(stage: Stage) -> Player:
    """Return the chief proctor."""
    if stage.chief is None:
        raise RuntimeError("this exam is played with a chief proctor")
    return stage.chief


async def move(stage: Stage) -> None:
    """The registrar moves the exam by a day; everybody says that they have read it."""
    registrar = stage.registrar
    to = stage.exam_at + timedelta(days=1)
    await registrar.phone.key(registrar.label("planned"))
    await registrar.tap_text(SUBJECT[stage.locale.value])
    mark = registrar.phone.mark
    await registrar.tap("move_exam")
    await registrar.sees("cancel", since=mark)
    await registrar.phone.text(f"{to.astimezone(ASTANA):%d.%m.%Y %H:%M}")
    await stage.settle()
    stage.exam_at = to
    for student in stage.students:
        await student.tap("move_read")
    await stage.settle()
    await stage.take_photo("hard-1-moved")


async def come(stage: Stage) -> None:
    """Those on time check in; one of them is admitted by proctor and chief at the same moment."""
    (yerlan, nursultan) = named(stage, "Ерлан", "Нұрсұлтан")
    await stage.until(stage.exam_at - timedelta(hours=24))
    await yerlan.tap("equipment_phone")
    await stage.until(stage.exam_at - timedelta(minutes=30))
    await stage.zoom.begin(await stage.proctor.link("open_link"))
    await stage.until(stage.exam_at - timedelta(minutes=15))
    for student in on_time(stage):
        await check_in(stage, student)
    await stage.settle()
    for student in on_time(stage):
        await look(stage, student)
        if student is nursultan:
            await both(stage, student, "admit")
        else:
            await stage.proctor.tap("admit")
        await student.sees("to_tickets")
    await stage.settle()
    await stage.take_photo("hard-2-admitted")


async def both(stage: Stage, student: Player, key: str) -> None:
    """Proctor and chief open the same card and press the same button at once."""
    pair = (stage.proctor, chief_of(stage))
    for who in pair:
        await open_card(stage, student, by=who)
    await asyncio.gather(*(who.tap(key) for who in pair))
    await stage.settle()


async def draw(stage: Stage) -> None:
    """Everybody draws; one ticket is spoiled, burnt, and another drawn in its place."""
    (dana,) = named(stage, "Дана")
    chief, reason = chief_of(stage), TORN[stage.locale.value]
    await stage.until(stage.exam_at)
    for position, student in enumerate(on_time(stage), start=1):
        await draw_card(student, position)
    await stage.until(stage.exam_at + timedelta(minutes=3))
    await open_card(stage, dana, by=chief)
    mark = chief.phone.mark
    await chief.tap("spoil_ticket")
    await chief.sees("cancel", since=mark)
    await chief.phone.text(reason)
    await dana.hears(reason)
    await draw_card(dana, len(on_time(stage)) + 1)
    await stage.settle()
    await stage.take_photo("hard-3-spoiled")


async def draw_card(student: Player, position: int) -> None:
    """Go on to the closed tickets and turn one over."""
    mark = student.phone.mark
    await student.tap("to_tickets")
    label = f"🂠 {position}"
    board = await student.phone.wait_for(lambda m: label in str(m.labels), PATIENCE, since=mark)
    await student.phone.press(label, message=board)
    await student.sees("finish_writing", since=mark)


async def arrive_late(stage: Stage) -> None:
    """One checks in before the doors close and one after: the chief admits both."""
    madina, zhanar = named(stage, "Мадина", "Жанар")
    chief = chief_of(stage)
    await stage.until(stage.exam_at + timedelta(minutes=10))
    await check_in(stage, madina)
    await look(stage, madina)
    await stage.until(stage.exam_at + timedelta(minutes=17))
    await open_card(stage, madina, by=chief)
    await chief.tap("admit")
    await draw_card(madina, len(on_time(stage)) + 2)
    await open_card(stage, zhanar, by=chief)
    await chief.tap("revert_no_show")
    await stage.settle()
    await check_in(stage, zhanar)
    await look(stage, zhanar)
    await open_card(stage, zhanar, by=chief)
    await chief.tap("admit")
    await draw_card(zhanar, len(on_time(stage)) + 3)
    await stage.settle()
    await stage.take_photo("hard-4-late")


async def write(stage: Stage) -> None:
    """A sheet comes early and is kept aside; an outage is counted by the chief."""
    saniya, yerlan = named(stage, "Сәния", "Ерлан")
    chief = chief_of(stage)
    await stage.until(stage.exam_at + timedelta(minutes=30))
    await saniya.phone.photo(draw_sheet(900))
    await stage.settle()
    await stage.until(stage.exam_at + timedelta(minutes=40))
    await yerlan.tap("outage")
    await stage.settle()
    await stage.until(stage.exam_at + timedelta(minutes=52))
    await yerlan.tap("im_back")  # too late to come back alone
    await open_card(stage, yerlan, by=chief)
    await chief.tap("return_counted")
    await stage.settle()
    await stage.take_photo("hard-5-outage")


async def hand_in_all(stage: Stage) -> None:
    """Pens down one after another, as each clock says; sheets, a re-shoot, and one too late."""
    bolat, arman, yerlan = named(stage, "Болат", "Арман", "Ерлан")
    late = named(stage, "Дана", "Мадина", "Жанар")
    usual = [one for one in on_time(stage) if one not in (*late, yerlan)]
    await stage.until(stage.exam_at + timedelta(minutes=121))
    for student in usual:
        await hand_in(stage, student, blurred=student is bolat)
    await reshoot(stage, bolat)
    await arman.phone.photo(draw_sheet(901))
    await stage.settle()
    for student, minutes in zip(late, (124, 138, 139), strict=True):
        await stage.until(stage.exam_at + timedelta(minutes=minutes))
        await hand_in(stage, student)
    await stage.until(stage.exam_at + timedelta(minutes=163))
    await hand_in(stage, yerlan)
    await stage.take_photo("hard-6-sheets")


async def hand_in(stage: Stage, student: Player, *, blurred: bool = False) -> None:
    """Send a sheet, again where it is blurred, and say that this is all."""
    seed = int(student.who.number)
    mark = student.phone.mark
    if blurred:
        await student.phone.photo(draw_sheet(seed, fault=Fault.BLUR))
        await student.phone.wait_for(lambda m: bool(m.media), PATIENCE, since=mark)
    await student.phone.photo(draw_sheet(seed))
    await stage.settle()
    await student.tap("all_sent", since=mark)
    await student.tap("yes_all_sent", since=mark)
    await stage.settle()


async def reshoot(stage: Stage, student: Player) -> None:
    """The proctor wants the page again; it comes, and takes the place of the first one."""
    proctor = stage.proctor
    await open_card(stage, student)
    mark = proctor.phone.mark
    await proctor.tap("ask_again")
    await proctor.sees("cancel", since=mark)
    mark = student.phone.mark
    await proctor.phone.text("1")
    await student.sees("send_sheets", since=mark)
    await stage.settle()
    mark = student.phone.mark
    await student.phone.photo(draw_sheet(int(student.who.number), page=2))
    await stage.settle()
    await student.tap("all_sent", since=mark)
    await student.tap("yes_all_sent", since=mark)
    await stage.settle()


async def let_go(stage: Stage) -> None:
    """The sheets are accepted, one student's by two at once; then all may leave."""
    (nursultan,) = named(stage, "Нұрсұлтан")
    writers = writers_of(stage)
    for student in writers:
        if student is nursultan:
            await both(stage, student, "accept_sheets")
        else:
            await open_card(stage, student)
            await stage.proctor.tap("accept_sheets")
    await stage.settle()
    await stage.proctor.tap("release_all")
    await stage.settle()
    attempts = await stage.attempts()
    for student in writers:
        with suppress(LinkRefused):  # the bot ends a conference in which nobody is expected
            await stage.zoom.leave(attempts[student.who.number].link or "")
    await stage.until(stage.exam_at + timedelta(minutes=200))
    await stage.take_photo("hard-7-released")


def writers_of(stage: Stage) -> Sequence[Player]:
    """Return everybody but the one who did not come."""
    absent = named(stage, "Тимур")
    return [one for one in stage.students if one not in absent]


async def grade(stage: Stage) -> None:
    """Marks, results in the group, and one of them changed on appeal."""
    (aigerim,) = named(stage, "Айгерім")
    await stage.until(stage.exam_at + timedelta(hours=6))
    mark = stage.proctor.phone.mark
    await enter_marks(stage, dict(zip(writers_of(stage), MARKS, strict=False)))
    await stage.proctor.tap("publish_results", since=mark)
    await stage.settle()
    await change_on_appeal(stage, aigerim, APPEALED)
    await stage.take_photo("hard-8-results")


async def change_on_appeal(stage: Stage, student: Player, points: int) -> None:
    """A student appeals, and the chief proctor finds that the mark is another one."""
    chief, language = chief_of(stage), stage.locale.value
    mark = student.phone.mark
    await student.tap("appeal")
    await student.sees("cancel", since=mark)
    await student.phone.text(WHY[language])
    await stage.settle()
    await open_appeal(stage, chief, student)
    mark = chief.phone.mark
    await chief.tap("change_mark")
    await chief.sees("cancel", since=mark)
    await chief.phone.text(f"{points} {RIGHT[language]}")
    await student.hears(RIGHT[language])
    await stage.settle()
