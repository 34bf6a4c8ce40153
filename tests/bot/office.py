"""A group's chat to which results are posted, and who looks after it."""

from bot.deliver import Deliverer
from exams.domain.delivery import Priority
from exams.domain.ids import ChatId, GroupId
from exams.domain.people import Person, Role
from exams.notices.results import GroupResults
from exams.records.outbox import Envelope
from exams.records.people import NEW_PERSON
from exams.services.people.groups import ChatLost, ChatMigrated
from sandbox.telegram import Chat, Phone
from sandbox.telegram.things import Message
from tests.bot.post import Post, Until


class Office(Post):
    """A group, a registrar and the use cases that follow the group's chat."""

    async def chat_lost(self, chat: ChatId) -> None:
        await ChatLost(self.units, self.clock)(chat)

    async def chat_migrated(self, old: ChatId, new: ChatId) -> None:
        await ChatMigrated(self.units)(old, new)

    async def registrar(self) -> Phone:
        phone = self.telegram.add_person(first_name="Madina")
        await phone.start()
        async with self.units() as unit:
            await unit.people.add(
                Person(
                    id=NEW_PERSON,
                    name="Қуанышева Мәдина",
                    number="R1",
                    roles=frozenset({Role.REGISTRAR}),
                    account=ChatId(phone.id),
                )
            )
            await unit.commit()
        return phone

    def results(self, group: GroupId, notice: GroupResults) -> Envelope:
        self.letters += 1
        return Envelope(
            notice=notice,
            chat=group,
            key=f"results {self.letters}",
            priority=Priority.RESULT,
            slot="results:7",
        )


async def deliver(office: Office, deliverer: Deliverer, until: Until, envelope: Envelope) -> None:
    """Put a message into the outbox and wait for its end, whichever that is."""
    await office.put(envelope)
    deliverer.wake()
    await until(deliverer.idle)


def posts(phone: Phone, chat: Chat) -> list[Message]:
    return [message for message in phone.messages(chat) if message.from_bot]
