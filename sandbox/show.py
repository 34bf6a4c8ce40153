"""The phones page over a stage: what `make demo` opens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from exams.domain.exam import Kind
from sandbox.page_server import UPLOADS, Cast, CastMember, mount
from sandbox.players import Player
from sandbox.sample_bank import bank_file
from sandbox.scenarios.computer_test import MINUTES
from sandbox.stage import Stage
from sandbox.tour import next_moment, steps
from sandbox.university import ratings_csv, schedule_csv, tickets_csv

SHOWN_STUDENTS = 2


@asynccontextmanager
async def shown(stage: Stage, port: int = 0) -> AsyncIterator[str]:
    """Serve the page on loopback and return its address.

    Raises:
        OSError: the port is taken.
    """
    app = web.Application(client_max_size=UPLOADS)

    mount(
        app,
        stage.telegram,
        stage.clock,
        next_moment=lambda: next_moment(stage),
        tour=lambda: steps(stage),
        cast=_cast(stage),
        papers=lambda: papers_of(stage),
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def papers_of(stage: Stage) -> dict[str, bytes]:
    """Return what the registrar imports at the start of the day."""
    language = stage.locale.value
    return {
        "schedule-written.csv": schedule_csv(stage.exam_at, language),
        "schedule-oral.csv": schedule_csv(stage.exam_at, language, Kind.ORAL),
        "schedule-test.csv": schedule_csv(stage.exam_at, language, Kind.TEST, minutes=MINUTES),
        "tickets.csv": tickets_csv(language),
        "questions.gift": bank_file(language),
        "ratings.csv": ratings_csv(language),
    }


def _cast(stage: Stage) -> Cast:
    students = [_member(one) for one in stage.students[:SHOWN_STUDENTS]]
    staff = [_member(one) for one in (stage.proctor, stage.dean, stage.registrar)]
    return Cast(people=[*students, *staff], group=stage.group.id)


def _member(player: Player) -> CastMember:
    return CastMember(id=player.phone.id, role=player.role, name=player.who.name)
