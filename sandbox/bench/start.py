"""How long until the command line helps, and until the demo can be clicked."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp

from sandbox.bench.figures import Figure

EMTIHAN: Final = Path(sys.executable).with_name("emtihan")
TIMES: Final = 3
READY: Final = 15.0  # seconds, set up
PATIENCE: Final = 60.0
POLL: Final = 0.05


async def measure(times: int = TIMES) -> tuple[Figure, ...]:
    """Start each as a process of its own, in turn with its peer."""
    ours, bare, port = [], [], free_port()
    for _ in range(times):
        bare.append(await run(sys.executable, "-c", "import typer, rich.table"))
        ours.append(await run(str(EMTIHAN), "--help"))
    return (
        Figure(
            bench="start",
            what=f"emtihan --help, median of {times}",
            value=median(ours),
            unit="s",
            beside="importing typer and rich",
            peer=median(bare),
        ),
        Figure(
            bench="start",
            what="emtihan demo, until its page answers",
            value=await until_page(str(EMTIHAN), "demo", "--port", str(port), port=port),
            unit="s",
            beside="the limit",
            peer=READY,
            at_most=READY,
        ),
    )


async def run(*command: str) -> float:
    """Return how many seconds a command takes.

    Raises:
        RuntimeError: it fails.
    """
    begun = time.perf_counter()
    process = await _begin(command)
    code = await process.wait()
    took = time.perf_counter() - begun
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}")
    return took


async def until_page(*command: str, port: int) -> float:
    """Return seconds from a command to the first answer of its page, and end the command.

    Raises:
        RuntimeError: it ended by itself.
        TimeoutError: no answer.
    """
    begun = time.perf_counter()
    process = await _begin(command)
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while not await _answers(session, port):
                if process.returncode is not None:
                    raise RuntimeError(f"{command[0]} ended with {process.returncode}")
                await asyncio.sleep(POLL)
        return time.perf_counter() - begun
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _begin(command: Sequence[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"BROWSER": "true"},  # the demo must not open a window now
    )


async def _answers(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            return answer.ok
    except aiohttp.ClientConnectionError:
        return False


def free_port() -> int:
    """Return a port of this computer on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
