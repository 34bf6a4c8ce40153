"""The rules of an exam: pure Python, no framework, no text."""
