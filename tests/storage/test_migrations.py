"""Migrations up and down, equal to the tables, with rows that survive."""

import pkgutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import alembic
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from storage import tables
from storage.migrations import config, upgrade
from storage.schema import PARTS, metadata
from tests.storage.scripts import start

UPGRADE = """
import sys
from storage import schema
from storage.migrations import upgrade

print("ready", flush=True)
sys.stdin.readline()
upgrade(sys.argv[1])
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "emtihan.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def shape(path: Path) -> dict[str, str]:
    """Return the SQL of every table and index, without the order of constraints in it."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: " ".join(sorted(sql.replace('"', "").replace(",", " ").split()))
            for name, sql in rows
            if name not in {"alembic_version", "sqlite_sequence"}
        }


def test_the_library_is_imported_and_not_our_folder_of_migrations() -> None:
    assert "site-packages" in str(alembic.__file__)


def test_no_file_of_tables_is_forgotten() -> None:
    files = {f"{tables.__name__}.{file.name}" for file in pkgutil.iter_modules(tables.__path__)}

    assert files == {part.__name__ for part in PARTS} | {f"{tables.__name__}.base"}


def test_an_upgrade_makes_exactly_the_tables(url: str, path: Path) -> None:
    upgrade(url)
    with opened(path) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_upgraded_database_has_its_log_before_anybody_opens_it(url: str, path: Path) -> None:
    upgrade(url)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_upgraded_database_has_each_constraint_of_a_created_one(
    url: str, path: Path, empty_file: Path
) -> None:
    upgrade(url)
    made = shape(path)
    assert made == shape(empty_file)
    assert "ck_marks_points" in made["marks"]
    assert "uq_attempts_exam_id_student_id" in made["attempts"]
    assert "burnt" in made["uq_cards_exam_id_taken_by"]


def test_an_upgrade_twice_changes_nothing_and_keeps_the_rows(url: str, path: Path) -> None:
    upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO groups (name, faculty, locale) VALUES ('ИС-21', 'IT', 'kk')"
        )
        connection.execute(
            "INSERT INTO people (name, number, roles, faculty, group_id, reachable, extra_time)"
            " VALUES ('Әсел', 'S1', ' student ', '', 1, 1, 0)"
        )
        connection.commit()
    upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM people").fetchall() == [("Әсел",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_processes_that_start_together_migrate_one_after_the_other(url: str) -> None:
    both = [start(UPGRADE, url) for _ in range(2)]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"

    with ThreadPoolExecutor() as together:
        list(together.map(lambda one: one.communicate("go\n", 300), both))

    assert [one.returncode for one in both] == [0, 0]


def test_a_downgrade_leaves_no_table_and_the_way_up_is_open_again(url: str, path: Path) -> None:
    upgrade(url)
    command.downgrade(config(url), "base")
    with opened(path) as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    upgrade(url)
    with opened(path) as connection:
        assert set(metadata.tables) < set(inspect(connection).get_table_names())


def test_who_was_asked_about_a_message_is_kept_on_the_way_up_and_down(
    url: str, path: Path
) -> None:
    """On the way down a post in doubt is a failed one: there only these were asked about."""
    upgrade(url)
    command.downgrade(config(url), "nights")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO groups (name, faculty, locale) VALUES ('ИС-21', 'IT', 'kk')"
        )
        connection.executemany(
            "INSERT INTO outbox (key, template, notice, group_id, priority, slot, fresh, due_at,"
            " after_crash, state, fence, repeated, tries, fault) VALUES"
            " (?, 'x', '{}', 1, 1, '', 0, '2026-11-27 10:00:00', 'ask', 'failed', 0, 0, 0, ?)",
            [("told", "asked"), ("refused", "chat not found")],
        )
        connection.commit()

    upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT key, fault, asked_at FROM outbox ORDER BY key")
        assert rows.fetchall() == [
            ("refused", "chat not found", None), ("told", None, "2026-11-27 10:00:00")
        ]  # fmt: skip

    command.downgrade(config(url), "nights")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT key, state, fault FROM outbox ORDER BY key")
        assert rows.fetchall() == [
            ("refused", "failed", "chat not found"), ("told", "failed", "asked")
        ]  # fmt: skip


REBUILD = '''
"""Rebuild the groups, as SQLite must for most changes."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "rebuild", {head!r}, None, None


def upgrade():
    with op.batch_alter_table("groups", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
    {also}


def downgrade():
    pass
'''


def next_release(url: str, folder: Path, also: str) -> None:
    """Run a migration of a later release, which lies in a folder of its own."""
    made = config(url)
    scripts = ScriptDirectory.from_config(made)
    (folder / "next.py").write_text(REBUILD.format(head=scripts.get_current_head(), also=also))
    made.set_main_option("version_locations", f"{scripts.versions}:{folder}")
    command.upgrade(made, "head")


@pytest.fixture
def peopled(url: str, path: Path) -> Path:
    upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO groups (name, faculty, locale) VALUES ('ИС-21', 'IT', 'kk')"
        )
        connection.executemany(
            "INSERT INTO people (name, number, roles, faculty, group_id, reachable, extra_time)"
            " VALUES ('Әсел', ?, ' student ', '', 1, 1, 0)",
            [(f"S{number}",) for number in range(500)],
        )
        connection.commit()
    return path


def count(path: Path, what: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608


def test_rows_that_point_to_a_rebuilt_table_survive(
    url: str, peopled: Path, tmp_path: Path
) -> None:
    next_release(url, tmp_path, "pass")
    assert count(peopled, "people WHERE group_id = 1") == 500
    assert count(peopled, "groups WHERE note IS NULL") == 1


def test_a_migration_that_leaves_rows_pointing_nowhere_is_undone(
    url: str, peopled: Path, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError, match="point nowhere after the migration: people"):
        next_release(url, tmp_path, 'op.execute("DELETE FROM groups")')
    assert count(peopled, "people") == 500
    assert count(peopled, "groups") == 1
    with pytest.raises(sqlite3.OperationalError):
        count(peopled, "groups WHERE note IS NULL")
