"""What a proctor sees of a student, ticks, and admits by (S4 to S8)."""

from datetime import timedelta

from exams.domain.attempt import IDENTITY, Seen
from exams.domain.delivery import Priority
from exams.domain.refusals.checking_in import ChecksMissing, RulesNotAgreed
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import ChiefAlone
from exams.notices.checking_in import CheckIn, Information
from tests.make import at
from tests.services.conftest import University
from tests.services.day import (
    acts,
    admitted,
    agreed,
    events,
    later,
    of_kind,
    opened,
    refused,
)

SECOND = timedelta(seconds=1)


async def test_each_tick_is_recorded_and_shown_to_the_student(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    await uni.outbox()
    await uni.use.tick(uni.actor("Nurlan"), attempt, Seen.DOCUMENT, on=True)
    card = await uni.use.tick(uni.actor("Nurlan"), attempt, Seen.FACE, on=True)
    assert (card.document, card.face, card.stage) == (True, True, "identified")
    seen_by_student = of_kind(await uni.outbox(), CheckIn)
    assert [name for name, _ in seen_by_student] == ["Aigerim"]  # one message, edited
    assert seen_by_student[-1][1].stage == "identified"
    assert (await acts(uni, exam))[-2:] == ["tick_document", "tick_face"]


async def test_a_tick_is_told_after_what_somebody_has_to_act_upon(uni: University) -> None:
    exam = await opened(uni)
    ticked, failed = [await agreed(uni, exam, name) for name in ("Aigerim", "Bolat")]
    await uni.outbox()
    for seen in Seen:
        await uni.use.tick(uni.actor("Nurlan"), ticked, seen, on=True)
    await uni.use.fail_id(uni.actor("Nurlan"), failed, "Құжат оқылмайды")
    assert [name for name, _ in of_kind(await uni.outbox(), CheckIn)] == ["Bolat", "Aigerim"]


async def test_that_one_is_identified_is_told_after_what_somebody_has_to_act_upon(
    uni: University,
) -> None:
    exam = await opened(uni)
    seen, failed = [await agreed(uni, exam, name) for name in ("Aigerim", "Bolat")]
    await uni.outbox()
    await uni.use.identify(uni.actor("Nurlan"), seen)
    await uni.use.fail_id(uni.actor("Nurlan"), failed, "Құжат оқылмайды")
    assert [name for name, _ in of_kind(await uni.outbox(), CheckIn)] == ["Bolat", "Aigerim"]


async def test_only_the_tick_that_identifies_is_told(uni: University) -> None:
    exam = await opened(uni)
    ticked = await agreed(uni, exam, "Aigerim")
    told = {}
    for seen in (Seen.ROOM, Seen.DESK, Seen.DOCUMENT, Seen.FACE):
        await uni.outbox()
        await uni.use.tick(uni.actor("Nurlan"), ticked, seen, on=True)
        told[seen] = [notice.stage for _, notice in of_kind(await uni.outbox(), CheckIn)]

    assert told == {Seen.ROOM: [], Seen.DESK: [], Seen.DOCUMENT: [], Seen.FACE: ["identified"]}


async def test_that_one_is_admitted_takes_the_place_of_ticks_that_still_wait(
    uni: University,
) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Bolat")
    await uni.outbox()
    await admitted(uni, exam, "Aigerim")
    (waiting,) = [
        one
        for one in await uni.queue.claim(
            "test", uni.clock.now(), limit=100, lease=timedelta(minutes=1)
        )
        if one.envelope.slot.startswith("check_in:")
    ]
    assert isinstance(waiting.envelope.notice, Information)
    assert waiting.envelope.priority is Priority.ANSWER


async def test_two_proctors_who_tick_the_same_at_once_do_not_untick_it(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    await uni.use.tick(uni.actor("Nurlan"), attempt, Seen.FACE, on=True)
    count = len(await events(uni, exam))
    card = await uni.use.tick(uni.actor("Zhaniya"), attempt, Seen.FACE, on=True)
    assert card.face
    assert len(await events(uni, exam)) == count
    card = await uni.use.tick(uni.actor("Zhaniya"), attempt, Seen.FACE, on=False)
    assert not card.face


async def test_admission_needs_the_rules_and_every_check(uni: University) -> None:
    exam = await opened(uni)
    await uni.use.check_in(uni.actor("Aigerim"), exam.id)
    attempt = (await uni.attempt("Aigerim", exam)).id
    proctor = uni.actor("Nurlan")
    async with refused(uni, exam, WrongStage):
        await uni.use.admit(proctor, attempt)
    for seen in (Seen.DOCUMENT, Seen.FACE):
        await uni.use.tick(proctor, attempt, seen, on=True)
    async with refused(uni, exam, RulesNotAgreed):
        await uni.use.admit(proctor, attempt)
    await agreed(uni, exam, "Aigerim")
    async with refused(uni, exam, ChecksMissing) as facts:
        await uni.use.admit(proctor, attempt)
    assert facts == {"missing": ("desk", "room")}


async def test_two_taps_admit_and_the_log_has_what_was_seen_at_each(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    proctor = uni.actor("Nurlan")
    async with refused(uni, exam, WrongStage):
        await uni.use.admit(proctor, attempt, in_order=True)  # document and face come first

    for _ in range(2):
        card = await uni.use.identify(proctor, attempt)
        assert (card.stage, card.document, card.face, card.room) == (
            "identified", True, True, False,
        )  # fmt: skip
    assert [notice.stage for _, notice in of_kind(await uni.outbox(), CheckIn)] == ["identified"]
    for _ in range(2):
        assert (await uni.use.admit(proctor, attempt, in_order=True)).stage == "admitted"

    seen = [(one.act, one.facts.get("seen")) for one in await events(uni, exam)][-3:]
    assert seen == [
        ("identify", "document,face"), ("admit", "desk,document,face,room"), ("begin", None),
    ]  # fmt: skip


async def test_no_short_way_leads_past_the_rules_or_the_chief(uni: University) -> None:
    exam = await opened(uni)
    await uni.use.check_in(uni.actor("Bolat"), exam.id)
    attempt = (await uni.attempt("Bolat", exam)).id
    proctor = uni.actor("Nurlan")
    assert "admit_in_order" not in (await uni.use.identify(proctor, attempt)).can
    async with refused(uni, exam, RulesNotAgreed):
        await uni.use.admit(proctor, attempt, in_order=True)
    await agreed(uni, exam, "Bolat")
    later(at(15), uni)
    async with refused(uni, exam, ChiefAlone):
        await uni.use.admit(proctor, attempt, in_order=True)
    assert not (await uni.attempt("Bolat", exam)).seen - IDENTITY


async def test_two_are_ticked_at_once_only_while_neither_is(uni: University) -> None:
    exam = await opened(uni)
    attempt = await agreed(uni, exam, "Aigerim")
    proctor = uni.actor("Nurlan")
    short = {"identify", "admit_in_order", "admit"}
    seen = []
    for check in (Seen.DOCUMENT, Seen.FACE, Seen.ROOM, Seen.DESK):
        seen.append(short & set((await uni.use.student_card(proctor, attempt)).can))
        await uni.use.tick(proctor, attempt, check, on=True)
    seen.append(short & set((await uni.use.student_card(proctor, attempt)).can))
    assert seen == [{"identify"}, set(), {"admit_in_order"}, set(), {"admit"}]
