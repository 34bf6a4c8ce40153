r"""Formulas in LaTeX: as plain signs where those say it, and for the typesetter.

A small part of LaTeX is understood, the part that question banks use. Whatever is not known
raises `UnknownFormula`: the formula then stays as it was typed. What leaves for the typesetter
is made of known words alone, every sign of its own escaped, so that a formula can do nothing.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

LONGEST: Final = 1000  # characters of one formula
DEEPEST: Final = 20  # braces within braces

SIGNS: Final = dict(
    line.split()
    for line in """
alpha α|beta β|gamma γ|delta δ|epsilon ϵ|varepsilon ε|zeta ζ|eta η|theta θ|vartheta ϑ|iota ι
kappa κ|lambda λ|mu μ|nu ν|xi ξ|pi π|rho ρ|sigma σ|tau τ|upsilon υ|phi ϕ|varphi φ|chi χ|psi ψ
omega ω|Gamma Γ|Delta Δ|Theta Θ|Lambda Λ|Xi Ξ|Pi Π|Sigma Σ|Upsilon Υ|Phi Φ|Psi Ψ|Omega Ω
cdot ·|times ×|div ÷|pm ±|mp ∓|ast ∗|circ ∘|bullet •|oplus ⊕|otimes ⊗|wedge ∧|land ∧|vee ∨|lor ∨
lnot ¬|neg ¬|le ≤|leq ≤|leqslant ≤|ge ≥|geq ≥|geqslant ≥|ne ≠|neq ≠|equiv ≡|approx ≈|sim ∼|cong ≅
propto ∝|ll ≪|gg ≫|in ∈|notin ∉|ni ∋|subset ⊂|subseteq ⊆|supset ⊃|supseteq ⊇|cup ∪|cap ∩
setminus ∖|emptyset ∅|varnothing ∅|forall ∀|exists ∃|nexists ∄|infty ∞|partial ∂|nabla ∇|to →
rightarrow →|leftarrow ←|leftrightarrow ↔|Rightarrow ⇒|Leftarrow ⇐|Leftrightarrow ⇔|iff ⇔
implies ⇒|mapsto ↦|uparrow ↑|downarrow ↓|ldots …|dots …|cdots ⋯|perp ⊥|parallel ∥|mid ∣|angle ∠
triangle △|prime ′|degree °|hbar ℏ|ell ℓ|Re ℜ|Im ℑ|aleph ℵ|langle ⟨|rangle ⟩|lfloor ⌊|rfloor ⌋
lceil ⌈|rceil ⌉|lbrace {|rbrace }|vert ∣|Vert ∥|backslash ∖|therefore ∴|because ∵
""".replace("\n", "|").strip("|").split("|")
)  # fmt: skip
LARGE: Final = dict(
    zip(
        ("sum", "prod", "int", "iint", "iiint", "oint", "bigcup", "bigcap"),
        "∑∏∫∬∭∮⋃⋂",
        strict=True,
    )
)
FUNCTIONS: Final = frozenset(
    {
        "sin", "cos", "tan", "tg", "cot", "ctg", "sec", "csc", "arcsin", "arccos", "arctan",
        "arctg", "sinh", "cosh", "tanh", "sh", "ch", "th", "log", "lg", "ln", "exp", "det", "dim",
        "ker", "deg", "gcd", "arg", "sgn", "rank",
    }
)  # fmt: skip
LIMITS: Final = frozenset(["lim", "max", "min", "sup", "inf", "limsup", "liminf"])
ACCENTS: Final = {
    "vec": ("arrow", "\u20d7"), "overrightarrow": ("arrow", "\u20d7"), "hat": ("hat", "\u0302"),
    "widehat": ("hat", "\u0302"), "bar": ("macron", "\u0304"), "tilde": ("tilde", "\u0303"),
    "widetilde": ("tilde", "\u0303"), "dot": ("dot", "\u0307"), "ddot": ("dot.double", "\u0308"),
    "overline": ("overline", ""), "underline": ("underline", ""),
}  # fmt: skip
SPACES: Final = frozenset([",", ";", ":", "!", " ", "quad", "qquad", "enspace", "thinspace"])
WORDS: Final = frozenset(
    {"text", "textrm", "textbf", "textit", "mathrm", "mathit", "operatorname", "mbox", "rm"}
)
DOUBLE: Final = dict(zip("RNZQCP", "ℝℕℤℚℂℙ", strict=True))
SIZES: Final = frozenset(
    {"displaystyle", "textstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg"}
)
MATRICES: Final = {
    "matrix": "#none", "pmatrix": '"("', "bmatrix": '"["', "vmatrix": '"|"', "Bmatrix": '"{"',
    "array": "#none", "cases": "",
}  # fmt: skip
ABOVE: Final = str.maketrans("0123456789+-−=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣ")
BELOW: Final = str.maketrans("0123456789+-−=()aeoxnmkijt", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₙₘₖᵢⱼₜ")
LOOKS: Final = {"-": "−", "'": "′", "*": "∗"}
NOTHING: Final = '""'
TOKEN: Final = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|[\u0400-\u052f]+|\s+|.", re.DOTALL)


class UnknownFormula(Exception):
    """A formula with something we do not know."""


@dataclass(frozen=True, slots=True)
class Maths:
    """A formula, or a part of one.

    Attributes:
        code: for the typesetter.
        plain: as signs.
        simple: the signs say it as well as a picture would.
        single: one sign or number, which needs no brackets.
    """

    code: str
    plain: str
    simple: bool = True
    single: bool = False


def formula(latex: str) -> Maths:
    """Read a formula.

    Raises:
        UnknownFormula: too long, too deep, or with something that is not known.
    """
    if len(latex) > LONGEST:
        raise UnknownFormula
    reader = _Reader(latex)
    found = reader.until(())
    if not found.code.strip():
        raise UnknownFormula
    return found


def above(plain: str) -> str:
    """Return what stands higher, in small signs where there are such."""
    return _shifted(plain, ABOVE, "^")


def below(plain: str) -> str:
    """Return what stands lower, in small signs where there are such."""
    return _shifted(plain, BELOW, "_")


def _shifted(plain: str, table: dict[int, int], sign: str) -> str:
    if plain and all(ord(char) in table for char in plain):
        return plain.translate(table)
    return f"{sign}{plain}" if len(plain) == 1 else f"{sign}({plain})"


class _Reader:
    def __init__(self, latex: str) -> None:
        self._tokens = TOKEN.findall(latex)
        self._next = 0
        self._depth = 0

    def until(self, ends: tuple[str, ...]) -> Maths:
        """Read up to one of the tokens, which is left; without ends up to the last."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnknownFormula
        parts: list[Maths] = []
        while (word := self._peek()) is not None and word not in ends:
            if word in {"^", "_"}:
                self._take()
                parts.append(self._attached(parts.pop() if parts else Maths("", ""), word))
            else:
                parts.append(self._atom())
        if word is None and ends:
            raise UnknownFormula
        self._depth -= 1
        return _joined(parts)

    def _peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> str:
        word = self._peek()
        if word is None:
            raise UnknownFormula
        self._next += 1
        return word

    def _attached(self, base: Maths, sign: str) -> Maths:
        small = self.argument()
        if small.plain == "∘" and sign == "^":
            return Maths(f"{base.code} °", f"{base.plain}°", base.simple)
        plain = above(small.plain) if sign == "^" else below(small.plain)
        large = base.plain[:1] in set(LARGE.values()) or base.plain[:3] in LIMITS
        simple = base.simple and small.simple and "(" not in plain and not large
        code = base.code.strip() or NOTHING
        return Maths(f"{code}{sign}({small.code})", base.plain + plain, simple, base.single)

    def argument(self) -> Maths:
        """Read what a command is about: a group in braces, or one sign; perhaps nothing."""
        found = self._argument()
        return found if found.code.strip() else replace(found, code=NOTHING)

    def _argument(self) -> Maths:
        while (word := self._peek()) is not None and word.isspace():
            self._take()
        if word == "{":
            return self._group()
        if word is not None and word.isdigit() and len(word) > 1:  # x^12 is x^1 2
            self._tokens[self._next : self._next + 1] = [word[0], word[1:]]
        return self._atom()

    def _group(self) -> Maths:
        self._take()
        found = self.until(("}",))
        self._take()
        return found

    def _atom(self) -> Maths:
        word = self._take()
        if word == "{":
            self._next -= 1
            return self._group()
        if word.isspace() or word in {"&", "~"}:
            return Maths(" ", " " if word != "&" else "")
        if word == "}":
            raise UnknownFormula
        if word.startswith("\\"):
            return self._command(word[1:].rstrip("*"))
        return _sign(word)

    def _command(self, name: str) -> Maths:  # noqa: C901, PLR0911, PLR0912 - one line a kind of command
        if name in SIGNS:
            return _sign(SIGNS[name])
        if name in LARGE:
            return Maths(LARGE[name], LARGE[name], simple=False)
        if name in FUNCTIONS or name in LIMITS:
            limits = ", limits: #true" if name in LIMITS else ""
            return Maths(f'op("{name}"{limits})', f"{name} ")
        if name in SPACES or name in SIZES:
            return Maths(" ", " " if name in SPACES - {"!"} else "")
        if name in {"frac", "dfrac", "tfrac", "cfrac"}:
            return _fraction(self.argument(), self.argument())
        if name == "sqrt":
            return self._root()
        if name in ACCENTS:
            return _accented(name, self.argument())
        if name in WORDS:
            return self._words()
        if name in {"mathbb", "mathbf", "boldsymbol", "mathcal"}:
            return self._lettered(name)
        if name == "left":
            return self._fenced()
        if name in {"bigl", "bigr", "Bigl", "Bigr"}:
            return self._delimiter()
        if name == "begin":
            return self._table()
        if name in set("{}%$#&_|"):
            return _sign("∥" if name == "|" else name)
        if name == "\\":
            return Maths("\\ ", "\n", simple=False)
        raise UnknownFormula

    def _root(self) -> Maths:
        degree = None
        if self._peek() == "[":
            self._take()
            degree = self.until(("]",))
            degree = degree if degree.code.strip() else None
            self._take()
        under = self.argument()
        plain = f"√{_bracketed(under)}"
        if degree is None:
            return Maths(f"sqrt({under.code})", plain, simple=under.simple and under.single)
        sign = above(degree.plain)
        return Maths(f"root({degree.code}, {under.code})", f"{sign}{plain}", simple=False)

    def _words(self) -> Maths:
        while (self._peek() or "x").isspace():
            self._take()
        if self._take() != "{":
            raise UnknownFormula
        words = ""
        while (word := self._take()) != "}":
            if word.startswith("\\") and word not in {"\\ ", "\\%", "\\,"}:
                raise UnknownFormula
            words += word.lstrip("\\")
        return Maths(_quoted(words), words)

    def _lettered(self, name: str) -> Maths:
        letters = self.argument()
        if name == "mathbb":
            if letters.plain not in DOUBLE:
                raise UnknownFormula
            return _sign(DOUBLE[letters.plain])
        how = "cal" if name == "mathcal" else "bold"
        return Maths(f"{how}({letters.code})", letters.plain, letters.simple, letters.single)

    def _fenced(self) -> Maths:
        first = self._delimiter()
        inner = self.until(("\\right",))
        self._take()
        last = self._delimiter()
        code = f"lr({first.code or NOTHING} {inner.code} {last.code or NOTHING})"
        return Maths(code, first.plain + inner.plain + last.plain, inner.simple)

    def _delimiter(self) -> Maths:
        word = self._take()
        if word == ".":
            return Maths("", "")
        if word.startswith("\\"):
            return self._command(word[1:])
        return _sign(word)

    def _table(self) -> Maths:
        name = self._name()
        if name not in MATRICES:
            raise UnknownFormula
        if name == "array":  # how its columns are aligned
            self.argument()
        rows: list[list[Maths]] = [[]]
        while True:
            rows[-1].append(self.until(("&", "\\\\", "\\end")))
            end = self._take()
            if end == "\\end":
                break
            if end == "\\\\":
                rows.append([])
        if self._name() != name:
            raise UnknownFormula
        rows = [row for row in rows if any(cell.code.strip() for cell in row)]
        plain = "; ".join(" ".join(cell.plain.strip() for cell in row) for row in rows)
        if name == "cases":
            lines = ", ".join(" quad ".join(cell.code for cell in row) for row in rows)
            return Maths(f"cases({lines})", f"{{ {plain}", simple=False)
        lines = "; ".join(", ".join(cell.code.strip() or NOTHING for cell in row) for row in rows)
        return Maths(f"mat(delim: {MATRICES[name]}, {lines})", f"({plain})", simple=False)

    def _name(self) -> str:
        if self._take() != "{":
            raise UnknownFormula
        name = ""
        while (word := self._take()) != "}":
            name += word
        return name


def _sign(word: str) -> Maths:
    if "\u0400" <= word[0] <= "\u052f":  # Kazakh and Russian words are no variables
        return Maths(_quoted(word), word, single=True)
    if word[0].isalnum():
        return Maths(word, word, single=True)
    word = LOOKS.get(word, word)
    return Maths(f"\\{word}" if word.isascii() else word, word, single=True)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _joined(parts: list[Maths]) -> Maths:
    code = " ".join(part.code for part in parts)
    plain = "".join(part.plain for part in parts)
    kept = [part for part in parts if part.plain.strip()]
    single = len(kept) == 1 and kept[0].single
    return Maths(
        code, re.sub(" +", " ", plain).strip(), all(part.simple for part in parts), single
    )


def _bracketed(part: Maths) -> str:
    return part.plain if part.single else f"({part.plain})"


def _fraction(top: Maths, bottom: Maths) -> Maths:
    simple = top.simple and bottom.simple and top.single and bottom.single
    plain = f"{_bracketed(top)}/{_bracketed(bottom)}"
    return Maths(f"frac({top.code}, {bottom.code})", plain, simple)


def _accented(name: str, under: Maths) -> Maths:
    how, mark = ACCENTS[name]
    plain = f"{under.plain}{mark}"
    return Maths(f"{how}({under.code})", plain, under.simple and under.single and bool(mark))
