"""An oral exam from the schedule to the results, with everything that usually goes wrong.

Twenty-five students. The exam is moved by a day. Айгерім and Болат tap the same card at once, and
Болат's ticket turns out to be spoiled; Нұрсұлтан is admitted by two at once; Дана exchanges her
turn with Айгерім; Ерлан does not choose within three minutes; Мадина is called and does not answer
at first; Тимур does not come at all. Айгерім appeals against her mark.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from exams.domain.exam import Kind
from exams.domain.oral import ABSENT, PICK_WINDOW
from sandbox.players import Player, buttons, has_button
from sandbox.scenarios.written import (
    admit,
    come,
    hand_in,
    let_go,
    look,
    open_card,
    plan,
    remind,
)
from sandbox.scenarios.written_hard import both, change_on_appeal, chief_of, move, named
from sandbox.stage import Stage
from sandbox.university import GROUP_OF_25, some_of

ASK: Final = "question_to_proctor"
"""Stands under the information window of an oral exam."""

CLOSED = "🂠"
"""Stands before the number of a card that lies face down."""

STUDENTS: Final = GROUP_OF_25
FEW: Final = some_of("Айгерім", "Болат", "Дана", "Ерлан", "Мадина", "Нұрсұлтан", "Тимур")
"""Those to whom something happens: a smaller group for whoever is in a hurry."""

MARKS: Final = (
    85, 75, 90, 60, 85, 95, 70, 65, 80, 50, 55, 100, 75, 25, 90, 60, 85, 95, 70, 40, 80, 65, 75,
    90,
)  # fmt: skip
APPEALED: Final = 92
MINUTES: Final = (7, 12, 9, 6, 11)
"""How long answers take, one after the other; the plan is 10."""

SPOILED = {
    "kk": "Екінші сұрақ басылмай қалған",
    "ru": "Не напечатался второй вопрос",
    "en": "The second question was not printed",
}
TRAIN = {
    "kk": "Айгерім пойызға асығып отыр",
    "ru": "Айгерим спешит на поезд",
    "en": "Aigerim has a train to catch",
}


async def play(stage: Stage) -> None:
    """Play the day from the import to the mark changed on appeal."""
    *sitting, _ = stage.students
    aigerim, bolat, dana, yerlan, madina = sitting[:5]
    await plan(stage, Kind.ORAL)
    await move(stage)
    await remind(stage, sitting)
    await come(stage, sitting)
    await let_in(stage, sitting)
    await draw(stage, sitting)
    await assign(stage, yerlan)
    await spoil(stage, bolat)
    await stage.until(stage.exam_at + timedelta(minutes=15))  # nobody waits for Тимур any more
    await stage.take_photo("7-in-line")
    await swap(stage, dana, aigerim)
    await question(stage, sitting, late=madina)
    await let_go(stage, sitting)
    await publish(stage)
    await change_on_appeal(stage, aigerim, APPEALED)
    await stage.take_photo("12-appeal")


async def let_in(stage: Stage, sitting: Sequence[Player]) -> None:
    """The proctor admits everybody; one of them at the same moment as the chief."""
    (nursultan,) = named(stage, "Нұрсұлтан")
    await admit(stage, [one for one in sitting if one is not nursultan], then=ASK)
    await look(stage, nursultan)
    await both(stage, nursultan, "admit")
    await nursultan.sees(ASK)


async def draw(stage: Stage, sitting: Sequence[Player]) -> None:
    """The proctor lays out the tickets; all but one choose, two of them the same card."""
    aigerim, bolat, dana, _, madina, *others = sitting
    await stage.until(stage.exam_at)
    await stage.proctor.tap("open_picking")
    for student in sitting:
        await student.phone.wait_for(lambda message: has_button(message, CLOSED))
    await stage.take_photo("6-board")
    await asyncio.gather(aigerim.tap_text("🂠 3"), bolat.tap_text("🂠 3"))
    await stage.settle()
    attempts = await stage.attempts()
    loser = next(s for s in (aigerim, bolat) if attempts[s.who.number].ticket is None)
    await loser.tap_text("🂠 5")
    for student, position in ((dana, 1), (madina, 7)):
        stage.clock.step(timedelta(seconds=20))
        await student.tap_text(f"🂠 {position}")
        await stage.settle()
    for position, student in enumerate(others, start=8):
        stage.clock.step(timedelta(seconds=2))
        await student.tap_text(f"🂠 {position}")
    await stage.settle()


async def assign(stage: Stage, straggler: Player) -> None:
    """Three minutes are over: the chief gives a ticket at random."""
    chief = chief_of(stage)
    mark = chief.phone.mark
    await stage.until(stage.exam_at + PICK_WINDOW + timedelta(seconds=5))
    await chief.hears(straggler.who.name, since=mark)
    await open_card(stage, straggler, by=chief)
    await chief.tap("assign_ticket")
    await straggler.phone.wait_for("🎫")
    await stage.settle()


async def spoil(stage: Stage, student: Player) -> None:
    """A ticket turns out to be spoiled: it is burnt, the student chooses another one."""
    chief = chief_of(stage)
    await open_card(stage, student, by=chief)
    await chief.tap("spoil_ticket")
    await chief.phone.text(SPOILED[stage.locale.value])
    await stage.settle()
    mark = student.phone.mark
    await student.tap("to_tickets")
    await stage.settle()
    board = await student.phone.wait_for(lambda message: has_button(message, CLOSED), since=mark)
    free = next(button["text"] for button in buttons(board) if CLOSED in button["text"])
    await student.tap_text(free)  # which cards are left is chance since the last one was assigned
    await stage.settle()


async def swap(stage: Stage, one: Player, other: Player) -> None:
    """Two students exchange their turns, with a reason."""
    await open_card(stage, one)
    await stage.proctor.tap("swap")
    await stage.proctor.tap_text(f". {other.who.last_name}")
    await stage.proctor.phone.text(TRAIN[stage.locale.value])
    await stage.settle()


async def question(stage: Stage, sitting: Sequence[Player], *, late: Player) -> None:
    """Call one after the other, hear them, mark at once, and take the sheets in."""
    proctor, exam = stage.proctor, await stage.exam()
    if exam.oral_opens_at is None:
        raise RuntimeError("the questioning has no time though everybody has drawn")
    await stage.until(exam.oral_opens_at)
    missed = False
    for _ in range(len(sitting) + 1):
        mark = proctor.phone.mark
        await proctor.tap("call_next")
        await stage.settle()
        called = await called_up(stage, sitting)
        await proctor.hears(called.who.name, since=mark)
        if called is late and not missed:
            missed = True
            await stage.until(stage.clock.now() + ABSENT + timedelta(seconds=5))
            await stage.take_photo("9-put-last")
            continue
        await hear(stage, called, sitting.index(called))


async def called_up(stage: Stage, sitting: Sequence[Player]) -> Player:
    """Return who is called now."""
    attempts = await stage.attempts()
    called = [s for s in sitting if attempts[s.who.number].stage.value == "called"]
    return called[0]


async def hear(stage: Stage, student: Player, place: int) -> None:
    """One answer: it begins, ends, is marked at once; then the sheets."""
    proctor = stage.proctor
    await proctor.tap("start_answer")
    await stage.take_photo("8-answering")
    await stage.until(stage.clock.now() + timedelta(minutes=MINUTES[place % len(MINUTES)]))
    await proctor.tap("end_answer")
    await proctor.tap("mark")
    await proctor.tap_text(str(MARKS[place]))
    await proctor.tap("publish_mark")
    await stage.settle()
    await student.phone.wait_for("📣")
    await stage.take_photo("10-marked")
    await hand_in(stage, student)


async def publish(stage: Stage) -> None:
    """The group reads the results; everybody knows the own mark already."""
    proctor = stage.proctor
    mark = proctor.phone.mark
    await proctor.tap("marks")
    await stage.settle()
    await proctor.tap("check_marks", since=mark)
    await proctor.tap("preview_results", since=mark)
    await proctor.tap("privacy_digits", since=mark)
    await proctor.tap("publish_results", since=mark)
    await stage.settle()
    await stage.take_photo("11-results")
