"""The registrar's commands, on a database and files of their own."""

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from bot import cli, commands_import
from bot.clock import SystemClock
from documents import reading
from exams.domain.people import Locale
from sandbox.telegram import FakeTelegram
from tests import make
from tests.services.office import NOW, PEOPLE, SCHEDULE, WHOLE, book
from tests.templates.samples.base import UNSEATED
from tests.templates.samples.office import IMPORT


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EMTIHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EMTIHAN_FILES_FOLDER", str(tmp_path / "files"))
    monkeypatch.setenv("EMTIHAN_TICKETS_KEY", make.KEY)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    (tmp_path / "whole.xlsx").write_bytes(WHOLE)


def call(*words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, list(words), input=typed)
    return result.exit_code, result.output


def count(table: str) -> int:
    with closing(sqlite3.connect(Path("var") / "emtihan.db")) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(found)


def pdf_text(path: Path) -> str:
    paper = pypdfium2.PdfDocument(path.read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    paper.close()
    return text


def test_a_file_is_shown_and_taken_in_when_the_registrar_says_so() -> None:
    code, said = call("import", "whole.xlsx", typed="y\n")

    assert code == 0, said
    assert ["People", "5", "0"] in [line.split() for line in said.splitlines()]
    assert "Taken in." in said
    assert (count("people"), count("exams"), count("attempts"), count("cards")) == (5, 1, 3, 4)


@pytest.mark.parametrize(("typed", "code"), [("n\n", 0), ("", 1)])
def test_a_file_is_not_taken_in_without_a_yes(typed: str, code: int) -> None:
    assert call("import", "whole.xlsx", typed=typed)[0] == code
    assert count("people") == 0


def test_a_script_says_yes_beforehand() -> None:
    code, said = call("import", "whole.xlsx", "--yes")

    assert code == 0, said
    assert count("people") == 5


def test_who_gets_no_place_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    commands_import._show(replace(IMPORT, unseated=UNSEATED), Locale.EN)

    shown = capsys.readouterr().out
    assert UNSEATED[0].number in shown
    assert UNSEATED[0].other in shown


def test_wrong_cells_are_listed_in_the_language_asked_for_and_nothing_is_stored(
    tmp_path: Path,
) -> None:
    people = [*PEOPLE, ("9", "Әсел", "[red]ректор", "A", None, None, None)]
    (tmp_path / "wrong.xlsx").write_bytes(book(people=people, schedule=SCHEDULE))

    code, said = call("import", "wrong.xlsx", "--yes", "--language", "kk")

    assert code == 1
    assert "C7" in said
    assert "[red]ректор" in said
    assert "мұндай рөл жоқ" in said
    assert count("people") == 0


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "құпиясөзбен"), ("ru", "под паролем"), ("en", "locked")]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, language: str, words: str) -> None:
    (tmp_path / "photo.xlsx").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")

    code, said = call("import", "photo.xlsx", "--language", language)

    assert code == 1
    assert words in said.lower()


def test_a_file_that_is_not_there_is_named() -> None:
    code, said = call("import", "nowhere.xlsx")

    assert code == 1
    assert "nowhere.xlsx: No such file" in said


GIFT = "::A:: Астана? {=Иә ~Жоқ}\n\n::B:: Эссе {}\n"
PHYSICS = ("Физика", "тест", "21.05.2027", "09:30", "АЖ-21-1", "T1", "T2", 60, None)
HISTORY = ("Тарих", "тест", "22.05.2027", "09:30", "АЖ-21-1", "T1", "T2", 60, None)


def test_a_bank_is_shown_and_taken_in_for_the_only_test(tmp_path: Path) -> None:
    (tmp_path / "test.xlsx").write_bytes(book(people=PEOPLE, schedule=[PHYSICS]))
    (tmp_path / "q.gift").write_text(GIFT)
    call("import", "test.xlsx", "--yes")

    code, said = call("import", "q.gift", typed="y\n")

    assert code == 0, said
    assert "q.gift: GIFT, questions: 1" in said
    assert ["single", "choice", "1"] in [line.split() for line in said.splitlines()]
    assert "is of a kind that is not taken" in said
    assert "Taken in: 1 questions, 1 tests of Физика." in said
    assert count("questions") == 1


def test_a_bank_is_not_taken_in_without_a_yes_or_without_knowing_for_which_test(
    tmp_path: Path,
) -> None:
    (tmp_path / "q.gift").write_text(GIFT)
    code, said = call("import", "q.gift", "--yes")
    assert (code, "No computer test is planned" in said) == (1, True)

    (tmp_path / "test.xlsx").write_bytes(book(people=PEOPLE, schedule=[PHYSICS, HISTORY]))
    call("import", "test.xlsx", "--yes")
    code, said = call("import", "q.gift", "--yes")
    assert (code, "there are: Физика, Тарих" in said) == (1, True)
    code, said = call("import", "q.gift", "--yes", "--subject", "Химия", "--language", "kk")
    assert (code, "Тест басталып кетті" in said) == (1, True)
    assert call("import", "q.gift", "--subject", "тарих", typed="n\n")[0] == 0
    assert count("questions") == 0

    assert call("import", "q.gift", "--subject", "тарих", "--yes")[0] == 0
    assert count("questions") == 1


def test_a_bank_that_means_harm_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "a">]><quiz>&a;</quiz>'
    (tmp_path / "q.xml").write_text(bomb)

    code, said = call("import", "q.xml", "--yes", "--language", "ru")

    assert code == 1
    assert "небезопасно" in said


def test_statement_journal_and_transcript_are_written(tmp_path: Path) -> None:
    call("import", "whole.xlsx", "--yes")
    student = ("export", "001", "--what", "transcript", "--language")

    assert call("export", "1", "--what", "statement", "--out", "s.pdf")[0] == 0
    assert call("export", "АЖ-21-1", "--what", "journal", "--form", "xlsx")[0] == 0
    assert call(*student, "kk", "--out", "kk.pdf")[0] == 0
    assert call(*student, "ru", "--out", "ru.pdf")[0] == 0

    assert "Деректер қоры" in pdf_text(tmp_path / "s.pdf")
    (book,) = tmp_path.glob("journal-*-en.xlsx")
    (sheet,) = reading.read(book.read_bytes(), 100, 100)
    assert "Жұмабаев Болат Ерланұлы" in [row[1] for row in sheet["rows"] if len(row) > 1]
    assert "Білім алушы" in pdf_text(tmp_path / "kk.pdf")
    assert "Обучающийся" in pdf_text(tmp_path / "ru.pdf")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("7",), "there is no exam 7"),
        (("первый",), "there is no exam первый"),
        (("X", "--what", "journal"), "there is no group 'X'"),
        (("T1", "--what", "transcript"), "there is no student T1"),
    ],
)
def test_what_does_not_exist_is_named(words: tuple[str, ...], answer: str) -> None:
    call("import", "whole.xlsx", "--yes")

    code, said = call("export", *words)

    assert code == 1
    assert answer in said


def test_what_cannot_be_written_is_named() -> None:
    call("import", "whole.xlsx", "--yes")

    code, said = call("export", "1", "--out", "no/such/folder.pdf")

    assert code == 1
    assert "no/such/folder.pdf: No such file" in said


def test_invites_are_written_for_a_group_by_its_name(tmp_path: Path) -> None:
    call("import", "whole.xlsx", "--yes")

    code, said = call("invites", "АЖ-21-1", "--bot", "@emtihan_bot", "--out", "i.pdf")

    assert code == 0, said
    text = pdf_text(tmp_path / "i.pdf")
    assert "t.me/emtihan_bot" in text
    assert "Жұмабаев Болат" in text
    assert count("invites") == 2


async def test_telegram_is_asked_for_the_name_of_the_bot(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EMTIHAN_TOKEN", telegram.token)
    monkeypatch.setenv("EMTIHAN_TELEGRAM_URL", telegram.url)
    await asyncio.to_thread(call, "import", "whole.xlsx", "--yes")

    code, said = await asyncio.to_thread(call, "invites", "staff", "--out", "i.pdf")

    assert code == 0, said
    assert "t.me/emtihan" in pdf_text(tmp_path / "i.pdf")


async def test_a_wrong_token_is_not_shown(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMTIHAN_TOKEN", "12345:wrong-secret-part")
    monkeypatch.setenv("EMTIHAN_TELEGRAM_URL", telegram.url)

    code, said = await asyncio.to_thread(call, "invites", "staff")

    assert code == 1
    assert "use --bot" in said
    assert "wrong-secret-part" not in said


def test_a_group_that_does_not_exist_is_answered_with_those_that_do() -> None:
    call("import", "whole.xlsx", "--yes")

    code, said = call("invites", "X", "--bot", "emtihan_bot")

    assert code == 1
    assert "staff, АЖ-21-1, АЖ-21-2" in said


def test_a_group_without_anybody_to_invite_needs_no_paper() -> None:
    code, said = call("invites", "staff", "--bot", "emtihan_bot")

    assert code == 0
    assert "no invite is needed" in said
    assert not list(Path().glob("*.pdf"))
