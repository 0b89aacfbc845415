"""The vocabulary that example listings are described with: the catalog's own, and the example terms it lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from django.db import models
from django.utils.text import slugify

from activities.examples.drafts import SETTINGS, STRATEGIES
from activities.examples.material import material
from activities.examples.standings import POINTS_KINDS
from activities.examples.subjects import FORMATS
from activities.models import (
    ApprovalType,
    Competency,
    CreditType,
    FormatType,
    Keyword,
    Membership,
    PointsKind,
    PracticeSetting,
    QualityStrategy,
    Specialty,
)
from activities.models.vocabulary import Term
from activities.workflow import Refused
from cme_catalog.lib.text import fold
from providers.models import Board, Provider

Loaded: TypeAlias = "models.QuerySet[Any]"
"""Rows that need no database any more."""

M = TypeVar("M", bound=models.Model)
T = TypeVar("T", bound=Term)


@dataclass(slots=True)
class Terms:
    """Rows by code; keywords and specialties by name, compared without case and accents."""

    providers: dict[str, Provider]
    memberships: dict[str, Membership]
    boards: dict[str, Board]
    formats: dict[str, FormatType]
    credit_types: dict[str, CreditType]
    approval_types: dict[str, ApprovalType]
    points_kinds: dict[str, PointsKind]
    competencies: dict[str, Competency]
    settings: dict[str, PracticeSetting]
    strategies: dict[str, QualityStrategy]
    keywords: dict[str, Keyword]
    specialties: dict[str, Specialty]
    _linked: dict[tuple[str, ...], "Loaded"] = field(default_factory=dict)

    def keywords_named(self, names: Iterable[str]) -> list[Keyword]:
        return [self.keywords[fold(name)] for name in names]

    def linked(self, kind: str, codes: list[str]) -> "Loaded":
        """The rows of a kind with the codes or names; the same few combinations come again and again."""
        key = (kind, *codes)
        if key not in self._linked:
            known = getattr(self, kind)
            found = [known[code] if code in known else known[fold(code)] for code in codes]
            self._linked[key] = loaded(type(next(iter(known.values()))), found)
        return self._linked[key]

    def add_keywords(self, names: Iterable[str]) -> None:
        """Add those that the catalog lacks."""
        _add_names(Keyword, self.keywords, names)


def loaded(model: type[models.Model], rows: Sequence[models.Model]) -> Loaded:
    """A queryset that has its rows already, as Django's prefetching leaves it behind."""
    queryset: Loaded = model._default_manager.all()
    queryset._result_cache = list(rows)
    return queryset


def prepare() -> Terms:
    """The terms, after adding the example providers and memberships and the specialties that were missing.

    Raises Refused when a vocabulary that ships as a fixture has not been loaded.
    """
    terms = Terms(
        providers=_providers(),
        memberships=_memberships(),
        boards=_by_code(Board),
        formats=_by_code(FormatType),
        credit_types=_by_code(CreditType),
        approval_types=_by_code(ApprovalType),
        points_kinds=_by_code(PointsKind),
        competencies=_by_code(Competency),
        settings=_by_code(PracticeSetting),
        strategies=_by_code(QualityStrategy),
        keywords=_by_name(Keyword),
        specialties=_by_name(Specialty),
    )
    _require(terms)
    wanted = [name for field in material().fields.values() for name in field.specialties]
    _add_names(Specialty, terms.specialties, [*wanted, "Family Medicine"])
    return terms


def _require(terms: Terms) -> None:
    needed: dict[str, tuple[Mapping[str, object], set[str]]] = {
        "boards": (terms.boards, {code for one in material().concepts for code in one.boards}),
        "formats": (terms.formats, {code for weights in FORMATS.values() for code in weights}),
        "credit types": (terms.credit_types, {"ama-pra-1", "aafp-prescribed", "acog-cognates", "aoa-1a", "aoa-2a"}),
        "kinds of points": (terms.points_kinds, {code for codes in POINTS_KINDS.values() for code in codes}),
        "approval types": (terms.approval_types, {"lifelong-learning", "self-assessment", "improvement"}),
        "competencies": (terms.competencies, {"pc", "mk", "pbli", "ics", "prof", "sbp"}),
        "practice settings": (terms.settings, set(SETTINGS)),
        "quality strategies": (terms.strategies, set(STRATEGIES)),
    }
    for name, (known, codes) in needed.items():
        if missing := sorted(codes - known.keys()):
            raise Refused(
                f"The catalog lacks {name} that example listings use: {', '.join(missing)}."
                " Load the vocabularies first: manage.py loaddata vocabularies boards"
            )


def _providers() -> dict[str, Provider]:
    """The example providers, accredited ones first, since imprints refer to them."""
    slugs = {one.name: one.slug for one in material().providers}
    rows = [
        Provider(
            slug=one.slug,
            name=one.name,
            accredited_provider_id=slugs.get(one.accredited_by),
            accreditor=one.accreditor,
            website=f"https://www.example.org/{one.slug}/",
        )
        for one in sorted(material().providers, key=lambda one: bool(one.accredited_by))
    ]
    Provider.objects.bulk_create(rows, ignore_conflicts=True)
    kept = Provider.objects.filter(pk__in=slugs.values()).select_related("accredited_provider")
    return {provider.pk: provider for provider in kept}


def _memberships() -> dict[str, Membership]:
    Membership.objects.bulk_create([Membership(**row) for row in material().memberships], ignore_conflicts=True)
    return _by_code(Membership)


def _by_code(model: type[M]) -> dict[str, M]:
    return {row.pk: row for row in model._default_manager.all()}


def _by_name(model: type[T]) -> dict[str, T]:
    return {fold(term.name): term for term in model._default_manager.all()}


def _add_names(model: type[T], known: dict[str, T], names: Iterable[str]) -> None:
    """A name whose code is taken by another spelling is that other term."""
    by_code: dict[str, Any] = {term.code: term for term in known.values()}
    new = []
    for name in dict.fromkeys(names):
        code = slugify(name)[:100]
        if fold(name) not in known:
            if code not in by_code:
                by_code[code] = model(code=code, name=name)
                new.append(by_code[code])
            known[fold(name)] = by_code[code]
    model._default_manager.bulk_create(new)
