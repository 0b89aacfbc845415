"""Days, credits and prices as American English prints them. Pure: everything comes as an argument."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.dateformat import format as print_date

from activities.prices import EffectivePrice, cents
from activities.records import CreditRecord, PriceRecord, Record

NOT_STATED = "not stated"
PRICE_NOT_STATED = "Price not stated"


def day(value: str | date | None) -> str:
    """A day, given as a date or in ISO form, as "July 15, 2027"; "not stated" when there is none."""
    if not value:
        return NOT_STATED
    return print_date(date.fromisoformat(value) if isinstance(value, str) else value, "F j, Y")


def credit(row: CreditRecord) -> str:
    """The amount with the full phrase of its type: "1 AMA PRA Category 1 Credit™", "10.25 AMA … Credits™"."""
    if row["type"] is None:
        return f"{credits_alone(row['amount'])}, type not stated"
    named = row["type"]
    return f"{row['amount']} {named.get('plural', named['name']) if _several(row['amount']) else named['name']}"


def credits_alone(amount: str) -> str:
    """The amount without its type: "1 credit", "0.5 credit", "10.25 credits"."""
    return f"{amount} {'credits' if _several(amount) else 'credit'}"


def price(row: PriceRecord) -> str:
    """What one audience pays: "$30", "Free for members of …", "Varies", "Price not stated"."""
    amount = cents(row) if row["kind"] == "amount" else None
    return _price(row["kind"], amount, "" if row["audience"] == "public" else row["audience_name"])


def effective(found: EffectivePrice) -> str:
    """The price for a reader, in the same words as the price it comes from."""
    return _price(found.kind, found.cents, found.audience_name)


def prices(rows: Iterable[PriceRecord]) -> list[str]:
    """Every audience's price, the public one first: "Price not stated" when it has none of its own."""
    ordered = sorted(rows, key=lambda row: row["audience"] != "public")
    public = bool(ordered) and ordered[0]["audience"] == "public"
    return [*([] if public else [PRICE_NOT_STATED]), *map(price, ordered)]


def money(amount: int) -> str:
    """An amount in cents as dollars: "$30", "$1,250", "$12.50"."""
    dollars, rest = divmod(amount, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def choice(code: str, choices: type[TextChoices]) -> str:
    """The label of a coded value; "not stated" when it is empty."""
    return str(choices(code).label) if code else NOT_STATED


def period(starts: str, ends: str) -> str:
    """The days on which an activity is held, empty when neither is stated."""
    if not starts or starts == ends:
        return day(starts or ends) if starts or ends else ""
    return f"{day(starts)} to {day(ends)}" if ends else f"From {day(starts)}"


def ends_in(days: int) -> str:
    """How soon a last day comes that is so many days away: "Ends today", "Ends tomorrow", "Ends in 3 days"."""
    return {0: "Ends today", 1: "Ends tomorrow"}.get(days, f"Ends in {days} days")


def place(record: Record) -> str:
    """Where an activity is held, from the venue outwards; empty when nothing is stated."""
    return ", ".join(filter(None, (record["venue"], record["city"], record["state"], record["country"])))


def summary(record: Record) -> str:
    """A listing in one sentence: who offers it, as what, for which credit and price, and its last day."""
    said = [f"CME activity by {record['provider']['name']}"]
    said += [record["format"]["name"]] if record["format"] else []
    said += [credit(record["credits"][0])] if record["credits"] else []
    return f"{', '.join([*said, prices(record['prices'])[0]])}. Last day: {day(record['last_day'])}."


def _several(amount: str) -> bool:
    return Decimal(amount) > 1


def _price(kind: str, amount: int | None, membership: str) -> str:
    if amount is not None:
        words = money(amount) if amount else "Free"
    else:
        words = "Varies" if kind == "variable" else PRICE_NOT_STATED
    return f"{words} for {_audience(membership)}" if membership else words


def _audience(membership: str) -> str:
    """The members of an organization, which is written with capitals, or the people a group is named after.

    "members of the American Medical Association", but "Example journal subscribers".
    """
    if membership.rpartition(" ")[2][:1].islower():
        return membership
    article = "" if membership.lower().startswith("the ") else "the "
    return f"members of {article}{membership}"
