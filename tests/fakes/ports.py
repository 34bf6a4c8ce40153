"""Stand-ins for the outside world, short enough to be seen through."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from exams.domain.ids import Digest, ExamId, PersonId
from exams.domain.likeness import COSINE, Comparison, Portrait, judge_likeness
from exams.domain.oral import Lane
from exams.domain.papers import Form, Paper
from exams.domain.people import Locale
from exams.domain.refusals.pictures import NotAPicture, PictureTooLarge
from exams.domain.verdict import SheetReport, Strictness, judge
from exams.notices.lines import MarkLine
from exams.ports.absence_papers import ApplicationFacts, OrderFacts, RegisterFacts, ScheduleFacts
from exams.ports.chance import T
from exams.ports.conferences import Conference, ConferencesUnavailable, PersonalLink
from exams.ports.grade_system import GradeAnswer, GradeLine, GradeSystemUnavailable
from exams.ports.mark_forms import FilledMark
from exams.ports.sheet_papers import SheetBook
from exams.ports.sheets import InspectedPage


class FakeClock:
    """A clock that stands until the test lets time pass."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        """Return the moment set."""
        return self.moment

    def pass_(self, time: timedelta) -> datetime:
        """Let time pass."""
        self.moment += time
        return self.moment


class FakeShuffler:
    """Chance that can be foreseen: reversed order, codes that count."""

    def __init__(self) -> None:
        self.codes = 0

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return the items reversed."""
        return tuple(reversed(items))

    def code(self, length: int) -> str:
        """Return the next number, padded."""
        self.codes += 1
        return str(self.codes).rjust(length, "A")

    def secret(self, length: int) -> bytes:
        """Return bytes that count, other ones each time."""
        self.codes += 1
        return bytes([self.codes % 256]) * length


class FakeFiles:
    """Files in memory."""

    def __init__(self) -> None:
        self.stored: dict[Digest, bytes] = {}
        self.sealed: set[Digest] = set()

    async def put(self, data: bytes, *, sealed: bool = False) -> Digest:
        """Keep the bytes, and which were to be sealed."""
        digest = Digest(hashlib.sha256(data).hexdigest())
        self.stored[digest] = data
        if sealed:
            self.sealed.add(digest)
        return digest

    async def get(self, digest: Digest) -> bytes:
        """Return the bytes."""
        return self.stored[digest]

    async def forget(self, digest: Digest) -> None:
        """Drop the bytes."""
        self.stored.pop(digest, None)


class FakeInspector:
    """Reads "photographs" which say of themselves what would be measured.

    An upload is made by `photograph`; its paper names the sheet it was made of.
    """

    async def inspect(self, upload: bytes, *, strictness: Strictness) -> tuple[InspectedPage, ...]:
        """Return the pages written in the upload, judged by the real rules."""
        pages = []
        for page in json.loads(upload):
            report = SheetReport(width=1500, height=2000, **page["measured"])
            pages.append(
                InspectedPage(
                    report=report,
                    verdict=judge(report, strictness),
                    picture=upload + b"picture",
                    straightened=upload + b"straight",
                    marked=upload + b"marked",
                    fingerprint=page["paper"].encode(),
                )
            )
        return tuple(pages)

    async def turned(self, page: bytes, quarters: int) -> bytes:
        """Return the page with a note of how far it was turned."""
        return page + f" turned {quarters}".encode()

    async def covered(self, page: bytes) -> bytes:
        """Return the page with a note that its header is hidden."""
        return page + b" covered"

    async def find_same(self, fingerprint: bytes, others: Sequence[bytes]) -> int | None:
        """Return the first sheet made of the same paper."""
        return others.index(fingerprint) if fingerprint in others else None


class FakeFaces:
    """Reads "pictures" that say who is on: "Aigerim", "nobody", "crowd", "far", "night"."""

    def __init__(self) -> None:
        self.looked = 0

    async def look(self, picture: bytes) -> Portrait | None:
        """Measure what the picture says of itself."""
        self.looked += 1
        if picture == b"no picture":
            raise NotAPicture
        faces = {b"nobody": 0, b"crowd": 3}.get(picture, 1)
        apart = 20.0 if picture == b"far" else 60.0
        level = 60 if picture == b"night" else 240
        return Portrait(faces=faces, eyes_apart=apart, level=level, sharpness=0.5, eyes_open=1.0)

    async def compare(self, document: bytes, person: bytes) -> Comparison | None:
        """Compare by name, with the real rules."""
        one, other = await self.look(document), await self.look(person)
        assert one is not None
        assert other is not None
        raw = None if 0 in {one.faces, other.faces} else 0.9 if document == person else 0.1
        return judge_likeness(one, other, raw, COSINE)


class FakePageReader:
    """Takes "pages" written with a form feed between them; "bomb" and "film" are refused."""

    async def pages(self, upload: bytes) -> tuple[bytes, ...]:
        """Return the pages, each as a picture of itself."""
        if upload == b"bomb":
            raise PictureTooLarge(megapixels=64)
        if upload == b"film":
            raise NotAPicture
        return tuple(b"picture " + page for page in upload.split(b"\f"))


class FakeAbsencePapers:
    """Papers as the names on them; `said` keeps the facts that were given."""

    def __init__(self) -> None:
        self.said: list[object] = []

    async def _paper(self, facts: object) -> bytes:
        self.said.append(facts)
        return repr(facts).encode()

    async def application(self, facts: ApplicationFacts) -> bytes:
        """Return the facts."""
        return await self._paper(facts)

    async def order(self, facts: OrderFacts) -> bytes:
        """Return the facts."""
        return await self._paper(facts)

    async def schedule(self, facts: ScheduleFacts) -> bytes:
        """Return the facts."""
        return await self._paper(facts)

    async def schedule_workbook(self, facts: ScheduleFacts) -> bytes:
        """Return the facts as a workbook."""
        return b"xlsx " + await self._paper(facts)

    async def register(self, facts: RegisterFacts) -> bytes:
        """Return the facts."""
        return await self._paper(facts)


def photograph(*papers: str, **measured: float) -> bytes:
    """Make an upload of one page, or a file of several, for the `FakeInspector`."""
    return json.dumps([{"paper": paper, "measured": measured} for paper in papers]).encode()


class FakeSheetBooks:
    """Joins the facts of each work and its pages, with a line between them."""

    def __init__(self, files: FakeFiles) -> None:
        self.files = files

    async def bind(self, book: SheetBook, locale: Locale) -> tuple[Digest, ...]:
        """Store the pages as one file."""
        lines = [f"{locale.value} {book.subject}".encode()]
        for work in book.works:
            lines += [f"{work.who} {work.number}".encode()]
            lines += [self.files.stored[page] for page in work.pages]
        return (await self.files.put(b"\n".join(lines)),)


class FakeConferences:
    """A conference service that always works, unless told otherwise."""

    def __init__(self) -> None:
        self.down = False
        self.made: list[ExamId] = []
        self.ended: list[str] = []
        self.gone: set[str] = set()
        self.inside: set[str] = set()
        self.revoked: list[PersonId] = []
        self.revokes = True

    def _work(self) -> None:
        if self.down:
            raise ConferencesUnavailable("down")

    async def create(
        self, *, exam: ExamId, topic: str, starts_at: datetime, minutes: int, host: str
    ) -> Conference:
        """Make a room named after the exam; another one once that is gone."""
        del topic, starts_at, minutes
        self._work()
        self.made.append(exam)
        name = f"{exam}"
        while f"room-{name}" in self.gone:
            name += "-anew"
        return Conference(id=f"room-{name}", host=host, join_url=f"https://room.example/{name}")

    async def personal_links(
        self, conference: Conference, names: Mapping[PersonId, str]
    ) -> dict[PersonId, PersonalLink]:
        """Make a link for each person."""
        self._work()
        return {
            person: PersonalLink(url=f"{conference.join_url}?p={person}", registrant=f"r{person}")
            for person in names
        }

    async def revoke(self, conference: Conference, people: Collection[PersonId]) -> bool:
        """Keep whose link is dead, if it has links of anybody's own."""
        del conference
        self._work()
        self.revoked += people
        return self.revokes

    async def start_link(self, conference: Conference) -> str:
        """Return the host's link."""
        self._work()
        return f"{conference.join_url}?host"

    async def stands(self, conference: Conference) -> bool:
        """Return whether the test let it stand."""
        self._work()
        return conference.id not in self.gone

    async def end(self, conference: Conference) -> None:
        """Close the room."""
        self._work()
        self.ended.append(conference.id)

    async def present(self, conference: Conference) -> frozenset[str]:
        """Return whom the test put inside."""
        del conference
        self._work()
        return frozenset(self.inside)


class FakeMarkForms:
    """Mark forms as lines of "place points"."""

    async def write(self, subject: str, lines: Sequence[MarkLine]) -> bytes:
        """Return one line a student."""
        return "\n".join([subject, *(f"{line.place} {line.points}" for line in lines)]).encode()

    async def read(self, data: bytes) -> tuple[FilledMark, ...]:
        """Read lines of "place points" or "place points name"."""
        rows = (line.split(" ", 2) for line in data.decode().splitlines())
        return tuple(
            FilledMark(place=int(place), points=points, name="".join(name))
            for place, points, *name in rows
        )


class FakePapers:
    """Papers as what they are about."""

    async def write(self, paper: Paper, form: Form, locale: Locale) -> bytes:
        """Return the paper's facts."""
        return f"{form.value} {locale.value} {paper}".encode()


class FakeTimelines:
    """Timelines as the minutes which the last student prepares."""

    async def draw(
        self, instruction: Sequence[Lane], equal: Sequence[Lane], locale: Locale
    ) -> bytes:
        """Return the minutes, and the language."""
        return f"{instruction[-1].prepares} {equal[-1].prepares} {locale.value}".encode()


class FakeGradeSystem:
    """A university's system that keeps what it gets, and says what it is told to say."""

    def __init__(self) -> None:
        self.lines: list[GradeLine] = []
        self.down = ""
        self.rejects: dict[str, str] = {}
        self.at_once = True
        self.late: list[GradeAnswer] = []

    async def send(self, lines: Sequence[GradeLine]) -> tuple[GradeAnswer, ...]:
        """Keep the lines and answer, unless it is down."""
        if self.down:
            raise GradeSystemUnavailable(self.down)
        self.lines += lines
        said = [
            GradeAnswer(
                key=line.key,
                recorded=line.number not in self.rejects,
                reason=self.rejects.get(line.number, ""),
            )
            for line in lines
        ]
        if self.at_once:
            return tuple(said)
        self.late += said
        return ()

    async def answers(self) -> tuple[GradeAnswer, ...]:
        """Return the answers that come later."""
        if self.down:
            raise GradeSystemUnavailable(self.down)
        return tuple(self.late)
