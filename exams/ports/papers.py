"""Who writes what the office keeps and signs."""

from typing import Protocol

from exams.domain.papers import Form, Paper
from exams.domain.people import Locale


class Papers(Protocol):
    """Writes what the office keeps and signs."""

    async def write(self, paper: Paper, form: Form, locale: Locale) -> bytes:
        """Return a paper in one language: a PDF to sign, or an XLSX without live formulas."""
