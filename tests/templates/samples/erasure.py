"""The report of what was erased, as it will really be."""

from datetime import UTC, datetime

from exams.domain.ids import ExamId
from exams.notices.base import Notice
from exams.notices.erasure import ErasedLine, PicturesErased

NIGHT = datetime(2027, 6, 20, 22, 0, tzinfo=UTC)
LINE = ErasedLine(
    exam=ExamId(7), subject="Деректер құрылымы және алгоритмдер", starts_at=NIGHT,
    attempts="70–94, 101", works=26, sheets=142, voices=3, files=611,
)  # fmt: skip

ALL: tuple[Notice, ...] = (
    PicturesErased(at=NIGHT, exams=(LINE,)),
    PicturesErased(at=NIGHT, exams=(LINE,) * 20),
)
