"""Absence in chats: the application, its decision, orders, the register."""
