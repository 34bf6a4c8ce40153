"""The tables. Whatever rule can be a UNIQUE or a CHECK is one here, besides its domain code."""
