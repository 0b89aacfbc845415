"""The one module that names a database vendor: from an address to the settings Django needs.

The web serves under limits, so that a lost or slow database frees a worker in seconds. Commands (migrations,
fixtures, imports) run without them: they may take minutes and nobody waits for an answer.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cme_catalog.environment import BadEnvironment

Config = dict[str, Any]

POSTGRESQL_SCHEMES = ("postgres", "postgresql")
POSTGRESQL_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "host", "application_name")
WEB_LIMITS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
}
CONNECT_SECONDS = 3
POOL_SIZE = 4
"""As many connections as a worker has threads (`gunicorn.conf.py`)."""

SQLITE_SECONDS, SQLITE_OPEN_SECONDS = 10, 60
REPLICA = "replica_{number}"


def databases(
    url: str, replica_urls: Sequence[str], *, data_dir: Path, process: str, read_only: bool
) -> dict[str, Config]:
    """The value of Django's DATABASES; `process` is "web", "command" or "test".

    Raises `BadEnvironment` without repeating an address, because it may hold a password.
    """
    if not url:
        default = sqlite(data_dir / "catalog.sqlite3", process=process, read_only=read_only)
    else:
        default = postgresql("CME_DATABASE_URL", url, process=process, read_only=read_only)
    configs = {"default": default}
    for number, replica_url in enumerate(replica_urls, start=1):
        replica = postgresql("CME_REPLICA_URLS", replica_url, process=process, read_only=True)
        configs[REPLICA.format(number=number)] = replica | {"TEST": {"MIRROR": "default"}}
    return configs


def sqlite(path: Path, *, process: str, read_only: bool) -> Config:
    """A file on a local disk: readers go on while one writer writes, and a commit survives a power loss.

    The web never creates the file: a missing database must show as a failure, not as an empty catalog.
    """
    synchronous = "NORMAL" if process == "test" else "FULL"
    pragmas = ["journal_mode=WAL", f"synchronous={synchronous}", "trusted_schema=OFF"]
    if read_only:
        pragmas.append("query_only=ON")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{path.as_uri()}?mode=rw" if process == "web" else str(path),
        # Opening the file costs as much as answering. Within a minute a worker finds a file that was put in its place.
        "CONN_MAX_AGE": SQLITE_OPEN_SECONDS if process == "web" else 0,
        "OPTIONS": {
            # A transaction that reads first and writes later would fail when another one wrote in between.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_SECONDS,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def throw_away(directory: Path) -> Config:
    """A file that nobody misses: nothing waits for the disk."""
    return sqlite(directory / "throw-away.sqlite3", process="test", read_only=False)


def postgresql(variable: str, url: str, *, process: str, read_only: bool) -> Config:
    """A server reached through psycopg: pooled and limited for the web, plain for commands."""
    try:
        parts = urlsplit(url)
        port = parts.port
        query = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise BadEnvironment(f"{variable} is not a well-formed address.") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in POSTGRESQL_SCHEMES or not name or "/" in name:
        raise BadEnvironment(f"{variable} must be an address such as postgresql://user:password@host:5432/name.")
    unknown = sorted(set(query) - set(POSTGRESQL_OPTIONS))
    if unknown:
        raise BadEnvironment(
            f"{variable} has an unknown option {unknown[0]!r}; known: {', '.join(POSTGRESQL_OPTIONS)}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query | _session_options(process, read_only=read_only) | _pool(process),
    }


def _session_options(process: str, *, read_only: bool) -> Config:
    session = dict(WEB_LIMITS) if process == "web" else {}
    if read_only:
        session["default_transaction_read_only"] = "on"
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    return {"connect_timeout": CONNECT_SECONDS} | ({"options": options} if options else {})


def _pool(process: str) -> Config:
    if process != "web":
        return {}
    return {"pool": {"min_size": 1, "max_size": POOL_SIZE, "timeout": CONNECT_SECONDS}}
