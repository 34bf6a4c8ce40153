"""Students who sit a computer test, in the chat or on its page, and know what was saved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aiohttp import ClientSession

from exams.domain.booklet import Booklet
from exams.domain.ids import AttemptId, ExamId
from exams.domain.questions import TYPED, Question, QuestionKind
from handlers.buttons.computer_test import PickButton
from sandbox.page_player import StudentsPage
from sandbox.players import Player, buttons
from sandbox.stage import Stage
from sandbox.telegram.screen import PATIENCE
from sandbox.telegram.things import Message


@dataclass(slots=True)
class Sitting:
    """A student at the test, who knows what was acknowledged as saved.

    Attributes:
        saved: by place, what the bot said it had saved last: options tapped, or words.
    """

    stage: Stage
    player: Player
    exam: ExamId
    attempt: AttemptId
    saved: dict[int, list[tuple[int, bool, int] | str]] = field(default_factory=dict)

    async def booklet(self) -> tuple[Booklet, dict[int, Question]]:
        """Return the booklet and its questions by place, as they are stored."""
        async with self.stage.units.reading() as unit:
            booklet = await unit.booklets.of(self.attempt)
            if booklet is None:
                raise LookupError(self.attempt)
            found = await unit.questions.many(item.question for item in booklet.items)
        return booklet, {n: found[item.question] for n, item in enumerate(booklet.items, 1)}

    async def window(self, place: int, of: int) -> Message:
        """Wait until the window shows the question at a place."""
        head = f"{place}/{of}"
        return await self.player.phone.wait_for(
            lambda one: one.text.startswith(head) and bool(one.buttons), PATIENCE
        )

    async def answer(self, places: Iterable[int], *, wrong: Iterable[int] = ()) -> None:
        """Answer questions one after the other, as they stand in the window."""
        _, questions = await self.booklet()
        for place in places:
            await self._turn_to(place, len(questions))
            await self._answer(place, questions[place], right=place not in set(wrong))

    async def _turn_to(self, place: int, of: int) -> None:
        shown = self.player.phone.find(
            lambda one: one.text.startswith(f"{place}/{of}") and bool(one.buttons)
        )
        if shown is None:
            there = f"z:{self.exam}:{place}:-1"
            if self.player.phone.find(_has(there)) is None:  # neither scale nor neighbour
                await self.player.tap("scale")
            way = await self.player.phone.wait_for(_has(there), PATIENCE)
            await self.player.phone.press(there, message=way)
        await self.window(place, of)

    async def _answer(self, place: int, question: Question, *, right: bool) -> None:
        if question.kind in TYPED:
            words = right_words(question) if right else "0"
            await self.player.phone.text(words)
            await self.player.phone.wait_for(
                lambda one: one.text.startswith(f"{place}/") and words in one.text, PATIENCE
            )
            self.saved[place] = [words]
            return
        for line, option in enumerate(self._choice(question, right=right)):
            matching = question.kind is QuestionKind.MATCHING
            pick = PickButton(
                exam=self.exam, place=place, option=option, on=True, line=line if matching else 0
            )
            window = await self.player.phone.wait_for(_has(pick.pack()), PATIENCE)
            answer = await self.player.phone.press(pick.pack(), message=window, timeout=PATIENCE)
            if answer is not None and self.player.label("answer_saved") in answer.text:
                self.saved.setdefault(place, []).append((option, True, pick.line))

    @staticmethod
    def _choice(question: Question, *, right: bool) -> tuple[int, ...]:
        if right:
            return question.key.chosen
        first = question.key.chosen[0]
        other = next(n for n in range(len(question.options)) if n != first)
        return (other,) * (len(question.lines) or 1)

    async def hand_in(self) -> None:
        """Finish, tick, hand in."""
        await self.player.tap("finish_test")
        await self.player.tap("tick_finish")
        await self.player.tap("submit_test")

    async def lost(self) -> int:
        """Count what was acknowledged as saved and is not stored."""
        booklet, questions = await self.booklet()
        gone = 0
        for place, taps in self.saved.items():
            given = booklet.given.get(place)
            last = taps[-1]
            if given is None:
                gone += 1
            elif isinstance(last, str):
                gone += given.answer.typed != last
            elif questions[place].kind is QuestionKind.MATCHING:
                gone += given.answer.chosen[last[2]] != last[0]
            else:
                gone += last[0] not in given.answer.chosen
        return gone


def right_words(question: Question) -> str:
    """Return what a typed answer must be."""
    key = question.key
    return key.texts[0] if key.texts else str(key.numbers[0].value)


def _has(data: str) -> Callable[[Message], bool]:
    """Return the condition that a message has a button which carries this."""
    return lambda message: any(button.get("callback_data") == data for button in buttons(message))


@dataclass(slots=True)
class PageSitting(Sitting):
    """A student at the test's page.

    Attributes:
        page: as the device has it open that was taken last; None before the first.
    """

    page: StudentsPage | None = None

    async def open(self, session: ClientSession, device: str) -> None:
        """Open the page on a device."""
        self.page = StudentsPage(self.player, session, device)
        await self.page.open()

    async def _turn_to(self, place: int, of: int) -> None:
        """Turn nothing: all questions are on the page."""

    async def _answer(self, place: int, question: Question, *, right: bool) -> None:
        if question.kind in TYPED:
            words = right_words(question) if right else "0"
            await self._opened.answer(place, typed=words)
            self.saved[place] = [words]
            return
        chosen = self._choice(question, right=right)
        await self._opened.answer(place, chosen=chosen)
        self.saved[place] = [(option, True, line) for line, option in enumerate(chosen)]

    async def hand_in(self) -> None:
        """Finish, tick, hand in."""
        await self._opened.act("finish")
        await self._opened.act("tick", on=True)
        await self._opened.act("submit")

    @property
    def _opened(self) -> StudentsPage:
        if self.page is None:
            raise LookupError(self.attempt)
        return self.page
