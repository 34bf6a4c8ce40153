"""Appeals: one mark stands, one is changed everywhere, and one appeal comes too late.

Three students: Айгерім appeals twice by mistake and is heard once, Болат appeals in vain, Дана
thinks it over for too long. The chief proctor and the dean decide on one appeal each; when both
open the same one, the second sees what the first did.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sandbox.players import Player, has_button
from sandbox.scenarios.written import admit, come, enter_marks, hand_in, let_go, plan
from sandbox.stage import Stage
from sandbox.university import STUDENTS as EVERYBODY

STUDENTS: Final = EVERYBODY[:3]
MARKS: Final = (61, 74, 48)
CHANGED: Final = 66
Text = Mapping[str, str]
WHY: Final[Text] = {
    "kk": "Екінші сұраққа толық жауап бердім, бірақ ол есептелмеген.",
    "ru": "На второй вопрос я ответила полностью, но ответ не учтён.",
    "en": "I answered the second question fully, but it was not counted.",
}
TOO_LOW: Final[Text] = {
    "kk": "Бағам тым төмен.",
    "ru": "Оценка слишком низкая.",
    "en": "The mark is too low.",
}
RIGHT: Final[Text] = {
    "kk": "екінші сұрақтың жауабы шынымен толық",
    "ru": "ответ на второй вопрос действительно полный",
    "en": "the second answer is complete indeed",
}
STANDS: Final[Text] = {
    "kk": "Жұмыс қайта қаралды, баға әділ.",
    "ru": "Работа проверена ещё раз, оценка верна.",
    "en": "The work was read again; the mark is fair.",
}


async def play(stage: Stage) -> None:
    """Play a short exam, its results, and what became of three appeals."""
    await plan(stage)
    await come(stage, stage.students)
    await admit(stage, stage.students)
    await write(stage)
    await publish(stage)
    await file_appeals(stage)
    await decide(stage)
    await too_late(stage)


async def write(stage: Stage) -> None:
    """Everybody draws, writes for an hour, hands in and leaves."""
    await stage.until(stage.exam_at)
    for student, position in zip(stage.students, (" 2", " 5", " 9"), strict=True):
        await student.tap("to_tickets")
        await student.tap_text(position)
    await stage.until(stage.exam_at + timedelta(hours=1))
    for student in stage.students:
        mark = student.phone.mark
        await student.tap("finish_writing")
        await student.tap("yes_finish", since=mark)
        await hand_in(stage, student)
    await let_go(stage, stage.students)


async def publish(stage: Stage) -> None:
    """The results go to the group, with the last digits of the numbers."""
    await stage.until(stage.exam_at + timedelta(hours=4))
    mark = stage.proctor.phone.mark
    await enter_marks(stage, dict(zip(stage.students, MARKS, strict=True)))
    await stage.proctor.tap("publish_results", since=mark)
    await stage.settle()
    await stage.take_photo("appeal-1-results")


async def file_appeals(stage: Stage) -> None:
    """One tap and words; a second tap shows the same appeal."""
    aigerim, bolat, _ = stage.students
    language = stage.locale.value
    await stage.until(stage.exam_at + timedelta(hours=5))
    for student, words in ((aigerim, WHY), (bolat, TOO_LOW)):
        mark = student.phone.mark
        await student.tap("appeal")
        await student.sees("cancel", since=mark)
        await student.phone.text(words[language])
        await student.hears(words[language], since=mark)
    await aigerim.tap("appeal")
    await stage.settle()
    await stage.take_photo("appeal-2-filed")


async def decide(stage: Stage) -> None:
    """The dean changes a mark while the chief proctor is about to; the chief lets one stand."""
    aigerim, bolat, _ = stage.students
    chief, dean = stage.chief, stage.dean
    if chief is None:
        raise RuntimeError("an appeal is played with a chief proctor")
    language = stage.locale.value
    await stage.until(stage.exam_at + timedelta(hours=24))
    for who in (dean, chief):
        await open_appeal(stage, who, aigerim)
        await who.tap("appeal_sheets")
        await stage.settle()
    await stage.take_photo("appeal-3-work")
    marks = {}
    for who in (dean, chief):
        opened = await open_appeal(stage, who, aigerim)
        marks[who] = who.phone.mark
        await who.tap("change_mark", since=opened)
        await who.sees("cancel", since=marks[who])
    await asyncio.gather(
        dean.phone.text(f"{CHANGED} {RIGHT[language]}"), chief.phone.text(f"70 {RIGHT[language]}")
    )
    for who in (dean, chief):
        await who.hears(RIGHT[language], since=marks[who])
    await stage.settle()
    opened = await open_appeal(stage, chief, bolat)
    mark = chief.phone.mark
    await chief.tap("uphold", since=opened)
    await chief.sees("cancel", since=mark)
    await chief.phone.text(STANDS[language])
    await bolat.hears(STANDS[language])
    await stage.settle()
    await stage.take_photo("appeal-4-decided")


async def open_appeal(stage: Stage, who: Player, student: Player) -> int:
    """Go from the menu to a student's appeal; return the moment before it was opened."""
    mark = who.phone.mark
    await who.phone.key(who.label("appeals"))
    await stage.settle()
    name = student.who.last_name  # a reminder with other buttons may have come below the list
    listed = who.phone.find(lambda one: has_button(one, name), since=mark)
    opened = who.phone.mark
    await who.phone.press(name, message=listed)
    await stage.settle()
    return opened


async def too_late(stage: Stage) -> None:
    """The next working day is over: the tap says so, and whom to ask."""
    await stage.until(stage.exam_at + timedelta(hours=39))
    await stage.students[2].tap("appeal")
    await stage.settle()
    await stage.take_photo("appeal-5-too-late")
