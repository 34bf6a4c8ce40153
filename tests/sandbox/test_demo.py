"""The demo: its tour, its next event, and what it prints when it plays by itself."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from exams.domain.people import Locale
from sandbox.scenarios.written import plan
from sandbox.show import papers_of
from sandbox.stage import EXAM_AT, set_up
from sandbox.tour import TEXTS, next_moment, steps, told
from templates.renderer import Renderer

EMTIHAN = Path(sys.executable).with_name("emtihan")


async def test_the_tour_follows_what_was_done_and_names_what_the_clock_brings() -> None:
    async with set_up(Locale.RU) as stage:
        before = await steps(stage)
        assert not any(step["done"] for step in before)
        assert await next_moment(stage) is None

        await plan(stage)

        done = [step["id"] for step in await steps(stage) if step["done"]]
        assert done == ["import", "link", "publish"]
        coming = await next_moment(stage)
        assert coming is not None
        assert coming == (EXAM_AT - timedelta(hours=24), TEXTS["moment"]["reminder"])


async def test_the_tour_of_a_computer_test_begins_with_its_questions() -> None:
    async with set_up(Locale.RU) as stage:
        papers = papers_of(stage)
        for name in ("schedule-test.csv", "questions.gift"):
            mark = stage.registrar.phone.mark
            await stage.registrar.phone.document(papers[name], name=name, mime="text/plain")
            await stage.registrar.tap("confirm_import", since=mark)
            await stage.settle()

        told = await steps(stage)

        assert [step["id"] for step in told if step["done"]] == ["import_test"]
        assert [step["id"] for step in told][-2:] == ["warn_test", "hand_in_test"]


def test_every_step_and_moment_is_said_in_three_languages() -> None:
    texts = [text for kind in TEXTS.values() for text in kind.values()]
    assert all(set(text) == {"kk", "ru", "en"} and all(text.values()) for text in texts)


def test_the_tour_calls_buttons_as_the_phones_do() -> None:
    words = Renderer()
    kk = told(TEXTS["step"]["pens_down"], words)["kk"]
    assert words.label("button.finish_writing", Locale.KK) in kk
    for text in TEXTS["step"].values():
        assert all("{" not in said for said in told(text, words).values())
    with pytest.raises(KeyError):
        told(dict.fromkeys(("kk", "ru", "en"), "{no_such_button}"), words)


async def test_a_headless_demo_prints_what_happened() -> None:
    process = await asyncio.create_subprocess_exec(
        EMTIHAN, "demo", "--headless", "--scenario", "written", "--json",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    told = json.loads(out)

    assert process.returncode == 0
    assert told["refused_by_telegram"] == 0
    assert told["event_log_ok"] is True
    assert told["sheets"] == {"accepted": 10, "retaken": 1}
    assert sorted(told["attempts"].values()) == ["no_show", *["released"] * 5]
    assert told["results_posted"] == 1
    assert told["messages_sent"] > 100
    assert told["wall_seconds"] > 0


async def test_an_unknown_scenario_is_refused_with_those_there_are() -> None:
    process = await asyncio.create_subprocess_exec(
        EMTIHAN, "demo", "--scenario", "picnic", stderr=asyncio.subprocess.PIPE
    )
    _, told = await process.communicate()

    assert process.returncode == 2
    assert b"written" in told
