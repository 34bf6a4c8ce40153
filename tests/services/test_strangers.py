"""Whoever has no business with an exam is refused, whatever button is sent; nothing changes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest

from exams.domain.attempt import Camera, Seen
from exams.domain.exam import Exam
from exams.domain.ids import AttemptId, ChatId, Digest, ExamId, GroupId
from exams.domain.page import Leaving
from exams.domain.questions import Answer
from exams.domain.refusals.people import NotAllowed, Unknown
from exams.domain.refusals.sheets import SheetsNotNow
from exams.records.outbox import SentMessage
from exams.services import UseCases
from exams.services.pages.door import Launch
from tests.fakes.ports import photograph
from tests.make import START
from tests.services.absence_acts import ALL_ACTS
from tests.services.conftest import University
from tests.services.day import refused, send, writing

Act = Callable[[UseCases, Any, ExamId, AttemptId], Awaitable[object]]

STUDENTS_ACTS: Final[dict[str, Act]] = {
    "exam_details": lambda use, who, exam, _: use.exam_details(who, exam),
    "equipment": lambda use, who, exam, _: use.equipment(who, exam),
    "choose_camera": lambda use, who, exam, _: use.choose_camera(who, exam, Camera.PHONE),
    "my_link": lambda use, who, exam, _: use.my_link(who, exam),
    "check_in": lambda use, who, exam, _: use.check_in(who, exam),
    "check_in_shown": lambda use, who, exam, _: use.check_in_shown(
        who, exam, SentMessage(chat=ChatId(7), message_id=5, has_media=False)
    ),
    "read_rules": lambda use, who, exam, _: use.read_rules(who, exam, 1),
    "agree": lambda use, who, exam, _: use.agree(who, exam),
    "retry_id": lambda use, who, exam, _: use.retry_id(who, exam),
    "information": lambda use, who, exam, _: use.information(who, exam),
    "open_board": lambda use, who, exam, _: use.open_board(who, exam),
    "draw_ticket": lambda use, who, exam, _: use.draw_ticket(who, exam, 2),
    "ticket": lambda use, who, exam, _: use.ticket(who, exam),
    "ticket_shown": lambda use, who, exam, _: use.ticket_shown(who, exam),
    "ask_finish": lambda use, who, exam, _: use.ask_finish(who, exam),
    "finish_writing": lambda use, who, exam, _: use.finish_writing(who, exam),
    "open_test": lambda use, who, exam, _: use.open_test(who, exam),
    "pick_answer": lambda use, who, exam, _: use.pick_answer(who, exam, 1, 0, on=True, line=0),
    "turn_to": lambda use, who, exam, _: use.turn_to(who, exam, 1),
    "flag_question": lambda use, who, exam, _: use.flag_question(who, exam, 1, on=True),
    "scale": lambda use, who, exam, _: use.scale(who, exam),
    "chat_log": lambda use, who, exam, _: use.chat_log(who, exam),
    "finish_test": lambda use, who, exam, _: use.finish_test(who, exam),
    "tick_finish": lambda use, who, exam, _: use.tick_finish(who, exam, on=True),
    "go_back": lambda use, who, exam, _: use.go_back(who, exam),
    "submit_test": lambda use, who, exam, _: use.submit_test(who, exam),
    "open_page": lambda use, who, exam, _: use.open_page(
        who, exam, Launch(data="x", opened_at=START), device="phone"
    ),
    "look_at_page": lambda use, who, exam, _: use.look_at_page(who, exam),
    "page_file": lambda use, who, exam, _: use.page_file(who, exam, Digest("0" * 64)),
    "send_answer": lambda use, who, exam, _: use.send_answer(
        who, exam, 1, Answer(chosen=(0,)), key="k"
    ),
    "leave_page": lambda use, who, exam, _: use.leave_page(who, exam, Leaving.HIDDEN),
    "return_to_page": lambda use, who, exam, _: use.return_to_page(who, exam, seconds=1),
    "right_answer": lambda use, who, exam, _: use.right_answer(who, exam, 1),
    "sheets_so_far": lambda use, who, exam, _: use.sheets_so_far(who, exam),
    "confirm_sheets": lambda use, who, exam, _: use.confirm_sheets(who, exam),
    "hand_in": lambda use, who, exam, _: use.hand_in(who, exam, 1),
    "own_sheet": lambda use, who, exam, _: use.own_sheet(who, exam),
    "photographs": lambda use, who, exam, _: use.photographs(who, exam),
    "consent_to_photographs": lambda use, who, exam, _: use.consent_to_photographs(who, exam),
    "look_at_face": lambda use, who, exam, _: use.look_at_face(who, exam, b"Aigerim"),
    "look_at_document": lambda use, who, exam, _: use.look_at_document(who, exam, b"Aigerim"),
    "compare_faces": lambda use, who, exam, _: use.compare_faces(
        who, exam, face=b"Aigerim", document=b"Aigerim"
    ),
    "outage": lambda use, who, exam, _: use.outage(who, exam),
    "come_back": lambda use, who, exam, _: use.come_back(who, exam),
    "ask_appeal": lambda use, who, exam, _: use.ask_appeal(who, exam),
    "file_appeal": lambda use, who, exam, _: use.file_appeal(who, exam, "келіспеймін"),
    "ask_proctor": lambda use, who, exam, _: use.ask_proctor(who, exam, "сұрақ"),
}
PROCTORS_ACTS: Final[dict[str, Act]] = {
    "assign_ticket": lambda use, who, _, one: use.assign_ticket(who, one),
    "pick_again": lambda use, who, _, one: use.pick_again(who, one),
    "open_picking": lambda use, who, exam, _: use.open_picking(who, exam),
    "close_picking": lambda use, who, exam, _: use.close_picking(who, exam),
    "call_next": lambda use, who, exam, _: use.call_next(who, exam),
    "call_up": lambda use, who, _, one: use.call_up(who, one),
    "start_answer": lambda use, who, _, one: use.start_answer(who, one),
    "end_answer": lambda use, who, _, one: use.end_answer(who, one),
    "skip": lambda use, who, _, one: use.skip(who, one),
    "give_up": lambda use, who, _, one: use.give_up(who, one),
    "offer_swap": lambda use, who, _, one: use.offer_swap(who, one),
    "swap": lambda use, who, _, one: use.swap(who, one, AttemptId(one + 1), "себеп"),
    "mark_answer": lambda use, who, _, one: use.mark_answer(who, one, "80"),
    "start_link": lambda use, who, exam, _: use.start_link(who, exam),
    "board": lambda use, who, exam, _: use.board(who, exam),
    "board_now": lambda use, who, exam, _: use.board_now(who, exam),
    "begin_exam": lambda use, who, exam, _: use.begin_exam(who, exam),
    "release_ready": lambda use, who, exam, _: use.release_ready(who, exam),
    "student_card": lambda use, who, _, one: use.student_card(who, one),
    "tick": lambda use, who, _, one: use.tick(who, one, Seen.FACE, on=True),
    "identify": lambda use, who, _, one: use.identify(who, one),
    "fail_id": lambda use, who, _, one: use.fail_id(who, one, "сурет"),
    "overrule_id": lambda use, who, _, one: use.overrule_id(who, one),
    "admit": lambda use, who, _, one: use.admit(who, one),
    "revert_no_show": lambda use, who, _, one: use.revert_no_show(who, one),
    "warn": lambda use, who, _, one: use.warn(who, one, "talking", None),
    "new_phone_code": lambda use, who, _, one: use.new_phone_code(who, one),
    "message_student": lambda use, who, _, one: use.message_student(who, one, "сөз"),
    "message_everybody": lambda use, who, exam, _: use.message_everybody(who, exam, "сөз"),
    "add_time_for_everybody": lambda use, who, exam, _: use.add_time_for_everybody(
        who, exam, 5, "technical"
    ),
    "add_time": lambda use, who, _, one: use.add_time(who, one, 5, "technical"),
    "spoil_ticket": lambda use, who, _, one: use.spoil_ticket(who, one, "жыртық"),
    "pause": lambda use, who, _, one: use.pause(who, one, "technical", stop_clock=True),
    "unpause": lambda use, who, _, one: use.unpause(who, one),
    "bring_back": lambda use, who, _, one: use.bring_back(who, one, counted=True),
    "end_attempt": lambda use, who, _, one: use.end_attempt(who, one, "phone"),
    "sheets_pdf": lambda use, who, _, one: use.sheets_pdf(who, one),
    "begin_book": lambda use, who, exam, _: use.begin_book(who, exam),
    "exam_book": lambda use, who, exam, _: use.exam_book(who, exam),
    "open_sheets": lambda use, who, _, one: use.open_sheets(who, one),
    "ask_again": lambda use, who, _, one: use.ask_again(who, one, (1,)),
    "accept_sheets": lambda use, who, _, one: use.accept_sheets(who, one),
    "accept_shown": lambda use, who, _, one: use.accept_shown(who, one, "camera"),
    "reopen_upload": lambda use, who, _, one: use.reopen_upload(who, one),
    "release": lambda use, who, _, one: use.release(who, one),
    "chief_desk": lambda use, who, exam, _: use.chief_desk(who, exam),
    "suspend_exam": lambda use, who, exam, _: use.suspend_exam(who, exam, 0),
    "resume_exam": lambda use, who, exam, _: use.resume_exam(who, exam, 0),
    "credit_downtime": lambda use, who, exam, _: use.credit_downtime(who, exam),
    "admit_provisionally": lambda use, who, _, one: use.admit_provisionally(who, one),
    "prove": lambda use, who, _, one: use.prove(who, one),
    "reinstate": lambda use, who, _, one: use.reinstate(who, one),
    "void": lambda use, who, _, one: use.void(who, one, "парақ жоқ"),
    "fail_now": lambda use, who, _, one: use.fail_now(who, one),
    "decide_aside": lambda use, who, _, one: use.decide_aside(who, one, take=True),
    "ask_end": lambda use, who, _, one: use.ask_end(who, one, "телефон"),
    "confirm_end": lambda use, who, _, one: use.confirm_end(who, one),
    "open_review": lambda use, who, _, one: use.open_review(who, one, "күмән"),
    "mark_list": lambda use, who, exam, _: use.mark_list(who, exam),
    "enter_marks": lambda use, who, exam, _: use.enter_marks(who, exam, "1 80"),
    "enter_marks_file": lambda use, who, exam, _: use.enter_marks_file(who, exam, b"1 80"),
    "mark_pad": lambda use, who, exam, _: use.mark_pad(who, exam),
    "tap_mark": lambda use, who, _, one: use.tap_mark(who, one, 80),
    "undo_mark": lambda use, who, _, one: use.undo_mark(who, one, 1),
    "check_marks": lambda use, who, exam, _: use.check_marks(who, exam),
    "confirm_marks": lambda use, who, exam, _: use.confirm_marks(who, exam),
    "preview_results": lambda use, who, exam, _: use.preview_results(who, exam, "names"),
    "publish_results": lambda use, who, exam, _: use.publish_results(who, exam, "names"),
    "preview_regrade": lambda use, who, exam, _: use.preview_regrade(who, exam, "С1 1"),
    "correct_mark": lambda use, who, exam, _: use.correct_mark(who, exam, "1 80", "қате"),
}
DECIDERS_ACTS: Final[dict[str, Act]] = {
    "open_appeal": lambda use, who, _, one: use.open_appeal(who, one),
    "appeal_sheets": lambda use, who, _, one: use.appeal_sheets(who, one),
    "uphold": lambda use, who, _, one: use.uphold(who, one, "әділ"),
    "change_mark": lambda use, who, _, one: use.change_mark(who, one, "90", "қате"),
}
OFFICE_ACTS: Final[dict[str, Act]] = {
    "offer_preparation": lambda use, who, exam, _: use.offer_preparation(who, exam),
    "choose_preparation": lambda use, who, exam, _: use.choose_preparation(who, exam, equal=True),
    "barred_list": lambda use, who, exam, _: use.barred_list(who, exam),
    "keep_for_resits": lambda use, who, exam, _: use.keep_for_resits(who, exam),
    "lift_bar": lambda use, who, _, one: use.lift_bar(who, one, "рейтинг"),
    "exam_checks": lambda use, who, exam, _: use.exam_checks(who, exam),
    "publish_exam": lambda use, who, exam, _: use.publish_exam(who, exam),
    "move_exam": lambda use, who, exam, _: use.move_exam(who, exam, START + timedelta(days=9)),
    "remind_examiners": lambda use, who, exam, _: use.remind_examiners(who, exam),
    "grade_records": lambda use, who, exam, _: use.grade_records(who, exam),
    "send_again": lambda use, who, exam, _: use.send_again(who, exam),
    "cancel_exam": lambda use, who, exam, _: use.cancel_exam(who, exam),
    "review": lambda use, who, _, one: use.review(who, one),
    "decide_review": lambda use, who, _, one: use.decide_review(who, one, annul=True, reason="x"),
}
DRAW_ACTS: Final[dict[str, Act]] = {
    "question_draw": lambda use, who, exam, _: use.question_draw(who, exam),
    "preview_draw": lambda use, who, exam, _: use.preview_draw(who, exam, "1 1"),
    "draw_in_proportion": lambda use, who, exam, _: use.draw_in_proportion(who, exam),
    "offer_answers": lambda use, who, exam, _: use.offer_answers(who, exam, on=True),
}
STATEMENT: Final[dict[str, Act]] = {
    "item_statistics": lambda use, who, exam, _: use.item_statistics(who, exam),
    "statement": lambda use, who, exam, _: use.statement(who, exam),
}
ABOUT_A_SHEET: Final = frozenset(
    {
        "look_at_sheet", "turn_sheet", "move_sheet", "undo_at_desk", "ask_lost_sheet",
        "comment_page", "place_comment", "withdraw_comment", "leave_out_page", "put_back_page",
        "move_own_page",
    }
)  # fmt: skip
"""Tried in test_sheet_desk, test_page_comments and test_own_pages."""
OF_MARKERS: Final = frozenset(
    {
        "to_mark", "works", "work_page", "bind_works", "mark_work", "mark_works", "marking_plan",
        "plan_marking",
    }
)  # fmt: skip
"""Tried in test_marking."""
NO_EXAM: Final[dict[str, Act]] = {
    "drafts": lambda use, who, *_: use.drafts(who),
    "planned": lambda use, who, *_: use.planned(who),
    "archive": lambda use, who, *_: use.archive(who),
    "appeals": lambda use, who, *_: use.appeals(who),
    "overdue_results": lambda use, who, *_: use.overdue_results(who),
    "link_choices": lambda use, who, *_: use.link_choices(who, ChatId(-5)),
    "link_group": lambda use, who, *_: use.link_group(who, ChatId(-5), GroupId(1)),
    "unposted_results": lambda use, who, *_: use.unposted_results(who, GroupId(1)),
    "preview_unposted": lambda use, who, exam, _: use.preview_unposted(who, exam, GroupId(1)),
    "post_unposted": lambda use, who, exam, _: use.post_unposted(who, exam, GroupId(1)),
}

STRANGERS = [
    *((STUDENTS_ACTS, who) for who in ("Outsider", "Nurlan", "Zhaniya", "Serik")),
    *((PROCTORS_ACTS, who) for who in ("Stranger", "Aigerim", "Bolat", "Serik", "Madina")),
    *(
        (DECIDERS_ACTS, who)
        for who in ("Stranger", "Aigerim", "Bolat", "Nurlan", "Madina", "Elsewhere")
    ),
    *((OFFICE_ACTS, who) for who in ("Stranger", "Aigerim", "Nurlan", "Zhaniya", "Elsewhere")),
    *((DRAW_ACTS, who) for who in ("Stranger", "Aigerim", "Outsider", "Elsewhere")),
    *((STATEMENT, who) for who in ("Stranger", "Aigerim", "Outsider", "Elsewhere")),
    *((NO_EXAM, who) for who in ("Aigerim", "Outsider")),
]


@pytest.mark.parametrize(("tried", "who"), STRANGERS)
async def test_a_stranger_is_refused_and_changes_nothing(
    room: tuple[University, Exam], tried: Mapping[str, Act], who: str
) -> None:
    uni, exam = room
    attempt = (await uni.attempt("Aigerim", exam)).id
    for act in tried.values():
        async with refused(uni, exam, NotAllowed, Unknown):
            await act(uni.use, uni.actor(who), exam.id, attempt)


@pytest.fixture
async def room(uni: University) -> tuple[University, Exam]:
    """An exam in which Aigerim writes."""
    return uni, await writing(uni, "Aigerim")


async def test_every_use_case_about_an_exam_is_tried_by_strangers() -> None:
    everybodys = {
        "person_of", "start", "bind_contact", "choose_language", "menu", "help", "reachability",
        "my_exams", "calendar", "proctor_exams", "add_sheet", "sheets_wait", "list_again",
            "acknowledge_move", "tick_clock",
        "conference_event", "note_refusal", "file", "chat_lost", "chat_migrated", "type_answer",
        "check_draw", "forget_evidence", "erase_pictures", "archive_exams", "send_grades",
        "collect_arrivals", "test_page", "enter_page", "watch_pages", "keep_rooms",
    }  # fmt: skip
    elsewhere = {
        "import_help", "preview_import", "confirm_import", "drop_import", "import_at_once",
        "ask_take_back", "take_back_import",
        "commission", "name_commission", "hand_over_chair", "commission_desk", "commission_link",
        "answer_to_mark", "give_commission_mark", "note_absent",
        "confirm_commission_mark", "print_tickets", "preview_pool", "compose_tickets",
        "lay_out_composed", "drop_pool",
        "bank_help", "preview_bank", "look_into_bank", "confirm_bank", "drop_bank",
        "confirm_regrade", "keep_draw",
        "take_arrival", "drop_arrival",
        "group_list", "make_invites", "unbind", "group_page", "journal", "transcript",
        "check_draw",
        *ABOUT_A_SHEET,
        *OF_MARKERS,
    }  # fmt: skip
    tried = {
        *STUDENTS_ACTS, *PROCTORS_ACTS, *DECIDERS_ACTS, *OFFICE_ACTS, *DRAW_ACTS, *STATEMENT,
        *NO_EXAM, *ALL_ACTS,
    }  # fmt: skip
    assert set(UseCases.__dataclass_fields__) - everybodys - elsewhere == tried


@pytest.mark.parametrize(
    ("tried", "who"),
    [
        (STUDENTS_ACTS, "Aigerim"),
        (PROCTORS_ACTS, "Zhaniya"),
        (DECIDERS_ACTS, "Zhaniya"),
        (DECIDERS_ACTS, "Serik"),
        (DRAW_ACTS, "Nurlan"),
        (DRAW_ACTS, "Serik"),
    ],
)
async def test_what_does_not_exist_is_unknown_to_everybody(
    room: tuple[University, Exam], tried: Mapping[str, Act], who: str
) -> None:
    uni, exam = room
    for act in tried.values():
        async with refused(uni, exam, Unknown):
            await act(uni.use, uni.actor(who), ExamId(999), AttemptId(999))


async def test_a_student_outside_the_exam_cannot_slip_a_sheet_in(
    room: tuple[University, Exam],
) -> None:
    uni, exam = room
    async with refused(uni, exam, SheetsNotNow):
        await send(uni, "Outsider", photograph("one"), 1)
    assert uni.files.stored == {}
