"""A student who sits the computer test on its page: what the page's own script would send."""

import itertools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession

from sandbox.players import Player


@dataclass(slots=True)
class StudentsPage:
    """The page as one device has it open.

    Attributes:
        player: whose phone opened it.
        session: of the calls.
        device: what the page calls the device.
        base: where the page is served.
        token: what the page shows at each call.
    """

    player: Player
    session: ClientSession
    device: str
    base: str = ""
    token: str = ""
    _keys: "itertools.count[int]" = field(default_factory=itertools.count)

    async def open(self) -> None:
        """Open the page with the button under the test's message.

        Raises:
            ValueError: it was not let in.
        """
        message = await self.player.sees("open_page")
        launch = await self.player.phone.open_app(self.player.label("open_page"), message=message)
        address = urlsplit(launch.url)
        self.base = f"{address.scheme}://{address.netloc}{address.path}"
        exam = int(parse_qs(address.query)["exam"][0])
        told = {"exam": exam, "init_data": launch.init_data, "device": self.device}
        self.token = (await self.post("open", told))["token"]

    async def answer(self, place: int, *, chosen: tuple[int, ...] = (), typed: str = "") -> None:
        """Send an answer; return once it is saved.

        Raises:
            ValueError: it was refused.
        """
        key = f"{self.device}-{next(self._keys)}"
        told = {"key": key, "place": place, "chosen": list(chosen), "typed": typed}
        await self.post("answers", told)

    async def act(self, name: str, **facts: object) -> None:
        """Do something else than answering.

        Raises:
            ValueError: it was refused.
        """
        await self.post("acts", {"act": name, **facts})

    async def post(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        """Call the server.

        Raises:
            ValueError: it said no.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.session.post(f"{self.base}/{path}", json=told, headers=headers) as answer:
            said: dict[str, Any] = await answer.json()
        if answer.status != 200:  # noqa: PLR2004 - the one that means yes
            raise ValueError(f"{path}: {said['code']}")
        return said
