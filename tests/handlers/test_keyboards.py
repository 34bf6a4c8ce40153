"""Every button of every message, in three languages, leads somewhere."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from exams.domain.ids import AttemptId, CaseId
from exams.domain.people import Locale, Role
from exams.notices import ALL
from exams.notices.additional import PlanCard
from exams.notices.base import Notice
from exams.notices.before import ExamAnnounced, ExamDetails, MyExams, Reminder
from exams.notices.entrance import Menu, Stranger
from exams.notices.lines import Fix
from exams.notices.office import GroupList
from exams.notices.oral import OralTicket
from exams.notices.proctor import ProctorBoard, StudentCard
from exams.notices.sheets import Receipt
from exams.notices.trouble import Done
from exams.notices.writing import Board, TicketShown
from handlers import forms
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.exam import ExamButton, OfExam
from handlers.buttons.places import Go, GoButton
from handlers.buttons.sheets import OfSheet, SheetButton
from handlers.keyboards.absence import packed, reasons, unpacked
from handlers.keyboards.by_notice import keyboard
from handlers.keyboards.keys import PAGE, Keys, markup
from handlers.keyboards.oral import points, sure_of
from handlers.keyboards.proctor import ending, extra_time, pages, pausing, warnings
from templates.renderer import Renderer
from tests import make
from tests.handlers.chats import GROUP_CHAT, Chats, PlainWords, message
from tests.handlers.samples import EVERY, variants
from tests.handlers.samples.base import ATTEMPT, CASE, EXAM, plain

WORDS = PlainWords()
ASKING = (
    {
        ExamButton(do=do, exam=EXAM).pack()
        for do in (OfExam.QUESTION, OfExam.CORRECT, OfExam.MEND_KEY)
    }
    | {GoButton(to=to).pack() for to in (Go.FIND_ABSENCES, Go.EXPORT_ABSENCES)}
    | {SheetButton(do=OfSheet.COMMENT, sheet=7).pack()}
)
ASKED = {
    forms.Typing.question,
    forms.Typing.comment,
    forms.Typing.correction,
    forms.Typing.mend_key,
    forms.Typing.find_absences,
    forms.Typing.export_absences,
}
IN_TROUBLE = ("before", "checking_in", "oral", "writing", "booklet", "sheets", "trouble")


def inline(
    notice: Notice, locale: Locale = Locale.KK, page: int = 0
) -> list[InlineKeyboardButton]:
    found = keyboard(notice, locale, WORDS, page=page)
    if not isinstance(found, InlineKeyboardMarkup):
        return []
    return [button for row in found.inline_keyboard for button in row]


def data_of(notice: Notice) -> set[str]:
    return {button.callback_data for button in inline(notice) if button.callback_data}


def under_cards() -> Iterator[InlineKeyboardButton]:
    """Return the buttons that open over another message's."""
    keys = Keys(WORDS, Locale.RU)
    card = variants(StudentCard)[0]
    assert isinstance(card, StudentCard)
    rows = [*warnings(card, keys), *extra_time(card, keys), *ending(card, keys)]
    rows += pausing(card, keys)
    rows += [*points(card, keys), *sure_of(card, 85, keys)]
    rows += [*pages(ATTEMPT, 30, 0, keys), *pages(ATTEMPT, 30, 2**30 - 1, keys)]
    rows += reasons(CaseId(CASE), keys)
    for row in rows:
        yield from row


def all_data() -> list[str]:
    shown = {data for notice in EVERY for data in data_of(notice)}
    later = {
        button.callback_data
        for kind in (MyExams, ProctorBoard)
        for button in inline(variants(kind)[-1 if kind is MyExams else 0], page=1)
    }
    over = {button.callback_data for button in under_cards()}
    return sorted(data for data in shown | later | over if data)


@pytest.mark.parametrize("locale", Locale)
def test_what_a_button_carries_fits_into_64_bytes(locale: Locale) -> None:
    for notice in EVERY:
        for button in inline(notice, locale):
            assert button.text
            assert len((button.callback_data or "").encode()) <= 64, notice


def test_the_buttons_over_others_fit_too() -> None:
    assert all(0 < len((button.callback_data or "").encode()) <= 64 for button in under_cards())


def test_a_mark_that_was_told_is_corrected_in_words_and_not_given_again() -> None:
    for told, offered in ((None, "a:mark:9"), (85, "a:mark_words:9")):
        card = replace(plain(StudentCard), attempt=AttemptId(9), can=("mark",), points=told)
        data = [button.callback_data for button in inline(card, Locale.KK)]
        assert [one for one in data if one and one.startswith("a:mark")] == [offered]


TOASTS = {
    "q:": WORDS.label("button.answer_saved", Locale.KK),
    # The sample of a card says that the tap came too late, and that its clock stands.
    **dict.fromkeys(
        ("w:", "x:", "a:pause:", "a:take_aside:", "a:leave_aside:"),
        WORDS.label("mark.outdated", Locale.KK),
    ),
    "e:call_next:": f"{WORDS.label('mark.called_already', Locale.KK)}: {plain(StudentCard).name}",
    # The sample of a case is a student's, and nobody has refused it.
    **dict.fromkeys(("zc:again:", "zc:refuse:", "zc:ask_proof:"), "refusals/case_moved kk"),
    f"c:{EXAM}:phone": "Жазып алдық: смартфон",
    f"c:{EXAM}:webcam": "Жазып алдық: веб-камера",
    "e:move_read:": WORDS.label("mark.move_acknowledged", Locale.KK),
    "e:release_all:": f"{WORDS.label('mark.released_all', Locale.KK)}: 2",
}
"""What is said in passing when a button was tapped, by how its data begins."""


async def test_every_button_reaches_exactly_one_use_case(chats: Chats) -> None:
    for data in all_data():
        chats.use.calls.clear()
        chats.telegram.calls.clear()
        in_group = data.startswith(("j:", "p:link_group"))
        under = message(chat={"id": GROUP_CHAT, "type": "supergroup"}, text="топ")

        await chats.tap(data, under if in_group else None)

        called = [
            name for name in chats.use.names if name not in {"ticket_shown", "check_in_shown"}
        ]
        without = data in ASKING or data == GoButton(to=Go.CANCEL).pack()
        assert len(called) == (0 if without else 1), data
        said = next((text for start, text in TOASTS.items() if data.startswith(start)), None)
        assert chats.telegram.alert == said, data
        if data in ASKING:
            assert await chats.state() in ASKED


def test_help_and_outage_stand_under_every_message_of_an_exam_to_its_student() -> None:
    outside = {
        "my_exams", "exam_details", "calendar", "exam_announced", "exam_cancelled", "equipment",
        "reminder", "missed_exam", "attempt_ended", "write_message", "done",
        "additional_exam", "day_before",
        "released", "outage_noted", "exam_moved", "barred", "booklet_graded", "booklet_void",
        "swap_choices", "preparation_choice", "exam_not_held", "pictures_wait",
    }  # fmt: skip
    help_ = GoButton(to=Go.HELP).pack()
    outage = ExamButton(do=OfExam.OUTAGE, exam=EXAM).pack()
    during = [
        kind
        for name, kind in ALL.items()
        if kind.__module__.rsplit(".", 1)[-1] in IN_TROUBLE and name not in outside
    ]
    assert during
    for kind in during:
        for notice in variants(kind):
            assert {help_, outage} <= data_of(notice), kind


@pytest.mark.parametrize(
    "notice",
    [
        replace(plain(Receipt), released=True),
        replace(plain(TicketShown), over=True),
        replace(plain(OralTicket), over=True),
    ],
    ids=lambda notice: type(notice).__name__,
)
def test_what_is_shown_again_when_all_is_over_offers_help_alone(notice: Notice) -> None:
    assert data_of(notice) == {GoButton(to=Go.HELP).pack()}


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert keyboard(Done(what="unbound"), Locale.EN, WORDS) is None
    assert markup([[]]) is None


def test_closed_tickets_lie_five_in_a_row_and_those_gone_do_nothing() -> None:
    board = Board(exam=EXAM, free=(1, 2, 4, 5, 6), taken=(3, 7))

    found = keyboard(board, Locale.KK, WORDS)

    assert isinstance(found, InlineKeyboardMarkup)
    first, second, *_ = found.inline_keyboard
    assert [button.text for button in first] == ["🂠 1", "🂠 2", "▫ 3", "🂠 4", "🂠 5"]
    assert [button.text for button in second] == ["🂠 6", "▫ 7"]
    assert first[2].callback_data is None
    assert first[2].disabled is not None


def test_a_new_exam_goes_into_the_calendar_with_one_tap_until_its_link_is_there() -> None:
    calendar = GoButton(to=Go.CALENDAR).pack()
    details = plain(ExamDetails)

    assert calendar in data_of(plain(ExamAnnounced))
    assert calendar in data_of(replace(details, stage="scheduled"))
    assert calendar not in data_of(replace(details, stage="invited"))
    assert calendar not in data_of(plain(Reminder))


def test_ticks_show_what_was_seen() -> None:
    card = plain(StudentCard)
    texts = [b.text for b in inline(variants(StudentCard)[1])]

    assert card.document
    assert any(text.startswith("☑ ") for text in texts)
    assert sum(text.startswith("☐ ") for text in texts) == 2


def test_a_tap_too_many_on_document_and_face_admits_nobody() -> None:
    ticks = ("document", "face", "room", "desk")
    here = replace(plain(StudentCard), stage="checking_in", can=(*ticks, "identify", "fail_id"))
    known = replace(here, stage="identified", can=(*ticks, "admit_in_order", "warn", "message"))
    rows = []
    for card, do in ((here, "identify"), (known, "in_order")):
        found = keyboard(card, Locale.KK, WORDS)
        assert isinstance(found, InlineKeyboardMarkup)
        data = AttemptButton(do=OfAttempt(do), attempt=card.attempt).pack()
        rows.append([data in {b.callback_data for b in row} for row in found.inline_keyboard])
    assert [row.count(True) for row in rows] == [1, 1]
    assert rows[0].index(True) != rows[1].index(True)


def test_only_what_can_be_done_stands_on_a_card() -> None:
    alone = replace(plain(StudentCard), following=None)
    assert len(inline(alone)) == 2  # refresh and board


@pytest.mark.parametrize(
    ("stage", "offered"),
    [
        ("published", set()),
        ("checkin_open", {OfExam.MESSAGE_ALL, OfExam.START_LINK}),
        ("running", {OfExam.MESSAGE_ALL, OfExam.START_LINK, OfExam.TIME_ALL}),
        ("suspended", {OfExam.MESSAGE_ALL, OfExam.START_LINK, OfExam.TIME_ALL}),
        ("marking", set()),
    ],
)
def test_the_room_is_reached_while_students_are_in_it_also_when_it_is_suspended(
    stage: str, offered: set[OfExam]
) -> None:
    board = replace(plain(ProctorBoard), stage=stage, kind="written")
    room = {OfExam.MESSAGE_ALL, OfExam.START_LINK, OfExam.TIME_ALL}
    found = {do for do in room if ExamButton(do=do, exam=board.exam).pack() in data_of(board)}
    assert found == offered


def test_whoever_waits_next_takes_the_place_of_the_card() -> None:
    card = replace(plain(StudentCard), following=AttemptId(77), following_name="Серікқызы Айгерім")
    offered = next(b for b in inline(card) if b.callback_data == "a:card:77")
    assert "Серікқызы Айгерім" in offered.text
    calling = replace(card, can=("call_following",))
    assert "a:call:77" in data_of(calling)
    assert "a:card:77" not in data_of(calling)


@pytest.mark.parametrize(
    ("stage", "first"),
    [("identified", False), ("admitted", True), ("answered", False), ("released", True)],
)
def test_whoever_waits_next_comes_first_on_the_card_of_who_was_let_in_or_go(
    stage: str, *, first: bool
) -> None:
    card = replace(plain(StudentCard), stage=stage, can=("pause", "release"))
    assert (inline(card)[0].callback_data == f"a:card:{card.following}") is first


def test_a_room_of_thirty_fits_a_page_and_a_larger_one_comes_in_pages() -> None:
    room = variants(ProctorBoard)[0]

    first, last = inline(room), inline(room, page=1)

    assert 2 * PAGE > 30
    assert sum((b.callback_data or "").startswith("a:open") for b in first) == 2 * PAGE
    assert sum((b.callback_data or "").startswith("a:open") for b in last) == 60 - 2 * PAGE
    assert inline(room, page=99) == last


@pytest.mark.parametrize(
    ("roles", "wanted"),
    [
        (("student",), ["my_exams", "my_absences", "help", "language"]),
        (("deputy",), ["absences", "help", "language"]),
        (("proctor",), ["my_today", "to_mark", "appeals", "help", "language"]),
        (("dean",), ["drafts", "planned", "absences", "appeals", "overdue", "help", "language"]),
        (
            ("registrar",),
            [
                "drafts",
                "planned",
                "absences",
                "overdue",
                "import_file",
                "groups",
                "help",
                "language",
            ],
        ),
    ],
    ids=["student", "deputy", "proctor", "dean", "registrar"],
)
@pytest.mark.parametrize("locale", Locale)
def test_the_menu_shows_what_the_roles_may_do(
    roles: tuple[str, ...], wanted: list[str], locale: Locale
) -> None:
    found = keyboard(Menu(name="Айгерім", roles=roles), locale, WORDS)

    assert isinstance(found, ReplyKeyboardMarkup)
    assert found.is_persistent
    texts = [key.text for row in found.keyboard for key in row]
    assert texts == [WORDS.label(f"button.{key}", locale) for key in wanted]


def test_a_stranger_can_share_the_own_contact() -> None:
    found = keyboard(Stranger(), Locale.EN, WORDS)

    assert isinstance(found, ReplyKeyboardMarkup)
    assert found.keyboard[0][0].request_contact


def test_a_plan_that_cannot_be_put_right_any_more_offers_no_other_check() -> None:
    again = ExamButton(do=OfExam.PLAN, exam=EXAM).pack()
    planned = replace(plain(PlanCard), checks=(Fix(code="tickets", holds=False),))
    assert again in data_of(planned)
    assert again not in data_of(replace(planned, checks=()))


def test_a_shown_ticket_does_not_offer_to_show_itself() -> None:
    again = ExamButton(do=OfExam.SHOW_TICKET, exam=EXAM).pack()

    assert again not in data_of(plain(TicketShown))
    assert again in data_of(plain(ALL["time_left"]))


@pytest.mark.parametrize("locale", Locale)
async def test_every_entry_of_the_menu_is_known_in_every_language(
    chats: Chats, locale: Locale
) -> None:
    chats.speaks(make.MADINA, Role.REGISTRAR, Role.STUDENT, Role.PROCTOR, Role.DEAN)
    menu = Menu(name="Мәдина", roles=("student", "proctor", "dean", "registrar"))
    found = keyboard(menu, locale, WORDS)
    assert isinstance(found, ReplyKeyboardMarkup)

    for key in (key for row in found.keyboard for key in row):
        chats.use.calls.clear()
        chats.telegram.calls.clear()
        await chats.write(key.text)
        if key.text == WORDS.label("button.language", locale):
            assert chats.telegram.texts == ["choose_language kk"]
        else:
            assert len(chats.use.names) == 1
            assert chats.use.names != ["menu"]


@pytest.mark.parametrize(
    ("locale", "staff"),
    [(Locale.KK, "Қызметкерлер"), (Locale.RU, "Сотрудники"), (Locale.EN, "Staff")],
)
def test_the_staff_is_called_so_in_the_list_of_groups_and_on_its_button(
    locale: Locale, staff: str
) -> None:
    groups = GroupList(groups=((0, "", 4, 3), (1, "ИС-21", 25, 20)))

    found = keyboard(groups, locale, WORDS)

    assert isinstance(found, InlineKeyboardMarkup)
    assert staff in found.inline_keyboard[0][0].text
    assert f"{staff}: " in Renderer().notice(groups, locale)


def test_a_short_confirmation_keeps_help_at_hand_for_those_who_sit_an_exam() -> None:
    help_ = GoButton(to=Go.HELP).pack()
    outage = ExamButton(do=OfExam.OUTAGE, exam=EXAM).pack()

    assert data_of(Done(what="message_sent", exam=EXAM)) == {help_, outage}
    assert data_of(Done(what="message_sent")) == set()


def test_marked_cases_travel_in_a_button_and_what_is_no_id_is_left_out() -> None:
    cases = tuple(CaseId(CASE - n) for n in range(6))

    assert unpacked(packed(cases)) == cases
    assert unpacked("") == ()
    assert unpacked("1.Ж.-3.z") == (CaseId(1), CaseId(35))
