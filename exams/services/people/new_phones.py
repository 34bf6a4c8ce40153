"""A student's phone is dead, the computer alive: a one-time code binds another phone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from exams.domain.attempt_table import ACTIVE, Stage
from exams.domain.exam_table import ExamStage
from exams.domain.ids import AttemptId
from exams.domain.people import Actor
from exams.domain.refusals.moments import WrongStage
from exams.notices.entrance import NewPhoneCode
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.entrance import Invite
from exams.records.unit import Units
from exams.services.doors import seat_of
from exams.services.keeping import note
from exams.services.people.entrance import code_hash

LENGTH: Final = 10  # characters of the base32 alphabet, as of an invite
LIFE: Final = timedelta(minutes=10)
HERE: Final = ACTIVE | {Stage.PAUSED, Stage.INTERRUPTED}
HELD: Final = frozenset({ExamStage.CHECKIN_OPEN, ExamStage.RUNNING, ExamStage.SUSPENDED})


@dataclass(frozen=True, slots=True)
class GiveNewPhoneCode:
    """A proctor who sees the student in the conference lets another phone take over."""

    units: Units
    clock: Clock
    shuffler: Shuffler
    bot_name: str

    async def __call__(self, actor: Actor, attempt: AttemptId) -> NewPhoneCode:
        """Make a code; an earlier unused one is withdrawn. The account stays until it is used.

        Raises:
            NotAllowed: not this exam's staff.
            WrongStage: the student does not sit the exam now.
        """
        now = self.clock.now()
        async with self.units() as unit:
            seat = await seat_of(unit, actor, attempt)
            if seat.attempt.stage not in HERE or seat.exam.stage not in HELD:
                raise WrongStage(act="new_phone", stage=seat.attempt.stage.value)
            code = self.shuffler.code(LENGTH)
            invite = Invite(
                hash=code_hash(code),
                person_id=seat.student.id,
                made_at=now,
                until=now + LIFE,
                rebinds=True,
            )
            await unit.invites.put(invite)
            await note(unit, seat, "give_new_phone_code", at=now)
            await unit.commit()
        return NewPhoneCode(
            attempt=attempt,
            name=seat.student.name,
            code=code,
            url=f"https://t.me/{self.bot_name}?start={code}",
            until=now + LIFE,
        )
