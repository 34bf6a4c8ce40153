"""The buttons under messages to those who decide on appeals."""

from exams.domain.appeal import AppealStage
from exams.notices.appeals import AppealCard, AppealDue, Appeals, AppealSheets
from handlers.buttons.attempt import AttemptButton, OfAttempt
from handlers.buttons.places import Go, Listing
from handlers.keyboards.keys import Keys, Row, Rows, plain
from templates.filters import short_name


def appeals(notice: Appeals, keys: Keys) -> Rows:
    """Each of them."""
    rows: Rows = [
        [
            plain(
                f"{place}. {short_name(line.name)}",
                AttemptButton(do=OfAttempt.APPEAL, attempt=line.attempt),
            )
        ]
        for place, line in enumerate(notice.appeals, start=1)
    ]
    return keys.paged(rows, Listing.APPEALS)


def appeal_card(notice: AppealCard, keys: Keys) -> Rows:
    """See the work; decide once."""
    attempt = notice.attempt
    work = [keys.attempt("appeal_sheets", OfAttempt.APPEAL_SHEETS, attempt)]
    decide: Row = []
    if notice.stage == AppealStage.OPEN.value:
        decide = [
            keys.attempt("uphold", OfAttempt.UPHOLD, attempt),
            keys.attempt("change_mark", OfAttempt.CHANGE_MARK, attempt),
        ]
    return [work if notice.sheets else [], decide, [keys.go("appeals", Go.APPEALS)]]


def open_appeal(notice: AppealSheets | AppealDue, keys: Keys) -> Rows:
    """Read the words of the student."""
    return [[keys.attempt("open_appeal", OfAttempt.APPEAL, notice.attempt)]]
