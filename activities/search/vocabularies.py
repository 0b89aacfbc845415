"""The values each facet knows, with their names: read in one query, for checking and for printing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from activities.models import (
    Activity,
    ApprovalType,
    BoardApproval,
    Competency,
    CreditType,
    Delivery,
    FormatType,
    Keyword,
    Membership,
    PointsKind,
    PracticeSetting,
    Specialty,
    Support,
)
from activities.prices import BANDS
from activities.search import concept_table
from cme_catalog.lib import states
from providers.models import Board, Provider

MEMBER = "member"
_BAND_LABELS = ("Free", "Under $50", "$50 to $200", "Over $200", "Varies", "Price not stated")


class Term(NamedTuple):
    """A value of a facet. `used` says whether a public listing has it, where that decides whether it is offered."""

    code: str
    label: str
    position: int
    used: bool


class Vocabulary(Mapping[str, Term]):
    """The terms of one facet by code, in their natural order."""

    def __init__(self, terms: Iterable[Term]) -> None:
        ordered = sorted(terms, key=lambda term: (term.position, term.label.casefold(), term.code))
        self._terms = {term.code: term for term in ordered}
        self._offered = [term.code for term in ordered if term.used]
        self._used = frozenset(self._offered)
        self._places = {term.code: place for place, term in enumerate(ordered)}
        self._lower = {term.code.lower(): term.code for term in reversed(ordered) if term.code.isascii()}

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def offered_with(self, chosen: Collection[str]) -> Sequence[str]:
        """The codes that are offered, and such of the chosen ones as are known, in their natural order."""
        if self._used.issuperset(chosen):
            return self._offered
        return [code for code, term in self._terms.items() if term.used or code in chosen]

    def ordered(self, codes: Iterable[str]) -> list[str]:
        """Such of the codes as are known, in their natural order."""
        return sorted(filter(self._places.__contains__, codes), key=self._places.__getitem__)

    def find(self, text: str) -> str | None:
        """The code that the text is, in any case; None when it is not known."""
        if text in self._terms:
            return text
        return self._lower.get(text.lower()) if text.isascii() else None

    def label(self, code: str) -> str:
        return self._terms[code].label if code in self._terms else code


class Vocabularies(dict[str, Vocabulary]):
    """A vocabulary for each facet, and one of memberships under "member".

    `concepts` are the other names of what readers search for; there are none unless somebody puts them in.
    """

    concepts: concept_table.Table = concept_table.EMPTY

    @classmethod
    def load(cls, used: Mapping[str, Collection[str]] | None = None) -> Self:
        """All of them as they stand, in one query.

        `used` names, for each facet, the values that a public listing has; without it the rows are searched for them.
        """
        found: dict[str, dict[str, Term]] = {**_fixed(), **{name: {} for name in _TABLES}}
        if used is not None:
            found["state"] |= {code: Term(code, states.NAMES.get(code, code), 0, True) for code in used["state"]}
        for name, code, label, position, in_use in _rows(used):
            found[name][code] = Term(
                code, states.NAMES.get(label, label) if name == "state" else label, position, in_use
            )
        return cls({name: Vocabulary(terms.values()) for name, terms in found.items()})


def _fixed() -> dict[str, dict[str, Term]]:
    basis = [pair for pair in BoardApproval.Basis.choices if pair[0] != BoardApproval.Basis.UNKNOWN]
    named = {
        "basis": basis,
        "delivery": Delivery.choices,
        "fee": list(zip(BANDS, _BAND_LABELS, strict=True)),
        "support": Support.choices,
    }
    terms = {
        name: {code: Term(code, label, at, True) for at, (code, label) in enumerate(pairs)}
        for name, pairs in named.items()
    }
    return {**terms, "state": {code: Term(code, label, 0, False) for code, label in states.NAMES.items()}}


class Table(NamedTuple):
    """Where a vocabulary is kept, what names its terms, and the ways from an activity that make a term used.

    Without a way every term is offered, used or not.
    """

    model: type[Any]
    label: str = "name"
    ways: tuple[str, ...] = ()


_TABLES = {
    "board": Table(Board, "label"),
    "approval": Table(ApprovalType, "short_name", ("approvals__approval_type",)),
    "points_kind": Table(PointsKind, ways=("approvals__points_kind",)),
    "competency": Table(Competency, "label"),
    "format": Table(FormatType),
    "credit_type": Table(CreditType),
    "provider": Table(Provider, ways=("provider", "joint_providers")),
    "keyword": Table(Keyword, ways=("keywords",)),
    "specialty": Table(Specialty, ways=("specialties",)),
    "setting": Table(PracticeSetting),
    MEMBER: Table(Membership),
}

_BOARD_LABEL = Concat(F("label"), Value(" ("), F("abbreviation"), Value(")"), output_field=CharField())
_Row = tuple[str, str, str, int, bool]


def _rows(used: Mapping[str, Collection[str]] | None) -> Iterator[_Row]:
    if used is None:
        first, *others = [*(_table(name, _TABLES[name].ways) for name in _TABLES), _states()]
    else:
        first, *others = [_table(name, ()) for name in _TABLES]
    for name, code, label, position, in_use in first.union(*others, all=True):
        in_some = used is None or not _TABLES[name].ways or code in used[name]
        yield name, code, label, position, bool(in_use) and in_some


def _table(name: str, ways: tuple[str, ...]) -> "QuerySet[Any, _Row]":
    model, label = _TABLES[name].model, _TABLES[name].label
    rows = model._default_manager.annotate(
        facet=Value(name),
        text=_BOARD_LABEL if model is Board else F(label),
        at=Value(0) if model in (Board, Provider) else F("position"),
        used=_used(ways),
    )
    listed: QuerySet[Any, _Row] = rows.order_by().values_list("facet", "pk", "text", "at", "used")
    return listed


def _used(ways: tuple[str, ...]) -> Any:
    """Whether a public listing has the term, looked up from the activity's side."""
    if not ways:
        return Value(True)
    found = Q()
    for way in ways:
        found |= Q(Exists(Activity.objects.public().filter(**{way: OuterRef("pk")})))
    return ExpressionWrapper(found, output_field=BooleanField())


def _states() -> "QuerySet[Any, _Row]":
    in_use = Activity.objects.public().exclude(state="").order_by().values("state").distinct()
    named = in_use.annotate(facet=Value("state"), at=Value(0), used=Value(True))
    return named.values_list("facet", "state", "state", "at", "used")
