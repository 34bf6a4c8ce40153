"""Works and their pages: what differs where the buttons do."""

from dataclasses import replace

from exams.notices.marking import MarkingCard, ToMark, WorkLine, WorkList, WorkMarked, WorkPage
from exams.notices.sheet_desk import OwnPage, PageCommented, PageLeftOut, SheetPage
from tests.handlers.samples.base import ATTEMPT, LISTS, Variants

WORK = WorkLine(attempt=ATTEMPT, who="07", points=100, open=True)

VARIANTS: Variants = {
    MarkingCard: [
        {"can": ("anonymous", "share", "markers"), "anonymous": on, "share": 20}
        for on in (True, False)
    ]
    + [{"can": ("check",)}],
    ToMark: LISTS,
    WorkList: [
        {"anonymous": on, "works": tuple(replace(WORK, who=f"{n:02d}") for n in range(120))}
        for on in (True, False)
    ],
    WorkPage: [{"can": ("mark",)}, {"can": (), "before": None, "after": None}],
    WorkMarked: [{}, {"following": None}],
    SheetPage: [
        {"can": ("turn", "move", "ask_lost", "original", "comment"), "undo": 17, "awaited": None},
        {"can": ("original",), "original": False, "undo": 0, "before": None, "after": None},
    ],
    PageCommented: [{"spot": "top", "withdrawn": False}, {"spot": "", "withdrawn": True}],
    OwnPage: [
        {"page": page, "pages": pages, "put_right": right}
        for page, pages in ((1, 3), (2, 3), (3, 3), (1, 1))
        for right in (True, False)
    ],
    PageLeftOut: [{}, {"accepted": 0}],
}
