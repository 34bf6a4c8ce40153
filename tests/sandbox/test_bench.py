"""The benchmarks measure what they say they measure; how fast anything is, is no test."""

import json
import sys
from importlib import import_module

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import added, app
from sandbox.bench import (
    absence,
    albums,
    bank,
    delivery,
    draw,
    exam_day,
    morning,
    rush,
    sheets,
    sheets_pdf,
    start,
    statement,
    storage,
    tick,
    updates,
)
from sandbox.bench.command import BENCHES, LONG, bench
from sandbox.bench.crowd import gather, running_exams
from sandbox.bench.figures import Figure, as_json, as_table, short
from sandbox.bench.hall import Tap
from sandbox.drawn_sheets import draw_sheet
from sandbox.telegram import Limits
from vision.decode import decode


def figure(
    *, peer: float = 20.0, at_most: float | None = None, at_least: float | None = None
) -> Figure:
    return Figure(
        bench="draw",
        what="a tap",
        value=40.0,
        unit="ms",
        beside="echo",
        peer=peer,
        at_most=at_most,
        at_least=at_least,
    )


@pytest.mark.parametrize(
    ("wanted", "met", "target"),
    [
        ({}, None, ""),
        ({"at_most": 40.0}, True, "≤ 40"),
        ({"at_most": 39.9}, False, "≤ 39.9"),
        ({"at_least": 40.0}, True, "≥ 40"),
        ({"at_least": 40.1}, False, "≥ 40.1"),
        ({"at_least": 30.0, "at_most": 39.0}, False, "≥ 30 ≤ 39"),
    ],
)
def test_a_figure_says_whether_its_target_is_met(
    wanted: dict[str, float], met: object, target: str
) -> None:
    assert figure(**wanted).met is met
    assert figure(**wanted).target == target


def test_a_figure_stands_beside_its_peer_as_a_ratio_unless_that_is_nothing() -> None:
    assert figure().ratio == 2.0
    assert figure(peer=0.0).ratio is None


def test_numbers_are_shown_with_three_digits_that_matter() -> None:
    assert [short(one) for one in (0.0, 0.1234, 3.0, 9.876, 54.32, 1234.5)] == [
        "0", "0.12", "3", "9.88", "54.3", "1234",
    ]  # fmt: skip


def test_figures_are_printed_as_json_and_as_a_table() -> None:
    figures = [figure(at_most=30.0)]
    (row,) = json.loads(as_json(figures))["figures"]
    assert (row["value"], row["peer"], row["ratio"], row["met"]) == (40.0, 20.0, 2.0, False)
    console = Console(width=160)
    with console.capture() as shown:
        console.print(as_table(figures))
    assert "40 ms" in shown.get()
    assert "✘" in shown.get()


def test_the_command_line_knows_the_benchmarks_and_refuses_others() -> None:
    assert added()["bench"].load() is bench
    refused = CliRunner().invoke(app, ["bench", "marathon"])
    assert refused.exit_code == 2
    assert "draw" in refused.output


@pytest.mark.parametrize("name", BENCHES)
def test_every_benchmark_has_its_module(name: str) -> None:
    assert callable(import_module(f"sandbox.bench.{name.replace('-', '_')}").measure)


async def test_every_student_of_a_crowd_can_draw_and_nobody_waits_for_anything() -> None:
    async with gather(31) as crowd:
        exams = await running_exams(crowd)
        assert len(exams) == 31
        assert len(set(exams)) == 2
        async with crowd.units.reading() as unit:
            assert await unit.decks.taken(exams[0]) == 0
        before = crowd.telegram.messages_sent
        await crowd.app.use.tick_clock()
        await crowd.idle()
        assert crowd.telegram.messages_sent == before


async def test_draw_taps_on_both_bots() -> None:
    (found,) = await draw.measure(3)
    assert min(found.value, found.peer) > 0
    assert found.at_most == 3 * found.peer


async def test_a_room_that_taps_at_once_draws_different_tickets_and_the_shuffle_is_counted() -> (
    None
):
    slow, even = await rush.measure(4, draws=600)
    assert slow.value > 0
    assert slow.at_most == 1000
    assert 0 < even.value < 10 * even.peer


async def test_updates_are_answered_by_both_bots() -> None:
    (found,) = await updates.measure(3, rounds=2)
    assert min(found.value, found.peer) > 0


async def test_links_are_delivered_under_limits_that_are_enforced() -> None:
    rate, refused = await delivery.under_limits(5)
    assert rate.value > 0
    assert rate.peer == 30
    assert refused.value == 0
    _, refused = await delivery.under_limits(4, Limits(per_second=1))
    assert refused.value > 0
    assert refused.met is False


async def test_links_are_delivered_without_limits_by_both() -> None:
    (found,) = await delivery.without_limits(5)
    assert min(found.value, found.peer) > 0


async def test_a_tick_is_measured_with_exams_to_come_and_running() -> None:
    median, longest = await tick.measure(published=2, live=1, ticks=3)
    assert 0 < median.value <= longest.value


async def test_sheets_are_bound_and_memory_is_looked_at() -> None:
    took, memory = await sheets_pdf.measure(students=2, photos=1)

    assert "12 sheets" in took.what
    assert took.value > 0
    assert memory.value > 10


async def test_sheets_are_judged_at_twelve_megapixels() -> None:
    (photo,) = decode(sheets.photograph(1))
    assert photo.width * photo.height == 12_000_000
    verdict, rate, lag = await sheets.measure(1)
    assert min(verdict.value, rate.value, rate.peer) > 0
    assert lag.value >= 0


async def test_storage_is_measured_beside_the_driver() -> None:
    rate, slow = await storage.measure(0.05)
    assert min(rate.value, rate.peer, slow.value, slow.peer) > 0


async def test_answers_are_timed_and_those_acknowledged_outlive_a_kill() -> None:
    slow, rate, lost = await exam_day.measure(students=8, seconds=4.0, kills=1, every=2.0)
    assert slow.value > 0
    assert rate.value > 0
    assert (lost.value, lost.met) == (0, True)


async def test_the_long_form_kills_meanwhile_and_holds_the_deadlines_against_it() -> None:
    calm, saved, silence, lost, moved, cores, busy = await exam_day.measure_long(
        students=8, seconds=8.0, kills=1, every=4.0
    )
    assert calm.value >= 0  # a busy computer may have no calm moment in such a short time
    assert 0 < saved.value <= saved.peer == 16
    assert 0 < silence.value <= silence.peer
    assert (lost.value, lost.met) == (0, True)
    assert (moved.value, moved.met) == (0, True)
    assert cores.value * exam_day.CORES == pytest.approx(8)
    assert busy.value > 0


def test_what_waited_for_the_bot_to_come_back_is_told_from_what_did_not() -> None:
    taps = [
        Tap(begun=begun, saved=saved)
        for begun, saved in ((1.0, 1.1), (2.0, 9.0), (5.0, 9.5), (9.2, 9.4), (11.0, 11.1))
    ]
    outage = exam_day.outage_of(3.0, taps, 12.0)
    assert (outage.silent, outage.over) == (6.0, 6.5)
    assert [outage.strikes(tap) for tap in taps] == [False, True, True, True, False]
    assert exam_day.outage_of(11.5, taps, 12.0).silent == 0.5


def test_a_long_form_is_refused_where_there_is_none() -> None:
    result = CliRunner().invoke(app, ["bench", "storage", "--long"])
    assert result.exit_code == 2
    assert "exam-day, albums, morning" in result.stderr


@pytest.mark.parametrize("name", LONG)
def test_every_long_form_is_there(name: str) -> None:
    assert callable(import_module(f"sandbox.bench.{name.replace('-', '_')}").measure_long)


async def test_albums_outlive_a_kill_and_memory_is_looked_at() -> None:
    pages = [[draw_sheet(seed, page=page) for page in (1, 2)] for seed in range(2)]
    first, whole, took, missing, repeated, memory, child, used = await albums.hand_in(
        pages, kill=True
    )
    assert 0 < first.value <= whole.value <= took.value
    assert (missing.value, missing.met) == (0, True)
    assert repeated.value <= 4
    assert min(memory.value, child.value) > 50
    assert min(used.value, used.peer) > 0


async def test_a_morning_is_played_until_all_are_admitted_once() -> None:
    found = {one.what: one for one in await morning.measure(2, within=1.0, reading=0.0)}

    assert found["who is admitted reads so: half within"].value > 0
    assert found["a student's tap is answered: half within"].value > 0
    assert found["processor time of the bot"].value > 0
    for none in (
        "not admitted",
        "links and admissions that came twice",
        "marked as repeated",
        "refused with 429",
        "taps that were never acknowledged",
    ):
        assert found[none].value == 0


async def test_a_list_of_cases_and_concurrent_orders_are_measured() -> None:
    page, slowest, orders = await absence.measure(cases=20, orders=16)
    assert 0 < page.value <= slowest.value
    assert orders.value > 0


async def test_a_bank_of_questions_is_measured() -> None:
    (figure_,) = await bank.measure(questions=40)
    assert min(figure_.value, figure_.peer) > 0


async def test_a_start_is_measured_until_the_page_answers() -> None:
    port = start.free_port()
    server = (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1")
    assert await start.until_page(*server, port=port) > 0
    with pytest.raises(RuntimeError, match="ended"):
        await start.until_page(sys.executable, "-c", "pass", port=port)


async def test_a_command_that_fails_is_not_measured() -> None:
    assert await start.run(sys.executable, "-c", "pass") > 0
    with pytest.raises(RuntimeError, match="ended with 3"):
        await start.run(sys.executable, "-c", "raise SystemExit(3)")


async def test_a_statement_is_written_in_both_forms() -> None:
    (found,) = await statement.measure(students=31)
    assert 0 < found.peer < found.value
