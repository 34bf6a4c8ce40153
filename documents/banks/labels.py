"""The topic of a question as its author files it."""


def topic_of(category: str) -> str:
    """Return the last part of a category, which names the topic: $course$/top/Тарих."""
    parts = [part.strip() for part in category.replace("//", "\0").split("/")]
    named = [part for part in parts if part and not part.startswith("$") and part != "top"]
    return named[-1].replace("\0", "/") if named else ""
