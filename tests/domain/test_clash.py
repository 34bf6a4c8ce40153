"""How long an exam takes, and which two nobody could be at."""

from datetime import timedelta

import pytest

from exams.domain.clash import clash, lasts, over_by
from exams.domain.exam import Kind
from exams.domain.ids import ExamId
from tests import make

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("kind", "after", "met"),
    [
        *((Kind.WRITTEN, after, met) for after, met in ((0, True), (149, True), (150, False))),
        *((Kind.ORAL, after, met) for after, met in ((149, True), (150, False))),
        *((Kind.TEST, after, met) for after, met in ((134, True), (135, False))),
    ],
)
def test_exams_clash_unless_one_is_over_for_whoever_came_late_when_the_other_begins(
    kind: Kind, after: int, *, met: bool
) -> None:
    exam, other = make.exam(kind=kind), make.exam(starts_at=make.at(after))

    assert clash(exam, other, {}) is met
    assert clash(other, exam, {}) is met


@pytest.mark.parametrize(
    ("students", "equal", "minutes"),
    [
        (0, False, 120),  # nobody is on the list yet: as the schedule says
        (4, False, 120),
        (25, False, 24 + 20 + 250),  # the last draws, everybody prepares, all answer
        (25, True, 20 + 250),
    ],
)
def test_an_oral_exam_lasts_until_its_last_student_has_answered(
    students: int, minutes: int, *, equal: bool
) -> None:
    exam = make.exam(kind=Kind.ORAL, equal_preparation=equal)
    assert lasts(exam, {exam.id: students}) == minutes * MINUTE
    assert over_by(exam, {exam.id: students}) == make.at(minutes + 30)


def test_only_an_oral_exam_takes_longer_with_more_students() -> None:
    for kind in (Kind.WRITTEN, Kind.TEST):
        exam = make.exam(kind=kind)
        assert lasts(exam, {exam.id: 200}) == exam.allowed


@pytest.mark.parametrize(("after", "met"), [(323, True), (324, False)])
def test_a_long_oral_exam_clashes_with_what_begins_before_it_is_over(
    after: int, *, met: bool
) -> None:
    oral = make.exam(kind=Kind.ORAL)
    other = make.exam(id=ExamId(oral.id + 1), starts_at=make.at(after))
    students = {oral.id: 25, other.id: 25}
    assert clash(oral, other, students) is clash(other, oral, students) is met
