"""What an example activity is about, who offers it and in which format: the choices all others follow from."""

from dataclasses import dataclass
from functools import cache

from activities.examples.dice import Dice
from activities.examples.material import Concept, ExampleProvider, Field, Material, material

PROVIDER_KINDS = {"journal": 34, "society": 26, "university": 10, "health system": 8, "publisher": 17, "reference": 5}

FORMATS: dict[str, dict[str, float]] = {
    "journal": {"journal": 95, "manuscript-review": 3, "enduring": 2},
    "society": {
        "enduring": 34,
        "internet": 24,
        "live": 28,
        "pi-cme": 7,
        "test-item-writing": 2,
        "committee-learning": 2,
        "rss": 1,
        "other": 2,
    },
    "university": {"live": 34, "rss": 22, "enduring": 22, "internet": 15, "learning-from-teaching": 4, "pi-cme": 3},
    "health system": {"rss": 34, "live": 20, "internet": 18, "pi-cme": 14, "enduring": 8, "committee-learning": 6},
    "publisher": {"enduring": 46, "internet": 40, "live": 14},
    "reference": {"internet-poc": 85, "internet": 15},
}
"""The formats each kind of provider offers, with their weights."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`other` is a second concept that belongs beside the first; `people` and `setting` stand in mid-sentence."""

    provider: ExampleProvider
    format: str
    field: Field
    concept: Concept
    other: Concept
    people: str
    setting: str


def choose(dice: Dice, source: Material) -> Subject:
    """One subject; boards follow from its concept, so they cluster as specialties do."""
    kind = dice.weighted(PROVIDER_KINDS)
    provider = dice.one(_providers(kind))
    field = source.fields[dice.one(provider.fields or list(source.fields))]
    concept = dice.early(field.concepts)
    group = _group(dice, concept)
    return Subject(
        provider=provider,
        format=dice.weighted(FORMATS[kind]),
        field=field,
        concept=concept,
        other=_beside(dice, concept),
        people=dice.one(source.people["populations"][group]),
        setting=dice.one(source.people["desk_settings" if concept.shape == "subject" else "settings"]),
    )


def _group(dice: Dice, concept: Concept) -> str:
    if concept.shape == "subject":
        return "learner"
    if concept.group == "adult" and "abp" in concept.boards and dice.chance(0.25):
        return "child"
    return concept.group


def _beside(dice: Dice, concept: Concept) -> Concept:
    near = _neighbors(concept)
    other = dice.one(near)
    return other if other is not concept else near[(near.index(other) + 1) % len(near)]


@cache
def _providers(kind: str) -> list[ExampleProvider]:
    return [provider for provider in material().providers if provider.kind == kind]


@cache
def _fitting(shape: str, group: str) -> list[Concept]:
    return [one for one in material().concepts if one.shape == shape and one.group == group]


@cache
def _neighbors(concept: Concept) -> list[Concept]:
    """Concepts that may stand beside one without saying anything false: of the same people, of field or board.

    A subject stands beside another subject; all else stands beside an illness, as something patients also have.
    """
    shape = "subject" if concept.shape == "subject" else "illness"
    group = "adult" if shape == "subject" else concept.group
    fitting = _fitting(shape, group)
    near = [one for one in fitting if one.field == concept.field]
    if len(near) < 4:
        near = [one for one in fitting if concept.boards[0] in one.boards]
    return near if len(near) > 1 else fitting
