"""Whether Telegram refused."""

from typing import Any


def refused(answer: dict[str, Any], code: int, words: str) -> bool:
    """Say whether the answer is this refusal; print it when it is not."""
    fits = (
        answer["ok"] is False and answer["error_code"] == code and words in answer["description"]
    )
    if not fits:
        print(answer)  # noqa: T201 - shown by pytest when the test fails
    return fits
