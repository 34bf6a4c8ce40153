"""Days on which things go wrong, through the very bot: stragglers, a spoiled ticket, appeals."""

from pathlib import Path

from bot.log_check import check_log
from exams.domain.appeal import AppealStage
from exams.domain.attempt_table import Stage
from exams.domain.deck import Deck
from exams.domain.people import Locale
from exams.domain.sheets import SheetStatus
from sandbox.report import report_of
from sandbox.scenarios import PLAYS, appeal, written_hard
from sandbox.stage import Stage as Theatre
from tests.e2e.eyes import Eyes
from tests.e2e.languages import everybody_was_spoken_to_in_their_language
from tests.staged import staged


async def test_a_written_exam_with_every_edge_case_loses_nothing(fresh_database: Path) -> None:
    play = PLAYS["written-hard"]
    async with staged(
        fresh_database, Locale.KK, students=written_hard.FEW, chief=play.chief
    ) as stage:
        eyes = Eyes(stage.telegram.world)
        await play.act(stage)
        await stage.settle()

        report = await report_of(stage, "written-hard", 0)
        assert stage.telegram.refusals == []
        assert (report.event_log_ok, report.draw_verified, report.results_posted) == (
            True,
            True,
            1,
        )
        assert (await check_log(stage.app.settings.database_url)).whole
        await everybody_but_one_came_through(stage)
        await tickets_are_all_different_and_one_is_burnt(stage)
        await sheets_out_of_time_are_kept_aside(stage)
        await time_was_given_where_it_was_due(stage)
        await nothing_was_done_twice(stage)
        assert {one["points"] for one in report.grades.values()} == {
            *written_hard.MARKS[1:11],
            written_hard.APPEALED,
        }
        players = (*stage.students, *stage.staff, written_hard.chief_of(stage))
        everybody_was_spoken_to_in_their_language(players, eyes)


async def everybody_but_one_came_through(stage: Theatre) -> None:
    attempts = await stage.attempts()
    ends = {one.who.first_name: attempts[one.who.number].stage for one in stage.students}
    assert ends.pop("Тимур") is Stage.NO_SHOW
    assert set(ends.values()) == {Stage.RELEASED}
    assert (await stage.exam()).schedule_version == 2


async def deck_of(stage: Theatre) -> Deck:
    async with stage.units.reading() as unit:
        return await unit.decks.of((await stage.exam()).id)


async def tickets_are_all_different_and_one_is_burnt(stage: Theatre) -> None:
    attempts = await stage.attempts()
    tickets = [one.ticket for one in attempts.values() if one.ticket is not None]
    assert len(set(tickets)) == len(tickets) == 11
    burnt = [card for card in (await deck_of(stage)).cards if card.burnt]
    assert len(burnt) == 1
    assert burnt[0].number not in tickets


async def statuses(stage: Theatre, name: str) -> list[SheetStatus]:
    (student,) = written_hard.named(stage, name)
    attempts = await stage.attempts()
    async with stage.units.reading() as unit:
        sheets = await unit.sheets.of(attempts[student.who.number].id)
    return sorted((sheet.status for sheet in sheets), key=lambda status: status.value)


async def sheets_out_of_time_are_kept_aside(stage: Theatre) -> None:
    accepted = SheetStatus.ACCEPTED
    assert await statuses(stage, "Сәния") == [accepted, SheetStatus.EARLY]
    assert await statuses(stage, "Арман") == [accepted, SheetStatus.LATE]
    assert await statuses(stage, "Болат") == [accepted, SheetStatus.REPLACED, SheetStatus.RETAKE]
    assert await statuses(stage, "Тимур") == []


async def time_was_given_where_it_was_due(stage: Theatre) -> None:
    attempts = await stage.attempts()
    (yerlan, dana) = (attempts[p.who.number] for p in written_hard.named(stage, "Ерлан", "Дана"))
    assert yerlan.clock.allowed.total_seconds() == 150 * 60
    assert yerlan.clock.paused.total_seconds() > 11 * 60  # twelve, but for what the clock ran on
    assert yerlan.on_phone
    assert dana.clock.started_at is not None
    assert (dana.clock.started_at - stage.exam_at).total_seconds() >= 3 * 60


async def nothing_was_done_twice(stage: Theatre) -> None:
    """What proctor and chief did at the same moment is in the log once."""
    (nursultan,) = written_hard.named(stage, "Нұрсұлтан")
    attempt = (await stage.attempts())[nursultan.who.number]
    async with stage.units.reading() as unit:
        log = await unit.events.of((await stage.exam()).id)
    done = [event.act for event in log if event.attempt_id == attempt.id]
    assert (done.count("admit"), done.count("accept_sheets")) == (1, 1)


async def test_appeals_are_heard_in_time_decided_once_and_republished(
    fresh_database: Path,
) -> None:
    play = PLAYS["appeal"]
    async with staged(
        fresh_database, Locale.RU, students=play.students, chief=play.chief
    ) as stage:
        eyes = Eyes(stage.telegram.world)
        await play.act(stage)
        await stage.settle()

        report = await report_of(stage, "appeal", 0)
        assert stage.telegram.refusals == []
        assert (report.event_log_ok, report.draw_verified) == (True, True)
        first, second, third = (one.who.number for one in stage.students)
        points = {number: one["points"] for number, one in report.grades.items()}
        assert points[first] in {appeal.CHANGED, 70}  # of two decisions at once one holds
        assert (points[second], points[third]) == (74, 48)
        changed, upheld = AppealStage.CHANGED.value, AppealStage.UPHELD.value
        assert report.appeals == {first: changed, second: upheld}
        posts = [one for one in eyes.in_chat(stage.group.id) if one.text.startswith("📣")]
        assert len({one.message for one in posts}) == 1
        assert f" {points[first]} " in posts[-1].text
        async with stage.units.reading() as unit:
            log = await unit.events.of((await stage.exam()).id)
        acts = [event.act for event in log]
        assert (acts.count("appeal"), acts.count("change"), acts.count("uphold")) == (2, 1, 1)
        everybody_was_spoken_to_in_their_language((*stage.students, *stage.staff), eyes)
