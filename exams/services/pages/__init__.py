"""The computer test as a page: its door, what it shows, what it sends, and who looks at it."""
