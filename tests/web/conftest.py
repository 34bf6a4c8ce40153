"""The university of the services' tests, reached over HTTP."""

from tests.services.conftest import uni

__all__ = ["uni"]
