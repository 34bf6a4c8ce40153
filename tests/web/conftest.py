"""The university of the services' tests, reached over HTTP."""

from tests.services.conftest import fresh_database, uni

__all__ = ["fresh_database", "uni"]
