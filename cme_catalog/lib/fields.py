"""Model fields for plain text and web addresses, with the checks the database makes on them."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from cme_catalog.lib.text import validate_one_line, validate_plain_text

if TYPE_CHECKING:  # the fields take their types from the stubs only; at run time the classes have no parameters
    _CharField = models.CharField[str, str]
    _TextField = models.TextField[str, str]
else:
    _CharField, _TextField = models.CharField, models.TextField


WEB_ADDRESS = "A web address begins with http:// or https:// and holds no @, \\, quotes, angle brackets or spaces."


def validate_web_address(value: str) -> None:
    """Only http and https, with a host and without user information.

    `@` is refused everywhere (write %40 in a path): what stands before it can pass for the host.
    """
    try:
        host = urlsplit(value).hostname
    except ValueError:
        host = None
    if host is None or not value.startswith(("http://", "https://")):
        raise ValidationError("Enter a web address that begins with http:// or https://.", code="scheme")
    if any(mark in value for mark in '@\\"<> ') or not value.isprintable():
        raise ValidationError("A web address holds no @, \\, quotes, angle brackets or spaces.", code="unsafe")


def web_address_check(field: str, name: str) -> models.CheckConstraint:
    """The same rule in the database, for rows that are written past validation."""
    empty = Q(**{field: ""})
    web = Q(**{f"{field}__startswith": "http://"}) | Q(**{f"{field}__startswith": "https://"})
    for mark in '@\\"<> ':
        web &= ~Q(**{f"{field}__contains": mark})
    return models.CheckConstraint(condition=empty | web, name=name, violation_error_message=WEB_ADDRESS)


class Line(_CharField):
    """One line of plain text."""

    default_validators = [validate_plain_text, validate_one_line]


class Prose(_TextField):
    """Plain text with paragraphs, lists and headed paragraphs; no markup."""

    default_validators = [validate_plain_text]


class WebAddress(_CharField):
    """An http(s) address; the empty string when there is none."""

    default_validators = [validate_plain_text, validate_web_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)


def validate_doi(value: str) -> None:
    """A bare DOI in lower case: prefix 10., a slash, no spaces (DOIs compare without case)."""
    prefix, _, name = value.partition("/")
    if not (prefix.startswith("10.") and prefix.isascii() and prefix[3:].replace(".", "").isdigit() and name):
        raise ValidationError("A DOI looks like 10.1001/jama.2024.7656, without an address before it.", code="doi")
    if value != value.lower() or not value.isprintable() or " " in value:
        raise ValidationError("Write the DOI in lower case and without spaces.", code="doi")
