"""The draw is published before anybody can draw, opened after, and anybody can check it (B1)."""

from dataclasses import replace

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.proof import DrawFault, Proof, proof_of
from exams.domain.refusals.people import Unknown
from exams.notices.base import Notice
from exams.notices.group import DrawCommitted, DrawOpened
from exams.services.planning.proving import CheckDraw
from tests.make import START, at
from tests.services.conftest import University
from tests.services.day import acts, marking, opened, published, writing


def of_kind(sent: list[tuple[str, Notice]], kind: type[Notice]) -> list[tuple[str, Notice]]:
    return [(to, notice) for to, notice in sent if isinstance(notice, kind)]


async def one_post(uni: University, kind: type[Notice]) -> Notice:
    ((to, notice),) = of_kind(await uni.outbox(), kind)
    assert to.startswith("group ")
    return notice


async def test_the_fingerprint_is_posted_with_the_check_in_and_not_earlier(
    uni: University,
) -> None:
    exam = await published(uni)
    await uni.tick(at(-30))
    assert not of_kind(await uni.outbox(), DrawCommitted)

    await uni.tick(at(-15))
    await uni.tick(at(-15))

    notice = await one_post(uni, DrawCommitted)
    assert isinstance(notice, DrawCommitted)
    async with uni.units.reading() as unit:
        made = await unit.decks.commitment(exam.id)
        deck = await unit.decks.of(exam.id)
    assert made is not None
    assert notice.tickets == len(deck.cards)
    assert notice.fingerprint == made.fingerprint == proof_of(deck, made.secret).fingerprint
    assert (await acts(uni, exam)).count("commit_draw") == 1


async def test_after_the_exam_the_same_draw_is_opened_once(uni: University) -> None:
    exam = await marking(uni, "Aigerim", "Bolat")
    first = [d.envelope.notice for d in uni.sent if isinstance(d.envelope.notice, DrawCommitted)]
    await uni.tick(at(141))
    await uni.tick(at(142))

    notice = await one_post(uni, DrawOpened)

    assert isinstance(notice, DrawOpened)
    assert [one.fingerprint for one in first] == [notice.fingerprint]
    proof = Proof(secret=bytes.fromhex(notice.secret), order=notice.order)  # type: ignore[arg-type]
    assert proof.fingerprint == notice.fingerprint
    ticket = (await uni.attempt("Aigerim", exam)).ticket
    assert notice.order[0] == ticket  # she turned card 1
    assert (await CheckDraw(uni.units)(exam.id))[0].faults == ()


async def test_the_secret_is_told_to_nobody_while_the_exam_runs(uni: University) -> None:
    exam = await writing(uni, "Aigerim")
    await uni.tick(at(60))
    async with uni.units.reading() as unit:
        made = await unit.decks.commitment(exam.id)
        events = await unit.events.of(exam.id)
    assert made is not None

    said = [str(delivery.envelope.notice) for delivery in uni.sent]

    assert not [text for text in (*said, *map(str, events)) if made.secret.hex() in text]


async def test_a_group_without_a_chat_is_told_one_by_one(uni: University) -> None:
    exam = await opened_without_chat(uni)

    told = of_kind(await uni.outbox(), DrawCommitted)

    assert sorted(to for to, _ in told) == ["Aigerim", "Bolat", "Gulnur", "Kanat"]
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.INVITED


async def opened_without_chat(uni: University) -> Exam:
    exam = await published(uni)
    assert uni.group is not None
    async with uni.units() as unit:
        await unit.groups.save(replace(uni.group, chat_id=None))
        await unit.commit()
    await uni.tick(at(-15))
    return exam


async def test_a_moved_exam_is_committed_to_anew(uni: University) -> None:
    exam = await opened(uni)
    async with uni.units.reading() as unit:
        old = await unit.decks.commitment(exam.id)
    later = at(24 * 60)
    posted = of_kind(await uni.outbox(), DrawCommitted)

    await uni.use.move_exam(uni.actor("Serik"), exam.id, later)
    await uni.tick(later - (START - at(-15)))
    await uni.tick(later - (START - at(-15)))

    again = of_kind(await uni.outbox(), DrawCommitted)
    async with uni.units.reading() as unit:
        new = await unit.decks.commitment(exam.id)
    assert (len(posted), len(again)) == (1, 1)
    assert old is not None
    assert new is not None
    assert old.fingerprint != new.fingerprint


async def test_a_ticket_moved_behind_everybodys_back_is_found(uni: University) -> None:
    exam = await marking(uni, "Aigerim")
    async with uni.units.reading() as unit:
        made = await unit.decks.commitment(exam.id)
        deck = await unit.decks.of(exam.id)
    assert made is not None
    async with uni.units() as unit:  # another order, which the same secret does not fit
        forged = proof_of(replace(deck, cards=deck.cards[:-1]), made.secret)
        await unit.decks.commit_to(exam.id, replace(made, fingerprint=forged.fingerprint))
        await unit.commit()

    found = (await CheckDraw(uni.units)(exam.id))[0].faults

    assert found == (DrawFault.FINGERPRINT, DrawFault.PUBLISHED)


async def test_a_draw_that_was_never_committed_to_cannot_be_checked(uni: University) -> None:
    exam = await published(uni)
    with pytest.raises(Unknown):
        await CheckDraw(uni.units)(exam.id)
