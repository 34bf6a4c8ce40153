"""The words: every message in Kazakh, Russian and English."""
