"""What the API refuses, as problem documents."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable

from activities.api.shapes import RefusedValue, SuccessorShape
from activities.models import Withdrawal
from activities.tombstones import Tombstone
from cme_catalog.lib.problems import Problem
from cme_catalog.problem_documents import problem


class BadQuestion(Exception):
    """Some values of the query string were refused; nothing was asked of the catalog."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = list(problems)


class Gone(Exception):
    """The listing was withdrawn; `successor` is a public one or None."""

    def __init__(self, left: Tombstone, successor: SuccessorShape | None) -> None:
        super().__init__()
        self.left, self.successor = left, successor


def refuse(failure: Exception, context: Any) -> HttpResponse | None:
    """The problem document for a refusal (EXCEPTION_HANDLER); None for a failure, which is handled as everywhere."""
    if isinstance(failure, BadQuestion):
        return bad_parameters(failure.problems)
    if isinstance(failure, Gone):
        return _withdrawn(failure)
    statuses = {Http404: 404, MethodNotAllowed: 405, NotAcceptable: 406}
    return next((problem(status) for kind, status in statuses.items() if isinstance(failure, kind)), None)


def bad_parameters(problems: list[Problem]) -> HttpResponse:
    """400 that names every refused value."""
    errors: list[RefusedValue] = [
        {"parameter": one.parameter, "value": one.value, "reason": one.reason, "expected": one.expected}
        for one in problems
    ]
    names = ", ".join(dict.fromkeys(one.parameter for one in problems))
    return problem(400, detail=f"These parameters have values that cannot be used: {names}.", errors=errors)


def _withdrawn(gone: Gone) -> HttpResponse:
    reason = gone.left["withdrawal_reason"]
    return problem(
        410,
        activity_id=gone.left["activity_id"],
        reason=reason,
        reason_text=str(dict(Withdrawal.choices).get(reason, "")),
        successor=gone.successor,
    )
