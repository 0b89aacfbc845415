"""Chosen activities ready to print in a list: a card for what is listed, and a sentence for what no longer is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from activities import records
from activities.chosen import Chosen
from activities.printing.card import cards_of, standing_of
from activities.printing.tombstone import Told
from activities.search.selection import Selection

WITHDRAWN, UNKNOWN = "withdrawn", "not in this catalog"


@dataclass(frozen=True, slots=True)
class Pick:
    """`card` is HTML, empty unless the listing is public; `standing` says how it stands on the day, in words."""

    activity_id: int
    title: str
    standing: str
    card: str = ""
    withdrawn: Told | None = None


def picks(found: Iterable[Chosen], day: date) -> list[Pick]:
    """Each of them as it stands on the day."""
    return [_pick(one, day) for one in found]


def summary(found: Iterable[Pick]) -> list[str]:
    """How many stand in which way, in the order of their first: "3 open", "1 withdrawn"."""
    return [f"{number} {standing}" for standing, number in Counter(pick.standing for pick in found).items()]


def _pick(one: Chosen, day: date) -> Pick:
    if one.listing is None:
        title = f"Activity {one.activity_id}"
        return Pick(one.activity_id, title, WITHDRAWN if one.withdrawn else UNKNOWN, withdrawn=one.withdrawn)
    record = records.parse(one.listing.record)
    (card,) = cards_of([one.listing], Selection(day=day))
    return Pick(one.activity_id, record["title"], standing_of(record, day).word.lower(), card)
