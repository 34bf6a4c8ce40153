"""Results which a group's chat does not have: offered when it is linked again (S27, B11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from exams.domain.delivery import Priority
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.domain.grades import MarkStatus
from exams.domain.ids import ExamId, GroupId
from exams.domain.people import Actor, Group, Person, Role
from exams.domain.refusals.people import ChatMissing, Unknown, known
from exams.notices.base import Media
from exams.notices.results import GroupResults, UnpostedLine, UnpostedPreview, UnpostedResults
from exams.ports.clock import Clock
from exams.ports.files import Files
from exams.ports.result_pictures import ResultPictures
from exams.records.outbox import Envelope
from exams.records.unit import Unit, Units
from exams.services.doors import room
from exams.services.grades.grading import EXAMINERS, PRIVATE, rows_of
from exams.services.grades.posting import post_to, publication_of, results_for, slot_of
from exams.services.keeping import note_exam

POSTERS: Final = (*EXAMINERS, Role.REGISTRAR)
RECENT: Final = timedelta(days=30)
"""How long after its end an exam's results are still news to a group."""
OUT: Final = frozenset({ExamStage.RESULTS_PUBLISHED, ExamStage.ARCHIVED})
"""The results are out; they are corrected in the archive, too."""


async def _unposted(unit: Unit, group: Group, *, at: datetime) -> tuple[Exam, ...]:
    """Return the recent exams whose results a group's chat does not have."""
    recent = [
        exam
        for exam in await unit.exams.in_stages((ExamStage.RESULTS_PUBLISHED,))
        if exam.closed_at and exam.closed_at >= at - RECENT
    ]
    return await _absent(unit, group, recent)


async def _absent(unit: Unit, group: Group, exams: Sequence[Exam]) -> tuple[Exam, ...]:
    """Return the exams whose results were meant for a group's chat and do not stand in it."""
    if group.chat_id is None:
        return ()
    meant = [exam for exam in exams if exam.stage in OUT and group.id in exam.groups]
    slots = [slot_of(exam.id) for exam in meant]
    there = await unit.outbox.standing(group.id, group.chat_id, slots)
    absent = [exam for exam in meant if slot_of(exam.id) not in there]
    return tuple(
        [exam for exam in absent if (await publication_of(unit, exam.id)).privacy != PRIVATE]
    )


def _offer(
    actor: Actor, group: Group, exams: Sequence[Exam], *, posted: str = ""
) -> UnpostedResults:
    """Return those of the exams which somebody may post: the marks of others are none's."""
    lines = tuple(
        UnpostedLine(exam=exam.id, subject=exam.subject, starts_at=exam.starts_at)
        for exam in exams
        if exam.roles_of(actor) & set(POSTERS)
    )
    return UnpostedResults(group=group.id, name=group.name, exams=lines, posted=posted)


async def offer_unposted(unit: Unit, actor: Actor, group: Group, *, at: datetime) -> None:
    """Offer in private, to whoever linked a chat, what it does not have.

    What the linker may not post is offered to the registrars.
    """
    unposted = await _unposted(unit, group, at=at)
    own = _offer(actor, group, unposted)
    offers = {actor.id: own} if own.exams else {}
    if len(own.exams) < len(unposted):
        for one in await unit.people.with_role(Role.REGISTRAR):
            offers[one.id] = _offer(one.actor(), group, unposted)
    for person, notice in offers.items():
        await unit.outbox.put(
            Envelope(
                notice=notice,
                to=person,
                key=f"unposted_results:{group.id}:{at.timestamp()}:{person}",
                priority=Priority.ANSWER,
            )
        )


@dataclass(frozen=True, slots=True)
class AskOfPosts:
    """Results whose sending was cut off are not sent twice: somebody looks, and posts them.

    So it is with what the messenger refused: a correction, too.
    """

    units: Units
    clock: Clock

    async def __call__(self) -> None:
        """Ask about each post that may not have arrived, once, however old its exam is.

        Nobody is asked where nothing is to be posted: it stands there by now, or the chat is lost.
        """
        async with self.units.reading() as unit:
            if not await unit.outbox.not_surely_there(GroupResults.template):
                return
        async with self.units() as unit:
            for exam_id, group_id in await unit.outbox.not_surely_there(GroupResults.template):
                exam, group = await unit.exams.get(exam_id), await unit.groups.get(group_id)
                if exam is not None and group is not None:
                    await self._ask(unit, exam, group)
            await unit.outbox.asked(GroupResults.template, self.clock.now())
            await unit.commit()

    async def _ask(self, unit: Unit, exam: Exam, group: Group) -> None:
        now = self.clock.now()
        unsure = await _absent(unit, group, [exam])
        for person in await _who_looks(unit, exam):
            notice = replace(_offer(person.actor(), group, unsure), unsure=True)
            if notice.exams:
                await unit.outbox.put(
                    Envelope(
                        notice=notice,
                        to=person.id,
                        key=f"unsure_results:{exam.id}:{group.id}:{now.timestamp()}:{person.id}",
                        priority=Priority.ANSWER,
                        exam_id=exam.id,
                    )
                )


async def _who_looks(unit: Unit, exam: Exam) -> tuple[Person, ...]:
    """Return the examiners of an exam; the registrars, if none of them can be written to."""
    named = [*exam.proctors, *([exam.chief] if exam.chief else [])]
    people = tuple((await unit.people.many(named)).values())
    if any(person.account is not None and person.reachable for person in people):
        return people
    return (*people, *await unit.people.with_role(Role.REGISTRAR))


async def _linked(unit: Unit, group: GroupId) -> Group:
    """Return a group that has a chat.

    Raises:
        Unknown: there is no such group.
        ChatMissing: its chat was lost again.
    """
    found = known(await unit.groups.get(group))
    if found.chat_id is None:
        raise ChatMissing(group=found.name)
    return found


async def _results(unit: Unit, exam: Exam, group: Group) -> GroupResults:
    """Return what the group's chat would read now.

    Raises:
        Unknown: the results are not out, or not meant for this group's chat.
    """
    shown = await publication_of(unit, exam.id)
    if exam.stage not in OUT or group.id not in exam.groups or shown.privacy == PRIVATE:
        raise Unknown
    rows = await rows_of(unit, exam)
    corrected = [
        row.mark.at
        for row in rows
        if row.mark is not None and row.mark.status is MarkStatus.CORRECTED
    ]
    return results_for(exam, rows, group, shown, max(corrected, default=None))


@dataclass(frozen=True, slots=True)
class ListUnposted:
    """Somebody looks again at what a chat does not have."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, group: GroupId) -> UnpostedResults:
        """Return the exams whose results the actor may post.

        Raises:
            NotAllowed: neither proctor nor registrar.
            Unknown: there is no such group.
            ChatMissing: its chat was lost again.
        """
        actor.require(Role.PROCTOR, Role.REGISTRAR)
        async with self.units.reading() as unit:
            found = await _linked(unit, group)
            return _offer(actor, found, await _unposted(unit, found, at=self.clock.now()))


@dataclass(frozen=True, slots=True)
class PreviewUnposted:
    """An examiner or registrar looks at exactly what the chat will read."""

    units: Units
    files: Files
    pictures: ResultPictures

    async def __call__(self, actor: Actor, exam: ExamId, group: GroupId) -> UnpostedPreview:
        """Return the preview; nothing is posted.

        Raises:
            NotAllowed: a stranger to this exam.
            Unknown: there is no such exam or group, or nothing of it is meant for this chat.
            ChatMissing: the chat was lost again.
        """
        async with self.units.reading() as unit:
            found = await room(unit, actor, exam, *POSTERS)
            reader = await _linked(unit, group)
            results = await _results(unit, found, reader)
        media: tuple[Media, ...] = ()
        if results.picture:
            digest = await self.files.put(await self.pictures.draw(results, reader.locale))
            media = (Media(kind="photo", digest=digest, name=f"results-{exam}.png"),)
        return UnpostedPreview(
            exam=exam,
            group=group,
            name=reader.name,
            subject=found.subject,
            starts_at=found.starts_at,
            lines=results.lines,
            corrected_at=results.corrected_at,
            picture=results.picture,
            media=media,
        )


@dataclass(frozen=True, slots=True)
class PostUnposted:
    """An examiner or registrar posts to a chat, linked again, what it does not have."""

    units: Units
    clock: Clock

    async def __call__(self, actor: Actor, exam: ExamId, group: GroupId) -> UnpostedResults:
        """Post it, and return what is left; what stands in the chat already stays as it is.

        Later corrections are edited into this post, as into any other.

        Raises:
            NotAllowed: a stranger to this exam.
            Unknown: there is no such exam or group, or nothing of it is meant for this chat.
            ChatMissing: the chat was lost again.
        """
        now = self.clock.now()
        async with self.units() as unit:
            found = await room(unit, actor, exam, *POSTERS)
            reader = await _linked(unit, group)
            results = await _results(unit, found, reader)
            if await _absent(unit, reader, [found]):
                key = f"{reader.chat_id}:{now.timestamp()}"
                await post_to(unit, reader, results, key=key, fresh=True)
                to = {"group": int(reader.id), "chat": int(reader.chat_id or 0)}
                await note_exam(unit, actor, found, "post_results", at=now, facts=to)
            left = await _unposted(unit, reader, at=now)
            await unit.commit()
        return _offer(actor, reader, left, posted=found.subject)
