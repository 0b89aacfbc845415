"""Filters that put a record's values into words, and two that decide what may become a link."""

from django import template

from activities.models import Delivery, Registration, Support
from activities.printing import links, prose, words

register = template.Library()

register.filter("day", words.day)
register.filter("credit", words.credit)
register.filter("prices", words.prices)
register.filter("place", words.place)
register.filter("summary", words.summary)
register.filter("blocks", prose.blocks)
register.filter("web_address", links.web_address)
register.filter("doi_address", links.doi_address)


@register.filter
def delivery(code: str) -> str:
    return words.choice(code, Delivery)


@register.filter
def registration(code: str) -> str:
    return words.choice(code, Registration)


@register.filter
def support(code: str) -> str:
    return words.choice(code, Support).lower() if code == Support.UNKNOWN else words.choice(code, Support)
