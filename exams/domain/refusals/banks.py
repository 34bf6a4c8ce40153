"""The ways in which a file of questions is refused."""

from exams.domain.refusals.base import Refusal


class BankBroken(Refusal):
    """A file of questions is damaged, or is not what it says it is.

    `file` names the part of a package, `line` is 0 where none can be told.
    """

    code = "bank_broken"

    def __init__(self, *, kind: str, file: str, line: int) -> None:
        super().__init__(kind=kind, file=file, line=line)


class BankUnsafe(Refusal):
    """A file of questions holds what none needs; `what` is entities, path or size."""

    code = "bank_unsafe"

    def __init__(self, *, what: str) -> None:
        super().__init__(what=what)


class BankTooLarge(Refusal):
    """More questions than a bank may have."""

    code = "bank_too_large"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class BankEmpty(Refusal):
    """There is not one question in the file."""

    code = "bank_empty"

    def __init__(self, *, kind: str) -> None:
        super().__init__(kind=kind)


class NoTestPlanned(Refusal):
    """There is no coming computer test that could take the questions."""

    code = "no_test_planned"


class BankInUse(Refusal):
    """The test has begun for somebody, so its questions stay as they are."""

    code = "bank_in_use"
