"""How every test runs: a clean environment, one of the two databases, and nothing outside this machine.

`pytest` runs on SQLite; `pytest --database=postgresql` starts a PostgreSQL server of its own for the run.
"""

import os
import tempfile

from hypothesis import settings as hypothesis_settings

# Read before Django is: what a developer's shell exports must not decide what a test sees.
for name in [name for name in os.environ if name.startswith("CME_") and name != "CME_TEST_DIR"]:
    del os.environ[name]
os.environ.setdefault("CME_TEST_DIR", tempfile.mkdtemp(prefix="cme-tests-"))
os.environ.update(
    DJANGO_SETTINGS_MODULE="cme_catalog.settings",
    CME_PROCESS="test",
    CME_DATA_DIR=os.environ["CME_TEST_DIR"],
    CME_SECRET_KEY="a key for the test suite alone, long enough to be taken",
    CME_ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CME_SITE_URL="http://testserver",
)

hypothesis_settings.register_profile("same examples in every run", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("same examples in every run")
