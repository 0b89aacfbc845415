"""How gunicorn serves the catalog, behind a proxy that buffers: `gunicorn cme_catalog.wsgi`.

The proxy is what survives slow clients; without one a handful of slow request bodies stops the service.
"""

import ctypes
import gc
import os
from contextlib import suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the heartbeat holds nothing worth reading

bind = "127.0.0.1:8000"

# Threads finish what they are doing at a stop or a reload; workers without threads were seen to cut requests.
worker_class = "gthread"
workers = max(3, 2 * (os.cpu_count() or 1))
threads = 4
preload_app = True

timeout = 30
graceful_timeout = 30
keepalive = 5
max_requests = 2000
max_requests_jitter = 200

limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
header_map = "drop"
# The application itself decides whom to believe (CME_TRUSTED_PROXY), for every server alike.
forwarded_allow_ips = ""

# A worker's heartbeat must not wait for a disk.
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
control_socket_disable = True
accesslog = None

# Threads take turns in Python, so one heap serves them all; with a heap for each, exports left 12 MiB more behind.
M_ARENA_MAX = -8
with suppress(AttributeError, OSError):  # Not every C library knows heaps.
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def pre_fork(server: object, worker: object) -> None:
    """Workers share what the program brings along: a collector that never visits it writes nothing on its pages."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """The first reader of a new worker waits no longer than others."""
    from django.db import connections

    from activities.warming import warm

    warm()
    connections.close_all()  # This thread answers nobody.
