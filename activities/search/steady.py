"""For answers that are read in several statements: all of them of one version of the catalog."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from activities.search.index.making import IndexUnavailable
from activities.search.index.reads import CatalogMoved, require
from activities.search.versions import beside, version_of

TRIES = 3
"""A reader begins again twice."""

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=Model)


def steady(read: Callable[P, T]) -> Callable[P, T]:
    """What `read` gives, read again when the catalog moved meanwhile.

    It asks the index first, whose answer is of a version, and last for rows at that version: then everything between
    was of that version too. Raises IndexUnavailable.
    """

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES):
            try:
                return read(*args, **kwargs)
            except CatalogMoved:
                continue
        raise IndexUnavailable("the catalog changes faster than it can be read")

    return reading


def rows_at(version: tuple[int, str], rows: "QuerySet[M]") -> list[M]:
    """The rows, read in one statement that also says of which version they are. Raises CatalogMoved."""
    found: list[M] = list(beside(rows))
    for row in found[:1]:
        require(version_of(row), version)
    return found


def row_at(version: tuple[int, str], rows: "QuerySet[M]", pk: Any) -> M:
    """One of the rows, likewise; 404 when there is none. Raises CatalogMoved."""
    found: M = get_object_or_404(beside(rows), pk=pk)
    require(version_of(found), version)
    return found
