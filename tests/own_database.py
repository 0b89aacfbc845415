"""A database for a server that a test starts: a file in its directory, or an empty one on the PostgreSQL of the run."""

import os
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """What the environment must say for processes to use it; nothing where the data directory holds it."""
    address = os.environ["CME_TESTS_DATABASE_URL"]
    if not address:
        yield {}
        return
    name = f"served_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {"CME_DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
