"""Rounds of requests, each of all cases and of hello, so that a ratio compares what ran in the same moments."""

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench.cases import CASES, HELLO, Case
from bench.client import Client
from bench.server import Server

ROUNDS, REQUESTS = 7, 40
SECONDS_OF_LOAD = 2.0
ANEW = {"X-Bench": "uncached"}
UNCACHED, CACHED, BY_SQL = "uncached", "cached", "SQL"


@dataclass
class Times:
    """Seconds of one case in one way, by round, and of hello in the same rounds."""

    own: list[list[float]] = field(default_factory=list)
    hello: list[list[float]] = field(default_factory=list)

    def add(self, own: list[float], hello: list[float]) -> None:
        self.own.append(own)
        self.hello.append(hello)

    @property
    def p50(self) -> float:
        return median(one for some in self.own for one in some) * 1000

    @property
    def p95(self) -> float:
        all_of_them = sorted(one for some in self.own for one in some)
        return (quantiles(all_of_them, n=20)[-1] if len(all_of_them) > 1 else all_of_them[0]) * 1000

    @property
    def ratio(self) -> float:
        """The median over the rounds of how many times hello's median a page takes."""
        return median(median(own) / median(hello) for own, hello in zip(self.own, self.hello, strict=True))


@dataclass
class Latencies:
    """What one connection waits, what was wrong, what is not there, and the most that a worker held."""

    times: dict[tuple[str, str], Times] = field(default_factory=lambda: defaultdict(Times))
    hello: Times = field(default_factory=Times)
    missing: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    private_mib: dict[str, float] = field(default_factory=dict)


def latencies(server: Server, rounds: int = ROUNDS, requests: int = REQUESTS) -> Latencies:
    """Asks every case in every way, round after round. What takes seconds is asked in the first round, once."""
    found, client = Latencies(), Client(server.port)
    say("pages")
    client.get(HELLO)
    found.private_mib["its start"] = server.private_mib()
    present = [case for case in CASES if not case.heavy and _is_there(client, case, found)]
    found.private_mib["the pages"] = server.private_mib()
    present += [case for case in CASES if case.heavy and _is_there(client, case, found)]
    for number in range(rounds):
        for case in present:
            if number == 0 or not case.heavy:
                hello = [client.get(HELLO).seconds for _ in range(requests)]
                found.hello.add(hello, hello)
                for way, seconds in _round(client, case, requests):
                    found.times[case.name, way].add(seconds, hello)
    found.private_mib["hundreds of them and exports"] = server.private_mib()
    return found


def by_sql(server: Server, found: Latencies) -> dict[str, bytes]:
    """Asks SQL for lists, once each, and gives back the pages. It holds much in memory, so it needs a server apart."""
    say("pages by SQL")
    client, pages = Client(server.port), {}
    for case in CASES:
        if case.by_sql and case.name not in found.missing:
            hello = [client.get(HELLO).seconds for _ in range(REQUESTS)]
            reply = client.get(f"/bench/sql/?{case.query}")
            found.times[case.name, BY_SQL].add([reply.seconds], hello)
            pages[case.name] = reply.body
    return pages


def _is_there(client: Client, case: Case, found: Latencies) -> bool:
    """Asks once anew and once again: a page that is kept must be the page that was made."""
    first = client.get(case.address, **ANEW)
    if first.status == 404:
        found.missing.add(case.name)
        return False
    if first.status != 200:
        found.wrong.append(f"{case.name}: status {first.status}")
        return False
    if not case.heavy and client.get(case.address).body != first.body:
        found.wrong.append(f"{case.name}: the page that is kept differs from the page that was made")
    return True


def _round(client: Client, case: Case, requests: int) -> Iterator[tuple[str, list[float]]]:
    yield UNCACHED, [client.get(case.address, **ANEW).seconds for _ in range(1 if case.heavy else requests)]
    if not case.heavy:
        yield CACHED, [client.get(case.address).seconds for _ in range(requests)]


def per_second(server: Server, address: str, connections: int = 8, seconds: float = SECONDS_OF_LOAD) -> float:
    """Requests a second that so many connections get answered together, each page made anew."""
    counts: list[int] = []
    end = time.perf_counter() + seconds

    def ask() -> None:
        client, count = Client(server.port), 0
        while time.perf_counter() < end:
            assert client.get(address, **ANEW).status == 200
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def say(step: str) -> None:
    """Tells on a terminal what is being measured."""
    print(f"  {step} …", file=sys.stderr, flush=True)


def machine() -> Iterator[str]:
    """What the figures were measured on, without a name."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    yield f"{len(models)} cores ({models[0] if models else 'unknown'}), {memory:.0f} GiB"
    yield f"load at the beginning {Path('/proc/loadavg').read_text().split()[0]}"
