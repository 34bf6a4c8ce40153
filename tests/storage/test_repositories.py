"""Every repository gives back what it was given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from exams.domain.attempt import Attempt, Camera, Seen
from exams.domain.attempt_table import Stage
from exams.domain.clock_ledger import ClockLedger
from exams.domain.exam import ExamStage, Room
from exams.domain.grades import Mark, MarkStatus
from exams.domain.ids import (
    ChatId,
    Digest,
    ExamId,
    GroupId,
    PersonId,
    QuestionId,
    TicketNumber,
)
from exams.domain.people import Group, Locale, Person, Role
from exams.domain.questions import Key, Option, QuestionKind
from exams.domain.refusals.base import Stale
from exams.domain.sheets import Sheet, SheetStatus
from exams.records.entrance import Invite, Pending
from exams.records.people import NEW_GROUP, NEW_PERSON
from exams.records.sheets import NEW_SHEET
from exams.records.unit import Unit, Units
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import START, University

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ALMATY = timezone(timedelta(hours=5))


def a_digest(letter: str) -> Digest:
    return Digest(letter * 64)


def test_the_units_are_what_the_use_cases_ask_for(units: SqlUnits) -> None:
    asked: Units = units
    assert asked is units


async def test_a_person_comes_back_whole(units: SqlUnits) -> None:
    async with units() as unit:
        group = await unit.groups.add(Group(id=NEW_GROUP, name="ИС-21", faculty="IT"))
        asel = await unit.people.add(
            Person(
                id=NEW_PERSON,
                name="Әсел Ұлықбек",
                number="S1",
                roles=frozenset({Role.STUDENT, Role.REGISTRAR}),
                faculty="IT",
                group_id=group.id,
                phone="77010000001",
                locale=Locale.RU,
                account=ChatId(7_000_000_001),
                reachable=False,
                extra_time=25,
            )
        )
        await unit.commit()
    async with units.reading() as unit:
        assert await unit.people.get(asel.id) == asel
        assert await unit.people.by_account(ChatId(7_000_000_001)) == asel
        assert await unit.people.by_number("S1") == asel
        assert await unit.people.by_phone("77010000001") == (asel,)
        assert await unit.people.many([asel.id, PersonId(99)]) == {asel.id: asel}
        assert await unit.people.many([]) == {}
        assert await unit.people.with_role(Role.REGISTRAR) == (asel,)
        assert await unit.people.with_role(Role.DEAN) == ()
        assert await unit.people.of_group(group.id) == (asel,)
        assert await unit.people.get(PersonId(99)) is None


async def test_a_changed_person_is_written(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        changed = replace(student, account=ChatId(5), locale=Locale.EN, reachable=False)
        await unit.people.save(changed)
        assert await unit.people.get(student.id) == changed


async def test_people_are_ordered_by_the_kazakh_alphabet(
    units: SqlUnits, university: University
) -> None:
    names = ["Алма", "Әсел", "Бек", "қанат", "Құат", "Леня", "Ұлы", "Үміт", "Яна"]
    async with units() as unit:
        group = await unit.groups.add(Group(id=NEW_GROUP, name="g", faculty=""))
        for place, name in enumerate(reversed(names)):
            person = await university.student(unit, place, name=name)
            await unit.people.save(replace(person, group_id=group.id))
        assert [person.name for person in await unit.people.of_group(group.id)] == names


@pytest.mark.parametrize("taken", [{"number": "S00001"}, {"account": ChatId(5)}])
async def test_what_belongs_to_one_person_is_refused_to_another(
    units: SqlUnits, university: University, taken: dict[str, object]
) -> None:
    async with units() as unit:
        first = await university.student(unit, 1)
        await unit.people.save(replace(first, account=ChatId(5)))
        second = await university.student(unit, 2)
        with pytest.raises(Stale):
            await unit.people.save(replace(second, **taken))  # type: ignore[arg-type]
        with pytest.raises(Stale):
            await unit.people.add(replace(second, **({"number": "S3"} | taken)))  # type: ignore[arg-type]


async def test_nobody_belongs_to_a_group_that_is_not_there(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        with pytest.raises(IntegrityError):
            await unit.people.save(replace(student, group_id=GroupId(99)))


async def test_saving_somebody_unknown_is_stale(units: SqlUnits) -> None:
    stranger = Person(id=PersonId(99), name="x", number="x", roles=frozenset())
    async with units() as unit:
        with pytest.raises(Stale):
            await unit.people.save(stranger)
        with pytest.raises(Stale):
            await unit.groups.save(Group(id=GroupId(99), name="x", faculty=""))


async def test_a_group_comes_back_and_its_chat_is_its_own(units: SqlUnits) -> None:
    async with units() as unit:
        physics = await unit.groups.add(Group(id=NEW_GROUP, name="Ф-1", faculty="Ф"))
        algebra = await unit.groups.add(Group(id=NEW_GROUP, name="А-1", faculty="М"))
        linked = replace(physics, chat_id=ChatId(-1_000_000_000_001))
        await unit.groups.save(linked)
        assert await unit.groups.get(physics.id) == linked
        assert await unit.groups.by_name("Ф-1") == linked
        assert await unit.groups.by_chat(ChatId(-1_000_000_000_001)) == linked
        assert await unit.groups.by_chat(ChatId(-2)) is None
        assert await unit.groups.all() == (algebra, linked)
        with pytest.raises(Stale):
            await unit.groups.save(replace(algebra, chat_id=linked.chat_id))
        with pytest.raises(Stale):
            await unit.groups.add(Group(id=NEW_GROUP, name="А-1", faculty=""))


async def test_an_exam_comes_back_whole(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        second = await university.proctor(unit, "P2")
        other = await unit.groups.add(Group(id=NEW_GROUP, name="ИС-22", faculty="IT"))
        changed = replace(
            exam,
            stage=ExamStage.RUNNING,
            groups=(other.id, *exam.groups),
            proctors=(second.id, *exam.proctors),
            chief=second.id,
            faculty="IT",
            host="host@uni.kz",
            room=Room(id="123", host="host@uni.kz", join_url="https://zoom.example/j/123"),
            allowed=timedelta(hours=1, microseconds=1),
            schedule_version=3,
            began_at=START,
            closed_at=START + HOUR,
            done=frozenset({"links", "reminder_24h"}),
        )
        await unit.exams.save(changed)
        await unit.commit()
    async with units.reading() as unit:
        assert await unit.exams.get(exam.id) == replace(changed, version=1)
        assert await unit.exams.get(ExamId(99)) is None


async def test_an_exam_that_somebody_saved_first_is_stale(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.exams.save(replace(exam, subject="Физика"))
        with pytest.raises(Stale):
            await unit.exams.save(replace(exam, subject="Химия"))
        await unit.exams.save(replace(exam, version=1, groups=(), proctors=()))
        found = await unit.exams.get(exam.id)
    assert found == replace(exam, version=2, groups=(), proctors=())


async def test_exams_are_found_by_stage_and_proctor_in_order_of_start(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        late = await university.exam(unit, starts_at=START + HOUR)
        early = await university.exam(unit)
        gone = await university.exam(unit, starts_at=START - HOUR)
        stranger = await university.proctor(unit, "P2")
        await unit.exams.save(replace(gone, stage=ExamStage.ARCHIVED))
        gone = replace(gone, stage=ExamStage.ARCHIVED, version=1)
        await unit.exams.save(replace(late, chief=stranger.id))
        late = replace(late, chief=stranger.id, version=1)
        assert await unit.exams.all() == (early, late)
        assert await unit.exams.in_stages({ExamStage.DRAFT}) == (early, late)
        assert await unit.exams.in_stages([ExamStage.ARCHIVED]) == (gone,)
        assert await unit.exams.in_stages([]) == ()
        assert await unit.exams.of_proctor(early.proctors[0]) == (gone, early, late)
        assert await unit.exams.of_proctor(stranger.id) == (late,)


async def test_an_attempt_comes_back_whole(units: SqlUnits, university: University) -> None:
    exam, (attempt,) = await university.seated(1)
    changed = replace(
        attempt,
        clock=ClockLedger(
            allowed=2 * HOUR,
            started_at=START,
            extra=5 * MINUTE,
            paused=timedelta(seconds=1, microseconds=3),
            stopped_at=START + MINUTE,
        ),
        stage=Stage.PAUSED,
        before=Stage.WRITING,
        rating=77,
        camera=Camera.PHONE,
        link="https://zoom.example/w/1?tk=a",
        registrant="r1",
        present=True,
        left_at=START,
        seen=frozenset({Seen.FACE, Seen.DESK}),
        id_tries=2,
        rules_read=4,
        rules_version=1,
        rules_agreed_at=START,
        ticket=TicketNumber(7),
        drawn_at=START,
        interrupted_at=START,
        told_left=30,
        upload_until=START + HOUR,
        asked_again=(2, 1),
        warnings=1,
        outcome_reason="сөйлесті",
        released_at=START,
    )
    async with units() as unit:
        await unit.attempts.save(changed)
        await unit.commit()
    stored = replace(changed, version=1)
    async with units.reading() as unit:
        assert await unit.attempts.get(attempt.id) == stored
        assert await unit.attempts.of(attempt.student_id, exam.id) == stored
        assert await unit.attempts.of_exam(exam.id) == (stored,)
        assert await unit.attempts.of_student(attempt.student_id) == (stored,)
        assert await unit.attempts.by_registrant(exam.id, "r1") == stored
        assert await unit.attempts.by_registrant(exam.id, "r2") is None
        assert await unit.attempts.count(exam.id) == 1
        assert await unit.attempts.count(ExamId(99)) == 0


async def test_attempts_come_in_the_order_of_names_and_of_starts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        late = await university.exam(unit, starts_at=START + HOUR)
        early = await university.exam(unit)
        yana = await university.student(unit, 1, name="Яна")
        asel = await university.student(unit, 2, name="Әсел")
        both = [await university.attempt(unit, early, one) for one in (yana, asel)]
        again = await university.attempt(unit, late, yana)
        assert await unit.attempts.of_exam(early.id) == (both[1], both[0])
        assert await unit.attempts.of_student(yana.id) == (both[0], again)


async def test_a_student_has_one_attempt_at_an_exam(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    async with units() as unit:
        with pytest.raises(Stale):
            await unit.attempts.add(attempt)
        await unit.attempts.save(replace(attempt, registrant="r1"))
        with pytest.raises(Stale):
            await unit.attempts.save(replace(other, registrant="r1"))
        assert await unit.attempts.count(exam.id) == 2


def writing(attempt: Attempt, *, since: datetime) -> Attempt:
    return replace(
        attempt, stage=Stage.WRITING, clock=ClockLedger(allowed=2 * HOUR, started_at=since)
    )


async def test_due_is_whoever_a_moment_has_passed_for(
    units: SqlUnits, university: University
) -> None:
    _, seated = await university.seated(7)
    pens, standing, down, uploading, reshooting, interrupted, waiting = seated
    now = START + 2 * HOUR
    stopped = writing(standing, since=START)
    changed = [
        writing(pens, since=START),
        replace(stopped, clock=stopped.clock.stop(START + HOUR)),
        replace(down, stage=Stage.PENS_DOWN, upload_until=now),
        replace(uploading, stage=Stage.UPLOADING, upload_until=now),
        replace(reshooting, stage=Stage.RESHOOT, upload_until=now),
        replace(interrupted, stage=Stage.INTERRUPTED, interrupted_at=now - 30 * MINUTE),
        replace(waiting, stage=Stage.WRITING),
    ]
    async with units() as unit:
        for attempt in changed:
            await unit.attempts.save(attempt)
        moment = timedelta(microseconds=1)
        assert await unit.attempts.due(now - moment) == ()
        due = [attempt.id for attempt in await unit.attempts.due(now)]
        assert due == [pens.id, down.id, uploading.id, reshooting.id, interrupted.id]
        assert await unit.attempts.counting_down(now - HOUR - moment) == ()
        counting = await unit.attempts.counting_down(now - HOUR)
        assert [attempt.id for attempt in counting] == [pens.id]


async def test_away_is_who_left_and_is_still_expected(
    units: SqlUnits, university: University
) -> None:
    _, (left, released, present) = await university.seated(3)
    async with units() as unit:
        await unit.attempts.save(replace(left, stage=Stage.WRITING).left(at=START))
        await unit.attempts.save(replace(released, stage=Stage.RELEASED).left(at=START))
        await unit.attempts.save(replace(present, stage=Stage.WRITING).joined())
        assert await unit.attempts.away(START) == ()
        away = await unit.attempts.away(START + MINUTE)
        assert [attempt.id for attempt in away] == [left.id]


async def test_a_clash_is_a_student_in_two_exams_that_overlap(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit, allowed=HOUR)
        before = await university.exam(unit, starts_at=START - HOUR, allowed=HOUR)
        other = await university.exam(unit, starts_at=START + 59 * MINUTE, allowed=HOUR)
        student, free = [await university.student(unit, place) for place in (1, 2)]
        for one in (exam, before, other):
            await university.attempt(unit, one, student)
        await university.attempt(unit, exam, free)
        await unit.exams.save(replace(before, stage=ExamStage.PUBLISHED))
        assert await unit.attempts.clashes(exam) == 0
        await unit.exams.save(replace(other, stage=ExamStage.PUBLISHED))
        assert await unit.attempts.clashes(exam) == 1
        assert await unit.attempts.clashes(replace(exam, starts_at=START - MINUTE)) == 1
        assert await unit.attempts.clashes(replace(exam, starts_at=START + 3 * HOUR)) == 0
        await unit.exams.save(replace(other, stage=ExamStage.CANCELLED, version=1))
        assert await unit.attempts.clashes(exam) == 0


async def two_tickets(unit: Unit, exam: ExamId) -> None:
    await unit.decks.lay_out(exam, make.tickets(2, 1, questions=("{}-сұрақ", "second")))


async def test_a_deck_comes_back_and_remembers_who_turned_what(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    async with units() as unit:
        assert (await unit.decks.of(exam.id)).cards == ()
        await two_tickets(unit, exam.id)
        await two_tickets(unit, exam.id)
        deck = await unit.decks.of(exam.id)
        assert [(c.position, c.number) for c in deck.cards] == [(1, 2), (2, 1)]
        second, first = await unit.decks.tickets(deck)
        assert (second.number, second.questions) == (2, ("2-сұрақ", "second"))
        assert first == await unit.decks.ticket(deck, deck.cards[1])
        _, card = deck.turn_over(2, by=attempt.student_id)
        await unit.decks.take(deck, card)
        assert await unit.decks.taken(exam.id) == 1
        assert (await unit.decks.of(exam.id)).card_of(attempt.student_id) == replace(
            card, version=1
        )
        with pytest.raises(Stale):
            await unit.decks.take(deck, replace(card, taken_by=other.student_id))
        with pytest.raises(Stale):
            await unit.decks.take(deck, replace(deck.cards[0], taken_by=attempt.student_id))
        with pytest.raises(Stale):
            await two_tickets(unit, exam.id)


async def test_sheets_come_back_in_the_order_of_sending(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt, other) = await university.seated(2)
    first = Sheet(
        id=NEW_SHEET,
        attempt_id=attempt.id,
        order=(11, 2),
        place=(11, 2),
        upload=a_digest("a"),
        picture=a_digest("b"),
        straightened=a_digest("c"),
        status=SheetStatus.ACCEPTED,
        advice=("shadow",),
        fingerprint=b"\x00\xff",
        received_at=START,
    )
    async with units() as unit:
        second = await unit.sheets.add(first)
        first = await unit.sheets.add(
            replace(first, order=(11, 1), place=(7, 1), same_as=second.id)
        )
        late = await unit.sheets.add(replace(second, attempt_id=other.id, fingerprint=b""))
        with pytest.raises(Stale):
            await unit.sheets.add(first)
        assert await unit.sheets.of(attempt.id) == (first, second)
        assert await unit.sheets.get(second.id) == second
        changed = replace(first, status=SheetStatus.RETAKE, reasons=("blur", "dark"))
        await unit.sheets.save(changed)
        assert await unit.sheets.get(first.id) == changed
        assert await unit.sheets.fingerprints(exam.id) == ((second.id, attempt.id, b"\x00\xff"),)
        await unit.sheets.save(replace(late, status=SheetStatus.LATE))
        counts = await unit.sheets.counts(exam.id)
        assert counts == {attempt.id: (1, 0), other.id: (0, 1)}
        with pytest.raises(Stale):
            await unit.sheets.save(replace(first, id=NEW_SHEET))


async def test_a_mark_is_written_once_and_changed_by_who_has_seen_it(
    units: SqlUnits, university: University
) -> None:
    exam, (attempt,) = await university.seated(1)
    mark = Mark(
        attempt_id=attempt.id,
        points=85,
        status=MarkStatus.DRAFT,
        by=exam.proctors[0],
        at=START,
    )
    async with units() as unit:
        assert await unit.marks.of(attempt.id) is None
        await unit.marks.put(mark)
        with pytest.raises(Stale):
            await unit.marks.put(replace(mark, points=40))
        stored = await unit.marks.of(attempt.id)
        assert stored == replace(mark, version=1)
        corrected = replace(stored, points=86, status=MarkStatus.CORRECTED, reason="қосу")
        await unit.marks.put(corrected)
        with pytest.raises(Stale):
            await unit.marks.put(corrected)
        assert await unit.marks.of_exam(exam.id) == {attempt.id: replace(corrected, version=2)}


@pytest.mark.parametrize("points", [-1, 101])
async def test_a_mark_outside_the_scale_is_not_stored(
    units: SqlUnits, university: University, points: int
) -> None:
    exam, (attempt,) = await university.seated(1)
    mark = Mark(
        attempt_id=attempt.id,
        points=points,
        status=MarkStatus.DRAFT,
        by=exam.proctors[0],
        at=START,
    )
    async with units() as unit:
        with pytest.raises(IntegrityError):
            await unit.marks.put(mark)


async def test_an_invite_is_used_once_and_the_newest_counts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        student = await university.student(unit, 1)
        old = Invite(hash=a_digest("a"), person_id=student.id, made_at=START)
        new = replace(old, hash=a_digest("b"))
        await unit.invites.put(old)
        await unit.invites.put(new)
        assert await unit.invites.use(old.hash, START) is None
        assert await unit.invites.use(new.hash, START) == replace(new, used_at=START)
        assert await unit.invites.use(new.hash, START) is None


async def test_tries_are_counted_for_one_account_since_a_moment(units: SqlUnits) -> None:
    async with units() as unit:
        for minutes in (0, 30, 60):
            await unit.invites.note_try(ChatId(5), START + minutes * MINUTE)
        assert await unit.invites.tries(ChatId(5), START + 30 * MINUTE) == 2
        assert await unit.invites.tries(ChatId(6), START) == 0


async def test_a_preview_is_taken_once_and_the_newest_counts(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        person = await university.proctor(unit)
        old = Pending(token="a", person_id=person.id, kind="import", payload="{}", at=START)
        new = replace(old, token="b", payload="[1]")
        other = replace(old, kind="results")
        for pending in (old, new, other):
            await unit.pendings.put(pending)
        assert await unit.pendings.take(person.id, "import", "a") is None
        assert await unit.pendings.take(person.id, "import", "b") == new
        assert await unit.pendings.take(person.id, "import", "b") is None
        assert await unit.pendings.take(person.id, "results", "a") == other


async def test_a_moment_of_any_zone_comes_back_in_utc(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit, starts_at=datetime(2026, 12, 14, 9, 0, tzinfo=ALMATY))
        found = await unit.exams.get(exam.id)
    assert found is not None
    assert found.starts_at == START
    assert found.starts_at.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(units: SqlUnits, university: University) -> None:
    async with units() as unit:
        with pytest.raises(StatementError, match="needs its zone"):
            await university.exam(unit, starts_at=START.replace(tzinfo=None))


async def test_a_bank_comes_back_whole_in_its_authors_order(
    units: SqlUnits, university: University
) -> None:
    pictured = Option(text="", picture=a_digest("b"))
    bank = [make.question(number, kind) for number, kind in enumerate(QuestionKind, start=1)]
    bank[0] = replace(bank[0], picture=a_digest("a"), options=(pictured, *bank[0].options))
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.questions.lay_in(exam.id, [make.question(99)])
        await unit.questions.lay_in(exam.id, bank)
        await unit.commit()
    async with units.reading() as unit:
        found = await unit.questions.of(exam.id)
        ids = [question.id for question in found]
        assert [replace(one, id=two.id) for one, two in zip(found, bank, strict=True)] == bank
        shelves: dict[tuple[str, int], tuple[QuestionId, ...]] = {}
        for question in found:
            shelf = (question.topic, question.difficulty)
            shelves[shelf] = (*shelves.get(shelf, ()), question.id)
        assert await unit.questions.shelves(exam.id) == shelves
        assert await unit.questions.many(ids[:2]) == dict(zip(ids, found[:2], strict=False))
        assert await unit.questions.get(ids[3]) == found[3]
        assert await unit.questions.get(QuestionId(99)) is None
        assert await unit.questions.of(ExamId(99)) == ()


async def test_a_mended_key_keeps_its_bank_in_place(
    units: SqlUnits, university: University
) -> None:
    async with units() as unit:
        exam = await university.exam(unit)
        await unit.questions.lay_in(exam.id, [make.question()])
        (question,) = await unit.questions.of(exam.id)
        mended = replace(question, key=Key(chosen=(2,)))
        await unit.questions.mend(mended)
        assert await unit.questions.get(question.id) == replace(mended, version=1)
        with pytest.raises(Stale):
            await unit.questions.mend(mended)
