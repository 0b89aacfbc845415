"""Two questions a supervisor asks: does the process live, and may it be sent visitors?"""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from activities.search.index import making
from activities.search.index.current import READY, catalog_index


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers. Touches nothing else: a lost database is no reason to kill workers."""
    return JsonResponse({"status": "alive"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every part is ready, else 503; the body names each part.

    A damaged snapshot is told too, but is no reason to send visitors elsewhere: it is not what answers them.
    """
    parts = {"database": database()}
    if parts["database"] == READY:
        parts["index"] = catalog_index.readiness()
    ready = all(state == READY for state in parts.values())
    if found := making.trouble():
        parts["snapshot"] = found
    return JsonResponse({"status": READY if ready else "not ready", **parts}, status=200 if ready else 503)


def database() -> str:
    """`ready`, or in a few words why not: unreachable, or migrations that have not run."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return "unreachable"
    return f"{len(waiting)} migrations have not run" if waiting else READY
