"""Formulas of Word documents (OMML), told in the LaTeX which `documents.banks.tex` reads.

Source:
    ECMA-376, Office Open XML, part 1, section 22.1 (Math).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from documents.banks.tex import FUNCTIONS, LARGE, LIMITS, UnknownFormula

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ESCAPED: Final = str.maketrans({sign: f"\\{sign} " for sign in "{}%$#&_"} | {"\\": "\\backslash "})
LARGE_SIGNS: Final = {sign: f"\\{name} " for name, sign in LARGE.items()}
INTEGRAL: Final = "∫"  # what a large sign is where the document does not say
ACCENTS: Final = {
    "\u0302": "hat", "^": "hat", "\u0303": "tilde", "~": "tilde", "\u0304": "bar", "\u0305": "bar",
    "\u00af": "bar", "\u20d7": "vec", "\u2192": "vec", "\u0307": "dot", "\u0308": "ddot",
}  # fmt: skip
PROPERTIES: Final = frozenset(
    f"{M}{name}Pr"
    for name in (
        "acc", "bar", "box", "borderBox", "ctrl", "d", "eqArr", "f", "func", "groupChr", "limLow",
        "limUpp", "m", "nary", "phant", "r", "rad", "sPre", "sSub", "sSubSup", "sSup", "oMathPara",
    )
)  # fmt: skip


def latex(formula: Element) -> str:
    """Return a formula in LaTeX.

    Raises:
        UnknownFormula: something in it is not known.
    """
    return _inside(formula)


def _inside(element: Element | None) -> str:
    if element is None:
        return ""
    return "".join(_one(child) for child in element if child.tag not in PROPERTIES)


def _one(element: Element) -> str:
    if not element.tag.startswith(M):
        # What Word notes inside a formula (bookmarks, proofing) says nothing.
        return _inside(element) if any(True for _ in element.iter(f"{M}r")) else ""
    said = SAID.get(element.tag.removeprefix(M))
    if said is None:
        raise UnknownFormula
    return said(element)


def _part(element: Element, name: str) -> str:
    return "{" + _inside(element.find(f"{M}{name}")) + "}"


def _value(element: Element, name: str, default: str) -> str:
    """Return a property's value; one that stands there without any is empty."""
    found = element.find(f"{element.tag}Pr/{M}{name}")
    return default if found is None else found.get(f"{M}val", "")


def _run(element: Element) -> str:
    text = "".join(node.text or "" for node in element.iter(f"{M}t"))
    if element.find(f"{M}rPr/{M}nor") is not None and text.strip():
        return "\\text{" + text.translate(ESCAPED) + "}"
    name = text.strip()
    if name in FUNCTIONS | LIMITS:
        return f"\\{name} "
    if name in LARGE_SIGNS:
        return LARGE_SIGNS[name]
    return text.translate(ESCAPED)


def _fraction(element: Element) -> str:
    kind = _value(element, "type", "bar")
    if kind == "noBar":  # a binomial, mostly
        return _rows([_part(element, "num"), _part(element, "den")])
    if kind == "lin":
        return f"{_part(element, 'num')}/{_part(element, 'den')}"
    return f"\\frac{_part(element, 'num')}{_part(element, 'den')}"


def _root(element: Element) -> str:
    degree = _inside(element.find(f"{M}deg"))
    return f"\\sqrt{f'[{degree}]' if degree else ''}{_part(element, 'e')}"


def _large(element: Element) -> str:
    sign = _value(element, "chr", INTEGRAL) or INTEGRAL
    if sign not in LARGE_SIGNS:
        raise UnknownFormula
    below, above = (_inside(element.find(f"{M}{name}")) for name in ("sub", "sup"))
    limits = (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    return f"{LARGE_SIGNS[sign].strip()}{limits} {_part(element, 'e')}"


def _fenced(element: Element) -> str:
    first, last = (_value(element, name, sign) for name, sign in FENCE)
    between = _value(element, "sepChr", "|")
    inner = between.translate(ESCAPED).join(_inside(part) for part in element.findall(f"{M}e"))
    return f"\\left{_sign(first)} {inner} \\right{_sign(last)} "


FENCE: Final = (("begChr", "("), ("endChr", ")"))


def _sign(sign: str) -> str:
    return f"\\{sign}" if sign in {"{", "}"} else sign or "."


def _function(element: Element) -> str:
    return f"{_inside(element.find(f'{M}fName'))} {_part(element, 'e')}"


def _accent(element: Element) -> str:
    name = ACCENTS.get(_value(element, "chr", "\u0302"))
    if name is None:
        raise UnknownFormula
    return f"\\{name}{_part(element, 'e')}"


def _line(element: Element) -> str:
    where = _value(element, "pos", "bot")
    return f"\\{'overline' if where == 'top' else 'underline'}{_part(element, 'e')}"


def _matrix(element: Element) -> str:
    rows = (
        " & ".join(_inside(cell) for cell in row.findall(f"{M}e"))
        for row in element.findall(f"{M}mr")
    )
    return _rows(rows)


def _equations(element: Element) -> str:
    lines = (_inside(line) for line in element.findall(f"{M}e"))
    return _rows(lines)


def _rows(rows: Iterable[str]) -> str:
    return "\\begin{matrix}" + " \\\\ ".join(rows) + "\\end{matrix}"


def _plain(element: Element) -> str:
    return _part(element, "e")


SAID: Final[Mapping[str, Callable[[Element], str]]] = {
    "oMath": _inside,
    "oMathPara": _inside,
    "r": _run,
    "f": _fraction,
    "rad": _root,
    "nary": _large,
    "d": _fenced,
    "func": _function,
    "acc": _accent,
    "bar": _line,
    "m": _matrix,
    "eqArr": _equations,
    "box": _plain,
    "borderBox": _plain,
    "sSup": lambda one: f"{_part(one, 'e')}^{_part(one, 'sup')}",
    "sSub": lambda one: f"{_part(one, 'e')}_{_part(one, 'sub')}",
    "sSubSup": lambda one: f"{_part(one, 'e')}_{_part(one, 'sub')}^{_part(one, 'sup')}",
    "sPre": lambda one: f"{{}}_{_part(one, 'sub')}^{_part(one, 'sup')}{_part(one, 'e')}",
    "limLow": lambda one: f"{_inside(one.find(f'{M}e'))}_{_part(one, 'lim')}",
    "limUpp": lambda one: f"{_inside(one.find(f'{M}e'))}^{_part(one, 'lim')}",
}
