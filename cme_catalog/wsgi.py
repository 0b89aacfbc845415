"""The entry point of web servers: `gunicorn cme_catalog.wsgi`."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cme_catalog.settings")
# What serves visitors runs under the database limits of the web; commands do not.
os.environ["CME_PROCESS"] = os.environ.get("CME_PROCESS") or "web"

try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    raise SystemExit(f"The catalog cannot start: {problem}") from None
