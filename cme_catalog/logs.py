"""Logging: one JSON object per line, times in UTC, so that no value can forge a line of its own.

No line carries a query string, a cookie or an address of a visitor: what a physician searches for is nobody's business.
"""

from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

SHARED: list[Processor] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def logging_config(*, readable: bool) -> dict[str, Any]:
    """The value of Django's LOGGING; `readable` prints for a person at a terminal instead of JSON."""
    structlog.configure(
        processors=[*SHARED, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": lambda: _formatter(readable=readable)}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "INFO"},
        # Django's own handlers would print each line a second time, and mail errors to nobody.
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Strangers try host names all day, and Django logs each with a traceback; the proxy counts them.
            "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def _formatter(*, readable: bool) -> ProcessorFormatter:
    renderer: Processor = structlog.processors.JSONRenderer()
    if readable:
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    return ProcessorFormatter(
        foreign_pre_chain=SHARED, processors=[ProcessorFormatter.remove_processors_meta, renderer]
    )
