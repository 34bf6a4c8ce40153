"""Grades for other systems: a drop folder in three forms, and the answers that come back."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from documents import reading
from documents.drop_folder import COLUMNS, DropFolder
from documents.oneroster import FILES, package
from exams.ports.grade_system import GradeAnswer, GradeLine, GradeSystemUnavailable
from tests.make import START, at


def line(**changes: object) -> GradeLine:
    plain = GradeLine(
        key="7-1",
        revision=1,
        exam=3,
        number="0021B7",
        name="Өтегенова Гүлнұр",
        subject="Деректер қоры; 2-бөлім",
        kind="written",
        held_at=START,
        points=66,
        letter="C",
        gpa="2.0",
        final=None,
        final_letter="",
        corrects=61,
        published_at=at(600),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


async def test_a_csv_file_holds_every_figure_and_no_live_formula(tmp_path: Path) -> None:
    folder = DropFolder(tmp_path, "csv")
    assert await folder.send([line(), line(key="8-1", name="=1+1", corrects=None)]) == ()

    (file,) = (tmp_path / "out").iterdir()
    first, second = rows(file.read_bytes())
    assert tuple(first) == COLUMNS
    assert (first["number"], first["points"], first["corrects"]) == ("0021B7", "66", "61")
    assert (first["subject"], first["date"]) == ("Деректер қоры; 2-бөлім", "2026-01-15")
    assert (second["name"], second["corrects"]) == ("'=1+1", "")


async def test_the_same_grades_make_the_same_file_however_often_they_are_sent(
    tmp_path: Path,
) -> None:
    folder = DropFolder(tmp_path, "csv")
    for _ in range(2):
        await folder.send([line()])
    await folder.send([line(key="7-2")])
    assert len(list((tmp_path / "out").iterdir())) == 2


async def test_a_workbook_keeps_text_as_text(tmp_path: Path) -> None:
    await DropFolder(tmp_path, "xlsx").send([line(name="=HYPERLINK(1)")])

    (file,) = (tmp_path / "out").iterdir()
    (sheet,) = reading.read(file.read_bytes(), 10, 20)
    assert sheet["rows"][1][2:4] == ["0021B7", "=HYPERLINK(1)"]


def test_a_oneroster_package_says_of_every_file_whether_it_is_there() -> None:
    data = package([line(), line(key="8-1", number="0021B8", corrects=None)])

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: rows(archive.read(name)) for name in archive.namelist()}
    manifest = {row["propertyName"]: row["value"] for row in found["manifest.csv"]}
    assert manifest["oneroster.version"] == "1.2"
    there = {name for name in FILES if manifest[f"file.{name}"] == "delta"}
    assert {f"{name}.csv" for name in there} | {"manifest.csv"} == set(found)
    (item,) = found["lineItems.csv"]
    assert (item["title"], item["resultValueMax"]) == ("Деректер қоры; 2-бөлім", "100.0")
    first, second = found["results.csv"]
    assert (first["sourcedId"], first["lineItemSourcedId"]) == ("grade-7", item["sourcedId"])
    assert (first["studentSourcedId"], first["score"], first["textScore"]) == (
        "0021B7",
        "66.0",
        "C",
    )
    assert first["dateLastModified"] == "2026-01-15T14:00:00.000Z"
    assert (first["comment"], second["comment"]) == ("corrects 61", "")
    assert package([line()]) == package([line()])
    assert b"grade-7" not in package([line(key="9-1")])


async def test_answers_are_read_put_away_and_the_unreadable_set_aside(tmp_path: Path) -> None:
    folder, box = DropFolder(tmp_path, "csv"), tmp_path / "in"
    assert await folder.answers() == ()
    box.mkdir()
    (box / "a.csv").write_text("key;status;reason\n7-1;Recorded;\n8-1;rejected;no student\n")
    (box / "b.csv").write_bytes(b"\xff\xfe\x00")
    (box / "c.csv").write_text("key,status\n7-1,perhaps\n")
    (box / "d.csv").write_text("nothing,here\n1,2\n")

    answers = await folder.answers()

    assert answers == (
        GradeAnswer(key="7-1", recorded=True),
        GradeAnswer(key="8-1", recorded=False, reason="no student"),
    )
    assert (box / "a.csv").exists()  # until its answers are stored, should we fall over now
    assert await folder.answers() == ()
    assert sorted(path.name for path in (box / "done").iterdir()) == ["a.csv"]
    assert sorted(path.name for path in (box / "bad").iterdir()) == ["b.csv", "c.csv", "d.csv"]


async def test_a_process_that_fell_over_reads_the_answers_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("key,status,reason\n7-1,recorded,\n")
    first = await DropFolder(tmp_path, "csv").answers()
    assert await DropFolder(tmp_path, "csv").answers() == first != ()


@pytest.mark.parametrize("form", ["csv", "xlsx", "oneroster"])
async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path, form: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(GradeSystemUnavailable) as failure:
        await DropFolder(blocked, form).send([line()])
    assert failure.value.reason == "folder"
