"""Units of work: each is one transaction over all repositories."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.personal_files import SqlPersonalFiles
from storage.records.absence_cases import SqlCases
from storage.records.absence_orders import SqlOrders
from storage.records.additional_plans import SqlPlans
from storage.records.appeals import SqlAppeals
from storage.records.arrivals import SqlArrivals
from storage.records.attempts import SqlAttempts
from storage.records.booklets import SqlBooklets
from storage.records.came import SqlCame
from storage.records.comments import SqlComments
from storage.records.commissions import SqlCommissions
from storage.records.decks import SqlDecks
from storage.records.entrance import SqlInvites, SqlPendings
from storage.records.events import SqlEvents
from storage.records.exams import SqlExams
from storage.records.gradebook import SqlGradebook
from storage.records.marking import SqlMarkings
from storage.records.marks import SqlMarks
from storage.records.outages import SqlOutages
from storage.records.outbox import SqlOutbox
from storage.records.pages import SqlPages
from storage.records.people import SqlGroups, SqlPeople
from storage.records.photographs import SqlPhotographs
from storage.records.pulse import SqlPulse
from storage.records.questions import SqlQuestions
from storage.records.sheets import SqlSheets
from storage.records.talk import SqlTalk
from storage.seal import Seal


class SqlUnit:
    """One transaction; leaving it without commit() undoes everything."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self.people = SqlPeople(connection)
        self.groups = SqlGroups(connection)
        self.exams = SqlExams(connection)
        self.attempts = SqlAttempts(connection)
        self.decks = SqlDecks(connection, seal)
        self.questions = SqlQuestions(connection)
        self.booklets = SqlBooklets(connection)
        self.talk = SqlTalk(connection)
        self.pages = SqlPages(connection)
        self.marking = SqlMarkings(connection)
        self.commissions = SqlCommissions(connection)
        self.photographs = SqlPhotographs(connection)
        self.personal_files = SqlPersonalFiles(connection)
        self.comments = SqlComments(connection)
        self.sheets = SqlSheets(connection)
        self.marks = SqlMarks(connection)
        self.appeals = SqlAppeals(connection)
        self.gradebook = SqlGradebook(connection)
        self.arrivals = SqlArrivals(connection)
        self.events = SqlEvents(connection)
        self.outbox = SqlOutbox(connection)
        self.invites = SqlInvites(connection)
        self.pendings = SqlPendings(connection)
        self.cases = SqlCases(connection)
        self.orders = SqlOrders(connection)
        self.plans = SqlPlans(connection)
        self.outages = SqlOutages(connection)
        self.pulse = SqlPulse(connection)
        self.came = SqlCame(connection)

    async def commit(
        self,
        *,
        aside: bool = False,  # noqa: ARG002 - see `OnceUnit`
        answered: bool = False,  # noqa: ARG002 - likewise
    ) -> None:
        """Make everything durable."""
        await self._connection.commit()


@dataclass(frozen=True, slots=True)
class SqlUnits:
    """Opens units of work on a database."""

    database: Database

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[SqlUnit]:
        """Open a unit that may write; writers wait for each other."""
        async with self.database.writing() as connection:
            yield SqlUnit(connection, self.database.seal)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlUnit]:
        """Open a unit that only reads a consistent picture and waits for nobody."""
        async with self.database.reading() as connection:
            yield SqlUnit(connection, self.database.seal)
