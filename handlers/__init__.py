"""What people send through Telegram, turned into use cases."""
