"""Numbers as they are written: one normal form for decimals, one strict reader for digits."""

from decimal import Decimal


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 1, 0.5, 10.25."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def hundredths(number: Decimal) -> int:
    """The number in hundredths (cents, hundredths of a credit); it has two decimals at most."""
    return int(number * 100)


def whole(text: str, *, least: int, most: int) -> int:
    """The whole number written in ASCII digits, between the bounds; anything else raises ValueError."""
    if not (text.isascii() and text.isdigit()) or len(text.lstrip("0")) > len(str(most)):
        raise ValueError(f"{text[:40]!r} is not a whole number")
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"{number} is not between {least} and {most}")
    return number
