"""What a board offers about the room as a whole, from the first moment it can be done."""

from datetime import datetime
from typing import Any

import pytest

from exams.domain.attempt import Attempt
from exams.domain.attempt_table import Stage
from exams.domain.exam import Kind
from exams.domain.exam_table import ExamStage
from exams.domain.oral import queue_of
from exams.services.offers import room_offers
from tests import make
from tests.domain.oral_day import THREE, B, C, prepared
from tests.make import at

S = ExamStage


def offered(
    now: datetime, *attempts: Attempt, stage: ExamStage = S.RUNNING, **changes: Any
) -> set[str]:
    exam = make.exam(stage, **({"kind": Kind.ORAL} | changes))
    found = room_offers(exam, queue_of(exam, attempts), now)
    assert len(set(found)) == len(found)
    return set(found)


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
@pytest.mark.parametrize("stage", ExamStage, ids=lambda stage: stage.value)
def test_the_desk_is_for_a_room_that_sits_and_the_commission_until_results_are_out(
    stage: ExamStage, kind: Kind
) -> None:
    found = offered(at(30), stage=stage, kind=kind)

    oral = kind is Kind.ORAL
    assert ("chief_desk" in found) is (stage in {S.RUNNING, S.SUSPENDED})
    over = {S.CANCELLED, S.RESULTS_PUBLISHED, S.ARCHIVED}
    assert ("commission" in found) is (oral and stage not in over)
    assert ("open_picking" in found) is (oral and stage is S.RUNNING)


def test_tickets_are_laid_out_once_from_the_start_on() -> None:
    assert "open_picking" not in offered(at(-0.1))
    assert "open_picking" in offered(at(0))
    assert "open_picking" not in offered(at(1), picking_opened_at=at(0))


def test_picking_is_closed_once_somebody_has_drawn_and_while_somebody_is_to_draw() -> None:
    late = make.attempt(Stage.PICKING, student=C)
    some = (*THREE[:2], late)

    assert "close_picking" in offered(at(10), *some, picking_opened_at=at(1))
    assert "close_picking" not in offered(at(10), *some)
    assert "close_picking" not in offered(at(10), late, picking_opened_at=at(1))
    known: dict[str, Any] = {"picking_opened_at": at(1), "oral_opens_at": at(25)}
    assert "close_picking" not in offered(at(10), *THREE, **known)


def test_the_next_one_is_called_when_prepared_and_nobody_else_answers() -> None:
    known: dict[str, Any] = {"picking_opened_at": at(1), "oral_opens_at": at(25)}

    assert "call_next" not in offered(at(24.9), *THREE, **known)
    assert "call_next" in offered(at(25), *THREE, **known)
    assert "call_next" not in offered(at(30), *THREE, picking_opened_at=at(1))
    assert "call_next" not in offered(at(30), picking_opened_at=at(1), oral_opens_at=at(25))
    busy = prepared(B, 2, 3, Stage.ANSWERING)
    assert "call_next" not in offered(at(30), THREE[0], busy, **known)
