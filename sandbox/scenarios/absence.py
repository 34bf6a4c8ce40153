"""An absence from the power cut to the additional exam that is sat.

Айгерім, Дана and Мадина sit a written exam. Ерлан loses the connection while he writes and does
not come back: the bot drafts his application. Болат did not come, applies and sends his proof
later. Тимур cannot reach the bot, and the dean's office writes for him. One order names the
three; the additional exam is proposed, approved, confirmed by the registrar, and sat.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from exams.domain.exam import ASTANA
from exams.domain.ids import ExamId
from sandbox.certificate import draw_certificate
from sandbox.players import Player
from sandbox.scenarios.written import admit, come, hand_in, let_go, plan, remind
from sandbox.stage import Stage
from sandbox.university import SUBJECT

MARKS = (92, 88, 79)
MARKS_ANEW = (71, 64, 58)
WORDS = {
    "kk": "Ауылда таңертеңнен жарық болмады, телефонның қуаты да таусылды.",
    "ru": "В посёлке с утра не было света, телефон тоже разрядился.",
    "en": "There was no power in the village since morning, and the phone ran out too.",
}


async def play(stage: Stage) -> None:
    """Play it from the import to the second set of results."""
    aigerim, bolat, dana, yerlan, madina, timur = stage.students
    writers = (aigerim, dana, madina, yerlan)
    await plan(stage)
    await remind(stage, writers)
    await come(stage, writers)
    await admit(stage, writers)
    await draw(stage, writers)
    await lose(stage, yerlan)
    await apply_by_oneself(stage, bolat)
    await apply_from_draft(stage, yerlan)
    await finish(stage, (aigerim, dana, madina), MARKS)
    await apply_for(stage, timur)
    await prove_later(stage, bolat)
    await decide(stage, (bolat, yerlan, timur))
    await order(stage)
    await confirm(stage)
    await sit_anew(stage, (bolat, yerlan, timur))


async def draw(stage: Stage, writers: Sequence[Player]) -> None:
    """Everybody turns over a card; they lie at 1, 2, 3 and so on."""
    await stage.until(stage.exam_at)
    for place, student in enumerate(writers, 1):
        await student.tap("to_tickets")
        await student.phone.wait_for(lambda m: bool(m.markup) and "🂠" in str(m.markup))
        await student.tap_text(f"🂠 {place}")
    await stage.settle()


async def lose(stage: Stage, student: Player) -> None:
    """The connection is lost for good; after half an hour it is a technical failure."""
    await stage.until(stage.exam_at + timedelta(minutes=25))
    attempts = await stage.attempts()
    await student.tap("help")
    await student.tap("outage")
    await stage.zoom.leave(attempts[student.who.number].link or "")
    await stage.settle()
    await stage.take_photo("1-outage")
    await stage.until(stage.exam_at + timedelta(minutes=56))
    await stage.take_photo("2-drafted")


async def apply_by_oneself(stage: Stage, student: Player) -> None:
    """Who did not come applies from the very message that says so; the proof follows."""
    await student.tap("apply")
    await student.tap("reason_power_cut")
    await student.phone.text(WORDS[stage.locale.value])
    await stage.settle()
    await stage.take_photo("3-application")
    await student.tap("proof_later")
    await stage.settle()


async def apply_from_draft(stage: Stage, student: Player) -> None:
    """The drafted application needs a reason and a tap; a photograph is added."""
    await student.tap("reason_no_internet")
    await student.phone.photo(draw_certificate(student.who.name, stage.locale.value))
    await stage.settle()
    await student.tap("send_to_dean")
    await stage.settle()


async def finish(stage: Stage, writers: Sequence[Player], marks: Sequence[int]) -> None:
    """Two hours later: sheets, exit, marks and results, as on any exam day."""
    await stage.until(stage.exam_at + timedelta(minutes=122))
    for student in (one for one in writers if not one.who.extra_time):
        await hand_in(stage, student)
    await stage.until(stage.exam_at + timedelta(minutes=152))
    for student in (one for one in writers if one.who.extra_time):
        await hand_in(stage, student)
    await let_go(stage, writers)
    await stage.until(stage.exam_at + timedelta(minutes=170))
    proctor = stage.proctor
    await stage.until(stage.exam_at + timedelta(hours=5))
    mark = proctor.phone.mark
    await proctor.tap("marks")
    await stage.settle()
    lines = (f"{one.who.name} {points}" for one, points in zip(writers, marks, strict=True))
    await proctor.phone.text("\n".join(lines))
    await stage.settle()
    await proctor.tap("check_marks", since=mark)
    await proctor.tap("confirm_marks", since=mark)
    await proctor.tap("publish_results", since=mark)
    await stage.settle()


async def apply_for(stage: Stage, student: Player) -> None:
    """The dean's office writes for a student who cannot (D8)."""
    dean = stage.dean
    await dean.phone.key(dean.label("planned"))
    await dean.tap_text(SUBJECT[stage.locale.value])
    mark = dean.phone.mark
    await dean.tap("apply_for")
    await stage.settle()
    await dean.tap_text(student.who.last_name)
    await dean.tap("reason_power_cut", since=mark)
    await dean.phone.text(WORDS[stage.locale.value])
    await stage.settle()
    await dean.tap("send_to_dean", since=mark)
    await stage.settle()


async def prove_later(stage: Stage, student: Player) -> None:
    """The proof comes the same evening."""
    mark = student.phone.mark
    await student.tap("send_proof")
    await stage.settle()
    await student.phone.photo(draw_certificate(student.who.name, stage.locale.value))
    await stage.settle()
    await student.sees("application_pdf", since=mark)


async def decide(stage: Stage, absent: Sequence[Player]) -> None:
    """The dean opens one case with its evidence and approves it, and two more at once."""
    dean, (first, *others) = stage.dean, absent
    await dean.phone.key(dean.label("absences"))
    await stage.settle()
    await stage.take_photo("4-queue")
    mark = dean.phone.mark
    await dean.tap_text(first.who.last_name)
    await stage.settle()
    await stage.take_photo("5-evidence")
    await dean.tap("approve_absence", since=mark)
    await stage.settle()
    mark = dean.phone.mark
    await dean.phone.key(dean.label("absences"))
    await dean.hears("", since=mark)
    for _ in others:
        await dean.tap_text("☐")
        await stage.settle()
    await dean.tap("approve_marked", since=mark)
    await stage.settle()


async def order(stage: Stage) -> None:
    """One order names the three; the additional exam is proposed, and approved."""
    dean = stage.dean
    await dean.tap("issue_order")
    await dean.tap("yes_issue_order")
    await stage.settle()
    await stage.take_photo("6-order")
    await dean.tap("propose_additional")
    await stage.settle()
    await stage.take_photo("7-proposed")
    await dean.tap("approve_plan")
    await stage.settle()


async def confirm(stage: Stage) -> None:
    """The registrar has the schedule as XLSX and PDF, and confirms it."""
    await stage.take_photo("8-registrar")
    await stage.registrar.tap("confirm_plan")
    await stage.settle()
    await stage.take_photo("9-published")


async def sit_anew(stage: Stage, absent: Sequence[Player]) -> None:
    """The additional exam is an exam like any other: reminders, link, deck, sheets, marks."""
    stage.exam_at = await additional_at(stage)
    await stage.until(stage.exam_at - timedelta(hours=24))
    for student in absent:
        await student.tap("equipment_webcam")
    await stage.until(stage.exam_at - timedelta(hours=1))
    await come(stage, absent)
    await admit(stage, absent)
    await draw(stage, absent)
    await stage.take_photo("10-sitting")
    await finish(stage, absent, MARKS_ANEW)
    await stage.take_photo("11-done")


async def additional_at(stage: Stage) -> datetime:
    """Return when the additional exam starts."""
    async with stage.units.reading() as unit:
        exams = await unit.exams.all()
        (exam,) = [one for one in exams if await unit.plans.get(ExamId(one.id)) is not None]
    return exam.starts_at.astimezone(ASTANA)
