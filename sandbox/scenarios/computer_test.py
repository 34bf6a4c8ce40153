"""A computer test from the schedule to thirty grades in the journal (S11-S19).

Thirty students sit it at once. Айгерім answers everything; Болат asks the proctor, and lends the
used invite to a second account; Дана loses the network for two minutes in the middle, and what was
tapped meanwhile is sent later; Ерлан is warned, paused and let go on; Мадина does not get through
in time; Арман sits it on the page, first on the phone, then on another device; Тимур does not
come. The others answer well or less well.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from aiohttp import ClientSession

from exams.domain.attempt import Seen
from exams.domain.exam import Kind
from exams.domain.refusals.people import InviteRefused
from sandbox.players import Player
from sandbox.sample_bank import bank_file, sample_bank
from sandbox.scenarios.sitting import PageSitting, Sitting
from sandbox.scenarios.written import open_card, remind
from sandbox.stage import POLL_SECONDS, Stage
from sandbox.telegram.screen import PATIENCE
from sandbox.university import SUBJECT, ratings_csv, schedule_csv
from templates.parts import bare

MINUTES = 40
BY_HAND = 5
"""So many are admitted button by button; the proctor's other taps are the same again."""

ON_PAGE = 5
"""Which of the students, by number, sits the test on the page."""

NETWORK_LOST = timedelta(minutes=2)
WORDS = {
    "kk": "Сурет ашылмай тұр",
    "ru": "Не открывается картинка",
    "en": "The picture does not open",
}
REPLY = {"kk": "Тестті қайта ашыңыз", "ru": "Откройте тест заново", "en": "Open the test again"}


async def play(stage: Stage) -> None:
    """Play the day from the import to the grades."""
    *sitters, _ = stage.students
    sitters = sorted(sitters, key=lambda one: one.who.number)
    await plan(stage)
    await remind(stage, sitters[:5])
    await come(stage, sitters)
    await admit(stage, sitters)
    sittings = await begin(stage, sitters)
    async with ClientSession() as session:
        await answer(stage, sittings, session)
        await finish(stage, sittings)
    stage.answers_lost = sum([await one.lost() for one in sittings])
    await stage.until(stage.exam_at + timedelta(minutes=MINUTES + 20))
    await stage.take_photo("9-over")


async def plan(stage: Stage) -> None:
    """The registrar imports schedule, ratings and a file of questions; the dean publishes."""
    locale = stage.locale.value
    for name, data in (
        ("schedule.csv", schedule_csv(stage.exam_at, locale, Kind.TEST, minutes=MINUTES)),
        ("ratings.csv", ratings_csv(locale, [player.who for player in stage.students])),
    ):
        mark = stage.registrar.phone.mark
        await stage.registrar.phone.document(data, name=name, mime="text/csv")
        await stage.registrar.tap("confirm_import", since=mark)
        await stage.settle()
    mark = stage.registrar.phone.mark
    await stage.registrar.phone.document(bank_file(locale), name="questions.gift")
    await stage.settle()
    await stage.take_photo("0-bank")
    await stage.registrar.tap("confirm_import", since=mark)
    await stage.settle()
    await stage.dean.phone.key(stage.dean.label("drafts"))
    await stage.dean.tap_text(SUBJECT[locale])
    await stage.dean.tap("publish")
    await stage.settle()
    await stage.take_photo("1-published")


async def come(stage: Stage, sitters: Sequence[Player]) -> None:
    """The link 15 minutes early, "I'm here", the rules; everybody at once."""
    await stage.until(stage.exam_at - timedelta(minutes=30))
    await stage.zoom.begin(await stage.proctor.link("open_link"))
    await stage.until(stage.exam_at - timedelta(minutes=15))
    await asyncio.gather(*(_check_in(stage, student) for student in sitters))
    await stage.settle()


async def _check_in(stage: Stage, student: Player) -> None:
    mark = student.phone.mark
    await stage.zoom.join(await student.link("open_link"))
    await student.tap("im_here")
    await student.phone.wait_for("1/2", PATIENCE, since=mark)
    await student.tap("rules_next", since=mark)
    await student.tap("agree", since=mark)


async def admit(stage: Stage, sitters: Sequence[Player]) -> None:
    """The proctor looks at document and face, then at room and desk, and admits."""
    for student in sitters[:BY_HAND]:
        await open_card(stage, student)
        await stage.proctor.tap("identify")
        await stage.proctor.tap("admit_in_order")
    attempts, use = await stage.attempts(), stage.app.use
    async with stage.units.reading() as unit:
        proctor = await unit.people.by_number(stage.proctor.who.number)
    if proctor is None:
        raise LookupError(stage.proctor.who.number)
    for student in sitters[BY_HAND:]:
        attempt = attempts[student.who.number].id
        for check in Seen:
            await use.tick(proctor.actor(), attempt, check, on=True)
        await use.admit(proctor.actor(), attempt)
    await stage.settle()
    await stage.take_photo("2-admitted")


async def begin(stage: Stage, sitters: Sequence[Player]) -> tuple[Sitting, ...]:
    """Next: the test begins for everybody."""
    await stage.until(stage.exam_at)
    await asyncio.gather(*(student.tap("to_tickets") for student in sitters))
    await stage.settle()
    exam, attempts = await stage.exam(), await stage.attempts()
    await stage.take_photo("3-first-question")
    return tuple(
        (PageSitting if n == ON_PAGE else Sitting)(
            stage, student, exam.id, attempts[student.who.number].id
        )
        for n, student in enumerate(sitters)
    )


async def open_page(sitting: Sitting, session: ClientSession, device: str) -> None:
    """Let whoever sits the test on the page open it on a device."""
    if isinstance(sitting, PageSitting):
        await sitting.open(session, device)


async def answer(stage: Stage, sittings: Sequence[Sitting], session: ClientSession) -> None:
    """Everybody answers; one asks, one loses the network, one is warned and paused."""
    questions = len(sample_bank(stage.locale.value))
    half, rest = range(1, questions // 2 + 1), range(questions // 2 + 1, questions + 1)
    _, bolat, dana, yerlan, madina, arman, *_ = sittings
    await open_page(arman, session, "phone")
    await asyncio.gather(*(one.answer(half, wrong=_wrong(n)) for n, one in enumerate(sittings)))
    await stage.settle()
    await stage.take_photo("4-half")
    await ask(stage, bolat)
    await warn_and_pause(stage, yerlan)
    await lend_account(stage, bolat)
    await open_page(arman, session, "laptop")
    connected = [one for one in sittings if one not in (dana, madina)]
    await asyncio.gather(*(one.answer(rest, wrong=_wrong(n)) for n, one in enumerate(connected)))
    await lose_network(stage, dana, rest)
    await madina.answer(list(rest)[:-2])
    await stage.settle()
    await stage.take_photo("6-answered")


async def lose_network(stage: Stage, sitting: Sitting, rest: Sequence[int]) -> None:
    """What is tapped without a network is not saved; it is sent two minutes later, and then is."""
    phone = sitting.player.phone
    saved = len(sitting.saved)
    phone.lose_network()
    async with asyncio.TaskGroup() as taps:
        taps.create_task(sitting.answer(rest))
        while not phone.unsent:  # noqa: ASYNC110 - a finger, not an event
            await asyncio.sleep(POLL_SECONDS)
        stage.clock.step(NETWORK_LOST)
        await stage.settle()
        await stage.take_photo("6-no-network")
        if len(sitting.saved) != saved:
            raise RuntimeError("an answer was acknowledged that was never sent")
        phone.find_network()
    await stage.settle()


async def lend_account(stage: Stage, sitting: Sitting) -> None:
    """A second account tries the student's own invite: it was used, and lets nobody in."""
    second = stage.telegram.add_person(first_name="Екінші", language_code=stage.locale.value)
    await second.start(f"CARD{sitting.player.who.number}")
    refusal = bare(stage.words.refusal(InviteRefused(), stage.locale)).strip()
    await second.wait_for(refusal, PATIENCE)


def _wrong(number: int) -> tuple[int, ...]:
    """Return at which places a student is mistaken."""
    return tuple(place for place in range(1, 13) if number and (place * number) % 7 == 1)


async def ask(stage: Stage, sitting: Sitting) -> None:
    """A student asks the proctor, who answers from the alert."""
    proctor, student = stage.proctor, sitting.player
    locale = stage.locale.value
    mark = proctor.phone.mark
    await student.tap("question_to_proctor")
    await stage.settle()
    await student.phone.text(WORDS[locale])
    await proctor.hears(WORDS[locale], since=mark)
    await stage.settle()
    await stage.take_photo("5-question")
    await proctor.tap("reply", since=mark)
    await stage.settle()
    mark = student.phone.mark
    await proctor.phone.text(REPLY[locale])
    await student.hears(REPLY[locale], since=mark)
    await stage.settle()


async def warn_and_pause(stage: Stage, sitting: Sitting) -> None:
    """A warning, then a pause of three minutes that costs no time."""
    proctor, student = stage.proctor, sitting.player
    await open_card(stage, student)
    await proctor.tap("warn")
    await proctor.tap("warn_left_view")
    await stage.settle()
    await proctor.tap("pause")
    await proctor.tap("pause_clock")
    await stage.settle()
    await stage.take_photo("5-paused")
    stage.clock.step(timedelta(minutes=3))
    await proctor.tap("unpause")
    await stage.settle()
    await student.sees("scale")


async def finish(stage: Stage, sittings: Sequence[Sitting]) -> None:
    """Everybody hands in but Madina, whose time runs out."""
    madina = sittings[4]
    done = [one for one in sittings if one is not madina]
    await stage.take_photo("7-finish")
    await asyncio.gather(*(one.hand_in() for one in done))
    await stage.settle()
    await stage.take_photo("8-graded")
    for minutes in (10, 5, 1):
        await stage.until(stage.exam_at + timedelta(minutes=MINUTES - minutes))
    await stage.until(stage.exam_at + timedelta(minutes=MINUTES, seconds=30))
