"""The provable draw (B1): published before anybody draws, opened when the exam is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.attempt_table import Act
from exams.domain.deck import Deck
from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.ids import ExamId
from exams.domain.log import Event
from exams.domain.people import SYSTEM, Role
from exams.domain.proof import SECRET_BYTES, Commitment, DrawFault, Drawn, faults_of, proof_of
from exams.domain.refusals.people import Unknown
from exams.notices.base import Notice
from exams.notices.group import DrawCommitted, DrawOpened
from exams.ports.chance import Shuffler
from exams.records.events import Happening
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.writing.decks import deck_of, drawn_from, languages_of

COMMIT: Final = "commit_draw"
OPEN: Final = "open_draw"
DRAWS: Final = frozenset({Act.DRAW.value, Act.DRAW_ORAL.value})
"""Acts whose event says which card was turned and what was under it."""


async def commit_draw(
    unit: Unit, exam: Exam, shuffler: Shuffler, *, at: datetime, page: str
) -> None:
    """Commit to each deck as it lies, and publish the fingerprints to those who draw from it.

    Called in the transaction that opens the check-in: whoever can draw, draws from a deck that is
    committed to. An exam without cards has nothing to publish.

    Args:
        unit: that transaction.
        exam: whose decks.
        shuffler: gives the secret bytes.
        at: now.
        page: where anybody can check it; empty where there is no such page.
    """
    for deck in await unit.decks.all(exam.id):
        proof = proof_of(deck, shuffler.secret(SECRET_BYTES))
        made = Commitment(secret=proof.secret, fingerprint=proof.fingerprint)
        await unit.decks.commit_to(exam.id, made, deck.language)
        await _note(unit, deck, COMMIT, made.fingerprint, at=at)
        notice = DrawCommitted(
            subject=exam.subject,
            language=_fact(deck) or "",
            starts_at=exam.starts_at,
            tickets=len(deck.cards),
            fingerprint=made.fingerprint,
            url=page,
        )
        await _publish(unit, exam, deck, notice)


async def open_draw(unit: Unit, exam: Exam, *, at: datetime, page: str) -> None:
    """Open the draw of an exam that is over, where its fingerprints were published."""
    for deck in await unit.decks.all(exam.id):
        made = await unit.decks.commitment(exam.id, deck.language)
        if made is None:
            continue
        await _note(unit, deck, OPEN, made.fingerprint, at=at)
        notice = DrawOpened(
            subject=exam.subject,
            language=_fact(deck) or "",
            secret=made.secret.hex(),
            order=tuple(int(number) for number in proof_of(deck, made.secret).order),
            fingerprint=made.fingerprint,
            replaced=tuple((card.position, int(card.number)) for card in deck.cards if card.burnt),
            url=page,
        )
        await _publish(unit, exam, deck, notice)


async def _note(unit: Unit, deck: Deck, act: str, fingerprint: str, *, at: datetime) -> None:
    await unit.events.append(
        Happening(
            exam_id=deck.exam_id,
            at=at,
            actor=SYSTEM.id,
            role=Role.SYSTEM,
            act=act,
            facts={"fingerprint": fingerprint, **drawn_from(deck)},
        )
    )


async def _publish(unit: Unit, exam: Exam, deck: Deck, notice: Notice) -> None:
    """Put a notice before everybody who draws from a deck.

    It goes into the chats of their groups; students of a group without one read it themselves,
    and so does who sits the exam without the own group.
    """
    key = f"{notice.template}:{exam.id}:{exam.schedule_version}" + (
        f":{deck.language.value}" if deck.language else ""
    )
    decks = await unit.decks.all(exam.id)
    attempts = await unit.attempts.of_exam(exam.id)
    languages = await languages_of(unit, [attempt.student_id for attempt in attempts])
    drawing = [one for one in languages if deck_of(decks, one, languages) == deck]
    people = (await unit.people.many(drawing)).values()
    posted = set()
    for number in exam.groups:
        group = await unit.groups.get(number)
        concerned = any(person.group_id == number for person in people)
        if group is None or group.chat_id is None or not concerned:
            continue
        posted.add(number)
        await unit.outbox.put(
            Envelope(
                notice=notice,
                chat=number,
                key=f"{key}:{number}",
                priority=Priority.LINK,
                exam_id=exam.id,
            )
        )
    for person in people:
        if person.group_id not in posted:
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
    """What was found about the draw from one deck.

    Attributes:
        language: code of the deck's language, empty for everybody's.
        cards: position, ticket, whether it was turned, and whether it was spoiled and replaced.
        faults: nothing where no ticket moved.
    """

    exam: ExamId
    language: str
    fingerprint: str
    cards: tuple[tuple[int, int, bool, bool], ...]
    faults: tuple[DrawFault, ...]


@dataclass(frozen=True, slots=True)
class CheckDraw:
    """Whoever has the database holds a deck against everything written down about it."""

    units: Units

    async def __call__(self, exam: ExamId) -> tuple[CheckedDraw, ...]:
        """Compare each deck with its commitment and the event log.

        Raises:
            Unknown: nothing was committed to for such an exam.
        """
        async with self.units.reading() as unit:
            decks = await unit.decks.all(exam)
            made = {
                deck.language: await unit.decks.commitment(exam, deck.language) for deck in decks
            }
            events = await unit.events.of(exam)
        checked = tuple(
            _checked(deck, commitment, events)
            for deck in decks
            if (commitment := made[deck.language]) is not None
        )
        if not checked:
            raise Unknown
        return checked


def _checked(deck: Deck, made: Commitment, events: tuple[Event, ...]) -> CheckedDraw:
    own = tuple(event for event in events if event.facts.get("deck") == _fact(deck))
    return CheckedDraw(
        exam=deck.exam_id,
        language=_fact(deck) or "",
        fingerprint=made.fingerprint,
        cards=tuple(
            (card.position, int(card.number), card.taken_by is not None, card.burnt)
            for card in deck.cards
        ),
        faults=faults_of(deck, made, published=_published(own), draws=map(_drawn, _draws(own))),
    )


def _fact(deck: Deck) -> str | None:
    return deck.language.value if deck.language else None


def _published(events: tuple[Event, ...]) -> str | None:
    facts = [event.facts for event in events if event.act == COMMIT]
    return str(facts[-1]["fingerprint"]) if facts else None


def _draws(events: tuple[Event, ...]) -> list[Event]:
    return [event for event in events if event.act in DRAWS]


def _drawn(event: Event) -> Drawn:
    return Drawn(
        position=int(event.facts["position"] or 0), number=int(event.facts["ticket"] or 0)
    )
