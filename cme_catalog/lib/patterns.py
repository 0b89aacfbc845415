"""Templates that are rendered once and cut at their gaps, for what is printed many times: filling a gap costs
a microsecond, rendering a template a hundred.

In the template a gap is `{{ gap.name }}`. It can be printed anywhere and repeatedly, and not be asked about or
filtered: it has no value when the template is rendered. Whatever fills a gap is escaped, unless it is HTML already.
"""

import secrets
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, Self

from django.template.loader import get_template
from django.utils.safestring import SafeString

_MARK = f"-{secrets.token_hex(4)}-"
"""Stands on both sides of a gap's name. Drawn anew by each process, so that no text can hold one by intent."""


class Gaps:
    """The marks of gaps, by any name: `gap` in the template."""

    def __getitem__(self, name: str) -> str:
        return f"{_MARK}{name}{_MARK}"


class Pattern:
    """HTML with gaps. `parts` are HTML and the names of gaps in turn, and begin and end with HTML."""

    __slots__ = ("_encoded", "_format", "parts")

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self._encoded: list[bytes] = []
        pieces = [f"%({part})s" if at % 2 else part.replace("%", "%%") for at, part in enumerate(parts)]
        self._format = "".join(pieces)

    @classmethod
    def of(cls, template: str, **context: Any) -> Self:
        """The template rendered with this context and its gaps left open."""
        return cls(get_template(template).render({**context, "gap": Gaps()}).strip().split(_MARK))

    def fill(self, **values: object) -> SafeString:
        """The HTML with every gap filled; a value too few is a KeyError, one too many is ignored."""
        return SafeString(self._format % {name: html(value) for name, value in values.items()})

    def page(self, **values: object) -> bytes:
        """The same in UTF-8, for what is as long as a page: texts of different widths take long to join and encode."""
        if not self._encoded:
            self._encoded = [part.encode() for part in self.parts[::2]]
        pieces = [b""] * len(self.parts)
        pieces[::2] = self._encoded
        pieces[1::2] = [str(html(values[name])).encode() for name in self.parts[1::2]]
        return b"".join(pieces)

    def partly(self, **values: object) -> "Pattern":
        """The same pattern with these gaps filled and the others open."""
        parts = [""]
        for at, part in enumerate(self.parts):
            if at % 2 and part not in values:
                parts += [part, ""]
            else:
                parts[-1] += str(html(values[part])) if at % 2 else part
        return Pattern(parts)


@cache
def pattern(template: str, **context: Any) -> Pattern:
    """The template's pattern, made when first asked for; what is in its context holds for the life of the process."""
    return Pattern.of(template, **context)


def html(value: object) -> object:
    """The value as it may stand in a page or in an attribute between quotes."""
    return value if type(value) in _PLAIN else escape(str(value))


_PLAIN = (SafeString, int)


def joined(pieces: Sequence[str]) -> SafeString:
    """HTML made of pieces of HTML."""
    return SafeString("".join(pieces))
