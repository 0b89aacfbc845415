"""Refused values of a query string: named one by one, while what was good goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """A refused value: the parameter, the value safe to print, the reason as a code, and what is expected."""

    parameter: str
    value: str
    reason: str
    expected: str

    def __str__(self) -> str:
        return f"{self.parameter}: “{self.value}” was not used. {self.expected}"


class Dropped(ValidationError):
    """Some values were refused; `kept` is what remains of the parameter."""

    def __init__(self, refused: list[ValidationError], kept: Any) -> None:
        super().__init__(refused)
        self.kept = kept


class ParameterForm(forms.Form):
    """A form that goes on without the refused values instead of without the whole parameter."""

    def add_error(self, field: str | None, error: Any) -> None:
        kept = error.kept if isinstance(error, Dropped) else self.cleaned_data.get(field or "")
        super().add_error(field, error)
        if field is not None:
            self.cleaned_data[field] = kept

    def problems(self) -> list[Problem]:
        """Everything that was refused, in the order of the parameters."""
        return named(self.errors.as_data(), self.fields)


def named(refused: Mapping[str, list[ValidationError]], names: Iterable[str]) -> list[Problem]:
    """The refused values of each parameter as problems, in the order of the names."""
    return [_problem(name, error) for name in names for error in refused.get(name, [])] if refused else []


def _problem(name: str, error: ValidationError) -> Problem:
    return Problem(name, (error.params or {}).get("value", ""), error.code or "", str(error.message))


def printable(text: str) -> str:
    """The text shortened, with everything that does not print written as an escape: never part of a known code."""
    short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in short)


def refusal(value: str, reason: str, expected: str) -> ValidationError:
    return ValidationError(expected, code=reason, params={"value": printable(value)})
