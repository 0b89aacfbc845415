"""Static files before and after `collectstatic`."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from cme_catalog.static_files import CatalogStaticFiles

# Closing a file's response looks after the database connection; nothing is asked of it.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> CatalogStaticFiles:
    """What production has: every file collected under a name that carries its hash."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return CatalogStaticFiles()


def test_fresh_checkout_serves_plain_names(client: Client) -> None:
    assert staticfiles_storage.url("css/base.css") == "/static/css/base.css"
    response = client.get("/static/css/base.css")
    response.close()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=60, public"


def test_fresh_checkout_serves_the_joined_style_sheet(client: Client) -> None:
    assert b"@layer tokens, base" in client.get(staticfiles_storage.url("css/site.css")).getvalue()


def test_joined_style_sheet_is_collected_too(client: Client, collected: CatalogStaticFiles) -> None:
    address = collected.url("css/site.css")
    assert address != "/static/css/site.css"
    assert b"@layer tokens, base" in client.get(address).getvalue()


def test_collected_file_has_a_name_that_never_changes_and_is_sent_compressed(
    client: Client, collected: CatalogStaticFiles
) -> None:
    address = collected.url("css/base.css")
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    response.close()
    assert address != "/static/css/base.css"
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "where", ["/static/", "/static/nowhere.css", "/static/../manage.py", "/static/%2e%2e/manage.py"]
)
def test_nothing_but_static_files_is_served(client: Client, where: str) -> None:
    assert client.get(where).status_code == 404
