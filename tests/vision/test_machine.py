"""As many children as the machine, or its container, has room for; one at least."""

import os
from pathlib import Path

import pytest

from vision.machine import CHILD, MOST, children, cores, fitting, memory


@pytest.mark.parametrize(
    ("cores", "expected"), [(1, 1), (2, 2), (3, 2), (4, 3), (8, 7), (64, MOST)]
)
def test_a_core_is_left_to_the_bot_where_there_are_more_than_two(
    cores: int, expected: int
) -> None:
    assert fitting(cores, None) == expected


@pytest.mark.parametrize(("memory", "expected"), [(CHILD, 1), (4 * CHILD, 2), (6 * CHILD, 3)])
def test_children_hold_at_most_half_of_the_memory(memory: int, expected: int) -> None:
    assert fitting(16, memory) == expected


def test_what_a_container_may_use_counts_and_not_what_the_machine_has(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("100000 100000\n", encoding="ascii")
    (tmp_path / "memory.max").write_text("4096\n", encoding="ascii")

    assert (cores(tmp_path), memory(tmp_path)) == (1, 4096)


@pytest.mark.parametrize("written", [True, False])
def test_without_such_limits_the_machine_counts(tmp_path: Path, *, written: bool) -> None:
    if written:
        (tmp_path / "cpu.max").write_text("max 100000\n", encoding="ascii")
        (tmp_path / "memory.max").write_text("max\n", encoding="ascii")

    assert 1 <= cores(tmp_path) <= (os.cpu_count() or 1)
    here = memory(tmp_path)
    assert here is None or here > CHILD
    assert 1 <= children() <= MOST
