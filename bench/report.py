"""The figures as Markdown tables."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bench.cases import CASES
from bench.measuring import BY_SQL, CACHED, UNCACHED, Latencies


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""


def of_pages(found: Latencies) -> Iterator[str]:
    """p50 / p95 in milliseconds and, in brackets, how many times hello in the same rounds."""
    yield f"Hello: {found.hello.p50:.2f} / {found.hello.p95:.2f} ms."
    yield ""
    yield from table(["page", "made anew", "kept", "by SQL", "SQL / ours"], (_row(case.name, found) for case in CASES))


def _row(name: str, found: Latencies) -> list[str]:
    if name in found.missing:
        return [name, "not there yet", "", "", ""]
    cells = [_cell(name, way, found) for way in (UNCACHED, CACHED, BY_SQL)]
    both = [found.times.get((name, way)) for way in (BY_SQL, UNCACHED)]
    return [name, *cells, f"{both[0].p50 / both[1].p50:.0f} ×" if both[0] and both[1] else ""]


def _cell(name: str, way: str, found: Latencies) -> str:
    times = found.times.get((name, way))
    return f"{times.p50:.2f} / {times.p95:.2f} [{times.ratio:.2f} ×]" if times else ""


def of_process(
    inside: Mapping[str, Any], edits: Mapping[int, float], private_mib: Mapping[str, float]
) -> Iterator[str]:
    """The index, edits and memory."""
    extra = inside["member_price_ms"] - inside["plain_page_ms"]
    rows = [
        ("listings", f"{inside['listings']:,}"),
        ("index built from the rows", f"{inside['build_s']:.2f} s"),
        ("index begun with its snapshot", f"{inside['load_s'] * 1000:.0f} ms"),
        ("snapshot", f"{inside['snapshot_mib']:.1f} MiB"),
        ("all facet counts, browse", f"{inside['counts_ms']:.2f} ms"),
        ("the same with the sets of a new day", f"{inside['day_ms']:.2f} ms"),
        ("all facet counts, filtered", f"{inside['counts_filtered_ms']:.2f} ms"),
        ("three memberships and order by price, extra", f"{extra:.2f} ms"),
        *((f"private memory of a worker after {when}", f"{mib:.0f} MiB") for when, mib in private_mib.items()),
        *(
            (f"edit of {count:,} seen by another process, extra", f"{seconds * 1000:.1f} ms")
            for count, seconds in edits.items()
        ),
    ]
    yield from table(["in one process", ""], rows)


def of_load(rates: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Requests a second with eight connections, by server and page."""
    pages = list(next(iter(rates.values())))
    rows = [
        [server, *(f"{rate:.0f} ({rate / found[pages[0]]:.0%})" for rate in found.values())]
        for server, found in rates.items()
    ]
    yield from table(["requests/s, 8 connections, 2 workers", *pages], rows)
