"""`make bench`: measures, prints and writes `bench/results.md`. Exit code 1 when a page answers wrong, 2 wrong use.

It asserts no time: what is fast enough is for the reader of the table to say.
"""

import argparse
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench import catalogs, measuring, report
from bench.cases import CASES, FILTER, HELLO, LIST
from bench.client import Client
from bench.measuring import Latencies
from bench.server import ROOT, Server, serving

RESULTS = ROOT / "bench" / "results.md"
LIBRARIES = ("Django", "gunicorn", "pyroaring", "numpy", "psycopg")
KINDS = (("sync", 1), ("gthread", 1), ("gthread", 2), ("gthread", 4))
LOAD = {"hello": HELLO, "browse": LIST, "filtered": f"{LIST}?{FILTER}"}
LOAD_ROUNDS = 3
EDITS = (1, 10_000)
NEVER = ("postgresql", "1m")
"""Takes an hour to make; the index, which is what grows, is the same as on SQLite."""
API = "/api/activities/?per_page=10"


def main() -> int:
    asked = _arguments()
    wrong: list[str] = []
    lines = [*_head(), ""]
    for database in asked.databases:
        for size in dict.fromkeys(asked.sizes):
            if (database, size) == NEVER:
                continue
            data = asked.data / f"{database}-{size}"
            print(f"{database}, {size}", file=sys.stderr, flush=True)
            if database == "postgresql":
                data.mkdir(parents=True, exist_ok=True)
                with catalogs.postgresql(data) as address:
                    part, faults = _measured(data, address, size, asked)
            else:
                part, faults = _measured(data, "", size, asked)
            lines += [f"## {'PostgreSQL' if database == 'postgresql' else 'SQLite'}, {size}", "", *part]
            wrong += [f"{database}, {size}: {fault}" for fault in faults]
    lines += ["## Wrong answers", "", *(f"- {fault}" for fault in wrong or ["none"]), ""]
    text = "\n".join(lines)
    print(text)
    asked.results.write_text(text)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=catalogs.SIZES, default=["10k", "100k"])
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=measuring.ROUNDS, help="rounds of requests")
    parser.add_argument("--requests", type=int, default=measuring.REQUESTS, help="requests of a page in a round")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench", help="where catalogs are made and kept")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--kinds", action="store_true", help="compare classes and threads of workers")
    return parser.parse_args()


def _head() -> Iterator[str]:
    yield f"# Benchmark of {date.today().isoformat()}"  # noqa: DTZ011
    yield ""
    yield "Written by `make bench`. Cells are p50 / p95 in milliseconds of one connection to one worker [times hello,"
    yield "a view that only says hello, in the same rounds]. Ratios are the figures; times are context."
    yield ""
    yield f"- Python {platform.python_version()}, {', '.join(f'{one} {version(one)}' for one in LIBRARIES)}"
    yield from (f"- {fact}" for fact in measuring.machine())


def _measured(data: Path, database: str, size: str, asked: argparse.Namespace) -> tuple[list[str], list[str]]:
    measuring.say("catalog and index")
    catalogs.prepare(data, database, size)
    inside = catalogs.inside(data, database, "index")
    with serving(data, database) as server:
        found = measuring.latencies(server, asked.rounds, asked.requests)
        measuring.say("totals")
        client, lists = Client(server.port), [case for case in CASES if case.is_list]
        _check_totals({case.name: client.get(case.address).body for case in lists}, data, database, found)
        edits = {count: _edit(server, data, database, count, found) for count in EDITS}
        found.private_mib["edits"] = server.private_mib()
    catalogs.inside(data, database, "publish")
    if size == catalogs.COMPLETE:
        with serving(data, database) as server:
            _check_totals(measuring.by_sql(server, found), data, database, found)
    kinds = KINDS if asked.kinds else ()
    lines = [*report.of_pages(found), *report.of_process(inside, edits, found.private_mib)]
    return [*lines, *report.of_load(_loads(data, database, kinds))], found.wrong


def _check_totals(pages: Mapping[str, bytes], data: Path, database: str, found: Latencies) -> None:
    """Each list's own count against the one of an index made anew."""
    lists = [case for case in CASES if case.name in pages]
    wanted = catalogs.inside(data, database, "totals", *(case.query for case in lists))
    for case, total in zip(lists, wanted, strict=True):
        told = re.search(r'id="result-count"[^>]*>\s*([0-9,]+) ', pages[case.name].decode())
        if not told or int(told.group(1).replace(",", "")) != total:
            found.wrong.append(f"{case.name}: the page counts {told and told.group(1)}, not {total}")


def _edit(server: Server, data: Path, database: str, count: int, found: Latencies) -> float:
    """Seconds more than usual that the next answer takes after another process published so many listings."""
    measuring.say(f"edit of {count}")
    client = Client(server.port)
    usual = median(client.get(API).seconds for _ in range(measuring.REQUESTS))
    extra = []
    for revised in ("1", "0"):
        now = catalogs.inside(data, database, "edit", str(count), revised)
        reply = client.get(API)
        extra.append(reply.seconds - usual)
        if f'"catalog_version":{now},' not in reply.body.decode().replace(": ", ":"):
            found.wrong.append(f"an edit of {count} is not in the next answer")
    return median(extra)


def _loads(data: Path, database: str, kinds: tuple[tuple[str, int], ...]) -> dict[str, dict[str, float]]:
    """Requests a second by kind of worker, the median of rounds in which every page has its turn."""
    measuring.say("requests per second")
    rates = {}
    for kind in kinds or (None,):
        with serving(data, database, workers=2, kind=kind) as server:
            measuring.per_second(server, LIST)  # Each worker begins with its index.
            rounds = [
                {page: measuring.per_second(server, address) for page, address in LOAD.items()}
                for _ in range(LOAD_ROUNDS)
            ]
        name = f"{kind[0]} × {kind[1]}" if kind else "gunicorn.conf.py"
        rates[name] = {page: median(one[page] for one in rounds) for page in LOAD}
    return rates


if __name__ == "__main__":
    sys.exit(main())
