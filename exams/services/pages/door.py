"""The door of the page: Telegram's word is good once, then a session of our own holds."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exams.domain.computer_test import sits
from exams.domain.ids import AttemptId, ChatId, ExamId
from exams.domain.page import PageSession, check_fresh
from exams.domain.people import Actor
from exams.domain.refusals.pages import LaunchUsed, PageClosed
from exams.ports.chance import Shuffler
from exams.ports.clock import Clock
from exams.records.unit import Unit, Units
from exams.services.doors import Seat, own_seat
from exams.services.keeping import note
from exams.services.telling import alert_staff

TOKEN: Final = 40  # characters of base32: nobody guesses 200 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """Telegram's signed word that somebody has opened the page.

    Attributes:
        data: as it was signed; whoever brings it must not have brought it before.
        opened_at: by Telegram's clock.
    """

    data: str
    opened_at: datetime

    @property
    def digest(self) -> str:
        """Return what is kept of it."""
        return hashlib.sha256(self.data.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page that was let in.

    Attributes:
        token: what it shows from now on; only its hash is kept.
    """

    token: str
    attempt: AttemptId


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Who stands behind a token, and whose test it opens."""

    actor: Actor
    account: ChatId
    exam: ExamId
    attempt: AttemptId
    token_hash: str


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A student opens the page of the own test."""

    units: Units
    clock: Clock
    shuffler: Shuffler

    async def __call__(self, actor: Actor, exam: ExamId, launch: Launch, *, device: str) -> Opened:
        """Let the page in; one that was open before, here or elsewhere, is closed by that.

        Args:
            actor: whose account Telegram has signed.
            exam: the own one.
            launch: Telegram's word.
            device: what the page calls the device it runs on.

        Raises:
            LaunchOld: opened more than five minutes ago.
            LaunchUsed: this opening was let in already.
            Unknown: the student is not on the exam's list.
        """
        now = self.clock.now()
        check_fresh(launch.opened_at, now=now)
        token = self.shuffler.code(TOKEN)
        async with self.units() as unit:
            if not await unit.pages.launch(launch.digest, now):
                raise LaunchUsed
            seat = await own_seat(unit, actor, exam)
            await self._let_in(unit, seat, token_hash(token), device, now)
            await unit.commit()
        return Opened(token=token, attempt=seat.attempt.id)

    async def _let_in(
        self, unit: Unit, seat: Seat, hashed: str, device: str, now: datetime
    ) -> None:
        attempt = seat.attempt.id
        before = await unit.pages.of(attempt)
        if before is None:
            session = PageSession(
                attempt_id=attempt, token_hash=hashed, device=device, opened_at=now
            )
            await unit.pages.put(session, first=True)
            await note(unit, seat, "page_opened", at=now, facts={"moves": 0})
            return
        session = before.open_again(token_hash=hashed, device=device, at=now)
        await unit.pages.put(session)
        await note(unit, seat, "page_opened", at=now, facts={"moves": session.moves})
        if session.moves != before.moves and sits(seat.attempt):
            key = str(session.moves)
            await alert_staff(unit, seat, "second_device", at=now, key=key)


@dataclass(frozen=True, slots=True)
class EnterPage:
    """A page shows its token."""

    units: Units
    clock: Clock

    async def __call__(self, token: str) -> Entered:
        """Return who may act with it.

        Raises:
            PageClosed: nobody; it was closed, replaced by a newer one, or is out of date.
        """
        hashed = token_hash(token)
        async with self.units.reading() as unit:
            session = await unit.pages.by_token(hashed)
            if session is None or not session.good(self.clock.now()):
                raise PageClosed
            attempt = await unit.attempts.get(session.attempt_id)
            if attempt is None:
                raise PageClosed
            student = await unit.people.get(attempt.student_id)
        if student is None or student.account is None:
            raise PageClosed
        return Entered(
            actor=student.actor(),
            account=student.account,
            exam=attempt.exam_id,
            attempt=attempt.id,
            token_hash=hashed,
        )
