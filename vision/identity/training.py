"""Teach the network of `letters`: `python -m vision.identity.training`, some minutes on one core.

Lines of random characters are drawn, worn, photographed and cut into windows: one for each
character, slightly misplaced as a reader places them, and some between characters.
"""

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, TextIO

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from vision.arrays import Floats, Pixels
from vision.decode import decode
from vision.identity.glyphs import CAPITAL, CELL, CHARACTERS, write_line
from vision.identity.letters import NOTHING, PITCH, SIDE, WEIGHTS, even

_SEED: Final = 5
_LINES: Final = 9000
_LENGTH: Final = 22  # characters of a line that is learned from
_HIDDEN: Final = (160, 80)
_ROUNDS: Final = 14
_BATCH: Final = 256
_RATE: Final = 1.5e-3
_BETWEEN: Final = 0.25  # of the characters: a window between two is shown, too
_BESIDE: Final = 0.1  # and one half a character too high or too low
_OCR_B: Final = 0.8  # share of the lines in the prescribed typeface
_MARGIN: Final = 2  # blank cells before and after a line

Windows = NDArray[np.uint8]
Labels = NDArray[np.int64]


def sample(draws: Generator) -> tuple[Windows, Labels]:
    """Draw a line and return its windows with what they show."""
    text = _random_text(draws)
    ink = write_line(text, typeface=int(draws.random() > _OCR_B))
    across, down = CELL
    ink = cv2.copyMakeBorder(ink, 16, 16, _MARGIN * across, _MARGIN * across, cv2.BORDER_CONSTANT)
    line, share = photograph_line(ink, draws)
    middles = (np.arange(_LENGTH) + _MARGIN + 0.5) * across * share
    middle = (down / 2 + 16) * share
    pitch, capital = across * share, CAPITAL * share
    windows, labels = [], []
    for x, character in zip(middles, text, strict=True):
        places = [(draws.normal(0, 0.06), draws.normal(0, 0.06), CHARACTERS.index(character))]
        if draws.random() < _BETWEEN:
            places.append((draws.choice((-1, 1)) * draws.uniform(0.36, 0.64), 0.0, NOTHING))
        if draws.random() < _BESIDE:
            places.append((draws.uniform(-0.5, 0.5), draws.choice((-1, 1)) * 0.5, NOTHING))
        for right, low, label in places:
            size = pitch * draws.uniform(0.93, 1.07), capital * draws.uniform(0.88, 1.14)
            windows.append(cut(line, (x + right * pitch, middle + low * capital), size))
            labels.append(label)
    blank = draws.uniform(0, (_MARGIN - 0.9) * pitch)
    windows.append(cut(line, (blank, middle), (pitch, capital)))
    return np.array(windows), np.array([*labels, NOTHING])


def cut(line: Pixels, middle: tuple[float, float], size: tuple[float, float]) -> Pixels:
    """Return the window around a character.

    Args:
        line: the picture, grey.
        middle: of the character.
        size: of the pitch and of a capital, pixels.
    """
    wide, high = PITCH / size[0], PITCH / size[1]
    way = np.array(
        [
            [wide, 0, SIDE / 2 - 0.5 - middle[0] * wide],
            [0, high, SIDE / 2 - 0.5 - middle[1] * high],
        ]
    )
    return cv2.warpAffine(line, way, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)


def photograph_line(ink: Floats, draws: Generator) -> tuple[Pixels, float]:
    """Return a drawn line as a camera gives it, and how much smaller it is."""
    worn = cv2.GaussianBlur(ink, (0, 0), draws.uniform(0.6, 2.2))
    limit = draws.uniform(0.3, 0.62)  # thicker or thinner than printed
    worn = np.clip((worn - limit) * draws.uniform(2, 6) + 0.5, 0, 1)
    pitch = float(np.exp(draws.uniform(np.log(7), np.log(28))))
    share = pitch / CELL[0]
    height, width = worn.shape
    lean, turn = draws.normal(0, 0.05), draws.normal(0, 0.012) * 10 / _LENGTH
    way = np.array([[1, lean, -lean * height / 2], [turn, 1, -turn * width / 2]]) * share
    worn = cv2.GaussianBlur(worn, (0, 0), max(0.35 / share, 0.1))
    size = (max(8, round(width * share)), max(8, round(height * share)))
    small = cv2.warpAffine(worn, way, size)
    small = _out_of_focus(small, pitch, draws)
    paper = draws.uniform(70, 250)
    depth = paper * draws.uniform(0.25, 0.9)
    light = np.linspace(draws.uniform(0.7, 1), draws.uniform(0.7, 1), size[0])
    pattern = _pattern(size, pitch, draws) * depth * draws.uniform(0, 0.3)
    seen = (paper - depth * small + pattern) * light
    seen = seen + draws.normal(0, draws.uniform(0.5, max(1.0, 0.13 * depth)), seen.shape)
    whole = np.clip(seen, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(
        ".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, int(draws.integers(30, 96))]
    )
    return decode(packed.tobytes())[0].pixels[:, :, 0], share


def _out_of_focus(line: Floats, pitch: float, draws: Generator) -> Floats:
    blur = draws.uniform(0, 0.17) * pitch
    if blur > 0.2:  # noqa: PLR2004, pixels
        line = cv2.GaussianBlur(line, (0, 0), blur)
    if draws.random() < 0.3:  # noqa: PLR2004, a share
        line = cv2.filter2D(line, -1, motion(draws.uniform(0.1, 0.4) * pitch, draws))
    return line


def motion(length: float, draws: Generator) -> Floats:
    """Return the kernel of a camera that moved by `length` pixels in a random direction."""
    side = int(length) // 2 * 2 + 3
    angle = draws.uniform(0, np.pi)
    along = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    kernel: Floats = np.zeros((side, side), np.float32)
    for part in np.linspace(-1, 1, 4 * side):
        x, y = along * part + side // 2
        kernel[round(y), round(x)] += 1
    kernel /= kernel.sum()
    return kernel


def _pattern(size: tuple[int, int], pitch: float, draws: Generator) -> Floats:
    """Return what is printed below the characters: wavy lines and soft spots, -1 to 1."""
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    angle, wave = draws.uniform(0, np.pi), pitch * draws.uniform(0.25, 3)
    ridge = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / wave)
    spots = cv2.resize(
        draws.normal(0, 0.6, (4, 12)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC
    )
    mixed: Floats = ridge * draws.uniform(0, 1) + spots * draws.uniform(0, 1)
    return mixed


def _random_text(draws: Generator) -> str:
    digits, letters = CHARACTERS[:10], CHARACTERS[10:36]
    kinds = draws.choice((digits, letters, "<"), _LENGTH, p=(0.4, 0.48, 0.12))
    return "".join(str(draws.choice(list(kind))) for kind in kinds)


def learn(windows: Windows, labels: Labels, draws: Generator, out: TextIO) -> list[NDArray[Any]]:
    """Fit the network by Adam; return weight and bias of each layer in turn.

    Source:
        Kingma and Ba, "Adam", 2015.
    """
    sizes = (SIDE * SIDE, *_HIDDEN, NOTHING + 1)
    values: list[NDArray[Any]] = []
    for inputs, outputs in pairwise(sizes):
        values.append(draws.normal(0, np.sqrt(2 / inputs), (inputs, outputs)).astype(np.float32))
        values.append(np.zeros(outputs, np.float32))
    mean, square = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    steps = _ROUNDS * (len(windows) // _BATCH)
    step = 0
    for turn in range(_ROUNDS):
        order = draws.permutation(len(windows))
        right = 0
        for first in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[first : first + _BATCH]
            step += 1
            slopes, hits = _slopes(values, even(windows[chosen]), labels[chosen])
            right += hits
            rate = _RATE * (0.5 + 0.5 * np.cos(np.pi * step / steps))
            for i, slope in enumerate(slopes):
                mean[i] += 0.1 * (slope - mean[i])
                square[i] += 0.001 * (slope * slope - square[i])
                fair = np.sqrt(square[i] / (1 - 0.999**step)) + 1e-8
                values[i] -= np.float32(rate) * (mean[i] / (1 - 0.9**step)) / fair
        out.write(f"round {turn + 1}: {right / len(order):.2%} right\n")
        out.flush()
    return values


def _slopes(
    values: Sequence[NDArray[Any]], inputs: Floats, labels: Labels
) -> tuple[list[NDArray[Any]], int]:
    """Return the slope of the loss in each weight, and how many windows were read right."""
    passed = [inputs]
    for i in range(0, len(values) - 2, 2):
        passed.append(np.maximum(passed[-1] @ values[i] + values[i + 1], 0))
    scores = passed[-1] @ values[-2] + values[-1]
    hits = int((scores.argmax(axis=1) == labels).sum())
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    chance[np.arange(len(labels)), labels] -= 1
    back = chance / len(labels)
    found: list[NDArray[Any]] = []
    for i in range(len(values) - 2, -1, -2):
        layer = passed[i // 2]
        found = [layer.T @ back, back.sum(axis=0), *found]
        back = (back @ values[i].T) * (layer > 0)
    return found, hits


def main(out: TextIO) -> int:
    """Draw, learn and write the weights."""
    draws = np.random.default_rng(_SEED)
    drawn = [sample(draws) for _ in range(_LINES)]
    windows = np.concatenate([one for one, _ in drawn])
    labels = np.concatenate([one for _, one in drawn])
    out.write(f"{len(windows)} windows drawn\n")
    values = learn(windows, labels, draws, out)
    stored = {
        f"{kind}{i // 2}": value.astype(np.float16)
        for i, value in enumerate(values)
        for kind in (("weight", "bias")[i % 2],)
    }
    np.savez_compressed(WEIGHTS, **stored)  # type: ignore[arg-type]
    out.write(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdout))
