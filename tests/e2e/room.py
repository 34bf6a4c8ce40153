"""An exam in full swing, against which people try what is wrong; nothing of it may change."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from exams.domain.attempt import Attempt
from exams.domain.ids import ExamId
from exams.domain.people import Locale
from exams.domain.refusals.base import Refusal
from exams.services.people.entrance import UNIVERSITY
from handlers.buttons.exam import OfExam
from sandbox.players import Player
from sandbox.scenarios import written
from sandbox.stage import Stage
from sandbox.telegram.phones import Phone
from sandbox.telegram.screen import PATIENCE
from sandbox.telegram.things import Chat, Message
from storage.tables import absence, draw, entrance, grades, paper, roster, sitting
from templates.parts import bare
from templates.renderer import Renderer
from tests.staged import staged

LATER_SUBJECT: Final = "Операционные системы"
KEPT: Final = (
    roster.groups, roster.people, sitting.exams, sitting.exam_groups, sitting.exam_proctors,
    sitting.attempts, draw.cards, paper.sheets, grades.marks, entrance.invites, entrance.pendings,
    absence.cases, absence.evidence,
)  # fmt: skip
"""Everything but what says that somebody asked, and what they were told."""

Dump = dict[str, Any]


@dataclass(slots=True)
class Room:
    """A written exam: Aigerim may send her sheets, Bolat writes, the others did not come.

    Attributes:
        exam: its id.
        later: a draft of another exam, in two weeks, with one ticket for six students.
    """

    stage: Stage
    exam: ExamId
    later: ExamId
    attempts: dict[str, Attempt]

    @property
    def words(self) -> Renderer:
        """Words as the bot has them."""
        return self.stage.words

    @property
    def aigerim(self) -> Player:
        """A student who sends sheets."""
        return self.stage.students[0]

    @property
    def bolat(self) -> Player:
        """A student who writes."""
        return self.stage.students[1]

    def attempt(self, player: Player) -> Attempt:
        """Return a student's attempt."""
        return self.attempts[player.who.number]

    def alert(self, refusal: Refusal, locale: Locale = Locale.RU) -> str:
        """Return what a refused tap shows."""
        return self.words.plain_refusal(refusal, locale)

    async def told(
        self,
        phone: Phone,
        refusal: Refusal,
        *,
        since: int,
        locale: Locale = Locale.RU,
        chat: Chat | None = None,
    ) -> Message:
        """Wait until somebody has read a refusal in a language."""
        wanted = bare(self.words.refusal(refusal, locale)).strip()
        return await phone.wait_for(wanted, PATIENCE, chat=chat, since=since)

    @asynccontextmanager
    async def unchanged(self, *noted: str) -> AsyncIterator[None]:
        """Hold that nothing changes, and which refusals are written down, by their codes."""
        await self.stage.settle()
        before, refused = await self._dump(), await self._refused()
        yield
        await self.stage.settle()
        assert await self._dump() == before
        assert await self._refused() - refused == Counter(noted)
        assert self.stage.telegram.refusals == []

    async def _dump(self) -> Dump:
        found: Dump = {}
        async with self.stage.app.database.reading() as connection:
            for table in KEPT:
                rows = await connection.execute(select(table).order_by(*table.primary_key))
                found[table.name] = [tuple(row) for row in rows]
        async with self.stage.units.reading() as unit:
            found["events"] = {
                exam: [one for one in await unit.events.of(exam) if one.act != "refused"]
                for exam in await unit.events.exams()
                if exam != UNIVERSITY
            }
        return found

    async def _refused(self) -> Counter[str]:
        async with self.stage.units.reading() as unit:
            events = await unit.events.of(UNIVERSITY)
        return Counter(one.reason for one in events if one.act == "refused")


@asynccontextmanager
async def in_full_swing(fresh_database: Path) -> AsyncIterator[Room]:
    """Come to where Aigerim has put down her pen and Bolat has drawn a ticket."""
    async with staged(fresh_database, Locale.RU) as stage:
        await written.plan(stage)
        later = await _plan_another(stage)
        pair = stage.students[:2]
        await written.come(stage, pair)
        await written.admit(stage, pair)
        await stage.until(stage.exam_at)
        for student, position in zip(pair, (" 1", " 7"), strict=True):
            await student.tap("to_tickets")
            await student.tap_text(position)
        await stage.settle()
        await _finish(pair)
        await stage.settle()
        exam = await stage.exam()
        yield Room(stage=stage, exam=exam.id, later=later, attempts=await stage.attempts())


async def _finish(pair: Sequence[Player]) -> None:
    mark = pair[0].phone.mark
    await pair[0].tap("finish_writing")
    await pair[0].tap("yes_finish", since=mark)


async def _plan_another(stage: Stage) -> ExamId:
    starts_at = stage.exam_at + timedelta(days=14)
    schedule = (
        "subject,kind,date,time,groups,proctors\n"
        f"{LATER_SUBJECT},written,{starts_at:%d.%m.%Y},{starts_at:%H:%M},{stage.group_name},"
        f"{stage.proctor.who.number}\n"
    )
    ticket = f"subject,ticket,question 1\n{LATER_SUBJECT},1,Что такое процесс?\n"
    for name, text in (("schedule.csv", schedule), ("tickets.csv", ticket)):
        mark = stage.registrar.phone.mark
        await stage.registrar.phone.document(text.encode(), name=name, mime="text/csv")
        await stage.registrar.tap("confirm_import", since=mark)
        await stage.settle()
    async with stage.units.reading() as unit:
        exams = await unit.exams.all()
    return next(exam.id for exam in exams if exam.subject == LATER_SUBJECT)


def of_exam(do: OfExam, exam: int) -> str:
    """Return what a button about an exam carries."""
    return f"e:{do.value}:{exam}"
