"""An oral exam before a commission, one of whose members invigilates nothing."""

from datetime import timedelta
from pathlib import Path

from exams.domain.exam import Kind
from exams.domain.people import Locale
from sandbox.players import Player
from sandbox.scenarios import oral
from sandbox.scenarios.written import admit, come, plan
from sandbox.scenarios.written_hard import move
from sandbox.stage import Stage as Theatre
from sandbox.university import CHIEF, PROCTOR, SUBJECT, some_of
from tests.staged import staged

PAIR = some_of("Айгерім", "Болат")


async def test_a_member_who_does_not_invigilate_is_led_from_being_named_to_the_mark(
    fresh_database: Path,
) -> None:
    async with staged(fresh_database, Locale.KK, students=PAIR, chief=CHIEF) as stage:
        member, stage.chief = stage.chief, None  # on the roster, and in no exam
        assert member is not None
        await plan(stage, Kind.ORAL)
        await name(stage, member)
        await member.hears(f"Сіз емтихан комиссиясындасыз: {SUBJECT['kk']}")
        mark = member.phone.mark
        await move(stage)
        await member.hears("басталуға 30 минут қалғанда", since=mark)
        await member.tap("move_read", since=mark)
        await stage.until(stage.exam_at - timedelta(hours=1))
        await member.hears("1 сағат қалды", since=mark)
        mark = member.phone.mark
        await come(stage, stage.students)
        await stage.zoom.join(await member.link("open_link", since=mark))

        await answer(stage)
        await oral_mark(stage, member)


async def name(stage: Theatre, member: Player) -> None:
    """The dean names the commission: the proctor leads it."""
    dean = stage.dean
    await dean.phone.key(dean.label("planned"))
    await dean.tap_text(SUBJECT["kk"])
    await dean.tap("commission")
    mark = dean.phone.mark
    await dean.tap("name_commission")
    await dean.sees("cancel", since=mark)
    await dean.phone.text(f"{PROCTOR.number} {member.who.number}")
    await dean.hears(member.who.name, since=mark)
    await stage.settle()


async def answer(stage: Theatre) -> None:
    """Both students draw, and the first one is heard."""
    proctor = stage.proctor
    await admit(stage, stage.students, then=oral.ASK)
    await stage.until(stage.exam_at)
    await proctor.tap("open_picking")
    for position, student in enumerate(stage.students, start=1):
        await student.tap_text(f"{oral.CLOSED} {position}")
        await stage.settle()
    opens_at = (await stage.exam()).oral_opens_at
    assert opens_at is not None
    await stage.until(opens_at)
    for step in ("call_next", "start_answer", "end_answer"):
        await proctor.tap(step)
        await stage.settle()


async def oral_mark(stage: Theatre, member: Player) -> None:
    """The member marks from the own list of exams; the chair confirms, the student is told."""
    first, proctor = stage.students[0], stage.proctor
    await member.hears(f"Жауапты бағалаңыз: {first.who.name}")
    mark = member.phone.mark
    await member.phone.text("/exams")
    await member.tap_text("👥 ")
    await member.hears("Сізді күтіп тұрғаны: 1", since=mark)
    await member.tap_text(f"🎓 {first.who.last_name}")
    await member.tap_text("85")
    await stage.settle()
    mark = proctor.phone.mark
    await proctor.tap_text("75")
    await proctor.tap_text(f"{proctor.label('publish_mark')}: 80")
    await stage.settle()
    await first.hears("80 балл")
    await member.hears("Студентке хабарланды")
    assert stage.telegram.refusals == []
