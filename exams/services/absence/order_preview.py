"""Whom an order would name: looked at before it is issued, for it is never changed (S30)."""

from dataclasses import dataclass

from exams.domain.absence.order import seal_of
from exams.domain.people import Actor
from exams.domain.refusals.absence import NothingApproved
from exams.domain.refusals.people import known
from exams.notices.orders import OrderPreview
from exams.ports.clock import Clock
from exams.records.unit import Units
from exams.services.absence.absences import OFFICE, faculty_led, office


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """The dean looks whom an order would name."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor) -> OrderPreview:
        """Return every approved case that stands in no order; nothing changes.

        Raises:
            NothingApproved: no case waits for an order.
            NotYourTurn: the deputy, while the dean has time.
        """
        now = self.clock.now()
        actor.require(*OFFICE)
        async with self.units.reading() as unit:
            waiting = await unit.cases.to_order(faculty=await faculty_led(unit, actor))
            if not waiting:
                raise NothingApproved
            people = await unit.people.many(case.student_id for case in waiting)
            listed = []
            for case in waiting:
                case.my_turn(await office(unit, actor, case.faculty), now)
                exam = known(await unit.exams.get(case.exam_id))
                listed.append((people[case.student_id].name, exam.subject))
        return OrderPreview(people=tuple(listed), seal=seal_of(case.id for case in waiting))
