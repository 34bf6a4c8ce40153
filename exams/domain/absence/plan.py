"""The plan of an additional exam."""

from dataclasses import dataclass, replace
from datetime import datetime

from exams.domain.absence.table import PLAN_TABLE, PlanAct, PlanStage
from exams.domain.ids import Digest, ExamId, PersonId
from exams.domain.people import Role
from exams.domain.refusals.absence import PlanMoved
from exams.domain.refusals.moments import WrongStage
from exams.domain.transitions import step


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of an additional exam between dean and registrar.

    Attributes:
        exam_id: the additional exam; a draft until the registrar has confirmed the plan.
        missed_id: the exam that was missed.
        approved_at: when the dean approved it and it went to the registrar.
        workbook, paper: what the registrar received.
    """

    exam_id: ExamId
    missed_id: ExamId
    faculty: str
    proposed_by: PersonId
    proposed_at: datetime
    stage: PlanStage = PlanStage.PROPOSED
    approved_by: PersonId | None = None
    approved_at: datetime | None = None
    confirmed_by: PersonId | None = None
    confirmed_at: datetime | None = None
    workbook: Digest | None = None
    paper: Digest | None = None
    version: int = 0

    def take(self, act: PlanAct, held: frozenset[Role]) -> "Plan":
        """Do an act of the table.

        Raises:
            NotAllowed: none of the held roles may do this.
            PlanMoved: not now.
        """
        try:
            return replace(self, stage=step(PLAN_TABLE, act, self.stage, held))
        except WrongStage:
            raise PlanMoved(stage=self.stage.value) from None
