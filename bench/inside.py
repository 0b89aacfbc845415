"""What is measured without a server: `python -m bench.inside TASK …` prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django
from django.http import QueryDict

TIMES = 30
SUFFIX = " – revised"


def index() -> dict[str, Any]:
    """Seconds to build the index from all listings, to write its snapshot and to begin with it; and what it counts."""
    from activities.search.index import making
    from activities.search.index.question import Question

    begun = time.perf_counter()
    state = making.build()
    built = time.perf_counter() - begun
    size = making.publish().stat().st_size
    begun = time.perf_counter()
    making.from_snapshot()
    loaded = time.perf_counter() - begun
    plain, filtered, members = map(_selection, ("", _filter(), "member=ama&member=acp&member=aafp&sort=price"))
    return {
        "listings": len(state.public),
        "build_s": built,
        "load_s": loaded,
        "snapshot_mib": size / 2**20,
        "day_ms": _ms(lambda: Question(state, plain).counts(), forget=state._days.clear),
        "counts_ms": _ms(lambda: Question(state, plain).counts(), forget=_counts_of(state)),
        "counts_filtered_ms": _ms(lambda: Question(state, filtered).counts()),
        "plain_page_ms": _ms(lambda: Question(state, plain).slots(0, 25)),
        "member_price_ms": _ms(lambda: Question(state, members).slots(0, 25)),
    }


def publish() -> int:
    """Write a snapshot of the catalog as it is; its size in bytes."""
    from activities.search.index import making

    return making.publish().stat().st_size


def stale() -> list[str]:
    """The columns in which the newest listing differs from what the door would write today."""
    from django.utils import timezone

    from activities import publishing, records
    from activities.models import Listing
    from activities.publishing import Snapshot

    listing = Listing.objects.public().order_by("-slot")[0]
    wanted = publishing.listing_of(Snapshot.take(listing.version, records.parse(listing.record)), timezone.now())
    return publishing.differences(listing, wanted) if wanted else ["status"]


def totals(*queries: str) -> list[int]:
    """How many listings each query has, by an index that is built from the rows and not from a snapshot."""
    from activities.search.index import making
    from activities.search.index.current import catalog_index
    from activities.search.results import answer

    catalog_index._state = making.build()
    return [answer(QueryDict(query)).total for query in queries]


def edit(count: str, revised: str) -> int:
    """Publish so many listings with another title, as the door does when activities change; the version it made."""
    from django.db import transaction

    from activities import publishing, records
    from activities.models import Listing
    from activities.publishing import Snapshot
    from activities.search import versions

    listings = Listing.objects.public().order_by("-slot")[: int(count)]
    snapshots = []
    for listing in listings:
        record = records.parse(listing.record)
        record["title"] = record["title"].removesuffix(SUFFIX) + (SUFFIX if revised == "1" else "")
        snapshots.append(Snapshot.take(listing.version + 1, record))
    with transaction.atomic():
        publishing.publish(snapshots)
    return versions.present().v


def _filter() -> str:
    from bench.cases import FILTER

    return FILTER


def _selection(query: str) -> Any:
    from activities.filters import Reader
    from activities.search.names import known
    from activities.status import today

    return Reader(known().vocabularies, today()).read(QueryDict(query)).selection


def _counts_of(state: Any) -> Callable[[], None]:
    """Drops the counts that a state keeps of its days, and not the days themselves."""

    def forget() -> None:
        for day in state._days.values():
            day.counts.clear()

    return forget


def _ms(work: Callable[[], object], forget: Callable[[], None] | None = None) -> float:
    """The median in milliseconds; what is kept is forgotten before each time."""
    found = []
    for _ in range(TIMES):
        if forget:
            forget()
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return median(found) * 1000


if __name__ == "__main__":
    django.setup()
    print(
        json.dumps(
            {"index": index, "publish": publish, "stale": stale, "totals": totals, "edit": edit}[sys.argv[1]](
                *sys.argv[2:]
            )
        )
    )
