"""The buttons of a commission: for whoever names it, and for its members."""

from typing import Final

from exams.domain.commission import Way
from exams.notices.commission import AnswerToMark, CommissionCard
from handlers.buttons.commission import CommissionButton, HearingButton, OfCommission, OfHearing
from handlers.buttons.exam import OfExam
from handlers.buttons.oral import POINTS
from handlers.keyboards.keys import Keys, Rows, in_rows, plain
from templates.filters import short_name

CHOSEN: Final = "● "
WAYS: Final = {Way.AVERAGED: OfCommission.AVERAGED, Way.AGREED: OfCommission.AGREED}


def commission_card(notice: CommissionCard, keys: Keys) -> Rows:
    """Who is in it, and how the marks become one; while no answer is marked."""
    rows: Rows = []
    if notice.can:
        name = CommissionButton(do=OfCommission.NAME, exam=notice.exam)
        rows.append([keys.key("name_commission", name)])
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
    return [*rows, [keys.exam("back", OfExam.CHECKS, notice.exam)]]


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
