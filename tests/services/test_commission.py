"""An oral exam before a commission: named, blind on each phone, confirmed by the chair."""

from dataclasses import replace

import pytest

from exams.domain.commission import (
    CommissionBegun,
    CommissionMarks,
    MarksAwaited,
    MarksDiffer,
    TooFewHeard,
    Way,
)
from exams.domain.exam import Kind
from exams.domain.marking import MarkersUnreadable, MarkSettled
from exams.domain.people import Role
from exams.domain.refusals.marks import MarkOutOfRange
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.notices.commission import AnswerToMark, CommissionNamed
from exams.notices.results import YourGrade
from tests.services.conftest import University
from tests.services.day import acts, admitted, numbers, of_kind, opened, published, told
from tests.services.hearing import THREE, give, heard, named


async def test_each_member_is_asked_on_the_own_phone_when_the_answer_is_over(
    uni: University,
) -> None:
    await heard(uni)

    asked = await uni.outbox()

    assert told(asked, AnswerToMark) == sorted(THREE)
    for name, notice in of_kind(asked, AnswerToMark):
        assert (notice.own, notice.given, len(notice.awaited)) == (None, (), 3)
        assert bool(notice.absentees) is (name == "Nurlan")


async def test_nobody_sees_a_mark_before_all_are_in(uni: University) -> None:
    _, attempt = await heard(uni)
    await uni.outbox()

    first, second = await give(uni, attempt, Nurlan=80, Zhaniya=90)
    looked = await uni.use.answer_to_mark(uni.actor("Stranger"), attempt)

    assert not told(await uni.outbox(), AnswerToMark)
    for shown in (first, second, looked):
        assert (shown.given, shown.proposal) == ((), None)
    assert (first.own, second.own, looked.own) == (80, 90, None)
    (third,) = await give(uni, attempt, Stranger=86)
    assert [points for _, points in third.given] == [80, 90, 86]
    assert third.proposal == 85
    assert told(await uni.outbox(), AnswerToMark) == ["Nurlan", "Zhaniya"]


async def test_the_chair_confirms_and_the_student_is_told_once(uni: University) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Zhaniya=90, Stranger=86)
    await uni.outbox()

    shown = await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    again = await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)

    assert shown == again
    assert (shown.told, shown.can_confirm, shown.can_mark) == (85, False, False)
    sent = await uni.outbox()
    ((name, grade),) = of_kind(sent, YourGrade)
    assert (name, grade.points) == ("Aigerim", 85)
    assert told(sent, AnswerToMark) == ["Stranger", "Zhaniya"]
    async with uni.units.reading() as unit:
        mark = await unit.marks.of(attempt)
    assert mark is not None
    assert mark.points == 85
    log = await acts(uni, exam)
    assert (log.count("commission_mark"), log.count("mark")) == (3, 1)


@pytest.mark.parametrize("who", ["Zhaniya", "Stranger", "Serik", "Aigerim", "Elsewhere"])
async def test_only_the_chair_confirms(uni: University, who: str) -> None:
    _, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Zhaniya=90, Stranger=86)

    with pytest.raises(NotAllowed):
        await uni.use.confirm_commission_mark(uni.actor(who), attempt)
    with pytest.raises(NotAllowed):
        await uni.use.note_absent(uni.actor(who), attempt, uni.people["Zhaniya"].id)


async def test_nothing_is_confirmed_before_all_are_in(uni: University) -> None:
    _, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80)

    with pytest.raises(MarksAwaited):
        await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)


async def test_a_commission_that_agrees_may_change_its_marks_until_they_are_one(
    uni: University,
) -> None:
    _, attempt = await heard(uni, "Nurlan", "Zhaniya", way=Way.AGREED)
    *_, apart = await give(uni, attempt, Nurlan=80, Zhaniya=90)
    assert (len(apart.given), apart.proposal, apart.can_mark) == (2, None, True)
    with pytest.raises(MarksDiffer):
        await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)

    (agreed,) = await give(uni, attempt, Zhaniya=80)

    assert agreed.proposal == 80
    shown = await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    assert shown.told == 80


async def test_an_averaged_mark_is_not_changed_once_all_have_seen_it(uni: University) -> None:
    _, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=70, Zhaniya=90)
    await give(uni, attempt, Nurlan=80)  # not all are in: think again
    await give(uni, attempt, Stranger=86)

    with pytest.raises(MarkSettled):
        await give(uni, attempt, Nurlan=100)


async def test_whoever_did_not_hear_the_answer_is_waited_for_no_more(uni: University) -> None:
    _, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80, Zhaniya=91)

    shown = await uni.use.note_absent(uni.actor("Nurlan"), attempt, uni.people["Stranger"].id)

    assert (len(shown.absent), shown.proposal) == (1, 86)
    again = await uni.use.note_absent(uni.actor("Nurlan"), attempt, uni.people["Stranger"].id)
    assert again == shown
    with pytest.raises(Unknown):
        await uni.use.note_absent(uni.actor("Nurlan"), attempt, uni.people["Serik"].id)


async def test_two_members_must_have_heard_an_answer(uni: University) -> None:
    _, attempt = await heard(uni, "Nurlan", "Zhaniya")

    with pytest.raises(TooFewHeard):
        await uni.use.note_absent(uni.actor("Nurlan"), attempt, uni.people["Zhaniya"].id)


async def test_nobody_marks_alone_where_a_commission_does(uni: University) -> None:
    _, attempt = await heard(uni)

    with pytest.raises(CommissionMarks):
        await uni.use.mark_answer(uni.actor("Nurlan"), attempt, "90")


@pytest.mark.parametrize("points", ["101", "-1", "сексен", ""])
async def test_a_mark_that_is_none_is_refused(uni: University, points: str) -> None:
    _, attempt = await heard(uni)

    with pytest.raises(MarkOutOfRange):
        await uni.use.give_commission_mark(uni.actor("Nurlan"), attempt, points)


async def test_an_answer_that_is_not_over_is_not_marked(uni: University) -> None:
    exam, _ = await heard(uni)
    other = (await uni.attempt("Bolat", exam)).id

    with pytest.raises(WrongStage):
        await uni.use.give_commission_mark(uni.actor("Nurlan"), other, "80")


@pytest.mark.parametrize("who", ["Aigerim", "Serik", "Madina", "Outsider"])
async def test_who_is_no_member_neither_sees_nor_marks(uni: University, who: str) -> None:
    _, attempt = await heard(uni)

    with pytest.raises(NotAllowed):
        await uni.use.answer_to_mark(uni.actor(who), attempt)
    with pytest.raises(NotAllowed):
        await uni.use.give_commission_mark(uni.actor(who), attempt, "80")


# -- who is in it -------------------------------------------------------------------


async def test_dean_and_chief_name_a_commission_and_change_its_way(uni: University) -> None:
    exam = await published(uni, kind=Kind.ORAL)
    for who in ("Serik", "Zhaniya", "Madina"):
        card = await uni.use.name_commission(
            uni.actor(who), exam.id, members=numbers(uni, "Zhaniya", "Nurlan"), way=Way.AGREED
        )
        assert (len(card.members), card.way, card.can) == (2, "agreed", True)
    assert (await acts(uni, exam)).count("name_commission") == 1

    none = await uni.use.name_commission(uni.actor("Serik"), exam.id, members="-")

    assert none.members == ()
    assert (await uni.use.commission(uni.actor("Serik"), exam.id)).members == ()


@pytest.mark.parametrize("who", ["Nurlan", "Stranger", "Aigerim", "Elsewhere"])
async def test_nobody_else_names_it(uni: University, who: str) -> None:
    exam = await published(uni, kind=Kind.ORAL)

    with pytest.raises(NotAllowed):
        await uni.use.name_commission(uni.actor(who), exam.id, members="1 2")
    with pytest.raises(NotAllowed):
        await uni.use.commission(uni.actor(who), exam.id)


async def test_words_that_name_no_commission_are_refused(uni: University) -> None:
    exam = await published(uni, kind=Kind.ORAL)
    one = numbers(uni, "Nurlan")
    for words in ("", one, f"{one} {one}", f"{one} 999", numbers(uni, "Nurlan", "Aigerim")):
        with pytest.raises(MarkersUnreadable):
            await uni.use.name_commission(uni.actor("Serik"), exam.id, members=words)


async def test_a_written_exam_has_no_commission(uni: University) -> None:
    exam = await published(uni)

    with pytest.raises(Unknown):
        await uni.use.commission(uni.actor("Serik"), exam.id)


async def test_it_does_not_change_any_more_once_an_answer_was_marked(uni: University) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Nurlan=80)

    with pytest.raises(CommissionBegun):
        await named(uni, exam, "Zhaniya", "Nurlan")
    assert not (await uni.use.commission(uni.actor("Serik"), exam.id)).can


async def test_another_member_leads_once_the_chair_is_gone_also_when_marks_are_given(
    uni: University,
) -> None:
    exam, attempt = await heard(uni)
    await give(uni, attempt, Zhaniya=80, Stranger=91)
    await uni.outbox()
    zhaniya, nurlan = uni.people["Zhaniya"].id, uni.people["Nurlan"].id

    card = await uni.use.hand_over_chair(uni.actor("Serik"), exam.id, zhaniya)

    assert card.members[0] == uni.people["Zhaniya"].name
    sent = await uni.outbox()
    leads = {name: notice.leads for name, notice in of_kind(sent, CommissionNamed)}
    assert leads == {"Zhaniya": True, "Nurlan": False, "Stranger": False}
    asked = dict(of_kind(sent, AnswerToMark))
    assert [who for who in THREE if asked[who].absentees] == ["Zhaniya"]
    with pytest.raises(NotAllowed):
        await uni.use.note_absent(uni.actor("Nurlan"), attempt, zhaniya)
    await uni.use.note_absent(uni.actor("Zhaniya"), attempt, nurlan)
    shown = await uni.use.confirm_commission_mark(uni.actor("Zhaniya"), attempt)
    assert shown.told == 86
    again = await uni.use.hand_over_chair(uni.actor("Serik"), exam.id, zhaniya)
    assert again.members == card.members
    assert (await acts(uni, exam)).count("name_commission") == 2


@pytest.mark.parametrize("who", ["Nurlan", "Stranger", "Aigerim", "Elsewhere"])
async def test_nobody_else_hands_the_chair_over(uni: University, who: str) -> None:
    exam, _ = await heard(uni)

    with pytest.raises(NotAllowed):
        await uni.use.hand_over_chair(uni.actor(who), exam.id, uni.people["Zhaniya"].id)


async def test_only_a_member_can_lead(uni: University) -> None:
    exam, _ = await heard(uni)

    with pytest.raises(Unknown):
        await uni.use.hand_over_chair(uni.actor("Serik"), exam.id, uni.people["Serik"].id)


async def test_who_is_named_after_an_answer_is_asked_about_it(uni: University) -> None:
    exam, attempt = await heard(uni, "Nurlan", "Zhaniya")
    await uni.outbox()

    await named(uni, exam, "Nurlan", "Stranger")

    asked = dict(of_kind(await uni.outbox(), AnswerToMark))
    assert sorted(asked) == ["Nurlan", "Stranger"]
    stranger = uni.people["Stranger"].name
    assert all(stranger in notice.awaited for notice in asked.values())
    with pytest.raises(NotAllowed):
        await give(uni, attempt, Zhaniya=80)


async def test_a_members_page_shows_what_was_given_and_where_one_is_waited_for(
    uni: University,
) -> None:
    exam, attempt = await heard(uni)

    async def lines() -> list[tuple[int | None, int | None, bool]]:
        pages = [await uni.use.commission_desk(uni.actor(name), exam.id) for name in THREE]
        return [(line.own, line.told, line.open) for page in pages for line in page.answers]

    assert await lines() == [(None, None, True)] * 3
    await give(uni, attempt, Nurlan=80, Zhaniya=90)
    assert await lines() == [(80, None, False), (90, None, False), (None, None, True)]
    await give(uni, attempt, Stranger=86)
    assert await lines() == [(80, None, True), (90, None, False), (86, None, False)]
    await uni.use.confirm_commission_mark(uni.actor("Nurlan"), attempt)
    assert await lines() == [(80, 85, False), (90, 85, False), (86, 85, False)]


async def test_the_chief_comes_to_the_commission_from_the_board(uni: University) -> None:
    exam, _ = await heard(uni)

    for who, offered in (("Zhaniya", True), ("Nurlan", False)):
        board = await uni.use.board_now(uni.actor(who), exam.id)
        assert ("commission" in board.can) is offered
    card = await uni.use.commission(uni.actor("Zhaniya"), exam.id)
    assert (card.of_room, len(card.heirs)) == (True, 2)


async def test_without_a_commission_the_examiner_marks_as_ever(uni: University) -> None:
    exam = await opened(uni, kind=Kind.ORAL)
    async with uni.units() as unit:
        await unit.people.save(replace(uni.people["Nurlan"], roles=frozenset({Role.PROCTOR})))
        await unit.commit()
    await admitted(uni, exam, "Aigerim")

    with pytest.raises(WrongStage):  # and not because of a commission
        await uni.use.mark_answer(
            uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id, "90"
        )
