"""How gunicorn serves the catalog, behind a proxy that buffers: `gunicorn cme_catalog.wsgi`.

The proxy is what survives slow clients; without one a handful of slow request bodies stops the service.
"""

import os
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
