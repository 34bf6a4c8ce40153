"""Closed tickets, two hours of writing, answer sheets, the leave gate."""
