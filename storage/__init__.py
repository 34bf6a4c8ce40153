"""The database and the files; SQLAlchemy lives only here."""
