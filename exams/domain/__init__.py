"""States, transitions and numbers of the exam, each written down once."""
