"""Topic and difficulty as people write them."""

from typing import Final

LEVELS: Final = {
    word: level
    for level, words in enumerate(
        (
            "1 easy жеңіл оңай легкий лёгкий легко",
            "2 medium normal орташа средний средняя",
            "3 hard difficult қиын күрделі сложный трудный сложно",
        ),
        start=1,
    )
    for word in words.split()
}


def level_of(text: str) -> int | None:
    """Return 1, 2 or 3 for a word or a number such as "difficulty: 3"; None if it is neither."""
    return LEVELS.get(text.replace("=", ":").rpartition(":")[2].strip().casefold())


def topic_of(category: str) -> str:
    """Return the last part of a category, which names the topic: $course$/top/Тарих."""
    parts = [part.strip() for part in category.replace("//", "\0").split("/")]
    named = [part for part in parts if part and not part.startswith("$") and part != "top"]
    return named[-1].replace("\0", "/") if named else ""
