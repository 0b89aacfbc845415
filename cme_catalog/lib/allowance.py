"""How often one network address may do something within a time, counted in Django's cache."""

import logging
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.utils.crypto import salted_hmac

NETWORK = 64
"""Whoever has one IPv6 address has all of its network."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `most` times within each `seconds`; with a cache in the process alone, in each process."""

    what: str
    most: int
    seconds: int

    def wait(self, address: str, now: float) -> int:
        """Count one more from the address; in how many seconds it is allowed, 0 when it is.

        The cache holds no address, only its keyed digest. A cache that is down allows everything, and that is logged.
        """
        window = int(now) // self.seconds
        key = salted_hmac(f"allowance.{self.what}.{window}", _network(address)).hexdigest()
        try:
            cache.add(key, 0, self.seconds)
            times = cache.incr(key)
        except Exception:
            log.exception("The cache is down: no allowance is counted.")
            return 0
        return (window + 1) * self.seconds - int(now) if times > self.most else 0


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, NETWORK), strict=False)) if found.version == 6 else address
