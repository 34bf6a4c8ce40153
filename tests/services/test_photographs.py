"""Checking in by photographs: consent first, a proposal to the proctor, no picture kept."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.likeness import PortraitFault
from exams.domain.people import Actor
from exams.domain.photographs import (
    CONSENT_VERSION,
    MOST_PICTURES,
    ConsentMissing,
    PhotographsOff,
    TooManyPictures,
)
from exams.domain.refusals.moments import WrongStage
from exams.domain.refusals.people import Unknown
from exams.domain.refusals.pictures import NotAPicture
from exams.notices.checking_in import PhotographsOffered
from exams.notices.proctor import Alert
from exams.services.page_address import PageAddress
from exams.services.pages.photographs import (
    CompareFaces,
    ConsentToPhotographs,
    LookAtDocument,
    LookAtFace,
    ShowPhotographs,
)
from exams.services.room.checking_in import Agree, SayHere
from tests.make import at
from tests.services.conftest import University
from tests.services.day import acts, admitted, agreed, events, later, of_kind, opened, refused

PAGE = PageAddress("https://exams.example.org/check-in")
Does = Callable[[University, Actor, Exam], Awaitable[object]]
PICTURED: list[Does] = [
    lambda uni, who, exam: uni.use.look_at_face(who, exam.id, b"Aigerim"),
    lambda uni, who, exam: uni.use.look_at_document(who, exam.id, b"Aigerim"),
    lambda uni, who, exam: uni.use.compare_faces(who, exam.id, face=b"Aigerim", document=b"A"),
]


async def consented(uni: University, exam: Exam) -> Actor:
    await agreed(uni, exam, "Aigerim")
    actor = uni.actor("Aigerim")
    await uni.use.consent_to_photographs(actor, exam.id)
    return actor


async def test_the_pictures_are_offered_once_after_the_rules_where_there_is_a_page(
    uni: University,
) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Aigerim")
    assert not of_kind(await uni.outbox(), PhotographsOffered)

    await Agree(uni.units, uni.clock, PAGE)(uni.actor("Aigerim"), exam.id)
    await SayHere(uni.units, uni.clock, PAGE)(uni.actor("Aigerim"), exam.id)

    [(name, offer)] = of_kind(await uni.outbox(), PhotographsOffered)
    assert (name, offer.page) == ("Aigerim", f"https://exams.example.org/check-in?exam={exam.id}")


@pytest.mark.parametrize("does", PICTURED, ids=["face", "document", "compare"])
async def test_nothing_is_looked_at_before_the_student_has_agreed(
    uni: University, does: Does
) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Aigerim")
    async with refused(uni, exam, ConsentMissing):
        await does(uni, uni.actor("Aigerim"), exam)


async def test_consent_keeps_its_version_and_first_moment(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    later(at(-9), uni)
    await uni.use.consent_to_photographs(actor, exam.id)

    given = [event for event in await events(uni, exam) if event.act == "photographs_consent"]
    assert [(event.at, event.facts) for event in given] == [
        (at(-15), {"version": CONSENT_VERSION})
    ]


async def test_a_poor_picture_is_told_while_it_can_be_taken_again(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    assert await uni.use.look_at_face(actor, exam.id, b"Aigerim") == ()
    assert await uni.use.look_at_face(actor, exam.id, b"nobody") == (PortraitFault.NO_FACE,)
    assert await uni.use.look_at_face(actor, exam.id, b"crowd") == (PortraitFault.SEVERAL_FACES,)
    assert await uni.use.look_at_face(actor, exam.id, b"night") == (PortraitFault.DIM,)
    assert await uni.use.look_at_document(actor, exam.id, b"night") == (PortraitFault.DIM,)
    with pytest.raises(NotAPicture):
        await uni.use.look_at_face(actor, exam.id, b"no picture")


async def test_the_portrait_of_a_document_needs_more_pixels_than_a_face(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    assert await uni.use.look_at_face(actor, exam.id, b"far") == ()
    assert await uni.use.look_at_document(actor, exam.id, b"far") == (PortraitFault.SMALL,)
    assert await uni.use.look_at_document(actor, exam.id, b"Aigerim") == ()

    await uni.use.compare_faces(actor, exam.id, face=b"Aigerim", document=b"far")

    card = await uni.use.student_card(uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id)
    assert (card.likeness, card.poor) == ("review", ("small",))


async def test_the_proctor_reads_on_the_card_what_the_comparison_proposes(
    uni: University,
) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    before = await uni.use.photographs(actor, exam.id)
    assert (before.open, before.agreed, before.done) == (True, True, False)

    done = await uni.use.compare_faces(actor, exam.id, face=b"Aigerim", document=b"Aigerim")

    assert done.done
    card = await uni.use.student_card(uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id)
    assert (card.likeness, card.likely, card.poor) == ("same", 100, ())
    assert (card.document, card.face) == (False, False)  # the proctor decides
    assert "photographs_compared" in await acts(uni, exam)
    assert uni.files.stored == {}
    assert not of_kind(await uni.outbox(), Alert)


async def test_a_face_unlike_the_document_is_shown_to_the_staff_at_once(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    await uni.outbox()
    await uni.use.compare_faces(actor, exam.id, face=b"Bolat", document=b"Aigerim")

    alerts = of_kind(await uni.outbox(), Alert)
    assert {(name, alert.what) for name, alert in alerts} == {
        ("Nurlan", "faces_differ"),
        ("Zhaniya", "faces_differ"),
    }
    assert (await uni.attempt("Aigerim", exam)).stage is Stage.CHECKING_IN


async def test_a_later_comparison_takes_the_place_of_a_poor_one(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    await uni.use.compare_faces(actor, exam.id, face=b"nobody", document=b"Aigerim")
    attempt = (await uni.attempt("Aigerim", exam)).id
    card = await uni.use.student_card(uni.actor("Nurlan"), attempt)
    assert (card.likeness, card.poor) == ("review", ("no_face",))

    await uni.use.compare_faces(actor, exam.id, face=b"Aigerim", document=b"Aigerim")

    card = await uni.use.student_card(uni.actor("Nurlan"), attempt)
    assert (card.likeness, card.poor) == ("same", ())


async def test_nobody_makes_the_server_look_at_pictures_for_ever(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    for _ in range(MOST_PICTURES - 1):
        await uni.use.look_at_face(actor, exam.id, b"nobody")
    async with refused(uni, exam, TooManyPictures):
        await uni.use.compare_faces(actor, exam.id, face=b"Aigerim", document=b"Aigerim")


async def test_a_picture_that_cannot_be_read_counts_too(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    for _ in range(MOST_PICTURES):
        with pytest.raises(NotAPicture):
            await uni.use.look_at_face(actor, exam.id, b"no picture")
    async with refused(uni, exam, TooManyPictures):
        await uni.use.look_at_face(actor, exam.id, b"Aigerim")


@pytest.mark.parametrize(
    "does",
    [*PICTURED, lambda uni, who, exam: uni.use.consent_to_photographs(who, exam.id)],
    ids=["face", "document", "compare", "consent"],
)
async def test_pictures_are_taken_only_while_checking_in(uni: University, does: Does) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, WrongStage):
        await does(uni, uni.actor("Aigerim"), exam)
    await consented(uni, exam)
    await admitted(uni, exam, "Aigerim")
    async with refused(uni, exam, WrongStage):
        await does(uni, uni.actor("Aigerim"), exam)


async def test_where_the_university_takes_none_the_proctor_looks(uni: University) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    off = uni.units, uni.clock, None
    for does in (
        lambda: ShowPhotographs(*off)(actor, exam.id),
        lambda: ConsentToPhotographs(*off)(actor, exam.id),
        lambda: LookAtFace(*off)(actor, exam.id, b"Aigerim"),
        lambda: LookAtDocument(*off)(actor, exam.id, b"Aigerim"),
        lambda: CompareFaces(*off)(actor, exam.id, face=b"Aigerim", document=b"Aigerim"),
    ):
        async with refused(uni, exam, PhotographsOff):
            await does()


async def test_a_stranger_has_no_photographs_here(uni: University) -> None:
    exam = await opened(uni)
    async with refused(uni, exam, Unknown):
        await uni.use.photographs(uni.actor("Outsider"), exam.id)


async def test_the_proposal_is_erased_with_the_pictures_and_the_consent_stays(
    uni: University,
) -> None:
    exam = await opened(uni)
    actor = await consented(uni, exam)
    await uni.use.compare_faces(actor, exam.id, face=b"Bolat", document=b"Aigerim")
    await uni.use.cancel_exam(uni.actor("Serik"), exam.id)
    uni.clock.moment = at(120) + timedelta(days=30)

    await uni.use.erase_pictures()

    async with uni.units.reading() as unit:
        kept = await unit.photographs.of((await uni.attempt("Aigerim", exam)).id)
    assert kept is not None
    assert (kept.sameness, kept.score, kept.faults, kept.compared_at) == (None, None, (), None)
    assert kept.agreed
    assert "erase" not in await acts(uni, exam)  # nothing was held of anybody
