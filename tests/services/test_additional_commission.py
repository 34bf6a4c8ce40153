"""An additional oral exam before the commission of the missed one (S30)."""

from dataclasses import replace
from datetime import timedelta

from exams.domain.commission import Way
from exams.domain.exam import Exam, Kind
from exams.domain.people import Role
from exams.notices.additional import PlanCard
from exams.notices.commission import CommissionNamed
from tests.make import START
from tests.services.absent import exam_of, proposed
from tests.services.conftest import University
from tests.services.day import acts, numbers, told
from tests.services.markers import hire
from tests.services.oral import heard_out

SOON = START + timedelta(days=1)
LONG = timedelta(days=30)


def names(uni: University, *who: str) -> tuple[str, ...]:
    return tuple(uni.people[one].name for one in who)


def elsewhere(card: PlanCard) -> tuple[str, ...]:
    """Return who of the staff is needed at another exam then."""
    return tuple(name for one in card.clashes if one.check == "staff" for name in one.names)


async def hearing_elsewhere(uni: University, who: str, **when: object) -> Exam:
    """Name somebody for another oral exam, with whose staff the first has nothing to do."""
    second = uni.people["Second"].id
    uni.sitting = ["Outsider"]
    other = await uni.exam(
        kind=Kind.ORAL, subject="Физика", proctors=(second,), chief=second, host="", **when
    )
    members = numbers(uni, "Third", who)
    await uni.use.name_commission(uni.actor("Madina"), other.id, members=members)
    return other


async def test_the_commission_of_the_missed_exam_is_proposed_and_told_when_it_is_published(
    uni: University,
) -> None:
    exam = await heard_out(uni)
    await uni.outbox()

    card = await proposed(uni, exam, "Gulnur")

    assert (card.members, card.lacks_commission) == (names(uni, "Nurlan", "Stranger"), False)
    assert card.clashes == ()
    anew = await exam_of(uni, card.exam)
    async with uni.units.reading() as unit:
        heard = await unit.commissions.of(anew.id)
        before = await unit.commissions.of(exam.id)
    assert heard is not None
    assert before is not None
    assert (heard.members, heard.way) == (before.members, Way.AVERAGED)
    assert "name_commission" in await acts(uni, anew)
    assert not told(await uni.outbox(), CommissionNamed), "it is a draft"
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    assert told(await uni.outbox(), CommissionNamed) == ["Nurlan", "Stranger"]


async def test_the_time_is_one_at_which_every_member_is_free(uni: University) -> None:
    await hire(uni)
    exam = await heard_out(uni)
    first = await proposed(uni, exam, "Gulnur")
    await uni.use.drop_plan(uni.actor("Serik"), first.exam)
    await hearing_elsewhere(uni, "Stranger", starts_at=first.starts_at)

    (second,) = await uni.use.propose_additional(uni.actor("Serik"))

    assert second.members == first.members
    assert second.starts_at != first.starts_at


async def test_where_a_member_has_no_time_the_card_asks_for_another_commission(
    uni: University,
) -> None:
    await hire(uni)
    exam = await heard_out(uni)
    await hearing_elsewhere(uni, "Stranger", starts_at=SOON, allowed=LONG)

    card = await proposed(uni, exam, "Gulnur")

    assert (card.members, card.lacks_commission) == ((), True)
    await uni.use.name_commission(
        uni.actor("Serik"), card.exam, members=numbers(uni, "Nurlan", "Third")
    )
    card = await uni.use.plan(uni.actor("Serik"), card.exam)
    assert (card.members, card.lacks_commission) == (names(uni, "Nurlan", "Third"), False)
    assert elsewhere(card) == names(uni, "Third")


async def test_whoever_may_mark_no_more_is_not_proposed(uni: University) -> None:
    exam = await heard_out(uni)
    async with uni.units() as unit:
        person = await unit.people.get(uni.people["Stranger"].id)
        assert person is not None
        await unit.people.save(replace(person, roles=frozenset({Role.DEPUTY})))
        await unit.commit()

    assert (await proposed(uni, exam, "Gulnur")).lacks_commission


async def test_dean_and_registrar_change_it_from_the_card_until_it_is_published(
    uni: University,
) -> None:
    await hire(uni)
    exam = await heard_out(uni)
    card = await proposed(uni, exam, "Gulnur")

    for who, pair in (("Serik", ("Second", "Nurlan")), ("Madina", ("Third", "Nurlan"))):
        shown = await uni.use.plan(uni.actor(who), card.exam)
        assert "commission" in shown.can
        members = numbers(uni, *pair)
        named = await uni.use.name_commission(uni.actor(who), card.exam, members=members)
        assert (named.of_plan, named.of_room) == (True, False)
        shown = await uni.use.plan(uni.actor(who), card.exam)
        assert shown.members == names(uni, *pair)
    await uni.use.approve_plan(uni.actor("Serik"), card.exam)
    await uni.use.confirm_plan(uni.actor("Madina"), card.exam)
    assert "commission" not in (await uni.use.plan(uni.actor("Serik"), card.exam)).can
    assert not (await uni.use.commission(uni.actor("Serik"), card.exam)).of_plan


async def test_a_new_time_at_which_somebody_is_elsewhere_is_told_on_the_card(
    uni: University,
) -> None:
    await hire(uni)
    exam = await heard_out(uni)
    card = await proposed(uni, exam, "Gulnur")
    later = card.starts_at + timedelta(days=1)
    await hearing_elsewhere(uni, "Stranger", starts_at=later)

    adjusted = await uni.use.adjust_plan(uni.actor("Serik"), card.exam, to=later)

    assert elsewhere(adjusted) == names(uni, "Stranger")
