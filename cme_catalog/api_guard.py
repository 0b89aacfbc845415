"""What holds for every request to the API: no cookie is read, and nobody asks too often."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cme_catalog import errors
from cme_catalog.lib.rates import Rates
from cme_catalog.problem_documents import is_for_programs

Respond = Callable[[HttpRequest], HttpResponseBase]

RETRY_AFTER = 1
"""Seconds; the count begins anew with each."""


def guard_api(get_response: Respond) -> Respond:
    """429 for an address that asks the API more than CME_API_RATE times within a second; 0 lets everyone ask.

    The counts are made with the middleware, before a preloading server forks, so that its workers share them. Cookies
    that a browser sends along are dropped: no answer can depend on them or set one.
    """
    rates = Rates()

    def respond(request: HttpRequest) -> HttpResponseBase:
        if is_for_programs(request.path_info):
            request.META.pop("HTTP_COOKIE", None)
            asker = _network_of(request.META.get("REMOTE_ADDR", ""))
            if settings.CME_API_RATE and asker and rates.count(asker, time.time()) > settings.CME_API_RATE:
                return errors.too_many_requests(request, RETRY_AFTER)
        return get_response(request)

    return respond


def _network_of(address: str) -> str:
    """Who counts as one asker: an IPv4 address, or the /64 that one IPv6 subscriber has; empty when there is none."""
    try:
        peer = ip_address(address)
    except ValueError:
        return ""
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is None:
        return str(ip_network((peer, 64), strict=False))
    return str(peer)
