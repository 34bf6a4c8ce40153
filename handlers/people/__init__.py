"""People come in: Start, contact, invites, group chats."""
