"""Runs the judged queries against the catalog at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.search.judged import always, report
from activities.search.judged.queries import Judged
from activities.search.judged.report import Gate
from activities.search.judged.shown import shown
from activities.search.judged.verdicts import Verdict, verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out, and the sentences about rules that hold for every query and do not."""

    verdicts: tuple[Verdict, ...]
    rules_broken: tuple[str, ...]
    gates: tuple[Gate, ...]

    @property
    def good(self) -> bool:
        return all(gate.met for gate in self.gates)


def run(judged: Sequence[Judged], day: date) -> Outcome:
    """Ask every query as of the day, judge the answers, and try the rules that hold always."""
    answers = {one.query: shown(one.question, day) for one in judged}
    lists = {query: answer.ids for query, answer in answers.items()}
    verdicts = tuple(verdict(one, answers[one.query], lists) for one in judged)
    rules_broken = tuple(always.broken(answers.values()))
    return Outcome(verdicts, rules_broken, tuple(report.gates(verdicts, rules_broken)))
