"""Starts `emtihan run` again and again, so fast that it can be killed in the middle of things.

For each line on its input it forks a process, whose modules are loaded already, and prints its
id; the process is `emtihan run` with the settings of its environment. Each one leads a group of
its own, so that the processes which look at pictures can be killed with it.
"""

import os
import signal
import sys
from contextlib import suppress

import bot.app  # noqa: F401 - loaded here, once
from bot.cli import app


def serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who is killed leaves no zombie
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)  # what it prints must not be taken for a process id
            app(["run"])
        with suppress(OSError):  # it has done so itself; but it may be killed before that
            os.setpgid(child, child)
        print(child, flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    serve()
