"""Form fields that read a query string strictly: a bad value is dropped, only that value, and named.

A parameter may be given any number of times. Empty values, as browsers send them from forms, are not given at all.
Every refusal is a ValidationError whose code names the reason for programs, whose message says in a sentence what is
expected, and whose params hold the value, shortened and safe to print.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cme_catalog.lib.numbers import hundredths, plain, whole
from cme_catalog.lib.problems import Dropped, printable, refusal
from cme_catalog.lib.text import validate_plain_text, without_turns, words

MOST_VALUES = 100
"""Good values of one parameter; it bounds the work of a question."""
LONGEST_TEXT = 500
MOST_WORDS = 32
TOO_MANY_WORDS = "too-many-words"
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

_AMOUNT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Given(forms.Widget):
    """A widget's reading of all values of a parameter; printed again, the last one stands, made safe to print."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values: list[str] = data.getlist(name)
        return values

    def format_value(self, value: Any) -> str | None:
        last = value[-1] if isinstance(value, list) and value else value
        return printable(last) if isinstance(last, str) and last else None


class GivenText(Given, forms.TextInput):
    """Search text keeps its whole length when it is printed again."""

    input_type = "search"

    def format_value(self, value: Any) -> str | None:
        last = value[-1] if isinstance(value, list) and value else ""
        return "".join(mark for mark in last[:LONGEST_TEXT] if mark.isprintable()) or None


class GivenLine(Given, forms.TextInput):
    pass


class GivenDay(Given, forms.DateInput):
    input_type = "date"


class GivenOptions(forms.SelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values: list[str] = data.getlist(name)
        return values


class Parameter(forms.Field):
    """Reads each given value with `read`, which returns what it means or raises ValidationError.

    The parameter means one value: the last good one, or None. Different good values at once are named.
    """

    widget: type[forms.Widget] = GivenLine

    @abstractmethod
    def read(self, text: str) -> Any: ...

    def clean(self, value: Any) -> Any:
        good: dict[Any, str] = {}
        refused: list[ValidationError] = []
        for text in dict.fromkeys(value or []):
            try:
                if text.strip(" "):
                    good.setdefault(self.read(text.strip(" ")), text)
            except ValidationError as error:
                refused.extend(error.error_list)
        kept = self.keep(good, refused)
        if refused:
            raise Dropped(refused, kept)
        return kept

    def keep(self, good: dict[Any, str], refused: list[ValidationError]) -> Any:
        *earlier, last = good or [None]
        refused += [refusal(good[one], "repeated", "Give one value; the last one is used.") for one in earlier]
        return last


def unset(fields: Mapping[str, Parameter]) -> dict[str, Any]:
    """What each parameter means when it is not given."""
    return {name: field.clean([]) for name, field in fields.items()}


def read(
    fields: Mapping[str, Parameter], data: QueryDict, otherwise: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, list[ValidationError]]]:
    """What each parameter means, and the refused values of those that have any: what a form finds, without a form.

    `otherwise` spares working out what is not given.
    """
    given = dict(unset(fields) if otherwise is None else otherwise)
    refused: dict[str, list[ValidationError]] = {}
    for name in data:
        if name in fields:
            try:
                given[name] = fields[name].clean(data.getlist(name))
            except Dropped as dropped:
                given[name], refused[name] = dropped.kept, list(dropped.error_list)
    return given, refused


class Codes(Parameter):
    """Any number of codes, as a sorted tuple. `find` returns the code a text stands for, or None."""

    widget = GivenOptions

    def __init__(self, *, find: Callable[[str], str | None], expected: str, **kwargs: Any) -> None:
        self.find, self.expected = find, expected
        super().__init__(**kwargs)

    def read(self, text: str) -> str:
        code = self.find(text)
        if code is None:
            raise refusal(text, "unknown-code", self.expected)
        return code

    def keep(self, good: dict[Any, str], refused: list[ValidationError]) -> tuple[str, ...]:
        over = list(good)[MOST_VALUES:]
        refused += [refusal(one, "too-many", f"At most {MOST_VALUES} values are used.") for one in over]
        return tuple(sorted(list(good)[:MOST_VALUES]))


class Option(Parameter):
    """One of a few fixed words, read without regard to case."""

    def __init__(self, *, options: Sequence[str], **kwargs: Any) -> None:
        self.options = options
        super().__init__(**kwargs)

    def read(self, text: str) -> str:
        word = text.lower() if text.isascii() else text
        if word not in self.options:
            raise refusal(text, "unknown-value", one_of(self.options))
        return word


def one_of(options: Sequence[str]) -> str:
    """The sentence that names the options."""
    *others, last = options
    return f"Use {', '.join(others)} or {last}." if others else f"Use {last}."


class Whole(Parameter):
    """A whole number in ASCII digits, between the bounds."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def read(self, text: str) -> int:
        try:
            return whole(text, least=self.least, most=self.most)
        except ValueError:
            expected = f"Use a whole number from {self.least} to {self.most}, in digits."
            raise refusal(text, "not-a-number", expected) from None


class Hundredths(Parameter):
    """An amount in ASCII digits with at most two decimals, read as hundredths; `most` is in hundredths too."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal"}

    def read(self, text: str) -> int:
        amount = hundredths(Decimal(text)) if _AMOUNT.fullmatch(text) else None
        if amount is None or amount > self.most:
            largest = plain(Decimal(self.most) / 100)
            expected = f"Use a number from 0 to {largest} with at most two decimals, for example 49.50."
            raise refusal(text, "not-a-number", expected)
        return amount


class Day(Parameter):
    """A date written as 2027-07-15. `least` is the first day that may be asked for."""

    widget = GivenDay

    def __init__(self, *, least: date = EARLIEST, **kwargs: Any) -> None:
        self.least = least
        super().__init__(**kwargs)

    def read(self, text: str) -> date:
        day = _day(text)
        if day is None or not EARLIEST <= day <= LATEST:
            expected = f"Use a date such as 2027-07-15, from {EARLIEST.year} to {LATEST.year}."
            raise refusal(text, "not-a-date", expected)
        if day < self.least:
            raise refusal(text, "past-day", f"Use a day from {self.least.isoformat()} on.")
        return day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


class Text(Parameter):
    """Search text: plain, with at least one word, of bounded length, in one line.

    Characters that turn the direction of writing are dropped: who copied them does not see them.
    """

    widget = GivenText

    def read(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise refusal(text, "too-long", f"Search for at most {LONGEST_TEXT} characters.")
        text = without_turns(text)
        try:
            validate_plain_text(text)
        except ValidationError:
            raise refusal(text, "control-character", "Search text holds no control characters.") from None
        if not words(text):
            raise refusal(text, "no-word", "Search for at least one word or number.")
        return " ".join(text.split())

    def keep(self, good: dict[Any, str], refused: list[ValidationError]) -> Any:
        text = super().keep(good, refused)
        if text and len(set(words(text))) > MOST_WORDS:
            refused.append(refusal(text, TOO_MANY_WORDS, f"Only the first {MOST_WORDS} words were searched for."))
        return text
