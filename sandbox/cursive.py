"""Handwriting for drawn answer sheets: a cursive Cyrillic hand as curves.

Each letter is one or more pen strokes through a few points; a stroke of one point leaves no
ink and only says where the next letter begins. The unit is the height of a
small letter: x runs to the right, y upwards from the line of writing, so that "б" reaches
2 and "у" -1. A letter's last point is where the pen leaves towards the next one.
"""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_STEP = 0.07  # distance between two points of a drawn curve, in heights of a small letter
_SPACE = 0.9  # width of a blank, in the same unit

# One letter: strokes parted by "|", points by blanks, x and y by a comma.
_LETTERS = {
    "а": "0,.3 .85,.85 .5,1 .1,.6 .15,.1 .5,0 .85,.45 .95,1 .92,.2 1.1,0 1.35,.3",
    "ә": "0,.5 .3,.5 .9,.55 .85,.95 .5,1.05 .2,.85 .3,.4 .2,.3 .45,0 .85,.1 1.2,.4",
    "б": "0,.3 .8,.8 .5,.95 .1,.5 .35,0 .8,.2 .85,.6 .5,1 .3,1.5 .6,1.9 1.1,2 | 1.0,.3 1.2,.4",
    "в": "0,.2 .3,1.2 .55,1.9 .35,1.9 .3,.6 .45,0 .85,.15 .85,.6 .5,.7 .9,.6 1.2,.7",
    "г": "0,.7 .2,.98 .45,.8 .75,1 .8,.8 .45,.3 .6,0 .85,.05 1.05,.3",
    "ғ": "0,.7 .2,.98 .45,.8 .75,1 .8,.8 .45,.3 .6,0 .85,.05 1.05,.3 | .3,.5 .9,.5",
    "д": "0,.3 .8,.85 .5,1 .1,.6 .15,.1 .5,0 .85,.45 .95,1 .85,-.4 .5,-1 .2,-.7 .7,-.2 1.3,.3",
    "е": "0,.2 .6,.5 .65,.9 .4,1 .15,.6 .25,.1 .6,0 1,.35",
    "ж": "0,.8 .25,.95 .4,.6 .2,.05 0,.1 | .75,1 .72,.5 .75,0 | 1.5,.9 1.2,.95 1,.6 .75,.5 1,.45 "
    "1.15,.1 1.4,0 1.6,.3",
    "з": "0,.8 .3,1 .6,.85 .3,.55 .65,.3 .5,-.5 .2,-1 0,-.7 .5,-.2 1,.3",
    "и": "0,.5 .2,1 .15,.25 .4,0 .75,.5 .85,1 .8,.25 1.05,0 1.3,.35",
    "й": "0,.5 .2,1 .15,.25 .4,0 .75,.5 .85,1 .8,.25 1.05,0 1.3,.35 | .3,1.6 .5,1.4 .8,1.65",
    "к": "0,.4 .2,1 .2,0 .2,.45 .6,.6 .85,1 .6,.6 .5,.5 .75,.1 .95,0 1.2,.3",
    "қ": "0,.4 .2,1 .2,0 .2,.45 .6,.6 .85,1 .6,.6 .5,.5 .75,.1 .95,0 1,-.4 .9,-.5 1.2,.3",
    "л": "0,.05 .2,.1 .45,.7 .6,1 .62,.2 .85,0 1.1,.3",
    "м": "0,.05 .15,.1 .35,.7 .45,1 .6,.25 .95,.95 1,1 1,.2 1.2,0 1.45,.3",
    "н": "0,.5 .2,1 .18,0 .2,.5 .8,.55 .85,1 .82,.2 1.05,0 1.3,.3",
    "ң": "0,.5 .2,1 .18,0 .2,.5 .8,.55 .85,1 .82,.2 1.05,0 1.1,-.4 1,-.5 1.3,.3",
    "о": "0,.3 .5,.95 .15,.7 .15,.15 .5,0 .8,.4 .7,.9 .5,1 .75,.85 1.1,.8",
    "ө": "0,.3 .5,.95 .15,.7 .15,.15 .5,0 .8,.4 .7,.9 .5,1 .75,.85 1.1,.8 | .15,.5 .8,.52",
    "п": "0,.6 .2,1 .2,0 .25,.6 .6,1 .8,.8 .75,.2 .95,0 1.2,.3",
    "р": "0,.6 .25,1 .15,-.9 .2,.2 .45,.8 .8,.95 .95,.5 .75,0 .5,.1 1.2,.25",
    "с": "0,.3 .5,.95 .65,.8 .45,1 .15,.7 .15,.2 .5,0 .95,.35",
    "т": "0,.6 .2,1 .2,0 .25,.6 .5,1 .65,.8 .62,0 .7,.6 .95,1 1.1,.8 1.08,.2 1.3,0 1.5,.3",
    "у": "0,.6 .2,1 .15,.4 .4,.15 .8,.6 .9,1 .8,-.3 .45,-1 .2,-.7 .7,-.2 1.25,.3",
    "ұ": "0,.6 .2,1 .15,.4 .4,.15 .8,.6 .9,1 .8,-.3 .45,-1 .3,-.8 .7,-.2 1.2,.3 | .5,-.5 1.1,-.4",
    "ү": "0,.7 .2,1 .45,.4 .55,.05 .5,-.7 .55,.05 .8,.6 .95,1 1.2,.8",
    "ф": "0,.3 .5,.9 .1,.6 .3,.05 .6,.3 .65,1.8 .6,-.9 .65,.4 .95,.95 1.2,.5 .95,0 .7,.2 1.4,.3",
    "х": "0,.8 .3,1 .5,.5 .3,0 .05,.1 | .95,.9 .7,1 .5,.5 .75,0 1.05,.25",
    "ц": "0,.5 .2,1 .15,.25 .4,0 .75,.5 .85,1 .8,.1 .95,-.3 .8,-.4 1.3,.3",
    "ч": "0,.6 .15,1 .2,.55 .5,.45 .75,.7 .8,1 .78,.2 1,0 1.25,.3",
    "ш": "0,.5 .2,1 .15,.2 .35,0 .65,.6 .7,1 .65,.2 .85,0 1.15,.6 1.2,1 1.15,.2 1.4,0 1.6,.35",
    "щ": "0,.5 .2,1 .15,.2 .35,0 .65,.6 .7,1 .65,.2 .85,0 1.15,.6 1.2,1 1.15,.1 1.3,-.3 1.6,.3",
    "ъ": "0,.9 .3,1 .25,.2 .5,0 .8,.2 .6,.5 .3,.4 1.1,.3",
    "ы": "0,.5 .2,1 .15,.2 .4,0 .6,.25 .4,.5 .2,.4 .7,.3 | .95,1 .92,.2 1.1,0 1.35,.3",
    "і": "0,.5 .2,1 .17,.2 .4,0 .65,.35 | .22,1.45 .24,1.5",
    "һ": "0,.3 .3,1.6 .2,1.9 .15,0 .25,.6 .6,1 .8,.7 .78,.2 .95,0 1.2,.3",
    "ь": "0,.5 .2,1 .15,.2 .4,0 .65,.25 .45,.5 .2,.4 .9,.35",
    "э": "0,.75 .3,1 .65,.7 .6,.2 .3,0 .05,.2 | .3,.5 .65,.5 .95,.4",
    "ю": "0,.5 .2,1 .18,0 .2,.5 .6,.5 .9,1 .6,.7 .65,.1 .95,0 1.2,.5 .95,1 1.4,.8",
    "я": "0,.1 .2,.1 .5,.45 .25,.65 .4,.98 .8,1 .78,.2 1,0 1.25,.3",
    "0": "0,1 .1,.2 .4,0 .75,.6 .7,1.4 .4,1.6 .1,1.3 0,.9 | 1.1,.02",
    "1": "0,1.1 .35,1.6 .3,0 | .8,.02",
    "2": "0,1.3 .35,1.6 .65,1.2 .3,.4 0,0 .4,.1 .8,0 | 1.05,.02",
    "3": "0,1.4 .4,1.6 .6,1.2 .25,.9 .65,.5 .4,0 0,.2 | 1.05,.02",
    "4": "0,1.6 .05,.8 .6,.85 | .55,1.5 .5,0 | 1,.02",
    "5": "0,1.5 .05,.9 .5,.95 .65,.4 .3,0 0,.2 | .05,1.5 .7,1.6 | 1,.02",
    "6": "0,1 .5,1.6 .1,.9 .1,.2 .4,0 .7,.4 .4,.8 .1,.5 | 1.05,.02",
    "7": "0,1.5 .4,1.6 .7,1.5 .3,0 | .2,.8 .7,.85 | 1,.02",
    "8": "0,1.3 .35,.85 .6,.4 .3,0 .05,.4 .4,.85 .6,1.3 .3,1.6 .05,1.3 | 1.05,.02",
    "9": "0,1.2 .3,.8 .65,1.2 .4,1.6 .05,1.3 .3,.85 .65,1.1 .5,0 | 1.05,.02",
    ".": "0,.02 .06,.05 | .4,0 .45,0",
    ",": "0,.05 .05,-.3 | .4,0 .45,0",
    "-": "0,.45 .6,.5 | .8,.3 .85,.3",
    ":": "0,.02 .06,.05 | 0,.7 .06,.72 | .4,0 .45,0",
}
_TALL = 1.75  # how much larger a capital is; its form is that of the small letter


def _curve(points: Points) -> Points:
    """Return a smooth curve (n, 2) through the points, by Catmull-Rom's rule."""
    ends = np.vstack([points[:1] * 2 - points[1:2], points, points[-1:] * 2 - points[-2:-1]])
    lengths = np.hypot(*(points[1:] - points[:-1]).T)
    counts = np.maximum(2, (lengths / _STEP).astype(int))
    piece = np.repeat(np.arange(len(counts)), counts)
    before, first, second, after = (ends[piece + place] for place in range(4))
    t = ((np.arange(len(piece)) - (np.cumsum(counts) - counts)[piece]) / counts[piece])[:, None]
    curve = (
        first
        + 0.5 * t * (second - before)
        + t**2 * (before - 2.5 * first + 2 * second - 0.5 * after)
        + t**3 * (-0.5 * before + 1.5 * first - 1.5 * second + 0.5 * after)
    )
    return np.vstack([curve, points[-1:]])


def _strokes(letter: str) -> list[Points]:
    return [
        np.array([[float(value) for value in point.split(",")] for point in stroke.split()])
        for stroke in _LETTERS[letter].split("|")
    ]


def write(text: str, chance: np.random.Generator, *, slant: float = 0.3) -> list[Points]:
    """Write a line of text as a hand would, never the same letter twice alike.

    Args:
        text: Kazakh or Russian words, digits and . , - : ; other signs become blanks.
        chance: where the unsteadiness comes from.
        slant: how far a letter leans to the right per height.

    Returns:
        Pen strokes, each (n, 2), in heights of a small letter, y upwards from the line.
    """
    lines: list[Points] = []
    at = 0.0
    wave, phase = chance.uniform(0.02, 0.06), chance.uniform(0, 6)
    for sign in text:
        small = sign.lower()
        if small not in _LETTERS:
            at += _SPACE * chance.uniform(0.8, 1.3)
            continue
        size = (_TALL if sign != small else 1.0) * chance.uniform(0.9, 1.1)
        strokes = _strokes(small)
        for points in strokes:
            shaken = points * size + chance.normal(0, 0.045, points.shape)
            shaken[:, 0] += at + slant * shaken[:, 1]
            shaken[:, 1] += wave * np.sin(at * 0.25 + phase)
            if len(points) > 1:
                lines.append(_curve(shaken))
        at += strokes[-1][-1, 0] * size
    return lines


def ink(
    strokes: list[Points], *, left: float, line: float, height: float
) -> list[tuple[NDArray[np.int32], NDArray[np.float64]]]:
    """Place strokes on paper.

    Args:
        strokes: of `write`.
        left: where the line of text begins, pixels.
        line: the row it is written on, pixels.
        height: of a small letter, pixels.

    Returns:
        For each stroke its points (n, 2) in sixteenths of a pixel, as OpenCV's `shift=4`
        takes them, and the pressure of the pen between each two of them: 0.7 to 1.2, lighter
        on the way up.
    """
    placed = []
    for stroke in strokes:
        points = stroke * (height, -height) + (left, line)
        rise = np.diff(points[:, 1]) / (_STEP * height)
        placed.append(
            (np.rint(points * 16).astype(np.int32), np.clip(0.95 + 0.25 * rise, 0.7, 1.2))
        )
    return placed
