"""The computer test in chats: banks, what is drawn, the window, the key mended."""
