"""The settings of the project, with addresses that only the benchmark asks."""

from cme_catalog.settings import *  # noqa: F403
from cme_catalog.settings import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.urls.forget_pages", *_MIDDLEWARE]
CME_API_RATE = 0
