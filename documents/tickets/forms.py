"""How the lines of a text with tickets may look, in Kazakh, Russian and English."""

import re
from typing import Final

HEADING: Final = re.compile(
    r"(?:(?:билет|ticket)\s*(?:№|no\.?|n)?\s*(\d{1,3})|(\d{1,3})\s*-?\s*(?:ші|шы)?\s*билет)"
    r"\s*[.:]?",
    re.IGNORECASE,
)
NUMBERED: Final = re.compile(r"(?:\d{1,2}\s*[.)]|[-*•])\s+")
SUBJECT: Final = re.compile(r"(?:пән(?:і)?|дисциплина|предмет|subject)\s*:\s*", re.IGNORECASE)
LANGUAGE: Final = re.compile(
    r"(?:(?:оқу\s+)?тілі|язык(?:\s+обучения)?|language(?:\s+of\s+study)?)\s*:\s*(\S.*)",
    re.IGNORECASE,
)
