"""Who is barred, what a test asks, what was right: as it will be, and the longest expected."""

from dataclasses import replace
from datetime import UTC, datetime

from exams.domain.ids import AttemptId, Digest, ExamId
from exams.domain.question_draw import Short
from exams.domain.questions import QuestionKind
from exams.notices.bars import BarLifted, BarredList
from exams.notices.base import Media, Notice
from exams.notices.entrance import NewPhoneCode
from exams.notices.question_draw import DrawPreview, PartLine, QuestionDraw, TopicShelf
from exams.notices.right_answers import CheckedLine, CheckedOption, RightAnswer

EXAM, SUBJECT = ExamId(900), "Деректер құрылымы және алгоритмдер"
TOPICS = ("Реляциялық <модель>", "Нормал формалар & тәуелділіктер", "")
SHELVES = tuple(
    TopicShelf(place=place, topic=topic, easy=10, medium=20, hard=5)
    for place, topic in enumerate(TOPICS, start=1)
)
PARTS = tuple(
    PartLine(topic=topic, difficulty=difficulty, count=5, of=35)
    for topic, difficulty in zip(TOPICS, (0, 1, 3), strict=True)
)
DRAW = QuestionDraw(
    exam=EXAM,
    subject=SUBJECT,
    shelves=SHELVES,
    parts=PARTS,
    drawn=15,
    bank=105,
    shows_answers=True,
    open=True,
)
PREVIEW = DrawPreview(
    exam=EXAM, subject=SUBJECT, token="T" * 16, parts=PARTS, questions=15, left_out=2
)
OPTIONS = tuple(
    CheckedOption(letter=letter, text=text, chosen=chosen, right=right)
    for letter, text, chosen, right in (
        ("A", "Ішкі <біріктіру>", True, True),
        ("B", "Декарттық көбейтінді", True, False),
        ("C", "", False, True),
        ("D", "Біріктірме", False, False),
    )
)
ANSWER = RightAnswer(
    exam=EXAM,
    place=3,
    questions=25,
    kind=QuestionKind.MULTIPLE.value,
    topic=TOPICS[0],
    text="Қай <b>тұжырымдар</b> дұрыс?",
    options=OPTIONS,
    lines=(),
    typed="",
    accepted=(),
    earned="0.5",
    points=2,
    media=(Media(kind="photo", digest=Digest("a" * 64), name="3.jpg"),),
)

BARRED = BarredList(
    exam=EXAM,
    subject=SUBJECT,
    starts_at=datetime(2027, 5, 19, 5, 0, tzinfo=UTC),
    students=((1, "Серікова Айгерім", "low_rating"), (2, "Ким <Виктория>", "transferred")),
    how="lift",
)

ALL: tuple[Notice, ...] = (
    NewPhoneCode(
        attempt=AttemptId(7),
        name="Серікова Айгерім Болатқызы",
        code="K7Q2M5ZX3A",
        url="https://t.me/emtihan_bot?start=K7Q2M5ZX3A",
        until=BARRED.starts_at,
    ),
    BARRED,
    replace(BARRED, how="late"),
    replace(BARRED, how="ask"),
    replace(BARRED, students=()),
    *(
        BarLifted(
            exam=EXAM,
            subject=SUBJECT,
            starts_at=BARRED.starts_at,
            reason="рейтинг <қайта> есептелді",
            until=until,
        )
        for until in (None, BARRED.starts_at)
    ),
    DRAW,
    replace(DRAW, parts=(), shows_answers=False),
    replace(DRAW, open=False),
    replace(DRAW, shelves=(), parts=(), drawn=0, bank=0),
    PREVIEW,
    replace(PREVIEW, left_out=0),
    ANSWER,
    replace(
        ANSWER,
        kind=QuestionKind.TRUE_FALSE.value,
        options=tuple(
            replace(option, text=text)
            for option, text in zip(OPTIONS, ("true", "false"), strict=False)
        ),
        topic="",
    ),
    replace(
        ANSWER,
        kind=QuestionKind.MATCHING.value,
        lines=(
            CheckedLine(text="Кортеж", chosen="A", right="A"),
            CheckedLine(text="Атрибут", chosen="", right="B"),
        ),
    ),
    replace(
        ANSWER,
        kind=QuestionKind.SHORT.value,
        options=(),
        typed="инд<екс",
        accepted=("индекс", "index"),
    ),
    replace(ANSWER, kind=QuestionKind.NUMERIC.value, options=(), accepted=("9.8 ± 0.05",)),
)
REFUSALS: dict[str, dict[str, object]] = {
    "draw_unreadable": {"line": "бір нәрсе"},
    "too_few_questions": {
        "short": (
            Short(topic=TOPICS[1], difficulty=3, wanted=9, have=5),
            Short(topic="", difficulty=0, wanted=60, have=35),
        )
    },
}
