"""Kazakh and Russian groups at one exam: each draws in its own language of study."""

from dataclasses import replace
from typing import Final

import pytest

from exams.domain.exam import Exam, Kind
from exams.domain.ids import ChatId
from exams.domain.people import Group, Locale
from exams.domain.proof import DrawFault, Proof
from exams.domain.refusals.planning import NotReady
from exams.domain.refusals.tickets import NoDeck
from exams.notices.group import DrawCommitted, DrawOpened
from exams.notices.writing import Board, TicketShown
from exams.records.people import NEW_GROUP
from exams.services.planning.proving import CheckDraw
from tests import make
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, marking, of_kind, told

WORDS: Final = {Locale.KK: "Сұрақ", Locale.RU: "Вопрос"}


async def lay(uni: University, exam: Exam, language: Locale, tickets: int = 6) -> None:
    """Lay out a deck in a language."""
    numbered = make.tickets(*range(1, tickets + 1), questions=(f"{WORDS[language]} {{}}",))
    async with uni.units() as unit:
        await unit.decks.lay_out(exam.id, numbered, language)
        await unit.commit()


async def mixed(uni: University, **changes: object) -> Exam:
    """Plan an exam of a Kazakh group (Aigerim, Bolat) and a Russian one (Kanat, Gulnur)."""
    assert uni.group is not None
    async with uni.units() as unit:
        uni.group = replace(uni.group, language=Locale.KK)
        await unit.groups.save(uni.group)
        russian = await unit.groups.add(
            replace(
                make.group(), id=NEW_GROUP, name="ИС-22", chat_id=ChatId(-2), language=Locale.RU
            )
        )
        for name in ("Kanat", "Gulnur"):
            uni.people[name] = replace(uni.people[name], group_id=russian.id)
            await unit.people.save(uni.people[name])
        await unit.commit()
    return await uni.exam(groups=(uni.group.id, russian.id), tickets=0, **changes)


async def ready(uni: University, **changes: object) -> Exam:
    """Publish that exam with both decks."""
    exam = await mixed(uni, **changes)
    await lay(uni, exam, Locale.KK)
    await lay(uni, exam, Locale.RU)
    await uni.use.publish_exam(uni.actor("Serik"), exam.id)
    return exam


async def drawing(uni: University) -> Exam:
    """Come to the closed tickets of both groups."""
    exam = await ready(uni)
    await uni.tick(at(-15))
    await admitted(uni, exam, "Aigerim", "Kanat")
    await uni.tick(at(0))
    return exam


async def test_each_group_draws_from_the_deck_of_its_language(uni: University) -> None:
    exam = await drawing(uni)
    shown = {}
    for name in ("Aigerim", "Kanat"):  # the same card, and neither takes it from the other
        board = await uni.use.open_board(uni.actor(name), exam.id)
        assert isinstance(board, Board)
        assert board.free == (1, 2, 3, 4, 5, 6)
        shown[name] = await uni.use.draw_ticket(uni.actor(name), exam.id, 1)

    assert isinstance(shown["Aigerim"], TicketShown)
    assert shown["Aigerim"].questions == ("Сұрақ 1",)
    assert isinstance(shown["Kanat"], TicketShown)
    assert shown["Kanat"].questions == ("Вопрос 1",)


async def test_a_drawn_ticket_stays_when_the_roster_learns_another_language(
    uni: University,
) -> None:
    exam = await drawing(uni)
    await uni.use.open_board(uni.actor("Aigerim"), exam.id)
    first = await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 2)
    assert uni.group is not None
    async with uni.units() as unit:
        await unit.groups.save(replace(uni.group, language=Locale.RU))
        await unit.commit()

    assert await uni.use.draw_ticket(uni.actor("Aigerim"), exam.id, 2) == first
    again = await uni.use.ticket(uni.actor("Aigerim"), exam.id)
    assert isinstance(again, TicketShown)
    assert again.questions == ("Сұрақ 2",)


async def test_students_without_a_deck_in_their_language_are_found_at_publishing(
    uni: University,
) -> None:
    exam = await mixed(uni)
    await lay(uni, exam, Locale.KK)

    checks = await uni.use.exam_checks(uni.actor("Serik"), exam.id)
    with pytest.raises(NotReady) as refused:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)

    assert refused.value.facts["failed"] == ("language",)
    assert checks.without == (("ru", 2),)
    assert [(d.language, d.students) for d in checks.decks] == [("kk", 2)]


async def test_each_deck_needs_enough_tickets_of_its_own(uni: University) -> None:
    exam = await mixed(uni)
    await lay(uni, exam, Locale.KK, tickets=20)
    await lay(uni, exam, Locale.RU, tickets=2)

    with pytest.raises(NotReady) as refused:
        await uni.use.publish_exam(uni.actor("Serik"), exam.id)

    assert refused.value.facts["failed"] == ("tickets",)


async def test_who_has_no_deck_after_all_is_told_so_instead_of_an_empty_board(
    uni: University,
) -> None:
    exam = await drawing(uni)
    async with uni.units() as unit:
        assert uni.people["Kanat"].group_id is not None
        group = await unit.groups.get(uni.people["Kanat"].group_id)
        assert isinstance(group, Group)
        await unit.groups.save(replace(group, language=Locale.EN))
        await unit.commit()

    with pytest.raises(NoDeck) as refused:
        await uni.use.open_board(uni.actor("Kanat"), exam.id)

    assert refused.value.facts == {"language": "en"}


async def test_an_oral_board_is_the_own_language_s_too(uni: University) -> None:
    exam = await ready(uni, kind=Kind.ORAL)
    await uni.tick(at(-15))
    await admitted(uni, exam, "Aigerim", "Kanat")
    await uni.tick(at(0))
    await uni.outbox()

    await uni.use.open_picking(uni.actor("Nurlan"), exam.id)

    boards = of_kind(await uni.outbox(), Board)
    assert sorted(name for name, _ in boards) == ["Aigerim", "Kanat"]
    drawn = await uni.use.draw_ticket(uni.actor("Kanat"), exam.id, 3)
    assert drawn.questions == ("Вопрос 3",)


async def test_each_deck_is_committed_to_before_its_own_groups(uni: University) -> None:
    exam = await ready(uni)
    await uni.tick(at(-15))

    posts = of_kind(await uni.outbox(), DrawCommitted)

    assert uni.group is not None
    languages = {to: notice.language for to, notice in posts}
    assert languages == {f"group {uni.group.id}": "kk", f"group {uni.group.id + 1}": "ru"}
    assert len({notice.fingerprint for _, notice in posts}) == 2
    assert [deck.language for deck in await CheckDraw(uni.units)(exam.id)] == ["kk", "ru"]


async def test_after_the_exam_both_are_opened_and_hold(uni: University) -> None:
    exam = await mixed(uni)
    await lay(uni, exam, Locale.KK)
    await lay(uni, exam, Locale.RU)
    uni.exam = _returning(exam)  # type: ignore[method-assign]
    await marking(uni, "Aigerim", "Kanat")
    before = [d.envelope.notice for d in uni.sent if isinstance(d.envelope.notice, DrawCommitted)]
    await uni.tick(at(141))

    opened = [notice for _, notice in of_kind(await uni.outbox(), DrawOpened)]

    assert {one.language for one in opened} == {"kk", "ru"}
    for one in opened:
        proof = Proof(secret=bytes.fromhex(one.secret), order=one.order)
        assert proof.fingerprint == one.fingerprint
    assert {one.fingerprint for one in opened} == {one.fingerprint for one in before}
    assert not any(deck.faults for deck in await CheckDraw(uni.units)(exam.id))


def _returning(exam: Exam):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def planned(**changes: object) -> Exam:
        del changes
        return exam

    return planned


async def test_a_ticket_moved_in_one_deck_is_found_in_that_deck(uni: University) -> None:
    exam = await drawing(uni)
    for name in ("Aigerim", "Kanat"):
        await uni.use.open_board(uni.actor(name), exam.id)
        await uni.use.draw_ticket(uni.actor(name), exam.id, 1)
    async with uni.units() as unit:
        made = await unit.decks.commitment(exam.id, Locale.RU)
        assert made is not None
        forged = replace(made, fingerprint="0" * 64)
        await unit.decks.commit_to(exam.id, forged, Locale.RU)
        await unit.commit()

    kazakh, russian = await CheckDraw(uni.units)(exam.id)

    assert kazakh.faults == ()
    assert russian.faults == (DrawFault.FINGERPRINT, DrawFault.PUBLISHED)


async def test_a_group_without_a_chat_hears_of_the_own_deck_alone(uni: University) -> None:
    exam = await ready(uni)
    async with uni.units() as unit:
        assert uni.group is not None
        await unit.groups.save(replace(uni.group, chat_id=None))
        await unit.commit()

    await uni.tick(at(-15))

    posts = await uni.outbox()
    assert told(posts, DrawCommitted) == ["Aigerim", "Bolat", f"group {uni.group.id + 1}"]
    assert exam.groups[0] == uni.group.id
