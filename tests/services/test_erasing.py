"""Pictures are kept until nobody can appeal and 30 days more; then they go, and that is told."""

from datetime import datetime, timedelta

import pytest

from exams.domain.absence.evidence import Evidence
from exams.domain.erasure import ERASING
from exams.domain.exam import ASTANA, Exam
from exams.domain.ids import Digest
from exams.domain.log import verify
from exams.domain.refusals.sheets import SheetsErased
from exams.notices.erasure import PicturesErased
from exams.records.absence_cases import NEW_EVIDENCE
from exams.services.office.erasing import ErasePictures
from tests.fakes.ports import photograph
from tests.make import at
from tests.services.absent import applied, missed
from tests.services.conftest import University
from tests.services.day import events, of_kind, pens_down, places, send, sent, told

UNTIL = datetime(2026, 1, 17, tzinfo=ASTANA)  # published on Thursday the 15th: all of Friday
KEPT = timedelta(days=30)
SECOND = timedelta(seconds=1)


async def worked(uni: University) -> tuple[Exam, set[Digest]]:
    """Come to where results are out; return the exam, and every file that shows its students."""
    exam = await pens_down(uni, "Aigerim", "Bolat")
    before = set(uni.files.stored)
    nurlan = uni.actor("Nurlan")
    await sent(uni, "Bolat", "Bolat 1")
    await send(uni, "Aigerim", photograph("Aigerim 1", blur=0.0), 1)
    await sent(uni, "Aigerim", "Aigerim 1", first=2)
    for name in ("Aigerim", "Bolat"):
        attempt = (await uni.attempt(name, exam)).id
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        await uni.use.warn(nurlan, attempt, "", b"OggS" + name.encode())
        page = await uni.use.open_sheets(nurlan, attempt)
        await uni.use.turn_sheet(nurlan, page.sheet, 1)
        await uni.use.turn_sheet(nurlan, page.sheet, 2)
        await uni.use.accept_sheets(nurlan, attempt)
        await uni.use.sheets_pdf(nurlan, attempt)
    await uni.use.exam_book(nurlan, exam.id)
    personal = set(uni.files.stored) - before
    await uni.use.release_ready(nurlan, exam.id)
    await uni.tick(at(140))
    found = await places(uni, exam)
    marks = "\n".join(f"{found[name]} 61" for name in ("Aigerim", "Bolat"))
    await uni.use.enter_marks(nurlan, exam.id, marks)
    await uni.use.confirm_marks(nurlan, exam.id)
    await uni.use.publish_results(nurlan, exam.id, "names")
    await uni.outbox()
    return exam, personal


async def test_everything_that_shows_a_student_goes_and_the_office_reads_what(
    uni: University,
) -> None:
    exam, personal = await worked(uni)
    assert len(personal) > 10
    uni.clock.moment = UNTIL + KEPT - SECOND
    assert await uni.use.erase_pictures() == 0
    assert personal <= set(uni.files.stored)

    uni.clock.moment = UNTIL + KEPT
    assert await uni.use.erase_pictures() == len(personal)

    assert not personal & set(uni.files.stored)
    assert await uni.outbox() == []  # it is midnight
    uni.clock.moment += timedelta(hours=9)
    reports = await uni.outbox()
    assert told(reports, PicturesErased) == ["Madina", "Serik"]  # the dean of the faculty alone
    (line,) = of_kind(reports, PicturesErased)[0][1].exams
    assert (line.exam, line.works, line.sheets, line.voices) == (exam.id, 2, 3, 2)
    assert line.files == len(personal)
    event = (await events(uni, exam))[-1]
    ids = sorted([(await uni.attempt(name, exam)).id for name in ("Aigerim", "Bolat")])
    assert event.act == "erase"
    assert event.facts == {
        "attempts": f"{ids[0]}–{ids[1]}",
        "sheets": 3,
        "voices": 2,
        "files": len(personal),
    }


async def test_marks_receipts_and_the_log_stay(uni: University) -> None:
    exam, _ = await worked(uni)
    attempt = (await uni.attempt("Aigerim", exam)).id
    async with uni.units.reading() as unit:
        mark, sheets = await unit.marks.of(attempt), await unit.sheets.of(attempt)
    logged = await events(uni, exam)
    uni.clock.moment = UNTIL + KEPT
    await uni.use.erase_pictures()

    async with uni.units.reading() as unit:
        assert await unit.marks.of(attempt) == mark
        kept = await unit.sheets.of(attempt)
    assert [sheet.upload for sheet in kept] == [sheet.upload for sheet in sheets]
    assert [sheet.fingerprint for sheet in kept] == [b"", b""]
    assert (await events(uni, exam))[:-1] == logged
    assert verify(await events(uni, exam)) is None


async def test_whoever_asks_for_a_page_reads_that_it_is_gone(uni: University) -> None:
    exam, _ = await worked(uni)
    attempt, nurlan = (await uni.attempt("Aigerim", exam)).id, uni.actor("Nurlan")
    page = (await uni.use.open_sheets(nurlan, attempt)).sheet
    uni.clock.moment = UNTIL + KEPT
    await uni.use.erase_pictures()

    for asked in (
        uni.use.own_sheet(uni.actor("Aigerim"), exam.id),
        uni.use.open_sheets(nurlan, attempt),
        uni.use.look_at_sheet(nurlan, page),
        uni.use.sheets_pdf(nurlan, attempt),
        uni.use.begin_book(nurlan, exam.id),
        uni.use.exam_book(nurlan, exam.id),
    ):
        with pytest.raises(SheetsErased) as gone:
            await asked
        assert gone.value.facts == {"at": UNTIL + KEPT}


async def test_an_open_appeal_keeps_them_and_its_decision_begins_the_thirty_days(
    uni: University,
) -> None:
    exam, personal = await worked(uni)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, "Екінші сұрақ есептелмеген")
    uni.clock.moment = UNTIL + 2 * KEPT
    assert await uni.use.erase_pictures() == 0

    attempt = (await uni.attempt("Aigerim", exam)).id
    await uni.use.uphold(uni.actor("Serik"), attempt, "дұрыс бағаланған")
    uni.clock.moment += KEPT - SECOND
    assert await uni.use.erase_pictures() == 0
    uni.clock.moment += SECOND
    assert await uni.use.erase_pictures() == len(personal)


async def test_it_is_done_once(uni: University) -> None:
    exam, _ = await worked(uni)
    uni.clock.moment = UNTIL + KEPT
    await uni.use.erase_pictures()
    logged = await events(uni, exam)
    uni.clock.moment += timedelta(days=1)

    assert await uni.use.erase_pictures() == 0
    assert await events(uni, exam) == logged
    assert len(of_kind(await uni.outbox(), PicturesErased)) == 2


async def test_a_night_that_was_interrupted_is_gone_on_with(uni: University) -> None:
    exam, personal = await worked(uni)
    uni.clock.moment = UNTIL + KEPT
    forget, left = uni.files.forget, 5

    async def killed(digest: Digest) -> None:
        nonlocal left
        if not left:
            raise OSError("power cut")
        left -= 1
        await forget(digest)

    uni.files.forget = killed  # type: ignore[method-assign]
    with pytest.raises(OSError, match="power cut"):
        await uni.use.erase_pictures()
    assert ERASING in (await uni.stored(exam)).done
    assert (await events(uni, exam))[-1].act != "erase"  # nothing is said that is not so
    with pytest.raises(SheetsErased):
        await uni.use.own_sheet(uni.actor("Aigerim"), exam.id)

    uni.files.forget = forget  # type: ignore[method-assign]
    uni.clock.moment += timedelta(days=1)
    assert await uni.use.erase_pictures() == len(personal)
    assert not personal & set(uni.files.stored)
    assert (await events(uni, exam))[-1].facts["files"] == len(personal)


async def test_what_somebody_sent_as_evidence_too_is_kept_for_that(uni: University) -> None:
    exam = await missed(uni)
    (case,) = await applied(uni, exam, "Bolat")
    async with uni.units() as unit:
        (sheet,) = await unit.sheets.of((await uni.attempt("Aigerim", exam)).id)
        same = Evidence(
            id=NEW_EVIDENCE, case_id=case, order=(9, 0), picture=sheet.picture,
            received_at=at(150),
        )  # fmt: skip
        await unit.cases.add_evidence(same)
        await unit.commit()
    found = await places(uni, exam)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, f"{found['Aigerim']} 61")
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    await uni.use.publish_results(uni.actor("Nurlan"), exam.id, "names")
    uni.clock.moment = UNTIL + KEPT

    assert await uni.use.erase_pictures() > 0
    assert await uni.files.get(sheet.picture)
    with pytest.raises(KeyError):
        await uni.files.get(sheet.upload)


async def test_the_days_are_the_universitys_to_choose(uni: University) -> None:
    _, personal = await worked(uni)
    plain = uni.use.erase_pictures
    sooner = ErasePictures(plain.units, plain.clock, plain.files, plain.days, timedelta(days=3))
    uni.clock.moment = UNTIL + timedelta(days=3)

    assert await sooner() == len(personal)
