"""The reference answer: what a selection means, in SQL that both databases read alike.

Any other engine must give exactly these answers. The module is itself an `Engine`; prices and credits are in `amounts`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Model, OrderBy, Q, QuerySet, When

from activities.models import Activity, ApprovalList, BoardApproval
from activities.search import amounts, scan
from activities.search.engine import Counts
from activities.search.selection import FACETS, ON_ONE_APPROVAL, Selection
from activities.status import ENDING_SOON

_COLUMNS = {"format": "format", "delivery": "delivery", "state": "state", "support": "commercial_support"}
"""Facets that are a column of the activity."""

_TABLES: dict[str, tuple[type[Model], str]] = {
    "competency": (Activity.competencies.through, "competency"),
    "keyword": (Activity.keywords.through, "keyword"),
    "specialty": (Activity.specialties.through, "specialty"),
    "setting": (Activity.practice_settings.through, "practicesetting"),
}
"""Facets of which an activity has several values: the table between, and its column."""

_ON_APPROVAL = {"board": "board", "approval": "approval_type", "basis": "basis", "points_kind": "points_kind"}
"""Facets that are a column of the approval."""

_JOINT = Activity.joint_providers.through


def total(selection: Selection) -> int:
    return matching(selection).count()


def ids(selection: Selection, start: int, stop: int) -> list[int]:
    return list(ordered(selection).values_list("pk", flat=True)[start:stop])


def counts(selection: Selection, facets: Sequence[str] = FACETS) -> Counts:
    return {facet: _count(facet, selection) for facet in facets}


def left_out_by_price(selection: Selection) -> int:
    if selection.max_price is None:
        return 0
    any_price = replace(selection, max_price=None)
    return matching(any_price).exclude(amounts.affordable(any_price)).count()


def unrecorded(selection: Selection) -> int:
    if not selection.board:
        return 0
    rest = matching(selection.lifting(ON_ONE_APPROVAL)).exclude(approval_list=ApprovalList.COMPLETE)
    return (rest if selection.nothing else rest.exclude(_approved(selection))).count()


def matching(selection: Selection) -> "QuerySet[Activity]":
    """The public activities that match, in no order."""
    activities = Activity.objects.public().order_by()
    if selection.nothing:
        return activities.none()
    dates = _open(selection) & _starting(selection)
    if selection.only:
        activities = activities.filter(pk__in=selection.only)
    return activities.filter(
        dates & _worded(selection) & _offered(selection) & _described(selection) & _approved(selection)
    )


def ordered(selection: Selection) -> "QuerySet[Activity]":
    """The matching activities in the order asked for; it is total: ties end with the larger activity ID."""
    return matching(selection).order_by(*_ORDERS[selection.sort](selection), F("pk").desc())


def _open(selection: Selection) -> Q:
    if selection.include_expired or selection.only:
        return Q()
    return _not_over(selection)


def _not_over(selection: Selection) -> Q:
    return Q(listing__last_day__isnull=True) | Q(listing__last_day__gte=selection.day)


def _starting(selection: Selection) -> Q:
    bounds = {"starts__gte": selection.starts_from, "starts__lte": selection.starts_to}
    return Q(**{bound: day for bound, day in bounds.items() if day is not None})


def _worded(selection: Selection) -> Q:
    """What the query asks for, found by reading the listings."""
    return Q(pk__in=list(scan.ranks(selection))) if selection.query.clauses else Q()


def _offered(selection: Selection) -> Q:
    return _credited(selection) & _priced(selection) & _provided(selection)


def _credited(selection: Selection) -> Q:
    """Credit type and amount hold on one row."""
    if not selection.credit_type and selection.min_credits is None and selection.max_credits is None:
        return Q()
    rows = amounts.credits_asked(selection)
    if selection.credit_type:
        rows = rows.filter(credit_type__in=selection.credit_type)
    return Q(pk__in=rows.values("activity"))


def _priced(selection: Selection) -> Q:
    """The effective price, for the reader's memberships."""
    affordable = Q() if selection.max_price is None else amounts.affordable(selection)
    if not selection.fee:
        return affordable
    bands = amounts.bands(selection)
    return affordable & reduce(or_, (bands[code] for code in selection.fee))


def _provided(selection: Selection) -> Q:
    if not selection.provider:
        return Q()
    joint = _JOINT._default_manager.filter(provider__in=selection.provider)
    return Q(provider__in=selection.provider) | Q(pk__in=joint.values("activity"))


def _described(selection: Selection) -> Q:
    found = Q()
    for facet, column in _COLUMNS.items():
        if chosen := selection.chosen(facet):
            found &= Q(**{f"{column}__in": chosen})
    for facet, (table, column) in _TABLES.items():
        if chosen := selection.chosen(facet):
            rows = table._default_manager.filter(**{f"{column}__in": chosen})
            found &= Q(pk__in=rows.values("activity"))
    return found


def _approved(selection: Selection) -> Q:
    """Everything asked of an approval holds on one row, in force on the reference day."""
    if not any(map(selection.chosen, ON_ONE_APPROVAL)):
        return Q()
    return Q(pk__in=_approvals(selection).values("activity"))


def _approvals(selection: Selection) -> "QuerySet[BoardApproval]":
    chosen = {f"{column}__in": selection.chosen(facet) for facet, column in _ON_APPROVAL.items()}
    asked = {column: values for column, values in chosen.items() if values}
    return BoardApproval.objects.in_force(selection.day).filter(**asked).order_by()


def _count(facet: str, selection: Selection) -> dict[str, int]:
    """The counts of a facet's values when each replaces the facet's selection."""
    asked = selection.choosing(facet)
    if asked.nothing:
        return {}
    if facet in _ON_APPROVAL:
        rows = _approvals(asked).filter(activity__in=matching(asked.lifting(ON_ONE_APPROVAL)))
        return _grouped(rows, _ON_APPROVAL[facet], "activity")
    if facet == "credit_type":
        return _count_credit_types(asked)
    if facet == "fee":
        return _count_bands(asked)
    if facet == "provider":
        return _count_providers(asked)
    if facet in _COLUMNS:
        return _grouped(matching(asked), _COLUMNS[facet])
    table, column = _TABLES[facet]
    return _grouped(table._default_manager.filter(activity__in=matching(asked)), column)


def _grouped(rows: "QuerySet[Any]", column: str, counted: str = "pk") -> dict[str, int]:
    """How many rows have each value; rows without a value do not count.

    Only of approvals has an activity several rows with one value: they count by activity.
    """
    length = Count(counted, distinct=counted != "pk")
    return {value: found for value, found in rows.order_by().values_list(column).annotate(length=length) if value}


def _count_credit_types(asked: Selection) -> dict[str, int]:
    any_amount = replace(asked, min_credits=None, max_credits=None)
    rows = amounts.credits_asked(asked).filter(activity__in=matching(any_amount))
    return _grouped(rows, "credit_type")


def _count_bands(asked: Selection) -> dict[str, int]:
    bands = {f"band_{at}": (code, band) for at, (code, band) in enumerate(amounts.bands(asked).items())}
    lengths = matching(asked).aggregate(**{name: Count("pk", filter=band) for name, (_, band) in bands.items()})
    return {code: lengths[name] for name, (code, _) in bands.items() if lengths[name]}


def _count_providers(asked: Selection) -> dict[str, int]:
    """The provider's own activities and its joint ones; an activity that is both counts once."""
    inside = matching(asked)
    lengths = Counter(_grouped(inside, "provider"))
    joint = _JOINT._default_manager.filter(activity__in=inside).exclude(activity__provider=F("provider"))
    lengths.update(_grouped(joint, "provider"))
    return dict(lengths)


_Order = Sequence[OrderBy | Case]


def _newest(selection: Selection) -> _Order:
    return [F("listing__released").desc(nulls_last=True)]


def _relevance(selection: Selection) -> _Order:
    """Tier by tier; in each expired last; exact, another form, another name; ending soon last; then the newest.

    Without words it is the order of the newest.
    """
    if not selection.query.wanted:
        return _newest(selection)
    ranks = scan.ranks(selection)
    tier = _numbered({pk: rank.tier for pk, rank in ranks.items()})
    quality = _numbered({pk: rank.quality for pk, rank in ranks.items()})
    over = Case(When(_not_over(selection), then=0), default=1)
    soon = (selection.day, selection.day + ENDING_SOON)
    return [tier, over, quality, Case(When(listing__last_day__range=soon, then=1), default=0), *_newest(selection)]


def _numbered(numbers: dict[int, int]) -> Case:
    """The number of each activity."""
    whens = [When(pk__in=[pk for pk in numbers if numbers[pk] == one], then=one) for one in set(numbers.values())]
    return Case(*whens, default=0, output_field=IntegerField())


def _title(selection: Selection) -> _Order:
    """By the bytes of the key; a title without a word is empty, and last."""
    return [Case(When(listing__title_key=b"", then=1), default=0), F("listing__title_key").asc()]


_ORDERS: dict[str, Callable[[Selection], _Order]] = {
    "relevance": _relevance,
    "newest": _newest,
    "expiring": lambda selection: [F("listing__last_day").asc(nulls_last=True)],
    "credits": lambda selection: [OrderBy(amounts.credit(selection), descending=True, nulls_last=True)],
    "price": lambda selection: [OrderBy(amounts.price(selection), nulls_last=True)],
    "price-per-credit": lambda selection: [OrderBy(amounts.price_per_credit(selection), nulls_last=True)],
    "title": _title,
}
