"""The catalog starts with a sound environment and otherwise says, in one sentence, what is wrong with it."""

import os
import runpy
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cme_catalog.environment import BadEnvironment

ROOT = Path(__file__).parent.parent
KEY = secrets.token_urlsafe(60)
PRODUCTION = {"CME_SECRET_KEY": KEY, "CME_ALLOWED_HOSTS": "catalog.example"}


def settings_for(variables: Mapping[str, str]) -> dict[str, Any]:
    """The settings that an environment makes, read from the file itself and apart from those of this run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CME_")]:
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        return runpy.run_path(str(ROOT / "cme_catalog" / "settings.py"))


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The least a production start is given."""
    return {"CME_SECRET_KEY": KEY, "CME_ALLOWED_HOSTS": "catalog.example", "CME_DATA_DIR": str(tmp_path / "var")}


@pytest.fixture
def operator(tmp_path: Path) -> "Operator":
    return Operator(tmp_path)


class Operator:
    """Starts a command with exactly the variables given."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def start(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PATH", "COVERAGE_"))}
        environment = kept | {"CME_DATA_DIR": str(self.directory / "var")} | variables
        return subprocess.run(
            [sys.executable, *(arguments or ("manage.py", "check"))],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def assert_refused(start: subprocess.CompletedProcess[str], *words: str) -> None:
    """It stopped with a single line that holds the words."""
    assert start.returncode == 1
    assert start.stdout == ""
    assert len(start.stderr.splitlines()) == 1, start.stderr
    for word in words:
        assert word in start.stderr


def test_production_starts_with_a_key_and_hosts(operator: Operator) -> None:
    start = operator.start(**PRODUCTION)
    assert start.returncode == 0, start.stderr


def test_production_needs_a_secret_key(operator: Operator) -> None:
    assert_refused(operator.start(CME_ALLOWED_HOSTS="catalog.example"), "CME_SECRET_KEY", "must be set")


def test_production_needs_hosts(operator: Operator) -> None:
    assert_refused(operator.start(CME_SECRET_KEY=KEY), "CME_ALLOWED_HOSTS", "must name the hosts")


def test_web_server_is_refused_in_the_same_words(operator: Operator) -> None:
    start = operator.start("-c", "import cme_catalog.wsgi", CME_ALLOWED_HOSTS="catalog.example")
    assert_refused(start, "The catalog cannot start: CME_SECRET_KEY")


def test_development_needs_nothing(operator: Operator) -> None:
    assert operator.start(CME_DEBUG="1").returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CME_DEBUG", "maybe"),
        ("CME_DEMO", "2"),
        ("CME_READ_ONLY", "tru"),
        ("CME_SECRET_KEY", "short"),
        ("CME_SECRET_KEY", "a" * 80),
        ("CME_SECRET_KEY_FALLBACKS_FILE", "/nowhere/at/all"),
        ("CME_ALLOWED_HOSTS", "*"),
        ("CME_ALLOWED_HOSTS", "catalog.example,*.example"),
        ("CME_ALLOWED_HOSTS", "https://catalog.example"),
        ("CME_ALLOWED_HOSTS", "catalog.example:8000"),
        ("CME_SITE_URL", "catalog.example"),
        ("CME_SITE_URL", "ftp://catalog.example"),
        ("CME_SITE_URL", "https://catalog.example/path"),
        ("CME_SITE_URL", "https://user:word@catalog.example"),
        ("CME_SITE_URL", "https://[catalog"),
        ("CME_SITE_URL", "https://catalog.example:port"),
        ("CME_SITE_NAME", "two\nlines"),
        ("CME_CONTACT_EMAIL", "nobody"),
        ("CME_TIME_ZONE", "Mars/Olympus"),
        ("CME_TIME_ZONE", "../etc/passwd"),
        ("CME_DATA_DIR", "/dev/null/var"),
        ("CME_DATABASE_URL", "mysql://catalog.example/name"),
        ("CME_DATABASE_URL", "postgresql://catalog.example"),
        ("CME_DATABASE_URL", "postgresql://catalog.example:port/name"),
        ("CME_DATABASE_URL", "postgresql://catalog.example/name?options=-c"),
        ("CME_REPLICA_URLS", "postgresql://catalog.example/name,sqlite:///name"),
        ("CME_CACHE_URL", "memcached://catalog.example"),
        ("CME_TRUSTED_PROXY", "*"),
        ("CME_TRUSTED_PROXY", "0.0.0.0/0"),
        ("CME_TRUSTED_PROXY", "10.0.0.5/8"),
        ("CME_PROCESS", "worker"),
    ],
)
def test_bad_value_is_refused_by_name(production: dict[str, str], name: str, value: str) -> None:
    sentence = refusal(production | {name: value})
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_password_in_a_bad_address_is_not_repeated(production: dict[str, str]) -> None:
    assert "opensesame" not in refusal(production | {"CME_DATABASE_URL": "mysql://me:opensesame@localhost/name"})


def test_secret_comes_from_a_file(production: dict[str, str], tmp_path: Path) -> None:
    key = secrets.token_urlsafe(60)
    (tmp_path / "key").write_text(f"{key}\n")
    del production["CME_SECRET_KEY"]
    assert settings_for(production | {"CME_SECRET_KEY_FILE": str(tmp_path / "key")})["SECRET_KEY"] == key


def test_secret_given_twice_is_refused(production: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    assert "both set" in refusal(production | {"CME_SECRET_KEY_FILE": str(tmp_path / "key")})


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_file_without_a_secret_is_refused(production: dict[str, str], tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    del production["CME_SECRET_KEY"]
    assert refusal(production | {"CME_SECRET_KEY_FILE": str(tmp_path / "key")}).startswith("CME_SECRET_KEY_FILE")


def test_debug_and_demo_are_off_unless_asked(production: dict[str, str]) -> None:
    settings = settings_for(production)
    assert (settings["DEBUG"], settings["CME_DEMO"], settings["CME_READ_ONLY"]) == (False, False, False)


def test_address_of_the_site_is_the_first_host_over_tls(production: dict[str, str]) -> None:
    production["CME_ALLOWED_HOSTS"] = ".catalog.example, other.example"
    assert settings_for(production)["CME_SITE_URL"] == "https://catalog.example"


def test_cookies_are_bound_to_the_host_and_to_tls(production: dict[str, str]) -> None:
    settings = settings_for(production)
    assert (settings["SESSION_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_HTTPONLY"]


def test_cookies_have_plain_names_on_local_http(production: dict[str, str]) -> None:
    settings = settings_for(production | {"CME_SITE_URL": "http://127.0.0.1:8000/"})
    assert (settings["SESSION_COOKIE_NAME"], settings["CSRF_COOKIE_NAME"]) == ("sessionid", "csrftoken")
    assert not settings["SECURE_SSL_REDIRECT"]


def test_data_directory_is_for_its_owner_alone(production: dict[str, str], tmp_path: Path) -> None:
    settings_for(production)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_cache_is_shared_when_it_has_an_address(production: dict[str, str]) -> None:
    cache = settings_for(production | {"CME_CACHE_URL": "redis://127.0.0.1:6379/0"})["CACHES"]["default"]
    assert cache["LOCATION"] == "redis://127.0.0.1:6379/0"


def test_proxies_are_addresses_or_networks(production: dict[str, str]) -> None:
    proxies = settings_for(production | {"CME_TRUSTED_PROXY": "10.0.0.5, 2001:db8::/64,"})["CME_TRUSTED_PROXY"]
    assert [str(network) for network in proxies] == ["10.0.0.5/32", "2001:db8::/64"]


def test_lists_are_split_at_commas(production: dict[str, str]) -> None:
    production["CME_ALLOWED_HOSTS"] = "catalog.example, .example.org,[::1],"
    assert settings_for(production)["ALLOWED_HOSTS"] == ["catalog.example", ".example.org", "[::1]"]


def test_deployment_check_is_clean(operator: Operator) -> None:
    start = operator.start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert start.returncode == 0, start.stderr


@pytest.mark.parametrize("stated", ["", "http://catalog.example:8001"])
def test_catalog_served_on_another_port_names_that_port_in_its_addresses(stated: str) -> None:
    reader = {"PATH": os.environ["PATH"], "CME_SITE_URL": stated}
    make = ["make", "--dry-run", "run", "PORT=8001"]
    steps = subprocess.run(make, cwd=ROOT, env=reader, capture_output=True, text=True, check=True).stdout
    (variable,) = (word for word in steps.split() if word.startswith("CME_SITE_URL="))
    echo = ["/bin/sh", "-c", f'{variable} && printf %s "$CME_SITE_URL"']
    printed = subprocess.run(echo, env=reader, capture_output=True, text=True, check=True).stdout
    assert printed == (stated or "http://127.0.0.1:8001")


def refusal(variables: Mapping[str, str]) -> str:
    """The sentence with which an environment is refused."""
    with pytest.raises(BadEnvironment) as refused:
        settings_for(variables)
    return str(refused.value)
