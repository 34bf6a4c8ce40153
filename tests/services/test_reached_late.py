"""Who comes into the bot, or back to it, late is told what part one has in exams."""

from dataclasses import replace
from datetime import timedelta

import pytest

from exams.domain.exam import Exam, Kind
from exams.domain.ids import ChatId
from exams.domain.people import Locale
from exams.notices.commission import CommissionLink, CommissionNamed, CommissionOver
from exams.notices.marking import MarkerNamed
from tests.make import at
from tests.services.conftest import University
from tests.services.day import numbers, of_kind, published, told
from tests.services.oral import heard_out

NEW = ChatId(555_000)
PHONE = "77010000205"


async def unbound(uni: University, locale: Locale | None) -> None:
    """Let Stranger be on the roster without an account."""
    async with uni.units() as unit:
        found = await unit.people.get(uni.people["Stranger"].id)
        assert found is not None
        await unit.people.save(replace(found, account=None, locale=locale, phone=PHONE))
        await unit.commit()


async def comes_in(uni: University) -> None:
    """Share the own contact."""
    await uni.use.bind_contact(NEW, NEW, PHONE)
    person = await uni.use.person_of(NEW)
    assert person is not None
    uni.people["Stranger"] = person


async def heard(uni: University) -> Exam:
    """Name a commission of Nurlan and Stranger."""
    exam = await published(uni, kind=Kind.ORAL)
    members = numbers(uni, "Nurlan", "Stranger")
    await uni.use.name_commission(uni.actor("Serik"), exam.id, members=members)
    return exam


async def test_a_member_who_comes_in_is_told_once_the_language_is_known(uni: University) -> None:
    await unbound(uni, None)
    await heard(uni)
    await uni.outbox()

    uni.clock.moment += timedelta(hours=1)
    await comes_in(uni)
    assert not await uni.outbox()
    for locale, who in ((Locale.RU, ["Stranger"]), (Locale.EN, [])):
        uni.clock.moment += timedelta(minutes=1)
        await uni.use.choose_language(uni.actor("Stranger"), locale)
        assert told(await uni.outbox(), CommissionNamed) == who


async def test_a_member_who_comes_in_after_the_links_gets_the_own_one(uni: University) -> None:
    await unbound(uni, Locale.KK)
    await heard(uni)
    for second in (0, 1):
        await uni.tick(at(-30, seconds=second))
    assert told(await uni.outbox(), CommissionLink) == ["Stranger"], "and reached nobody"

    uni.clock.moment = at(-10)
    await comes_in(uni)
    await uni.tick()

    messages = await uni.outbox()
    assert told(messages, CommissionNamed, CommissionLink) == ["Stranger", "Stranger"]


async def test_a_member_who_comes_once_all_is_heard_reads_what_waits(uni: University) -> None:
    await unbound(uni, Locale.KK)
    exam = await heard_out(uni)
    await uni.outbox()
    await comes_in(uni)

    ((who, notice),) = of_kind(await uni.outbox(), CommissionOver)

    assert (who, notice.exam, notice.waiting, notice.leads) == ("Stranger", exam.id, 3, False)
    desk = await uni.use.commission_desk(uni.actor("Stranger"), exam.id)
    for answer in desk.answers:
        await uni.use.give_commission_mark(uni.actor("Stranger"), answer.attempt, "90")
    await unbound(uni, Locale.KK)
    await uni.outbox()
    uni.clock.moment += timedelta(minutes=1)
    await comes_in(uni)
    ((_, notice),) = of_kind(await uni.outbox(), CommissionOver)
    assert notice.waiting == 0


async def test_whoever_led_and_comes_late_reads_of_marks_to_confirm(uni: University) -> None:
    await unbound(uni, Locale.KK)
    exam = await heard_out(uni)
    stranger = uni.people["Stranger"]
    await uni.use.hand_over_chair(uni.actor("Serik"), exam.id, stranger.id)
    await uni.outbox()
    await comes_in(uni)

    ((_, notice),) = of_kind(await uni.outbox(), CommissionOver)
    assert (notice.waiting, notice.leads) == (3, True)


@pytest.mark.parametrize("kind", [Kind.ORAL, Kind.WRITTEN])
async def test_who_lets_the_bot_write_again_is_told_so_too(uni: University, kind: Kind) -> None:
    if kind is Kind.ORAL:
        await heard(uni)
    else:
        exam = await published(uni)
        markers = numbers(uni, "Stranger")
        await uni.use.plan_marking(uni.actor("Madina"), exam.id, markers=markers)
    account = uni.people["Stranger"].account
    assert account is not None
    await uni.use.reachability(account, reachable=False)
    await uni.outbox()
    uni.clock.moment = at(-60)
    assert not await uni.outbox()

    for _ in range(2):
        await uni.use.reachability(account, reachable=True)

    assert told(await uni.outbox(), CommissionNamed, MarkerNamed) == ["Stranger"]
