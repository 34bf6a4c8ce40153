"""The oral exam: turns, answers, marks at once."""
