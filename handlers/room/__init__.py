"""The room of an exam: check-in, board, cards, trouble, the chief proctor's desk."""
