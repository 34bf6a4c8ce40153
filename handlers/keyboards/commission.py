"""The buttons of a commission: for whoever names it, and for its members."""

from typing import Final

from aiogram.types import InlineKeyboardButton

from exams.domain.commission import Way
from exams.domain.ids import ExamId
from exams.notices.commission import (
    AnswerToMark,
    CommissionCard,
    CommissionDesk,
    CommissionLink,
    CommissionNamed,
    CommissionOver,
    CommissionReminder,
    HeardLine,
    MembersUnreached,
)
from handlers.buttons.commission import (
    ChairButton,
    CommissionButton,
    HearingButton,
    OfCommission,
    OfHearing,
)
from handlers.buttons.exam import OfExam
from handlers.buttons.oral import POINTS
from handlers.buttons.places import Go, Listing
from handlers.keyboards.keys import CHOSEN, Keys, Row, Rows, in_rows, plain
from templates.filters import short_name

WAITS: Final = "🎓 "
WAYS: Final = {Way.AVERAGED: OfCommission.AVERAGED, Way.AGREED: OfCommission.AGREED}


def commission_card(notice: CommissionCard, keys: Keys) -> Rows:
    """Who is in it, and how the marks become one; while no answer is marked."""
    rows: Rows = []
    if notice.can:
        asks = CommissionButton(do=OfCommission.NAME, exam=notice.exam)
        rows.append([keys.key("name_commission", asks)])
    if notice.can and notice.members:
        rows.append(
            [
                keys.key(
                    f"way_{way.value}",
                    CommissionButton(do=do, exam=notice.exam),
                    before=CHOSEN if way.value == notice.way else "",
                )
                for way, do in WAYS.items()
            ]
        )
    for member, name in notice.heirs:
        leads = ChairButton(exam=notice.exam, member=member)
        rows.append([plain(f"{keys.label('hand_over_chair')}: {short_name(name)}", leads)])
    planned = OfExam.PLAN if notice.of_plan else OfExam.CHECKS
    back = OfExam.BOARD if notice.of_room else planned
    return [*rows, [keys.exam("back", back, notice.exam)]]


def commission_named(notice: CommissionNamed, keys: Keys) -> Rows:
    """The member's own view of the exam."""
    return [_desk(notice.exam, keys)]


def commission_reminder(notice: CommissionReminder, keys: Keys) -> Rows:
    """The member's own view of the exam."""
    return [_desk(notice.exam, keys)]


def commission_over(notice: CommissionOver, keys: Keys) -> Rows:
    """To the answers that wait."""
    return [_desk(notice.exam, keys)]


def commission_link(notice: CommissionLink, keys: Keys) -> Rows:
    """Into the room, and to the answers."""
    return [[keys.url("open_link", notice.url)], _desk(notice.exam, keys)]


def members_unreached(notice: MembersUnreached, keys: Keys) -> Rows:
    """Name others in their place."""
    return [[keys.key("commission", naming_of(notice.exam))]]


def commission_desk(notice: CommissionDesk, keys: Keys) -> Rows:
    """Each answer that is over, and the way into the room."""
    exam = notice.exam
    answers: Rows = [[_answer(line)] for line in notice.answers]
    link: Row = []
    if notice.link:
        link = [keys.key("my_link", CommissionButton(do=OfCommission.LINK, exam=exam))]
    refresh = keys.key("refresh", desk_of(exam))
    back = keys.go("back", Go.MY_TODAY)
    return [*keys.paged(answers, Listing.COMMISSION_DESK, exam), link, [refresh, back]]


def _answer(line: HeardLine) -> InlineKeyboardButton:
    given = line.own if line.told is None else line.told
    mark = "" if given is None else f" · {given}"
    look = HearingButton(do=OfHearing.LOOK, attempt=line.attempt)
    return plain(f"{WAITS if line.open else ''}{short_name(line.name)}{mark}", look)


def _desk(exam: ExamId, keys: Keys) -> Row:
    return [keys.key("commission_desk", desk_of(exam))]


def desk_of(exam: ExamId) -> CommissionButton:
    """Return what opens an exam as a member of its commission sees it."""
    return CommissionButton(do=OfCommission.DESK, exam=exam)


def naming_of(exam: ExamId) -> CommissionButton:
    """Return what opens who is in the commission."""
    return CommissionButton(do=OfCommission.OPEN, exam=exam)


def answer_to_mark(notice: AnswerToMark, keys: Keys) -> Rows:
    """A mark; for the chair, who was absent, and the confirmation."""
    attempt, rows = notice.attempt, []
    if notice.can_confirm:
        confirm = HearingButton(do=OfHearing.CONFIRM, attempt=attempt)
        rows.append([plain(f"{keys.label('publish_mark')}: {notice.proposal}", confirm)])
    if notice.can_mark:
        usual = [
            plain(
                f"{CHOSEN if mark == notice.own else ''}{mark}",
                HearingButton(do=OfHearing.GIVE, attempt=attempt, to=mark),
            )
            for mark in POINTS
        ]
        words = HearingButton(do=OfHearing.WORDS, attempt=attempt)
        rows += [*in_rows(usual, 5), [keys.key("mark_words", words)]]
    for member, name in notice.absentees:
        absent = HearingButton(do=OfHearing.ABSENT, attempt=attempt, to=member)
        rows.append([plain(f"{keys.label('absent')}: {short_name(name)}", absent)])
    if notice.told is None:
        look = HearingButton(do=OfHearing.LOOK, attempt=attempt)
        rows.append([keys.key("refresh", look)])
    return rows
