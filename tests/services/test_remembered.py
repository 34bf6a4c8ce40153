"""A test that begins where the same steps led another one begins where they lead."""

from datetime import timedelta
from pathlib import Path

from tests.make import START, at
from tests.services.conftest import University, founded
from tests.services.day import everything, marking, opened
from tests.services.oral import drawn


async def test_where_steps_led_is_where_they_lead(tmp_path: Path, fresh_database: Path) -> None:
    for steps in (marking, drawn):
        found, said = [], []
        for number, gone in enumerate((steps, steps, steps.__wrapped__)):  # type: ignore[attr-defined]
            path = tmp_path / f"{steps.__name__}-{number}.db"
            async with founded(path, fresh_database) as uni:
                exam = await (gone(uni, "Aigerim") if steps is marking else gone(uni))
                around = (uni.clock.moment, uni.files.stored, vars(uni.conferences), uni.people)
                found.append((exam, await everything(uni, exam), around, len(uni.sent)))
                await uni.tick(at(141))
                said.append(await uni.outbox())
        assert found[0] == found[1] == found[2]
        assert said[0] == said[1] == said[2]


async def test_where_something_has_happened_the_steps_are_gone(
    uni: University, tmp_path: Path, fresh_database: Path
) -> None:
    first = await opened(uni)
    async with founded(tmp_path / "larger.db", fresh_database) as larger:
        await larger.join(1)
        second = await opened(larger)
        async with larger.units.reading() as unit:
            assert len(await unit.attempts.of_exam(second.id)) == 5
        third = await opened(larger, starts_at=START + timedelta(days=1))
    async with founded(tmp_path / "smaller.db", fresh_database) as smaller:
        smaller.sitting.remove("Gulnur")
        fourth = await opened(smaller)
        async with smaller.units.reading() as unit:
            assert len(await unit.attempts.of_exam(fourth.id)) == 3
    assert first.id == second.id == fourth.id != third.id
