"""Three markers of an exam's works, and what can be read of what they are shown."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exams.domain.exam import Exam
from exams.domain.ids import PersonId
from exams.domain.people import Locale, Role
from exams.notices.base import Notice, WithMedia
from exams.notices.marking import WorkList
from exams.records.people import NEW_PERSON
from handlers.keyboards.by_notice import keyboard
from templates.renderer import Renderer
from tests.fakes.ports import photograph
from tests.make import person
from tests.services.conftest import University
from tests.services.day import send

SAT: Final = ("Aigerim", "Bolat", "Kanat", "Gulnur")
MARKERS: Final = ("Stranger", "Second", "Third")
WORDS: Final = Renderer()


async def hire(uni: University) -> None:
    """Let two examiners more into the university."""
    async with uni.units() as unit:
        for number, name in ((401, "Second"), (402, "Third")):
            one = person(PersonId(number), Role.PROCTOR)
            uni.people[name] = await unit.people.add(replace(one, id=NEW_PERSON))
        await unit.commit()


async def over(uni: University, exam: Exam, sat: tuple[str, ...]) -> Exam:
    """Let everybody hand in one sheet and go."""
    for name in sat:
        await uni.use.finish_writing(uni.actor(name), exam.id)
        await send(uni, name, paper(name), 1)
        await uni.use.hand_in(uni.actor(name), exam.id, 1)
        attempt = (await uni.attempt(name, exam)).id
        await uni.use.accept_sheets(uni.actor("Nurlan"), attempt)
    await uni.use.release_ready(uni.actor("Nurlan"), exam.id)
    await uni.tick(exam.checkin_closes_at)
    return await uni.stored(exam)


def paper(name: str) -> bytes:
    return photograph(f"{name} 1")


async def works(uni: University, exam: Exam, who: str) -> WorkList:
    return await uni.use.works(uni.actor(who), exam.id)


def letters(uni: University, notice: Notice) -> Iterator[str]:
    """Return everything that can be read of a message, in three languages."""
    for locale in Locale:
        yield WORDS.notice(notice, locale)
        buttons = keyboard(notice, locale, WORDS)
        yield "" if buttons is None else buttons.model_dump_json()
    if isinstance(notice, WithMedia):
        for item in notice.media:
            yield item.name
            yield uni.files.stored[item.digest].decode(errors="replace")
