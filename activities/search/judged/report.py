"""The verdicts in figures and as a table, and whether they are good enough."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from activities.search.judged import scores
from activities.search.judged.verdicts import IDENTIFIER, Verdict

LEAST_SUCCESS, LEAST_RECIPROCAL = 0.95, 0.85
LEAST_HURRIED = 0.70
"""Of the queries that ask for two things at once, or for a drug to learn of a disease, no listing has all."""

WIDTH = 44
HEADER = f"{'query':{WIDTH}}  {'kind':11} {'listed':>6} {'first':>5} {'in 5':>4} {'RR':>5} {'nDCG':>5}  remarks"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition of the search: what was found, what is asked, and whether it is met."""

    label: str
    found: str
    asked: str
    met: bool


def gates(verdicts: Iterable[Verdict], rules_broken: Sequence[str]) -> list[Gate]:
    """The conditions, in the order in which they are printed."""
    verdicts = list(verdicts)
    identifiers = [verdict for verdict in verdicts if verdict.judged.kind == IDENTIFIER]
    counted = [verdict for verdict in verdicts if verdict.counted and verdict.judged.kind != IDENTIFIER]
    calm = [verdict for verdict in counted if not verdict.judged.hurried]
    hurried = [verdict for verdict in counted if verdict.judged.hurried]
    reached = sum(verdict.success or verdict.one_step_away for verdict in counted)
    gain = _mean([verdict.gain for verdict in counted if verdict.ranked])
    return [
        _all("identifiers right", sum(not verdict.broken for verdict in identifiers), len(identifiers)),
        *_listed("", calm, LEAST_SUCCESS, LEAST_RECIPROCAL),
        *_listed(", hurried queries", hurried, LEAST_HURRIED, LEAST_HURRIED),
        _share("success at 5, or one step from an empty list", reached, len(counted), LEAST_SUCCESS),
        Gate("mean nDCG at 10", f"{gain:.3f}", "not asked", met=True),
        _none("forbidden in the first 10", sum(len(verdict.forbidden) for verdict in verdicts)),
        _none("queries that break what they promise", sum(bool(verdict.broken) for verdict in verdicts)),
        _none("rules for every query broken", len(rules_broken)),
    ]


def _listed(of: str, some: Sequence[Verdict], least: float, least_reciprocal: float) -> Iterator[Gate]:
    """How often the answer is among the first five, and how far up it stands."""
    yield _share(f"success at 5{of}", sum(verdict.success for verdict in some), len(some), least)
    mean = _mean([scores.reciprocal(verdict.rank) for verdict in some if verdict.ranked])
    yield Gate(f"mean reciprocal rank at 10{of}", f"{mean:.3f}", f"{least_reciprocal}", mean >= least_reciprocal)


def _mean(some: Sequence[float]) -> float:
    return sum(some) / len(some) if some else 1.0


def table(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """A line for each query."""
    yield HEADER
    yield from map(_line, verdicts)


def _line(verdict: Verdict) -> str:
    query = verdict.judged.query
    name = query if len(query) <= WIDTH else f"{query[: WIDTH - 1]}…"
    rank = "-" if verdict.rank is None else str(verdict.rank)
    figures = _figures(verdict) if verdict.ranked else f"{_mark(verdict):>4} {'':5} {'':5}"
    remarks = "; ".join([*_forbidden(verdict), *verdict.broken])
    return f"{name:{WIDTH}}  {verdict.judged.kind:11} {verdict.total:6} {rank:>5} {figures}  {remarks}".rstrip()


def _figures(verdict: Verdict) -> str:
    return f"{_mark(verdict):>4} {scores.reciprocal(verdict.rank):5.2f} {verdict.gain:5.2f}"


def _mark(verdict: Verdict) -> str:
    if not verdict.counted:
        return "ok" if verdict.fine else "NO"
    return "yes" if verdict.success else "step" if verdict.one_step_away else "NO"


def _forbidden(verdict: Verdict) -> Iterator[str]:
    if verdict.forbidden:
        yield f"forbidden: {', '.join(map(str, verdict.forbidden))}"


def _all(label: str, right: int, count: int) -> Gate:
    return Gate(label, f"{right} of {count}", "all", right == count)


def _share(label: str, right: int, count: int, least: float) -> Gate:
    share = right / count if count else 1.0
    return Gate(label, f"{right} of {count}, {share:.1%}", f"{least:.0%}", share >= least)


def _none(label: str, count: int) -> Gate:
    return Gate(label, str(count), "none", count == 0)
