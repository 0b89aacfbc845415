"""Prices and credits in SQL: the rules of `prices.py`, for whole sets of activities at once."""

from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Round

from activities.models import Credit, Price
from activities.prices import AMA_PRA_1, FREE, NOT_STATED, OVER_200, UNDER_50, UP_TO_200, VARIABLE
from activities.search.selection import Selection

_HUNDREDTH = Decimal("0.01")


def bands(selection: Selection) -> dict[str, Q]:
    """For each band, the activities whose effective price lies in it.

    A row at or under a limit proves that the least one is; so each band is what has such a row, without the band below.
    """
    free, under_50, up_to_200 = (
        _priced(selection, amount__lte=0),
        _priced(selection, amount__lt=50),
        _priced(selection, amount__lte=200),
    )
    numeric, varies = _priced(selection, kind=Price.Kind.AMOUNT), _priced(selection, kind=Price.Kind.VARIABLE)
    return {
        FREE: free,
        UNDER_50: under_50 & ~free,
        UP_TO_200: up_to_200 & ~under_50,
        OVER_200: numeric & ~up_to_200,
        VARIABLE: varies & ~numeric,
        NOT_STATED: ~varies & ~numeric,
    }


def affordable(selection: Selection) -> Q:
    """Activities whose effective price is a number, and at most `max_price` when there is one."""
    if selection.max_price is None:
        return _priced(selection, kind=Price.Kind.AMOUNT)
    return _priced(selection, amount__lte=selection.max_price * _HUNDREDTH)


def _priced(selection: Selection, **row: object) -> Q:
    """Activities with such a row among those that count for the reader: public and of the reader's memberships."""
    return Q(pk__in=_prices(selection).filter(**row).values("activity"))


def _prices(selection: Selection) -> "QuerySet[Price]":
    return Price.objects.filter(Q(membership__isnull=True) | Q(membership__in=selection.members)).order_by()


def credits_asked(selection: Selection) -> "QuerySet[Credit]":
    """The credit rows whose amount lies between the bounds asked for."""
    rows = Credit.objects.order_by()
    if selection.min_credits is not None:
        rows = rows.filter(amount__gte=selection.min_credits * _HUNDREDTH)
    if selection.max_credits is not None:
        rows = rows.filter(amount__lte=selection.max_credits * _HUNDREDTH)
    return rows


def price(selection: Selection) -> "Subquery[Any]":
    """The effective price in dollars; NULL when it is not a number."""
    mine = _prices(selection).filter(activity=OuterRef("pk"), kind=Price.Kind.AMOUNT)
    return Subquery(mine.order_by("amount").values("amount")[:1])


def credit(selection: Selection) -> "Subquery[Any]":
    """The credit that sorts: the largest of the chosen types, else AMA PRA Category 1, else the largest."""
    rank = Case(When(credit_type__in=selection.credit_type, then=0), When(credit_type=AMA_PRA_1, then=1), default=2)
    mine = Credit.objects.filter(activity=OuterRef("pk")).annotate(rank=rank)
    return Subquery(mine.order_by("rank", "-amount").values("amount")[:1])


def price_per_credit(selection: Selection) -> Expression:
    """Cents for one credit times 100, rounded down; NULL when either is not known. Whole numbers on both databases."""
    cents, hundredths = _hundredths(price(selection)), _hundredths(credit(selection))
    return ExpressionWrapper(cents * 10_000 / hundredths, output_field=BigIntegerField())


def _hundredths(amount: "Subquery[Any]") -> Cast:
    return Cast(Round(amount * 100), BigIntegerField())
