"""A Telegram and a Zoom that run on this computer."""
