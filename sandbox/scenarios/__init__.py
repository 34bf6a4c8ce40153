"""Whole exam days, played by people who exist only here, through the very bot process."""
