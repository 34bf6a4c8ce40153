"""Formulas: as signs where those say it, drawn where they do not, and never a program."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents.banks.drawing import draw
from documents.banks.markup import plain_passage
from documents.banks.tex import UnknownFormula, formula


@pytest.mark.parametrize(
    ("latex", "plain", "simple"),
    [
        (r"x^2+1", "x²+1", True),
        (r"H_2O", "H₂O", True),
        (r"x_{12}", "x₁₂", True),
        (r"\frac{1}{2}", "1/2", True),
        (r"\frac{a+b}{c}", "(a+b)/c", False),
        (r"\sqrt 2", "√2", True),
        (r"\sqrt{a+b}", "√(a+b)", False),
        (r"\sqrt[3]{8}", "³√8", False),
        (r"\alpha \le \beta", "α ≤ β", True),
        (r"90^\circ", "90°", True),
        (r"e^{-x}", "e⁻ˣ", True),
        (r"a - b", "a − b", True),
        (r"\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i", False),
        (r"\text{егер } x>0", "егер  x>0", True),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²", True),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1 2; 3 4)", False),
        (r"\{1,2\}", "{1,2}", True),
        (r"\mathbb{R}^n", "ℝⁿ", True),
        (r"5\%", "5%", True),
        ("жылдамдық v", "жылдамдық v", True),
    ],
)
def test_a_formula_as_signs(latex: str, plain: str, simple: bool) -> None:  # noqa: FBT001
    found = formula(latex)

    assert " ".join(found.plain.split()) == " ".join(plain.split())
    assert found.simple is simple


@pytest.mark.parametrize(
    "latex",
    [
        "", " ", "x^{2", "}", r"\frac{1}", r"\unknown", r"\begin{tikzpicture}\end{tikzpicture}",
        r"\begin{pmatrix}1", r"\text x", "{" * 50 + "x" + "}" * 50, "x" * 1001,
    ],
)  # fmt: skip
def test_what_is_not_known_is_said_so(latex: str) -> None:
    with pytest.raises(UnknownFormula):
        formula(latex)


def test_passages_are_drawn_each_on_its_own() -> None:
    texts = (r"Есепте: \(\frac{a+b}{c}\)", r"\[\sum_{i=1}^{n} i^2 = ?\]", "сөз " * 60)

    drawings = draw([plain_passage(text) for text in texts])

    sizes = [Image.open(BytesIO(one)).size for one in drawings if one]
    assert len(sizes) == 3
    assert all(500 <= width <= 960 for width, _ in sizes)
    assert sizes[2][1] > sizes[0][1]  # long words are broken into lines


@pytest.mark.parametrize(
    "text",
    [
        r'\(#panic("x")\)', r"\(\frac{#1}{$}\)", r'\("\)', r"\(\text{#x \" $}\)", "\\(a\\\\b\\)",
        r"\(@x <y> `z` // /* \)", r"\(x_#y^&\)", r"\(\frac{,;}{:)(}\)", r"\(]\left)x\right(\)",
    ],
)  # fmt: skip
def test_a_formula_can_do_nothing(text: str) -> None:
    assert draw([plain_passage(text)]) != [None]


PIECES = st.sampled_from(
    [*r"ab1 +-=()[]{}^_&,;:|/<>'\"#$@!*.~`".replace("\\", ""), r"\frac", r"\sqrt", r"\left",
     r"\right", r"\sum", r"\vec", r"\text", r"\\", r"\begin{cases}", r"\end{cases}", r"\alpha",
     r"\lim", r"\{", r"\}", r"\mathbb", "ә", "∑", "\u0301", "²"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_understood_can_be_drawn(latex: str) -> None:
    try:
        formula(latex)
    except UnknownFormula:
        return
    assert draw([plain_passage(f"$${latex}$$")]) != [None]
