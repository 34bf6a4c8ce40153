"""What the samples of every room are made of: who, when, which exam."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import templates
from exams.domain.ids import AttemptId, Digest, ExamId
from exams.notices.base import Media
from exams.notices.lines import ExamLine, MarkLine, StudentLine, Unseated

HOME = Path(templates.__file__).parent
"""Where the texts are."""

TEN = datetime(2027, 5, 19, 5, 0, tzinfo=UTC)  # 10:00 in Astana
NOON = TEN + timedelta(hours=2)
TOMORROW = TEN + timedelta(days=1)

E, A = ExamId(7), AttemptId(70)
SUBJECT = "Деректер құрылымы және алгоритмдер"
LONG_SUBJECT = "Қазақстан Республикасының азаматтық және азаматтық іс жүргізу құқығының негіздері"
AIGERIM = "Серікова Айгерім Болатқызы"
LONG_NAME = "Нұрмұхамедова-Константинопольская Жанна Абдрахманқызы"
TEXT = "Сәлеметсіз бе! <Камера> & микрофон қосылмай тұр, не істеймін?"

NAMES = (
    AIGERIM,
    "Ахметов Нұрлан Ерланұлы",
    "Ким Виктория Андреевна",
    "Оразбаева Томирис Қайратқызы",
    "Петров Дмитрий Сергеевич",
    LONG_NAME,
)
STAGES = (
    "writing",
    "writing",
    "reshoot",
    "accepted",
    "interrupted",
    "no_show",
    "picking",
    "released",
)
UNSEATED = (
    Unseated(name=AIGERIM, number="20210457", subject=SUBJECT, starts_at=TEN, other="Физика"),
)


def exam_line(**changes: object) -> ExamLine:
    line = ExamLine(
        exam=E, subject=SUBJECT, kind="written", starts_at=TEN, stage="published", people=25
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def student_line(place: int) -> StudentLine:
    stage = STAGES[place % len(STAGES)]
    return StudentLine(
        place=place,
        attempt=AttemptId(place),
        name=NAMES[place % len(NAMES)],
        stage=stage,
        present=stage not in {"no_show", "interrupted"},
        reached=place != 3,
        ticket=place + 4,
        minutes_left=47 if stage == "writing" else None,
        warnings=place % 3,
        sheets=0 if stage in {"writing", "picking", "no_show"} else 3,
        late_sheets=1 if stage == "reshoot" else 0,
    )


def mark_line(place: int) -> MarkLine:
    absent = place % 7 == 6
    return MarkLine(
        place=place,
        who=NAMES[place % len(NAMES)],
        points=None if absent else 100 - place,
        letter="" if absent else "B+",
        absent=absent,
    )


def mark_lines(count: int) -> tuple[MarkLine, ...]:
    return tuple(mark_line(place + 1) for place in range(count))


MEDIA = (Media(kind="photo", digest=Digest("0" * 64), name="1.jpg"),)
MIDNIGHT = datetime(2027, 5, 20, 19, 0, tzinfo=UTC)  # the end of 20 May in Astana
