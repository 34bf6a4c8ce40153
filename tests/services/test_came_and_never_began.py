"""Who came and never began keeps no exam open: it ends when everybody else has ended."""

from datetime import timedelta

from exams.domain.attempt_table import Stage
from exams.domain.exam import Exam
from exams.domain.exam_table import ExamStage
from exams.notices.trouble import MissedExam
from tests.make import at
from tests.services.conftest import University
from tests.services.day import admitted, agreed, of_kind, opened, stages
from tests.services.remembered import remembered

DAY = timedelta(hours=24)


@remembered
async def only_at_the_door(uni: University) -> Exam:
    """Come to where Aigerim is done, Bolat waits at the door, and Kanat has drawn nothing."""
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim", "Kanat")
    await agreed(uni, exam, "Bolat")
    await uni.tick(at(15))
    done = (await uni.attempt("Aigerim", exam)).id
    await uni.use.end_attempt(uni.actor("Zhaniya"), done, "Өзі сұрады")
    await uni.outbox()
    return exam


async def sweep(uni: University, minute: float) -> None:
    """Let the clock look twice, as it does every five seconds."""
    await uni.tick(at(minute))
    await uni.tick(at(minute, seconds=5))


async def test_an_exam_ends_though_somebody_came_and_never_began(uni: University) -> None:
    exam = await only_at_the_door(uni)
    await sweep(uni, 134.5)
    assert (await uni.stored(exam)).stage is ExamStage.RUNNING, "they may still begin"

    await sweep(uni, 135)
    found = await stages(uni, exam)
    assert [found[name] for name in ("Bolat", "Kanat")] == [Stage.NO_SHOW] * 2
    assert (await uni.stored(exam)).stage is ExamStage.MARKING
    said = dict(of_kind(await uni.outbox(), MissedExam))
    assert sorted(said) == ["Bolat", "Kanat"]
    assert all(notice.came for notice in said.values()), "nobody is told of not having come"
    form = await uni.use.apply(uni.actor("Bolat"), exam.id)
    assert form.until == said["Bolat"].until == at(135) + DAY


async def test_whoever_was_let_in_just_now_has_time_to_begin(uni: University) -> None:
    exam = await only_at_the_door(uni)
    await uni.tick(at(130))
    late = (await uni.attempt("Gulnur", exam)).id
    await uni.use.revert_no_show(uni.actor("Zhaniya"), late)
    await sweep(uni, 144)
    assert (await stages(uni, exam))["Gulnur"] is Stage.CHECKING_IN
    await sweep(uni, 145)
    assert (await stages(uni, exam))["Gulnur"] is Stage.NO_SHOW


async def test_nobody_is_waited_for_while_somebody_is_at_it(uni: University) -> None:
    exam = await opened(uni)
    await admitted(uni, exam, "Aigerim")
    await agreed(uni, exam, "Bolat")
    await uni.use.pause(
        uni.actor("Nurlan"), (await uni.attempt("Aigerim", exam)).id, "technical", stop_clock=True
    )
    await sweep(uni, 150)
    assert (await stages(uni, exam))["Bolat"] is Stage.CHECKING_IN
    await sweep(uni, 200)  # the pause, which nobody has ended, is over
    assert (await stages(uni, exam))["Bolat"] is Stage.NO_SHOW


async def test_an_exam_that_nobody_has_begun_waits_to_be_moved(uni: University) -> None:
    exam = await opened(uni)
    await agreed(uni, exam, "Bolat")
    await sweep(uni, 200)
    assert (await stages(uni, exam))["Bolat"] is Stage.CHECKING_IN
    await uni.use.move_exam(uni.actor("Serik"), exam.id, at(24 * 60))
    assert (await stages(uni, exam))["Bolat"] is Stage.SCHEDULED
