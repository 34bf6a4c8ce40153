"""Absence: cases, orders and additional exams."""
