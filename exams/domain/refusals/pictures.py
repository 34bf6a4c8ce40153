"""The ways in which a picture is refused before anything on it is judged."""

from exams.domain.refusals.base import Refusal


class NotAPicture(Refusal):
    """The file is no JPEG, PNG, WebP, HEIC or PDF, whatever its name says."""

    code = "not_a_picture"


class PictureBroken(Refusal):
    """The file begins like a picture, but cannot be read to its end."""

    code = "picture_broken"


class PictureTooLarge(Refusal):
    """The picture would unfold to more pixels than are taken."""

    code = "picture_too_large"

    def __init__(self, *, megapixels: int) -> None:
        super().__init__(megapixels=megapixels)


class PdfLocked(Refusal):
    """The PDF asks for a password."""

    code = "pdf_locked"


class PdfTooLong(Refusal):
    """The PDF has more pages than an answer may have."""

    code = "pdf_too_long"

    def __init__(self, *, pages: int, limit: int) -> None:
        super().__init__(pages=pages, limit=limit)


class InspectionFailed(Refusal):
    """Looking at the picture took too long or too much memory."""

    code = "inspection_failed"
