"""Zoom behind the Conferences port; zoomus lives only here."""
