"""`python -m bot` is `emtihan`."""

from bot.cli import main

main()
