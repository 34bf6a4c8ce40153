"""The provable draw (B1): published before anybody draws, opened when the exam is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Act
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.ids import ExamId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Role
from exams.domain.proof import SECRET_BYTES, Commitment, DrawFault, Drawn, faults_of, proof_of
from exams.domain.refusals import Unknown
from exams.notices.base import Notice
from exams.notices.group import DrawCommitted, DrawOpened
from exams.ports import Shuffler
from exams.records import Envelope, Happening, Unit, Units

COMMIT: Final = "commit_draw"
OPEN: Final = "open_draw"
DRAWS: Final = frozenset({Act.DRAW.value, Act.DRAW_ORAL.value})
"""Acts whose event says which card was turned and what was under it."""


async def commit_draw(
    unit: Unit, exam: Exam, shuffler: Shuffler, *, at: datetime, page: str
) -> None:
    """Commit to the deck as it lies, and publish the fingerprint; an exam without cards has none.

    Called in the transaction that opens the check-in: whoever can draw, draws from a deck that is
    committed to.

    Args:
        unit: that transaction.
        exam: whose deck.
        shuffler: gives the secret bytes.
        at: now.
        page: where anybody can check it; empty where there is no such page.
    """
    deck = await unit.decks.of(exam.id)
    if not deck.cards:
        return
    proof = proof_of(deck, shuffler.secret(SECRET_BYTES))
    made = Commitment(secret=proof.secret, fingerprint=proof.fingerprint)
    await unit.decks.commit_to(exam.id, made)
    await _note(unit, exam, COMMIT, made.fingerprint, at=at)
    notice = DrawCommitted(
        subject=exam.subject,
        starts_at=exam.starts_at,
        tickets=len(deck.cards),
        fingerprint=made.fingerprint,
        url=page,
    )
    await _publish(unit, exam, notice)


async def open_draw(unit: Unit, exam: Exam, *, at: datetime, page: str) -> None:
    """Open the draw of an exam that is over, where its fingerprint was published."""
    made = await unit.decks.commitment(exam.id)
    if made is None:
        return
    deck = await unit.decks.of(exam.id)
    await _note(unit, exam, OPEN, made.fingerprint, at=at)
    notice = DrawOpened(
        subject=exam.subject,
        secret=made.secret.hex(),
        order=tuple(int(number) for number in proof_of(deck, made.secret).order),
        fingerprint=made.fingerprint,
        replaced=tuple((card.position, int(card.number)) for card in deck.cards if card.burnt),
        url=page,
    )
    await _publish(unit, exam, notice)


async def _note(unit: Unit, exam: Exam, act: str, fingerprint: str, *, at: datetime) -> None:
    await unit.events.append(
        Happening(
            exam_id=exam.id,
            at=at,
            actor=SYSTEM.id,
            role=Role.SYSTEM,
            act=act,
            facts={"fingerprint": fingerprint},
        )
    )


async def _publish(unit: Unit, exam: Exam, notice: Notice) -> None:
    """Put a notice into each group's chat; students of a group without one read it themselves."""
    key = f"{notice.template}:{exam.id}:{exam.schedule_version}"
    alone = set()
    for number in exam.groups:
        group = await unit.groups.get(number)
        if group is None or group.chat_id is None:
            alone.add(number)
            continue
        await unit.outbox.put(
            Envelope(
                notice=notice,
                chat=number,
                key=f"{key}:{number}",
                priority=Priority.LINK,
                exam_id=exam.id,
            )
        )
    if not alone:
        return
    attempts = await unit.attempts.of_exam(exam.id)
    for person in (await unit.people.many(a.student_id for a in attempts)).values():
        if person.group_id in alone:
            await unit.outbox.put(
                Envelope(
                    notice=notice,
                    to=person.id,
                    key=f"{key}:person:{person.id}",
                    priority=Priority.REMINDER,
                    exam_id=exam.id,
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDraw:
    """What was found about one exam's draw.

    Attributes:
        cards: position, ticket, whether it was turned, and whether it was spoiled and replaced.
        faults: nothing where no ticket moved.
    """

    exam: ExamId
    fingerprint: str
    cards: tuple[tuple[int, int, bool, bool], ...]
    faults: tuple[DrawFault, ...]


@dataclass(frozen=True, slots=True)
class CheckDraw:
    """Whoever has the database holds a deck against everything written down about it."""

    units: Units

    async def __call__(self, exam: ExamId) -> CheckedDraw:
        """Compare deck, commitment and event log.

        Raises:
            Unknown: nothing was committed to for such an exam.
        """
        async with self.units.reading() as unit:
            made = await unit.decks.commitment(exam)
            deck = await unit.decks.of(exam)
            events = await unit.events.of(exam)
        if made is None:
            raise Unknown
        return CheckedDraw(
            exam=exam,
            fingerprint=made.fingerprint,
            cards=tuple(
                (card.position, int(card.number), card.taken_by is not None, card.burnt)
                for card in deck.cards
            ),
            faults=faults_of(
                deck, made, published=_published(events), draws=map(_drawn, _draws(events))
            ),
        )


def _published(events: tuple[Event, ...]) -> str | None:
    facts = [event.facts for event in events if event.act == COMMIT]
    return str(facts[-1]["fingerprint"]) if facts else None


def _draws(events: tuple[Event, ...]) -> list[Event]:
    return [event for event in events if event.act in DRAWS]


def _drawn(event: Event) -> Drawn:
    return Drawn(
        position=int(event.facts["position"] or 0), number=int(event.facts["ticket"] or 0)
    )
