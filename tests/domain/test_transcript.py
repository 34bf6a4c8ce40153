"""Which sitting of a subject counts, what follows from it, and the mean grade point."""

from datetime import timedelta
from decimal import Decimal

import pytest

from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.transcript import Sitting, Standing, average, courses
from tests.make import START


def sat(
    marked: int | None,
    *,
    day: int = 0,
    subject: str = "Физика",
    rating: int | None = 80,
    stage: Stage = Stage.RELEASED,
) -> Sitting:
    return Sitting(
        subject=subject,
        kind=Kind.WRITTEN,
        starts_at=START + timedelta(days=day),
        stage=stage,
        rating=rating,
        marked=marked,
    )


def test_a_passed_exam_counts_by_its_final_grade() -> None:
    one = sat(90)

    assert (one.final, one.letter, one.gpa) == (84, "B", "3.0")


def test_a_failed_exam_counts_by_the_exam_alone() -> None:
    assert [(sat(points).letter, sat(points).final) for points in (49, 25, 24)] == [
        ("FX", None), ("FX", None), ("F", None),
    ]  # fmt: skip


def test_an_excused_absence_is_incomplete_and_has_no_grade_point() -> None:
    one = sat(None, stage=Stage.EXCUSED)

    assert (one.letter, one.gpa, one.told) == ("I", "", True)
    assert courses([one])[0].standing is Standing.INCOMPLETE
    assert average(courses([one])) is None


def test_an_annulled_attempt_has_no_grade_whatever_was_marked() -> None:
    one = sat(95, stage=Stage.ANNULLED)

    assert (one.points, one.final, one.letter, one.gpa) == (None, None, "", "")
    assert one.told


@pytest.mark.parametrize("stage", [Stage.RELEASED, Stage.WRITING, Stage.SCHEDULED])
def test_what_has_no_grade_yet_is_not_told(stage: Stage) -> None:
    assert not sat(None, stage=stage).told


def test_the_last_graded_sitting_counts_and_the_others_are_its_history() -> None:
    (course,) = courses([sat(70, day=9), sat(30), sat(None, day=20, stage=Stage.NO_SHOW)])

    assert course.counted.marked == 70
    assert [one.letter for one in course.graded] == ["FX", "B-"]
    assert (course.resits, course.standing) == (1, Standing.PASSED)


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ((30,), Standing.RESIT),
        ((30, 40), Standing.RESIT),
        ((30, 40, 49), Standing.REGISTRAR),  # a third FX
        ((30, 40, 50), Standing.PASSED),
        ((24,), Standing.REGISTRAR),  # an F
        ((30, 10), Standing.REGISTRAR),
    ],
)
def test_after_fx_there_are_two_resits_and_then_the_registrar(
    marks: tuple[int, ...], standing: Standing
) -> None:
    (course,) = courses(sat(points, day=day) for day, points in enumerate(marks))

    assert course.standing is standing


def test_an_excused_absence_before_the_exam_is_no_resit() -> None:
    (course,) = courses([sat(None, stage=Stage.EXCUSED), sat(90, day=5)])

    assert (course.resits, course.counted.letter) == (0, "B")


def test_an_absence_without_a_reason_leaves_the_subject_open() -> None:
    (course,) = courses([sat(None, stage=Stage.NO_SHOW)])

    assert (course.standing, course.counted.letter) == (Standing.OPEN, "")


def test_one_subject_however_it_is_written_is_one_course_in_the_order_of_sitting() -> None:
    found = courses([sat(90, day=8, subject="ФИЗИКA "), sat(80, day=3, subject="Тарих"), sat(30)])

    assert [(course.subject, len(course.sittings)) for course in found] == [
        ("Физика", 2), ("Тарих", 1),
    ]  # fmt: skip


def test_the_mean_counts_each_subject_once_and_rounds_half_up() -> None:
    found = courses(
        [
            sat(30, subject="A"), sat(90, day=1, subject="A"),  # 84 B 3.0
            sat(24, subject="B"),  # F 0
            sat(95, subject="C", rating=100),  # 98 A 4.0
            sat(None, subject="D", stage=Stage.EXCUSED),
        ]
    )  # fmt: skip

    assert average(found) == Decimal("2.33")  # 7 / 3
    assert average(courses([sat(65, subject="A", rating=60), sat(90, subject="B")])) == Decimal(
        "2.34"  # (1.67 + 3.0) / 2 = 2.335
    )
    assert average([]) is None
