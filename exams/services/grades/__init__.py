"""Marks, results, appeals, and the way into the university's own system."""
