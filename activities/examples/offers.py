"""When, where, for which credit and at which price an example activity is offered."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from activities.examples.dice import Dice
from activities.examples.material import Concept, Place, material
from activities.examples.subjects import Subject

YEAR = 365
EXPIRED = 0.30
"""The share of listings whose last day is over."""

MEETS = ("live", "rss")
QUARTER = Decimal("0.25")

Credits = list[tuple[str, Decimal]]
"""Credit type (a code, empty when not stated) and amount."""

Prices = list[tuple[str, str, Decimal | None]]
"""Membership (a code, empty for everybody), kind and amount."""


class Days(NamedTuple):
    """`last` is the last day on which the activity can be taken; None when no date is stated."""

    released: date | None
    starts: date | None
    ends: date | None
    expires: date | None

    @property
    def last(self) -> date | None:
        return min((day for day in (self.ends, self.expires) if day), default=None)


def days(dice: Dice, form: str, today: date) -> Days:
    """The dates of an activity; the last day is over for three in ten."""
    over = dice.chance(EXPIRED)
    if form == "live":
        return _meeting(dice, today, over)
    return _series(dice, today, over) if form == "rss" else _term(dice, today, over)


def _meeting(dice: Dice, today: date, over: bool) -> Days:
    length = dice.weighted({1: 5, 2: 3, 3: 3, 4: 1, 5: 1})
    ends = dice.after(today, -900, -1) if over else dice.after(today, length - 1, 400)
    starts = ends - timedelta(days=length - 1)
    claimed_by = dice.after(ends, 14, 90) if dice.chance(0.6) else None
    return Days(dice.after(starts, -240, -60), starts, ends, claimed_by)


def _series(dice: Dice, today: date, over: bool) -> Days:
    back = dice.whole(13, 36) if over else dice.whole(0, 11)
    months = today.year * 12 + today.month - 1 - back
    starts = date(months // 12, months % 12 + 1, 1)
    ends = starts + timedelta(days=YEAR - 1)
    return Days(starts, starts, ends, ends)


def _term(dice: Dice, today: date, over: bool) -> Days:
    """Enduring material: released for one to three years, often until the end of a month."""
    if not over and dice.chance(0.04):
        return Days(dice.after(today, -1200, 0), None, None, None)
    term = YEAR * dice.weighted({1: 2, 2: 3, 3: 5})
    expires = dice.after(today, -900, -1) if over else _still_open(dice, today, term)
    released = expires - timedelta(days=term)
    if dice.chance(0.4):
        expires = _month_end(expires, forward=not over)
    return Days(released, None, None, expires)


def _still_open(dice: Dice, today: date, term: int) -> date:
    return dice.after(today, 0, 30 if dice.chance(0.07) else term)


def _month_end(day: date, *, forward: bool) -> date:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return (following if forward else first) - timedelta(days=1)


def place(dice: Dice, form: str) -> dict[str, str]:
    """Delivery; for what is held in person also the venue, and for what is streamed the time zone."""
    if form not in MEETS:
        paper = form == "journal" and dice.chance(0.15)
        return {"delivery": "" if dice.chance(0.1) else "print" if paper else "online"}
    where = dice.one(material().places)
    if dice.chance(0.35):
        return {"delivery": "live-streamed", "time_zone": where.time_zone}
    return {"delivery": "in-person", **_address(dice, where)}


def _address(dice: Dice, where: Place) -> dict[str, str]:
    hall = dice.one(("Convention Center", "Conference Hotel", "University Auditorium", "Hospital Learning Center"))
    return {
        "venue": f"Example {hall}",
        "city": where.city,
        "state": where.state,
        "country": where.country,
        "time_zone": where.time_zone,
    }


def credit_amounts(dice: Dice, subject: Subject, when: Days) -> Credits:
    """One amount, at times of several types; amounts are quarters between 0.25 and 40."""
    amount = _amount(dice, subject.format, when)
    if subject.format == "journal":
        return [("ama-pra-1", amount)]
    if dice.chance(0.03):
        return [("", amount)] if dice.chance(0.7) else []
    return [("ama-pra-1", amount), *((code, amount) for code in _more_types(dice, subject.concept))]


def _more_types(dice: Dice, concept: Concept) -> list[str]:
    likelihoods = {
        "aafp-prescribed": 0.3 if "abfm" in concept.boards else 0.0,
        "acog-cognates": 0.35 if "abog" in concept.boards else 0.0,
        "aoa-1a": 0.05,
        "aoa-2a": 0.04,
        "aapa-1": 0.06,
        "ancc": 0.08,
        "acpe": 0.25 if concept.shape == "medicine" else 0.04,
        "ipce": 0.03,
    }
    return [code for code, likelihood in likelihoods.items() if dice.chance(likelihood)]


_FIXED = {"journal": "1", "internet-poc": "0.5", "manuscript-review": "3", "test-item-writing": "10"}
_RANGES = {
    "internet": {(1, 8): 80, (9, 40): 20},
    "enduring": {(1, 12): 65, (13, 48): 25, (49, 160): 10},
    "pi-cme": {(80, 80): 75, (20, 40): 25},
    "rss": {(48, 160): 100},
    "committee-learning": {(4, 40): 100},
    "learning-from-teaching": {(8, 80): 100},
    "other": {(1, 20): 100},
}
"""Quarters of a credit, from and to, with weights."""


def _amount(dice: Dice, form: str, when: Days) -> Decimal:
    if form in _FIXED:
        return Decimal(_FIXED[form])
    if form == "live" and when.starts and when.ends:
        length = (when.ends - when.starts).days + 1
        return QUARTER * (dice.whole(4, 28) if length == 1 else length * dice.whole(20, 32))
    least, most = dice.weighted(_RANGES[form])
    return QUARTER * dice.whole(least, most)


def prices(dice: Dice, subject: Subject, offered: Credits) -> Prices:
    """The public price, of any kind or missing, and at times what members of several organisations pay."""
    kind = dice.weighted({"free": 34, "amount": 48, "variable": 7, "not-stated": 6, "none": 5})
    if kind == "free":
        return [("", "amount", Decimal(0))]
    public = _fee(dice, subject.format, offered) if kind == "amount" else None
    rows: Prices = [] if kind == "none" else [("", kind, public)]
    return rows + (_members(dice, public) if dice.chance(0.45 if kind == "amount" else 0.2) else [])


def _fee(dice: Dice, form: str, offered: Credits) -> Decimal:
    if form == "journal":
        return Decimal(dice.one((15, 20, 25, 30, 30, 35, 50)))
    amount = offered[0][1] if offered else Decimal(1)
    rate = dice.one((10, 15, 20, 25, 30, 40, 60))
    fee = max(Decimal(10), (amount * rate / 5).to_integral_value() * 5)
    return fee - Decimal("0.05") if dice.chance(0.08) else fee


def _members(dice: Dice, public: Decimal | None) -> Prices:
    least = Decimal(dice.one((0, 0, 50, 75))) / 100
    rows: Prices = []
    for row in dice.some(material().memberships, 1, 3):
        share = least if not rows else min(Decimal(1), least + Decimal("0.25"))
        rows.append((row["code"], "amount", ((public or 0) * share).quantize(Decimal("0.01"))))
    return rows


def columns(when: Days) -> dict[str, Any]:
    return {"released": when.released, "starts": when.starts, "ends": when.ends, "expires": when.expires}
