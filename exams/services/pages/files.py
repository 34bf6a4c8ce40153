"""The files that a page of a computer test may have: pictures of its questions, voice notes."""

from dataclasses import dataclass

from exams.domain.attempt import TESTING, Attempt
from exams.domain.ids import Digest, ExamId
from exams.domain.people import Actor
from exams.domain.refusals.people import Unknown
from exams.notices.base import Media
from exams.ports.files import Files
from exams.records.unit import Unit, Units
from exams.services.doors import own_seat


@dataclass(frozen=True, slots=True)
class GivePageFile:
    """A page asks for a picture of its test, or for a voice note."""

    units: Units
    files: Files

    async def __call__(self, actor: Actor, exam: ExamId, digest: Digest) -> tuple[Media, bytes]:
        """Return it.

        Raises:
            Unknown: it belongs to nothing that this student may see now.
        """
        async with self.units.reading() as unit:
            seat = await own_seat(unit, actor, exam)
            media = await _media(unit, seat.attempt)
        if digest not in media:
            raise Unknown
        return media[digest], await self.files.get(digest)


async def _media(unit: Unit, attempt: Attempt) -> dict[Digest, Media]:
    found = {
        remark.voice: Media(kind="voice", digest=remark.voice, name="voice.ogg")
        for remark in await unit.talk.of(attempt.id)
        if remark.voice is not None
    }
    asked = attempt.stage in TESTING and attempt.clock.held_at is None
    booklet = await unit.booklets.of(attempt.id) if asked else None
    items = booklet.items if booklet else ()
    for question in (await unit.questions.many(item.question for item in items)).values():
        pictures = (question.picture, *(option.picture for option in question.options))
        found |= {
            picture: Media(kind="photo", digest=picture, name=f"{question.id}.jpg")
            for picture in pictures
            if picture is not None
        }
    return found
