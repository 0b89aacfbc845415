"""The version of the catalog: what everything derived from it is kept by."""

from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet, Subquery

from activities.models import CatalogCommit, CatalogVersion

MOST_COMMITS = 1_000
"""With more versions between, names are read anew."""

ROW = TypeVar("ROW", bound=Model)


class Version(NamedTuple):
    """A version of the catalog; the token tells it from one of the same number in another history."""

    v: int
    token: str


def present() -> Version:
    """The version as of now, in one query; number 0 and no token before anything was published."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement())
        return Version(*cursor.fetchone() or (0, ""))


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """What every request asks, written once: the ORM takes ten times as long to write it as the database to answer."""
    return CatalogVersion.objects.filter(pk=1).values_list("v", "token").query.sql_with_params()


def beside(rows: "QuerySet[ROW]") -> "QuerySet[Any, Any]":
    """The rows with the catalog's version and token beside each as `v` and `token`: one statement sees one state of
    the database. Both are None before anything was published.
    """
    catalog = CatalogVersion.objects.filter(pk=1)
    return rows.annotate(v=Subquery(catalog.values("v")), token=Subquery(catalog.values("token")))


def version_of(row: Any) -> Version:
    """The version that stands beside a row."""
    return Version(row.v or 0, row.token or "")


def names_stand(since: Version, now: Version) -> bool:
    """Whether the log leads from one version to the other and no name changed on the way."""
    log = CatalogCommit.objects.filter(v__gte=since.v, v__lte=now.v).order_by("v")
    commits = list(log.values_list("v", "token", "names_changed")[: MOST_COMMITS + 1])
    whole = len(commits) == now.v - since.v + 1 <= MOST_COMMITS
    if not commits or not whole or (commits[0][:2], commits[-1][:2]) != (since, now):
        return False
    return not any(names_changed for _, _, names_changed in commits[1:])
