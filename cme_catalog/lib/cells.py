"""Cells of tables that spreadsheets open: text never becomes a formula, and a list in a cell can be read back."""

import re
from collections.abc import Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet would take for a formula."""

_SUSPICIOUS = frozenset((*DANGEROUS, "'"))
_ESCAPED = re.compile(r"([\\;])")
_ITEM = re.compile(r"(?:[^\\;]|\\.)*", re.DOTALL)


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, now or after taking quotes away from its beginning."""
    return text[:1] in _SUSPICIOUS and text.lstrip("'").startswith(DANGEROUS)


def quoted(text: str) -> str:
    """The text as it may stand in a cell: with a quote before it when it is dangerous. For text, not for numbers."""
    return f"'{text}" if is_dangerous(text) else text


def unquoted(cell: str) -> str:
    """The text behind a cell, whatever it holds: exactly what `quoted` was given."""
    return cell[1:] if cell.startswith("'") and is_dangerous(cell) else cell


def joined(items: Sequence[str]) -> str:
    """Several texts in one cell, separated by "; ". A semicolon or backslash of their own has a backslash before it."""
    text = "; ".join(items)
    if text.count(";") < len(items) and "\\" not in text:
        return text
    return "; ".join(_ESCAPED.sub(r"\\\1", item) for item in items)


def parted(cell: str) -> list[str]:
    """The texts that were joined; an empty cell holds none."""
    items, at = [], 0
    while cell and at <= len(cell):
        found = _ITEM.match(cell, at)
        assert found is not None  # it matches the empty text too  # noqa: S101
        items.append(re.sub(r"\\(.)", r"\1", found.group(), flags=re.DOTALL))
        at = found.end() + len("; ")
    return items
