"""Closed tickets, the writing, answer sheets."""
