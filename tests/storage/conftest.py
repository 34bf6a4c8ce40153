"""A fresh database file for each test, copied from one made once."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from exams.domain.ids import PersonId
from storage.database import Database, connect
from storage.outbox import OutboxQueue
from storage.schema import metadata
from storage.unit import SqlUnits
from tests import make
from tests.storage.university import University


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("storage") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "emtihan.db"))


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    opened = connect(f"sqlite+aiosqlite:///{file}", make.SEAL)
    yield opened
    await opened.close()


@pytest.fixture
def units(database: Database) -> SqlUnits:
    return SqlUnits(database)


@pytest.fixture
def university(units: SqlUnits) -> University:
    return University(units)


@pytest.fixture
def queue(database: Database) -> OutboxQueue:
    return OutboxQueue(database)


@pytest.fixture
async def person(units: SqlUnits, university: University) -> PersonId:
    async with units() as unit:
        student = await university.student(unit, 1)
        await unit.commit()
    return student.id
