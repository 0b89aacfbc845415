"""gunicorn with the project's own configuration, and what its workers hold in memory."""

import os
import secrets
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_LINE = "Booting worker"


def environment(data: Path, database: str) -> dict[str, str]:
    """What production would be started with, and the addresses of the benchmark besides."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "CME_SECRET_KEY": secrets.token_urlsafe(60),
        "CME_ALLOWED_HOSTS": "127.0.0.1",
        "CME_SITE_URL": "http://127.0.0.1:8000",
        "CME_DATA_DIR": str(data),
        **({"CME_DATABASE_URL": database} if database else {}),
    }


class Server:
    """A running gunicorn."""

    def __init__(self, port: int, process: "subprocess.Popen[str]") -> None:
        self.port, self.process = port, process

    def private_mib(self) -> float:
        """What the largest worker holds for itself alone. Mapped files are no part of it, though only one worker may
        have mapped them so far: the next maps the same pages.
        """
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(map(_private_kib, children)) / 1024


@contextmanager
def serving(data: Path, database: str, *, workers: int = 1, kind: tuple[str, int] | None = None) -> Iterator[Server]:
    """gunicorn on a free port of this machine; `kind` is a class of workers and their threads in place of our own."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command += ["--max-requests", "0"]
    command += ["--worker-class", kind[0], "--threads", str(kind[1])] if kind else []
    given = environment(data, database)
    with subprocess.Popen(
        [*command, "cme_catalog.wsgi"], cwd=ROOT, env=given, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        if not all(any(READY_LINE in line for line in process.stderr) for _ in range(workers)):
            raise SystemExit("gunicorn does not start")
        # A server that complains must not wait for somebody to read it.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _private_kib(pid: str) -> int:
    """Pages of no file that nobody shares, and pages of files that the process wrote its own copy of."""
    found, of_file = 0, False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        name, *values = line.split()
        if not name.endswith(":"):
            of_file = values[3] != "0"
        elif name in (("Private_Dirty:",) if of_file else ("Private_Dirty:", "Private_Clean:")):
            found += int(values[0])
    return found
