"""Published results, and a student who appeals against the own mark."""

from datetime import datetime

from exams.domain.exam import ASTANA, Exam
from tests.services.conftest import University
from tests.services.day import marking, places

SAT = ("Aigerim", "Bolat")
WORDS = "Екінші сұрақтың жауабы есептелмеген"
UNTIL = datetime(2026, 1, 17, tzinfo=ASTANA)  # published on Thursday the 15th: all of Friday


async def published(uni: University, *, by: str = "Nurlan", privacy: str = "names") -> Exam:
    """Come to where the results are published, and everybody has read them."""
    exam = await marking(uni, *SAT)
    found = await places(uni, exam)
    marks = "\n".join(f"{found[name]} 61" for name in SAT)
    await uni.use.enter_marks(uni.actor(by), exam.id, marks)
    await uni.use.confirm_marks(uni.actor(by), exam.id)
    await uni.use.publish_results(uni.actor(by), exam.id, privacy)
    await uni.outbox()
    return exam


async def appealed(uni: University, **how: str) -> Exam:
    """Come to where Aigerim has appealed."""
    exam = await published(uni, **how)
    await uni.use.file_appeal(uni.actor("Aigerim"), exam.id, WORDS)
    await uni.outbox()
    return exam
