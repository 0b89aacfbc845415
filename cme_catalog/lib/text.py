"""Plain text: what may be stored, and the normal form in which words are compared."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_TURNS = "\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_TURNS}\ud800-\udfff]")
_TURN = re.compile(f"[{_TURNS}]")
_WORD = re.compile(r"[^\W_]+")


def validate_plain_text(value: str) -> None:
    """Refuse control characters and lone surrogates; line feeds and tabs are text.

    A NUL or a surrogate cannot be stored by PostgreSQL, so neither database may hold one. A character that turns the
    direction of writing would turn what stands after it too, in a citation or on a card.
    """
    found = _FORBIDDEN.search(value.replace("\r\n", "\n"))
    if found:
        raise ValidationError(
            "The text holds the control character U+%(point)04X at position %(at)d; remove it.",
            code="control_character",
            params={"point": ord(found.group()), "at": found.start() + 1},
        )


def without_turns(text: str) -> str:
    """The text without characters that turn the direction of writing: they come along when text is copied."""
    return text if text.isascii() else _TURN.sub("", text)


def validate_one_line(value: str) -> None:
    """Refuse line breaks of every kind: a name with one would break calendars, citations and tables."""
    if len(value.splitlines()) > 1:
        raise ValidationError("This is one line of text; remove the line break.", code="line_break")


def fold(text: str) -> str:
    """Unicode compatibility form, lower case, without accents or trademark signs: what comparisons read."""
    if text.isascii():
        return text.lower()
    bare = text.replace("™", "").replace("®", "")
    decomposed = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def words(text: str) -> list[str]:
    """The normalised words of a text, in order, repeats included."""
    return _WORD.findall(fold(text))


def sort_key(text: str) -> bytes:
    """A key whose byte order is the reader's order, the same in every database."""
    return " ".join(words(text)).encode()


def lines(text: str) -> list[str]:
    """The lines of a text that say something, trimmed."""
    return [line.strip() for line in text.splitlines() if line.strip()]
