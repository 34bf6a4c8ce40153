"""What holds for every test: the same answer each time, on a slow computer too."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

settings.register_profile(
    "the same each time",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same each time")
# Hypothesis also draws the numbers and words it finds in whatever is imported by then: without
# this a day would hang on which tests ran before it, and on a number in a file it never reads.
providers._get_local_constants = Constants


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with every table, as the migrations make it, to be copied."""
    from storage.migrations import upgrade  # noqa: PLC0415 - the rules need no database

    path = tmp_path_factory.mktemp("fresh") / "fresh.db"
    upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command sets logging up, onto a stream that is closed after its test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
