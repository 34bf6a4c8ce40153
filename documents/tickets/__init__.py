"""Tickets in Word and Markdown: what a department keeps, as the tables of an import."""
