"""The oral exam in chats: turns and answers, the commission."""
