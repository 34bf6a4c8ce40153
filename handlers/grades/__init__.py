"""Marks, results, appeals, and what the university's own system has taken."""
