"""The sandbox's stage for a test: on a database made once, where chance falls the same way."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from exams.domain.people import Locale
from sandbox.stage import Stage, set_up
from tests.fakes.chance import FixedChance


@asynccontextmanager
async def staged(fresh_database: Path, locale: Locale, **changes: Any) -> AsyncIterator[Stage]:
    """Run sandbox and bot on a copy of an empty database."""
    with tempfile.TemporaryDirectory(prefix="emtihan-") as name:
        folder = Path(name)
        shutil.copy(fresh_database, folder / "emtihan.db")
        async with set_up(locale, folder=folder, shuffler=FixedChance(), **changes) as stage:
            yield stage
