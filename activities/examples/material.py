"""What example listings are made of: the concepts, providers, places and sentences of this package's JSON files."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.utils.text import slugify

HERE = Path(__file__).parent

Shape = Literal["illness", "medicine", "procedure", "test", "subject"]
"""What can be said about a concept, and so which sentences fit it."""

SHAPES: dict[str, Shape] = {
    "condition": "illness",
    "symptom": "illness",
    "drug": "medicine",
    "drug class": "medicine",
    "procedure": "procedure",
    "test": "test",
    "topic": "subject",
    "policy": "subject",
}


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One medical concept. `name` is preferred, `entry_terms` are true synonyms; `boards` are codes, closest first.

    `group` names the people it concerns when these are not adults of any age, `look_alikes` what it is taken for.
    """

    name: str
    kind: str
    entry_terms: list[str]
    acronyms: list[str]
    boards: list[str]
    field: str
    parent: str = ""
    group: str = "adult"
    look_alikes: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of medicine, its specialties (names of certificates) and its concepts."""

    name: str
    specialties: list[str]
    concepts: list[Concept] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class ExampleProvider:
    """A made-up provider. `fields` is empty for one that offers activities in all fields."""

    slug: str
    name: str
    kind: str
    fields: list[str]
    accredited_by: str = ""
    accreditor: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    city: str
    state: str
    time_zone: str
    country: str = "United States"


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Everything read from the files, ready to draw from."""

    fields: dict[str, Field]
    providers: list[ExampleProvider]
    places: list[Place]
    memberships: list[dict[str, str]]
    people: dict[str, Any]
    titles: dict[str, list[str]]
    descriptions: dict[str, Any]
    objectives: dict[str, list[str]]
    engagement: dict[str, list[str]]

    @property
    def concepts(self) -> list[Concept]:
        return [concept for one in self.fields.values() for concept in one.concepts]


@cache
def material() -> Material:
    """The material, read once."""
    people = _read("texts/people.json")
    return Material(
        fields=_fields(people),
        providers=[ExampleProvider(slug=slugify(row["name"]), **row) for row in _read("providers.json")],
        places=[Place(**row) for row in _read("places.json")],
        memberships=_read("memberships.json"),
        people=people,
        titles=_read("texts/titles.json"),
        descriptions=_read("texts/descriptions.json"),
        objectives=_read("texts/objectives.json"),
        engagement=_read("texts/engagement.json"),
    )


def _fields(people: dict[str, Any]) -> dict[str, Field]:
    groups = {name: group for group, names in people["concepts_of"].items() for name in names}
    alike = _look_alikes(people["look_alikes"])
    found = {}
    for path in sorted((HERE / "concepts").glob("*.json")):
        row = _read(f"concepts/{path.name}")
        concepts = [_concept(one, row["field"], groups, alike) for one in row["concepts"]]
        found[row["field"]] = Field(row["field"], row["specialties"], concepts)
    return found


def _concept(row: dict[str, Any], of: str, groups: dict[str, str], alike: dict[str, list[str]]) -> Concept:
    name = row["name"]
    return Concept(**row, field=of, group=groups.get(name, "adult"), look_alikes=tuple(alike.get(name, ())))


def _look_alikes(pairs: Iterable[list[str]]) -> dict[str, list[str]]:
    alike: dict[str, list[str]] = {}
    for one, other in pairs:
        alike.setdefault(one, []).append(other)
        alike.setdefault(other, []).append(one)
    return alike


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))
