"""Words that people give: a reason, an application, a comment, a message."""

from exams.domain.refusals.words import ReasonMissing, TextTooLong


def said(words: str, *, most: int | None = None) -> str:
    """Return what somebody said, without spaces around it.

    Args:
        words: as they were typed.
        most: characters that are taken; None where any message may be as long as it is.

    Raises:
        ReasonMissing: there is no word.
        TextTooLong: there are too many.
    """
    if not words.strip():
        raise ReasonMissing
    return fitting(words, most=most)


def fitting(words: str, *, most: int | None) -> str:
    """Return words that need not be there, without spaces around them.

    Raises:
        TextTooLong: there are too many.
    """
    found = words.strip()
    if most is not None and len(found) > most:
        raise TextTooLong(most=most)
    return found
