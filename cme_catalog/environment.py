"""Strict readers of the environment: a value is right, or the catalog does not start and says which one is wrong."""

import re
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from cme_catalog.lib.numbers import whole

Network = IPv4Network | IPv6Network

FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
KEY_LENGTH = 50
KEY_CHARACTERS = 5


class BadEnvironment(ImproperlyConfigured):
    """One sentence that names the variable and says what it must be."""


class Environment:
    """Reads named values from a mapping such as `os.environ`; an empty value counts as absent.

    Every reader raises `BadEnvironment`, whose text never repeats the value of a secret.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding blanks, in one line."""
        value = self._values.get(name, "").strip() or default
        if not value.isprintable():
            raise BadEnvironment(f"{name} must be one line of printable text.")
        return value

    def flag(self, name: str) -> bool:
        """On or off; off when absent."""
        value = self.text(name, "off")
        if value.lower() not in FLAGS:
            raise BadEnvironment(f"{name} must be one of {', '.join(FLAGS)}, not {value!r}.")
        return FLAGS[value.lower()]

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """One of the allowed words."""
        value = self.text(name, default)
        if value not in allowed:
            raise BadEnvironment(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def whole(self, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self.text(name, str(default))
        try:
            return whole(value, least=0, most=most)
        except ValueError:
            raise BadEnvironment(f"{name} must be a whole number from 0 to {most}, not {value!r}.") from None

    def words(self, name: str) -> list[str]:
        """The parts between commas, without blanks and without empty ones."""
        return _words(self.text(name))

    def secret(self, name: str) -> str:
        """The value, or the content of the file that NAME_FILE names; giving both is an error."""
        path = self.text(f"{name}_FILE")
        if not path:
            return self.text(name)
        if self.text(name):
            raise BadEnvironment(f"{name} and {name}_FILE are both set; set only one of them.")
        return Environment({f"{name}_FILE": _content(f"{name}_FILE", path)}).text(f"{name}_FILE")

    def secret_words(self, name: str) -> list[str]:
        """As `words`, for a value that may come from a file."""
        return _words(self.secret(name))

    def secret_key(self, name: str, default: str) -> str:
        """A key of at least 50 characters; without a default (an empty one) it is required."""
        key = self.secret(name) or default
        if not key:
            raise BadEnvironment(f"{name} (or {name}_FILE) must be set unless CME_DEBUG is on.")
        if len(key) < KEY_LENGTH or len(set(key)) < KEY_CHARACTERS:
            raise BadEnvironment(f"{name} must be a random text of at least {KEY_LENGTH} characters.")
        return key

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """Host names the catalog answers to, `.example.org` for a domain with all below it; never `*`."""
        hosts = self.words(name) or default
        if not hosts:
            raise BadEnvironment(f"{name} must name the hosts the catalog answers to unless CME_DEBUG is on.")
        for host in hosts:
            if not HOST.fullmatch(host):
                raise BadEnvironment(f"{name} must hold host names without scheme, port or '*', not {host!r}.")
        return hosts

    def site_url(self, name: str, default: str) -> str:
        """The scheme and host under which visitors reach the catalog, without a slash at the end."""
        value = self.text(name, default).rstrip("/")
        parts = _split(name, value)
        if parts.scheme not in ("http", "https") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
            raise BadEnvironment(f"{name} must be an address such as https://cme.example.org, without a path.")
        if "@" in parts.netloc:
            raise BadEnvironment(f"{name} must not carry a user name or password.")
        return value

    def email(self, name: str) -> str:
        """A mail address, or an empty text."""
        value = self.text(name)
        if value and not EMAIL.fullmatch(value):
            raise BadEnvironment(f"{name} must be a mail address such as catalog@example.org, not {value!r}.")
        return value

    def time_zone(self, name: str, default: str) -> str:
        """A name of the IANA time zone database."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise BadEnvironment(f"{name} must be a time zone such as {default}, not {value!r}.") from None
        return value

    def networks(self, name: str) -> list[Network]:
        """Addresses or networks such as 10.0.0.0/8; never the whole internet."""
        return [_network(name, word) for word in self.words(name)]

    def directory(self, name: str, default: Path) -> Path:
        """A directory, made for this user alone when it is not there yet."""
        path = Path(self.text(name, str(default))).absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise BadEnvironment(f"{name} must name a directory that can be made: {problem.strerror}.") from None
        return path

    def cache_url(self, name: str) -> str:
        """The address of a Redis server, or an empty text."""
        value = self.secret(name)
        parts = _split(name, value)
        if value and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
            raise BadEnvironment(f"{name} must be an address such as redis://cache.example.org:6379/0.")
        return value


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _content(name: str, path: str) -> str:
    try:
        content = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise BadEnvironment(f"{name} must name a readable text file.") from None
    if not content.strip():
        raise BadEnvironment(f"{name} names an empty file.")
    return content.strip()


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading the port checks it
    except ValueError:
        raise BadEnvironment(f"{name} is not a well-formed address.") from None
    return parts


def _network(name: str, word: str) -> Network:
    try:
        network = ip_network(word)
    except ValueError:
        raise BadEnvironment(f"{name} must hold addresses such as 10.0.0.5 or 10.0.0.0/24, not {word!r}.") from None
    if network.prefixlen == 0:
        raise BadEnvironment(f"{name} must not trust every address; name the proxy's own.")
    return network
