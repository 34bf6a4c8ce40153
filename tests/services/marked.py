"""An exam that everybody who sat it has a mark for, and its results before they are out."""

from exams.domain.exam import Exam
from exams.domain.ids import ChatId
from exams.notices.results import ResultsPreview
from tests.services.conftest import University
from tests.services.day import marking, places

SAT = ("Aigerim", "Bolat", "Kanat")
CHAT = ChatId(-1001)


async def marked(uni: University, points: int = 80, **changes: object) -> Exam:
    """Come to where everybody who sat has a mark."""
    exam = await marking(uni, *SAT, **changes)
    found = await places(uni, exam)
    text = "\n".join(f"{found[name]} {points}" for name in SAT)
    await uni.use.enter_marks(uni.actor("Nurlan"), exam.id, text)
    await uni.use.confirm_marks(uni.actor("Nurlan"), exam.id)
    return exam


async def previewed(uni: University, exam: Exam, privacy: str | None = None) -> ResultsPreview:
    """Look at results which are not out yet."""
    preview = await uni.use.preview_results(uni.actor("Nurlan"), exam.id, privacy)
    assert isinstance(preview, ResultsPreview)
    return preview
