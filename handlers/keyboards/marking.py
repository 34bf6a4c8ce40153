"""The buttons of marking: for whoever plans it, and for the markers."""

from typing import Final

from exams.domain.ids import AttemptId
from exams.domain.marking import SHARES
from exams.notices.marking import (
    MarkerNamed,
    MarkingCard,
    MarkingDone,
    MarkingOpen,
    ToMark,
    WorkLine,
    WorkList,
    WorkMarked,
    WorkPage,
)
from handlers.buttons.exam import OfExam
from handlers.buttons.marks import MarksButton, OfMarks
from handlers.buttons.oral import POINTS
from handlers.buttons.places import Go, Listing
from handlers.buttons.sheets import (
    OfSheet,
    OfWork,
    PlanButton,
    SheetButton,
    WorkButton,
    WorkPointsButton,
)
from handlers.keyboards.keys import CHOSEN, TICKED, UNTICKED, Keys, Row, Rows, in_rows, plain

ABREAST: Final = 4  # works in a row
FORWARD, BACK, DONE = "▶️", "◀️", "✓"


def marking_card(notice: MarkingCard, keys: Keys) -> Rows:
    """Names or codes, once or twice, by whom; once all is marked, look it through; and back."""
    exam, rows, twice = notice.exam, [], keys.label("marked_twice")
    if "anonymous" in notice.can:
        other = PlanButton(exam=exam, anonymous=not notice.anonymous, share=None)
        rows.append(
            [keys.key("anonymous", other, before=TICKED if notice.anonymous else UNTICKED)]
        )
    if "share" in notice.can:
        shares = [
            plain(
                f"{CHOSEN if share == notice.share else ''}{twice} {share} %",
                PlanButton(exam=exam, anonymous=None, share=share),
            )
            for share in SHARES
        ]
        rows += in_rows(shares, 2)
    if "markers" in notice.can:
        rows.append([keys.exam("markers", OfExam.MARKERS, exam)])
    if "check" in notice.can:
        rows.append([keys.key("check_marks", MarksButton(do=OfMarks.CHECK, exam=exam))])
    back = ("board", OfExam.BOARD) if notice.of_room else ("back", OfExam.CHECKS)
    return [*rows, [keys.exam("refresh", OfExam.MARKING, exam), keys.exam(*back, exam)]]


def marker_named(_: MarkerNamed, keys: Keys) -> Rows:
    """All that is the reader's to mark."""
    return [[keys.go("to_mark", Go.TO_MARK)]]


def to_mark(notice: ToMark, keys: Keys) -> Rows:
    """The works of each exam."""
    return keys.exams(notice.exams, OfExam.WORKS)


def work_list(notice: WorkList, keys: Keys) -> Rows:
    """Each work, and all of them as a file."""
    rows = in_rows(
        [plain(_short(work), _open(work.attempt)) for work in notice.works], _abreast(notice)
    )
    file = [keys.exam("bind_works", OfExam.BIND_WORKS, notice.exam)] if notice.works else []
    return [
        *keys.paged(rows, Listing.WORK_LIST, notice.exam),
        file,
        [keys.go("to_mark", Go.TO_MARK)],
    ]


def _abreast(notice: WorkList) -> int:
    return ABREAST if notice.anonymous else 1


def _short(work: WorkLine) -> str:
    return work.who if work.points is None else f"{work.who} {DONE}{work.points}"


def _open(attempt: AttemptId) -> WorkButton:
    return WorkButton(do=OfWork.OPEN, attempt=attempt)


def work_page(notice: WorkPage, keys: Keys) -> Rows:
    """Leaf through the work; mark it."""
    attempt = notice.attempt
    leaf: Row = [
        plain(sign, WorkButton(do=OfWork.LOOK, attempt=attempt, sheet=beside))
        for sign, beside in ((BACK, notice.before), (FORWARD, notice.after))
        if beside is not None
    ]
    mark: Row = []
    if "mark" in notice.can:
        mark = [
            keys.key("mark", WorkButton(do=OfWork.POINTS, attempt=attempt, sheet=notice.sheet))
        ]
    comment: Row = []
    if "mark" in notice.can:
        comment = [keys.key("comment", SheetButton(do=OfSheet.COMMENT, sheet=notice.sheet))]
    return [leaf, mark, comment, [keys.exam("works", OfExam.WORKS, notice.exam)]]


def points(notice: WorkPage, keys: Keys) -> Rows:
    """The usual marks; another one is typed."""
    attempt = notice.attempt
    usual = [plain(str(one), WorkPointsButton(attempt=attempt, points=one)) for one in POINTS]
    back = WorkButton(do=OfWork.LOOK, attempt=attempt, sheet=notice.sheet)
    return [*in_rows(usual, 5), [keys.key("back", back)]]


def work_marked(notice: WorkMarked, keys: Keys) -> Rows:
    """On to the next work, or back to the list."""
    following: Row = []
    if notice.following is not None:
        following = [keys.key("next_work", _open(notice.following))]
    return [following, [keys.exam("works", OfExam.WORKS, notice.exam)]]


def marking_done(notice: MarkingDone, keys: Keys) -> Rows:
    """Look the marks through, and confirm them."""
    check = MarksButton(do=OfMarks.CHECK, exam=notice.exam)
    return [[keys.key("check_marks", check)], [keys.exam("marking", OfExam.MARKING, notice.exam)]]


def marking_open(notice: MarkingOpen, keys: Keys) -> Rows:
    """Open the works."""
    return [[keys.exam("works", OfExam.WORKS, notice.exam)]]
