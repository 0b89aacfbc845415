"""The judged queries with their grades, as they are written in this package's JSON files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.http import QueryDict

HERE = Path(__file__).parent
HURRIED = ("hurried.json", "afterwards.json")
FILES = ("clinicians.json", "rules.json", *HURRIED)

RELEVANT = 2
"""The least grade of a listing that answers the query."""


@dataclass(frozen=True)
class Judged:
    """A query with what is right. `grades` are 1 to 3 by activity ID; a listing without one is not relevant.

    `expect` holds what grades cannot say, by name; `docs/judged-queries.md` lists the names. With `nothing_else`, a
    listing without a grade must not be listed at all. The `hurried` ones are counted apart.
    """

    query: str
    kind: str
    intent: str
    grades: Mapping[int, int] = field(default_factory=dict)
    forbidden: frozenset[int] = frozenset()
    nothing_else: bool = False
    expect: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    hurried: bool = False

    @cached_property
    def relevant(self) -> frozenset[int]:
        """The listings that answer the query; empty when the catalog has none, or grades do not decide."""
        first = self.expect.get("first")
        graded = {activity_id for activity_id, grade in self.grades.items() if grade >= RELEVANT}
        return frozenset({first} if first else graded)

    @property
    def question(self) -> QueryDict:
        """The query as a reader sends it."""
        question = QueryDict(mutable=True)
        question.update({"q": self.query, **self.parameters})
        return question


def load(files: Iterable[str] = FILES) -> list[Judged]:
    """The judged queries of the files, in the order in which they are written."""
    graded = grades()
    return [_judged(row, graded.get(row["query"], {}), name in HURRIED) for name in files for row in _read(name)]


def grades() -> dict[str, Any]:
    """For each graded query, the listings by grade, those that must not come, and the reason."""
    found: dict[str, Any] = _read("grades.json")
    return found


def digest() -> str:
    """The digest of the texts that the grades were given for."""
    return str(_read("catalog.json")["texts"])


def _judged(row: dict[str, Any], graded: dict[str, Any], hurried: bool) -> Judged:
    grades = {activity_id: grade for grade in (1, 2, 3) for activity_id in graded.get(str(grade), [])}
    return Judged(
        query=row["query"],
        kind=row["kind"],
        intent=row["intent"],
        grades=grades,
        forbidden=frozenset(graded.get("forbidden", [])),
        nothing_else=graded.get("nothing_else", False),
        expect=row.get("expect", {}),
        parameters=row.get("parameters", {}),
        hurried=hurried,
    )


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))
