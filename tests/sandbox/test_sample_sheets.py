"""The sample sheets are what their titles say, judged by the same eyes as a student's."""

import pytest

from exams.domain.verdict import Outcome, Strictness
from sandbox.sample_sheets import SAMPLES, SampleSheet, SampleSheets
from vision.inspector import inspect


@pytest.mark.parametrize("sample", SAMPLES, ids=[one.name for one in SAMPLES])
async def test_a_sample_is_judged_as_its_title_says(sample: SampleSheet) -> None:
    picture = await SampleSheets().picture(sample)

    (page,) = inspect(picture, Strictness.NORMAL)

    if sample.fault is None:
        assert page.verdict.outcome is Outcome.ACCEPT
    else:
        assert page.verdict.outcome is Outcome.RETAKE
        assert page.verdict.reasons[0] is sample.fault


async def test_a_sample_is_drawn_once_and_has_a_thumbnail() -> None:
    sheets = SampleSheets()

    small = await sheets.thumbnail(SAMPLES[0])

    assert await sheets.picture(SAMPLES[0]) is await sheets.picture(SAMPLES[0])
    assert await sheets.thumbnail(SAMPLES[0]) is small
    assert small.startswith(b"\xff\xd8")
    assert len(small) < 40_000
