"""What an activity costs a reader: the effective price, its bands, and the credit it is set against."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from activities.records import CreditRecord, PriceRecord
from cme_catalog.lib.numbers import hundredths

FREE, UNDER_50, UP_TO_200, OVER_200, VARIABLE, NOT_STATED = (
    "free",
    "under-50",
    "50-200",
    "over-200",
    "variable",
    "not-stated",
)
BANDS = (FREE, UNDER_50, UP_TO_200, OVER_200, VARIABLE, NOT_STATED)
AMA_PRA_1 = "ama-pra-1"


@dataclass(frozen=True, slots=True)
class EffectivePrice:
    """The price for a reader. `cents` is None unless `kind` is "amount"; `audience` says whose price it is."""

    kind: str
    cents: int | None
    audience: str
    audience_name: str

    @property
    def band(self) -> str:
        return self.kind if self.cents is None else band(self.cents)


def effective_price(prices: Iterable[PriceRecord], members: Collection[str] = ()) -> EffectivePrice:
    """The lowest amount among the public price and those of the reader's memberships; else variable; else not stated.

    Membership dues are not counted. At equal amounts the public price is named.
    """
    mine = [price for price in prices if price["audience"] == "public" or price["audience"] in members]
    amounts = [(cents(price), price["audience"] != "public", price) for price in mine if price["kind"] == "amount"]
    if amounts:
        least, _, price = min(amounts, key=lambda row: row[:2])
        return EffectivePrice("amount", least, price["audience"], price["audience_name"])
    for price in mine:
        if price["kind"] == VARIABLE:
            return EffectivePrice(VARIABLE, None, price["audience"], price["audience_name"])
    return EffectivePrice(NOT_STATED, None, "public", "")


def cents(price: PriceRecord) -> int:
    """The amount in cents; only for a price that is an amount."""
    return hundredths(Decimal(price["amount"]))


def band(amount: int) -> str:
    """The band of an amount in cents: free is 0, 50-200 includes both ends."""
    if amount == 0:
        return FREE
    if amount < 50_00:
        return UNDER_50
    return UP_TO_200 if amount <= 200_00 else OVER_200


def sorting_credit(credits: Iterable[CreditRecord], chosen: Collection[str] = ()) -> int | None:
    """The credit that sorts, in hundredths: the largest of the chosen types, else AMA PRA Category 1, else largest."""
    amounts = [(credit["type"]["code"] if credit["type"] else "", credit["amount"]) for credit in credits]
    wanted = [amount for code, amount in amounts if code in chosen]
    prescribed = [amount for code, amount in amounts if code == AMA_PRA_1]
    best = wanted or prescribed or [amount for _, amount in amounts]
    return max((hundredths(Decimal(amount)) for amount in best), default=None)


def price_per_credit(price: int | None, credit: int | None) -> int | None:
    """Cents for one credit times 100, rounded down; None when either is not known."""
    return None if price is None or credit is None else price * 10_000 // credit
