"""Absence: the application, the decision, the order."""
