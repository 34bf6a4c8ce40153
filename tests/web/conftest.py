"""The university of the services' tests, reached over HTTP."""

from collections.abc import AsyncIterator

import pytest

from tests.services.conftest import University, uni
from tests.web.site import Site, opened_site

__all__ = ["uni"]


@pytest.fixture
async def site(uni: University) -> AsyncIterator[Site]:
    async with opened_site(uni) as served:
        yield served
