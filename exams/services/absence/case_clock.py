"""What the clock does about absences: reminds, hands over, closes, prints what was interrupted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.absence.case import DECIDE_DAYS, Case
from exams.domain.absence.table import CaseAct, CaseStage
from exams.domain.people import SYSTEM
from exams.domain.refusals.people import known
from exams.domain.working_days import working_days_later
from exams.ports.clock import Clock, WorkingDays
from exams.ports.files import Files
from exams.records.unit import Unit, Units
from exams.services.absence.absences import keep_case, tell_applicant, tell_office
from exams.services.absence.orders import PrintOrder
from exams.services.apart import Apart

HELD: Final = SYSTEM.roles
BEFORE, WHEN_DUE = 1, 2  # reminders of one decision


@dataclass(frozen=True, slots=True)
class WatchCases:
    """Deadlines of cases, and orders whose paper was interrupted."""

    units: Units
    clock: Clock
    days: WorkingDays
    print: PrintOrder

    async def __call__(self) -> None:
        """Do what is due; one transaction for each case.

        Raises:
            PartFailed: something could not be done, and everything else was.
        """
        now, apart = self.clock.now(), Apart()
        async with self.units.reading() as unit:
            due = await unit.cases.due(now)
            unprinted = await unit.orders.without_paper()
        for case in due:
            await apart.do(self._once(case, now))
        for order in unprinted:
            await apart.do(self.print(order.id))
        apart.end()

    async def _once(self, case: Case, now: datetime) -> None:
        async with self.units() as unit:
            stored = known(await unit.cases.get(case.id))
            if stored.version == case.version:
                await self._due(unit, stored, now)
                await unit.commit()

    async def _due(self, unit: Unit, case: Case, now: datetime) -> None:
        match case.stage:
            case CaseStage.OPENED:
                lapsed = case.lapse(HELD, at=now)
                kept = await keep_case(unit, SYSTEM, case, lapsed, CaseAct.LAPSE.value, at=now)
                await tell_applicant(unit, kept)
            case CaseStage.NEEDS_PROOF:
                decide_by = working_days_later(now, DECIDE_DAYS, self.days.works)
                sent = case.proof_sent(HELD, decide_by=decide_by)
                act = CaseAct.PROOF_SENT.value
                kept = await keep_case(unit, SYSTEM, case, sent, act, at=now)
                await tell_office(unit, kept, "unproven")
                await tell_applicant(unit, kept)
            case CaseStage.SUBMITTED:
                await self._remind(unit, case, now)
            case CaseStage.REFUSED | CaseStage.SCHEDULED:
                closed = case.close(HELD, at=now)
                await keep_case(unit, SYSTEM, case, closed, CaseAct.CLOSE.value, at=now)

    async def _remind(self, unit: Unit, case: Case, now: datetime) -> None:
        """Remind the deans before the decision is due; then the deputies are asked as well."""
        if case.decide_by is None:
            return
        silent = now >= case.decide_by
        reminded = replace(case, reminders=WHEN_DUE if silent else BEFORE)
        if reminded == case:
            return
        await unit.cases.save(reminded)
        await tell_office(unit, reminded, "silent" if silent else "remind", deputies=silent)


@dataclass(frozen=True, slots=True)
class ForgetEvidence:
    """Evidence is kept as long as the university decided, and then no longer."""

    units: Units
    clock: Clock
    files: Files
    keep: timedelta

    async def __call__(self) -> int:
        """Delete what is old; return how many pages."""
        before = self.clock.now() - self.keep
        async with self.units() as unit:
            old = await unit.cases.old_evidence(before)
            unneeded = await unit.cases.forget(old)
            await unit.commit()
        for digest in unneeded:  # after the rows: a picture without a row harms nobody
            await self.files.forget(digest)
        return len(old)
