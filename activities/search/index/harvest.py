"""What listings contribute to the index: their facts, sorted by the set, ladder or row they belong to."""

import json
import logging
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Self

import numpy as np

from activities import prices
from activities.facts import Facts
from activities.search.index.bitmaps import Numbers, Slots, from_numbers
from activities.search.index.forward import Gathered
from activities.search.index.ladders import Ladder
from activities.search.index.windows import ALWAYS, FOREVER, Kind, Windows
from cme_catalog.lib.unavailable import Unavailable

log = logging.getLogger(__name__)

PUBLIC = "public"
"""The audience of the price that everybody pays."""

Key = tuple[str, str]
"""Which of several sets or ladders: its name, and a value such as a credit type or an audience."""

FACTS = {
    "competency": "competencies",
    "format": "format",
    "delivery": "delivery",
    "provider": "providers",
    "keyword": "keywords",
    "specialty": "specialties",
    "setting": "settings",
    "state": "state",
    "support": "support",
}
"""Facets that are a fact of the listing as it stands, and the fact."""

APPROVAL_LIST, VARIABLE = "approval_list", "variable"
"""Sets that are no facet: listings by how much is known of approvals, and those whose price for an audience varies."""

RELEASED, STARTS, LAST_DAY = ("released", ""), ("starts", ""), ("last_day", "")
SORTING_CREDIT, ACTIVITY = ("sorting_credit", ""), ("activity", "")
CREDITS, PRICES, PER_CREDIT = "credits", "prices", "per_credit"
"""Names of ladders. What sorts downwards (credits, release days, activity IDs) is kept as its negative."""

BAND_LIMITS = (0, 49_99, 200_00)
"""Cents at which the bands of `prices.py` end."""


_LIMITS: dict[str, tuple[int, ...]] = {PRICES: BAND_LIMITS, CREDITS: (), LAST_DAY[0]: (), STARTS[0]: ()}
"""The ladders that are asked who has at most so much; the others only give an order."""


class OutdatedFacts(Unavailable):
    """Older code wrote the listings; the message says what to do."""


class Row(NamedTuple):
    """What the index reads of a listing."""

    slot: int
    activity_id: int
    withdrawn: bool
    facts: str
    title_key: bytes
    words: str


class Harvest:
    """The facts of some listings. `ids` names their activity IDs by slot, tombstones included."""

    def __init__(self) -> None:
        self.ids: dict[int, int] = {}
        self.public = array("I")
        self.words = Gathered()
        self.titles: dict[int, bytes] = {}
        self._sets: defaultdict[Key, array[int]] = defaultdict(lambda: array("I"))
        self._ladders: defaultdict[Key, tuple[array[int], array[int]]] = defaultdict(lambda: (array("q"), array("I")))
        self._windows: defaultdict[Kind, tuple[array[int], array[int], array[int]]]
        self._windows = defaultdict(lambda: (array("I"), array("i"), array("i")))

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        harvest = cls()
        for row in rows:
            harvest.add(row)
        return harvest

    def add(self, row: Row) -> None:
        """Sort in the facts of a listing; one whose facts cannot be read is left out. Raises OutdatedFacts."""
        self.ids[row.slot] = row.activity_id
        if row.withdrawn:
            return
        if not row.words:
            raise OutdatedFacts("listings lack their words; run publish_catalog")
        try:
            self._add(row, json.loads(row.facts))
        except json.JSONDecodeError:
            log.error("The listing in slot %s has no facts that can be read; it is left out.", row.slot)
        except KeyError as missing:
            raise OutdatedFacts(f"listings lack the fact {missing}; run publish_catalog") from None

    def _add(self, row: Row, facts: Facts) -> None:
        self.public.append(row.slot)
        if row.title_key:
            self.titles[row.slot] = bytes(row.title_key)
        self.words.add(row.slot, row.words)
        self._step(ACTIVITY, row.slot, -row.activity_id)
        self._add_facets(row.slot, facts)
        self._add_days(row.slot, facts)
        self._add_approvals(row.slot, facts)
        self._add_prices(row.slot, facts, self._add_credits(row.slot, facts))

    def _add_facets(self, slot: int, facts: Facts) -> None:
        for facet, fact in FACTS.items():
            values: str | list[str] = facts[fact]  # type: ignore[literal-required]
            for value in [values] if isinstance(values, str) else values:
                if value:
                    self._sets[facet, value].append(slot)
        self._sets[APPROVAL_LIST, facts["approval_list"]].append(slot)

    def _add_days(self, slot: int, facts: Facts) -> None:
        if facts["released"]:
            self._step(RELEASED, slot, -_ordinal(facts["released"]))
        if facts["starts"]:
            self._step(STARTS, slot, _ordinal(facts["starts"]))
        if facts["last_day"]:
            self._step(LAST_DAY, slot, _ordinal(facts["last_day"]))

    def _add_approvals(self, slot: int, facts: Facts) -> None:
        for board, basis, approval, points_kind, first, last in facts["approvals"]:
            slots, firsts, lasts = self._windows[Kind(board, approval, basis, points_kind)]
            slots.append(slot)
            firsts.append(_ordinal(first) if first else ALWAYS)
            lasts.append(_ordinal(last) if last else FOREVER)

    def _add_credits(self, slot: int, facts: Facts) -> int | None:
        """The credit that sorts when no type is chosen."""
        for credit_type, amount in facts["credits"]:
            self._step((CREDITS, credit_type), slot, -amount)
        prescribed = [amount for credit_type, amount in facts["credits"] if credit_type == prices.AMA_PRA_1]
        best = max(prescribed or [amount for _, amount in facts["credits"]], default=None)
        if best is not None:
            self._step(SORTING_CREDIT, slot, -best)
        return best

    def _add_prices(self, slot: int, facts: Facts, credit: int | None) -> None:
        for audience, kind, cents in facts["prices"]:
            if cents is not None:
                self._step((PRICES, audience), slot, cents)
                each = prices.price_per_credit(cents, credit)
                if each is not None:
                    self._step((PER_CREDIT, audience), slot, each)
            elif kind == prices.VARIABLE:
                self._sets[VARIABLE, audience].append(slot)

    def _step(self, key: Key, slot: int, value: int) -> None:
        values, slots = self._ladders[key]
        values.append(value)
        slots.append(slot)

    def sets(self) -> dict[str, dict[str, Slots]]:
        """The sets by name and value."""
        found: dict[str, dict[str, Slots]] = {name: {} for name in (*FACTS, APPROVAL_LIST, VARIABLE)}
        for (name, value), slots in self._sets.items():
            found[name][value] = Slots(slots)
        return found

    def ladders(self, old: Mapping[Key, Ladder], touched: Slots, ids: Numbers) -> dict[Key, Ladder]:
        """The ladders after the touched listings left the old ones and those harvested came."""
        found = {}
        for key in old.keys() | self._ladders.keys():
            values, slots = _numbers(self._ladders.get(key, (array("q"), array("I"))))
            if key in old:
                ladder = old[key].patched(touched, values, slots, ids)
            else:
                ladder = Ladder.build(values, slots, ids, _LIMITS.get(key[0]))
            if ladder.members:
                found[key] = ladder
        return found

    def open_on(self, day: date) -> Slots:
        """The public listings that are not over by the day."""
        days, slots = _numbers(self._ladders.get(LAST_DAY, (array("q"), array("I"))))
        return Slots(self.public) - from_numbers(slots[days < day.toordinal()])

    def windows(self) -> dict[Kind, Windows]:
        """The rows of approvals by kind."""
        return {kind: Windows.build(*_numbers(rows)) for kind, rows in self._windows.items()}


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _numbers(columns: Iterable["array[int]"]) -> list[Numbers]:
    return [np.frombuffer(column, column.typecode) if column else np.empty(0, column.typecode) for column in columns]
