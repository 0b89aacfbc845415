"""Addresses a page may link to. A stored value is checked once more before it becomes a link."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from cme_catalog.lib.fields import validate_web_address

TAKEN = ("report",)
DOI_RESOLVER = "https://doi.org/"


def web_address(value: str) -> str:
    """The address when it is http(s) and safe to follow, else the empty string: print the value as text then."""
    try:
        validate_web_address(value)
    except ValidationError:
        return ""
    return value


def doi_address(doi: str) -> str:
    """Where a bare DOI resolves; the empty string for none."""
    return f"{DOI_RESOLVER}{quote(doi, safe='/:;.()-_')}" if doi else ""


def slug(title: str) -> str:
    """The readable end of a listing's address, at most 80 characters; empty when the title has no Latin letters.

    A title that would read as the address of another page gets none.
    """
    end = slugify(title)[:80].strip("-")
    return "" if end in TAKEN else end
