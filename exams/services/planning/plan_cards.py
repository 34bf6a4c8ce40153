"""The plan of an additional exam as dean and registrar see it, with its checks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from exams.domain.absence.plan import Plan
from exams.domain.absence.table import PlanStage
from exams.domain.deck import Deck, Ticket, served
from exams.domain.exam import Check, Exam, Kind, tickets_needed
from exams.domain.ids import PersonId
from exams.domain.people import Actor, Role
from exams.domain.refusals.people import known
from exams.domain.refusals.planning import NotReady
from exams.notices.additional import PlanCard
from exams.notices.lines import Fix
from exams.records.unit import Unit
from exams.services.absence.absences import OFFICE
from exams.services.doors import PLANNERS
from exams.services.planning.checks import checks_of
from exams.services.writing.decks import languages_of

OPEN: Final = frozenset({PlanStage.PROPOSED, PlanStage.APPROVED})
"""Stages in which a plan can still be put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What is left of a deck without the tickets which somebody has seen.

    Attributes:
        laid: how many cards the whole deck has.
    """

    deck: Deck
    tickets: tuple[Ticket, ...]
    laid: int


async def unseen(unit: Unit, exam: Exam, students: Sequence[PersonId]) -> tuple[Unseen, ...]:
    """Return what is left of each deck of an exam if no student is to see a ticket again."""
    seen = {ticket.said for ticket in await unit.decks.seen_by(students)}
    found = []
    for deck in await unit.decks.all(exam.id):
        burnt = {card.number for card in deck.cards if card.burnt}
        fresh = tuple(
            ticket
            for ticket in await unit.decks.tickets(deck)
            if ticket.said not in seen and ticket.number not in burnt
        )
        numbers = {ticket.number for ticket in fresh}
        left = tuple(card for card in deck.cards if card.number in numbers)
        found.append(Unseen(deck=replace(deck, cards=left), tickets=fresh, laid=len(deck.cards)))
    return tuple(found)


async def plan_card(unit: Unit, actor: Actor, plan: Plan, *, now: datetime) -> PlanCard:
    """Return the plan of an additional exam with its checks."""
    exam = known(await unit.exams.get(plan.exam_id))
    missed = known(await unit.exams.get(plan.missed_id))
    cases = await unit.cases.of_additional(exam.id)
    students = [case.student_id for case in cases]
    heard = await unit.commissions.of(exam.id)
    members = heard.members if heard else ()
    people = await unit.people.many([*students, *exam.proctors, *members])
    fresh = await unseen(unit, exam, students)
    languages = await languages_of(unit, students)
    drawn, _ = served([one.deck for one in fresh], list(languages.values()))
    enough = exam.kind is Kind.TEST or (
        bool(drawn) and all(one.tickets >= tickets_needed(one.students) for one in drawn)
    )
    looked = await checks_of(unit, actor, exam, now=now)
    checks = tuple(
        Fix(code=fix.code, holds=enough) if fix.code == Check.TICKETS.value else fix
        for fix in looked.checks
    )
    ready = all(fix.holds for fix in checks)
    return PlanCard(
        exam=exam.id,
        subject=exam.subject,
        kind=exam.kind.value,
        missed_at=missed.starts_at,
        starts_at=exam.starts_at,
        stage=plan.stage.value,
        names=tuple(people[student].name for student in students),
        proctor=next((people[p].name for p in exam.proctors if p in people), ""),
        host=exam.host,
        tickets=sum(len(one.tickets) for one in fresh),
        checks=checks if plan.stage in OPEN else (),
        ready=ready,
        can=_can(actor, plan, exam, ready=ready),
        members=tuple(people[one].name for one in members),
        lacks_commission=not members and await unit.commissions.of(missed.id) is not None,
        clashes=looked.clashes if plan.stage in OPEN else (),
    )


def _can(actor: Actor, plan: Plan, exam: Exam, *, ready: bool) -> tuple[str, ...]:
    offers: list[str] = []
    in_office = not actor.roles.isdisjoint(OFFICE)
    if plan.stage is PlanStage.PROPOSED and in_office:
        offers += ["approve"] if ready else []
        offers += ["adjust", "drop"]
    if plan.stage is PlanStage.APPROVED:
        offers += ["confirm", "send_back"] if Role.REGISTRAR in actor.roles else []
        offers += ["drop"] if in_office else []
    if plan.stage in OPEN and exam.kind is Kind.ORAL and not actor.roles.isdisjoint(PLANNERS):
        offers.append("commission")
    return tuple(offers)


def all_hold(card: PlanCard) -> None:
    """Refuse what cannot take place as it is planned.

    Raises:
        NotReady: a check fails; the facts name which.
    """
    if not card.ready:
        raise NotReady(failed=tuple(fix.code for fix in card.checks if not fix.holds))
