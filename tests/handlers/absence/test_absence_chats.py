"""An absence in the chat: what is typed and sent goes where the writer thinks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exams.domain.absence.case import Reason
from exams.domain.ids import CaseId, ExamId
from exams.domain.people import Locale, Role
from exams.domain.refusals.absence import CaseIncomplete, OrderMoved
from exams.notices.absence import AbsenceCard, AbsenceForm, AbsenceStatus, FoundCases
from handlers.buttons.absence import (
    CaseButton,
    IssueButton,
    OfCase,
    QueueButton,
    ReasonButton,
)
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Go, GoButton
from handlers.forms import Typing
from handlers.keyboards.absence import absence_form
from handlers.keyboards.keys import Keys
from tests import make
from tests.handlers.chats import Chats
from tests.handlers.samples import variants
from tests.handlers.samples.base import plain

PHOTO = [
    {"file_id": "f", "file_unique_id": "u", "width": 900, "height": 1200, "file_size": 90_000}
]
CASE = CaseId(501)


@pytest.fixture
def applying(chats: Chats) -> Chats:
    """Chats in which every use case answers with the form of one case."""
    form = plain(AbsenceForm)
    for name in ("apply", "fill_in", "my_absence", "add_proof"):
        chats.use.returns[name] = form
    return chats


async def test_applying_opens_the_form_and_words_go_into_it(applying: Chats) -> None:
    await applying.tap(ExamButton(do=OfExam.APPLY, exam=7).pack())
    assert await applying.state() == Typing.absence

    await applying.write("Жарық болмады")

    assert applying.use.calls[-1][0] == "fill_in"
    assert "Жарық болмады" in applying.use.calls[-1]
    assert await applying.state() == Typing.absence


async def test_a_reason_keeps_the_form_open(applying: Chats) -> None:
    await applying.tap(ReasonButton(case=CASE, reason=Reason.ILLNESS).pack())

    assert applying.use.calls[-1] == ("fill_in", CASE, Reason.ILLNESS)
    assert await applying.state() == Typing.absence


@pytest.mark.parametrize("reason", ["", "illness"])
async def test_who_writes_for_a_student_can_go_back_to_those_who_missed_the_exam(
    chats: Chats, reason: str
) -> None:
    back = ExamButton(do=OfExam.MISSED, exam=7).pack()
    keys = Keys(chats.words, Locale.KK)
    form = plain(AbsenceForm)
    office = absence_form(replace(form, reason=reason, exam=ExamId(7)), keys)
    assert back in {key.callback_data for row in office for key in row}
    own = absence_form(replace(form, reason=reason, exam=None), keys)
    assert back not in {key.callback_data for row in own for key in row}

    await chats.open(Typing.absence, case=CASE)
    await chats.tap(back)

    assert chats.use.calls[-1] == ("missed_list", 7)
    assert await chats.state() is None


async def test_the_reason_that_stands_can_be_kept(applying: Chats) -> None:
    await applying.tap(CaseButton(do=OfCase.REASONS, case=CASE).pack())
    rows = applying.telegram.last("editMessageText").reply_markup.inline_keyboard
    assert rows[-1][0].callback_data == CaseButton(do=OfCase.FORM, case=CASE).pack()


async def test_a_picture_in_the_form_is_proof_and_elsewhere_a_sheet(applying: Chats) -> None:
    await applying.open(Typing.absence, case=CASE)
    await applying.send(photo=PHOTO)
    assert applying.use.names[-1] == "add_proof"

    await applying.tap(CaseButton(do=OfCase.PAPER, case=CASE).pack())  # leaves the form
    await applying.send(photo=PHOTO)
    assert applying.use.names[-1] == "add_sheet"


@pytest.mark.parametrize(
    "sent",
    [
        {"video": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "proof.zip"}},
    ],
    ids=["video", "voice", "archive"],
)
@pytest.mark.parametrize("form", [Typing.absence, Typing.absence_proof])
async def test_films_voices_and_archives_are_no_proof(
    applying: Chats, form: object, sent: dict[str, object]
) -> None:
    await applying.open(form, case=CASE)

    await applying.send(**sent)

    assert "add_proof" not in applying.use.names
    assert [refusal.code for refusal in applying.use.refused] == ["wrong_evidence"]


async def test_when_it_began_is_asked_for_until_it_is_a_moment(applying: Chats) -> None:
    await applying.tap(CaseButton(do=OfCase.WHEN, case=CASE).pack())
    await applying.write("таңертең")
    assert await applying.state() == Typing.absence_when

    await applying.write("12.12.2026 09:40")

    began = datetime(2026, 12, 12, 4, 40, tzinfo=UTC)
    assert applying.use.calls[-1] == ("fill_in", CASE, began)


async def test_words_that_are_missing_can_be_written_at_once(applying: Chats) -> None:
    applying.use.refuses["send_application"] = CaseIncomplete()
    await applying.tap(CaseButton(do=OfCase.SEND, case=CASE).pack())
    assert applying.telegram.alert == "refusals/case_incomplete kk"

    await applying.write("Көлік бұзылды")

    assert applying.use.calls[-1] == ("fill_in", CASE, "Көлік бұзылды")


@pytest.mark.parametrize(
    ("act", "stage", "opens"),
    [
        (OfCase.WHEN, "submitted", False),
        (OfCase.PROOF, "submitted", True),
        (OfCase.PROOF, "approved", False),
        (OfCase.RECONSIDER, "refused", True),
        (OfCase.RECONSIDER, "submitted", False),
    ],
)
async def test_an_old_button_asks_for_no_words_that_come_to_nothing(
    chats: Chats, act: OfCase, stage: str, *, opens: bool
) -> None:
    chats.use.returns["my_absence"] = replace(plain(AbsenceStatus), stage=stage)

    await chats.tap(CaseButton(do=act, case=CASE).pack())

    assert (await chats.state() is not None) is opens
    assert chats.telegram.alert == (None if opens else "refusals/case_moved kk")


@pytest.mark.parametrize("act", [OfCase.REFUSE, OfCase.ASK_PROOF])
async def test_what_is_decided_asks_for_no_reason(chats: Chats, act: OfCase) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    chats.use.returns["my_absence"] = replace(plain(AbsenceCard), can=("order",))

    await chats.tap(CaseButton(do=act, case=CASE).pack())

    assert await chats.state() is None
    assert chats.telegram.alert == "refusals/case_moved kk"


@pytest.mark.parametrize("found", [True, False])
async def test_a_search_that_finds_nobody_goes_on(chats: Chats, *, found: bool) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    nobody, some = variants(FoundCases)
    chats.use.returns["find_absences"] = some if found else nobody
    await chats.tap(GoButton(to=Go.FIND_ABSENCES).pack())

    await chats.write("Ахм")

    assert (await chats.state() is None) is found


async def test_the_office_photographs_proof_for_a_student(applying: Chats) -> None:
    applying.speaks(make.SERIK, Role.DEAN)
    await applying.open(Typing.absence, case=CASE)

    await applying.send(photo=PHOTO)

    assert applying.use.names[-1] == "add_proof"


@pytest.mark.parametrize(
    ("form", "use"),
    [
        (Typing.absence_refuse, "refuse_absence"),
        (Typing.absence_ask_proof, "ask_proof"),
        (Typing.reconsider, "reconsider"),
    ],
    ids=["refuse", "ask_proof", "reconsider"],
)
async def test_words_about_a_case_reach_it_and_close_the_form(
    applying: Chats, form: object, use: str
) -> None:
    applying.speaks(make.SERIK, Role.DEAN)
    await applying.open(form, case=CASE)

    await applying.write("Анықтама жоқ")

    assert applying.use.calls[-1] == (use, CASE, "Анықтама жоқ")
    assert await applying.state() is None


async def test_a_plan_is_adjusted_by_a_moment_or_by_a_proctors_number(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    for text, to, proctor in (
        ("14.12.2026 11:00", datetime(2026, 12, 14, 6, 0, tzinfo=UTC), ""),
        (" T-014 ", None, "T-014"),
    ):
        await chats.open(Typing.adjust_plan, exam=900)
        await chats.write(text)
        assert chats.use.calls[-1] == ("adjust_plan", 900, to, proctor)


async def test_a_period_is_two_days_and_the_last_one_counts(chats: Chats) -> None:
    chats.speaks(make.MADINA, Role.REGISTRAR)
    await chats.open(Typing.export_absences)
    for wrong in ("желтоқсан", "31.12.2026", "31.12.2026 01.12.2026"):
        await chats.write(wrong)
        assert "export_absences" not in chats.use.names

    await chats.write("01.12.2026 – 31.12.2026")

    since = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)
    assert chats.use.calls[-1] == (
        "export_absences", since, datetime(2026, 12, 31, 19, 0, tzinfo=UTC)
    )  # fmt: skip


async def test_marked_cases_are_approved_together(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.DEAN)

    await chats.tap(QueueButton(page=2, marked="1.z", approve=True).pack())

    assert chats.use.calls[-1] == ("approve_marked", (CaseId(1), CaseId(35)), 2)


async def test_an_order_is_looked_at_and_then_issued_as_it_was_shown(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    await chats.tap(GoButton(to=Go.ISSUE_ORDER).pack())
    await chats.tap(IssueButton(seal="9f86d081884c").pack())

    assert chats.use.calls == [("preview_order",), ("issue_order", "9f86d081884c")]
    assert chats.telegram.texts == ["order_preview kk", "order_shown kk"]


async def test_an_order_that_would_name_others_is_looked_at_again(chats: Chats) -> None:
    chats.speaks(make.SERIK, Role.DEAN)
    chats.use.refuses["issue_order"] = OrderMoved()

    await chats.tap(IssueButton(seal="9f86d081884c").pack())

    assert chats.use.names == ["issue_order", "preview_order"]
    assert chats.telegram.alert == "refusals/order_moved kk"
    assert chats.telegram.texts == ["order_preview kk"]
