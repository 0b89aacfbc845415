"""Listings as the index reads them, made without a database."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from activities import facts
from activities.facts import Facts
from activities.search.index.harvest import Row
from tests.factories import DAY

WORDS = ("asthma", "asthmas", "heart", "lung", "treat", "treated", "ALL", "all", "|")


def rows(number: int, seed: int = 20260901) -> Iterator[Row]:
    """So many listings, the same at every run; some are tombstones."""
    chance = Random(seed)
    return (row(slot, chance) for slot in range(number))


def row(slot: int, chance: Random) -> Row:
    """One listing; its activity ID is the slot's for ever."""
    activity_id = (slot * 7919) % 99_991 + 1 if slot % 2 else 10**11 + slot
    title = " ".join(chance.choices(("asthma", "heart", "lung"), k=chance.randint(0, 3)))
    words = "\n".join([title, *(" ".join(chance.choices(WORDS, k=chance.randint(0, 5))) for _ in range(4))])
    return Row(slot, activity_id, chance.random() < 0.05, facts.to_text(_facts(chance)), title.encode(), words)


def facts_of(seed: int = 0) -> Facts:
    """Facts of a listing, the same for the same seed."""
    return _facts(Random(seed))


def _facts(chance: Random) -> Facts:
    return {
        "approvals": [_approval(chance) for _ in range(chance.randint(0, 3))],
        "credits": [(code, chance.choice((50, 100, 100, 1025))) for code in _some(chance, "ama-pra-1", "aafp", "")],
        "prices": [_price(chance, audience) for audience in _some(chance, "public", "ama", "acp")],
        "providers": [f"provider-{chance.randint(0, 80)}"],
        "format": chance.choice(("journal", "enduring", "live") * 30 + ("rare",)),
        "delivery": chance.choice(("", "online", "print")),
        "state": chance.choice(("", "NY", "CA")),
        "support": chance.choice(("yes", "no", "unknown")),
        "competencies": _some(chance, "pc", "mk"),
        "keywords": [f"keyword-{number}" for number in sorted({chance.randint(0, 90) for _ in range(3)})],
        "specialties": _some(chance, "cardiology", "pediatrics"),
        "settings": _some(chance, "rural", "inpatient"),
        "approval_list": chance.choice(("complete", "partial", "not-recorded")),
        "released": _day(chance),
        "starts": _day(chance),
        "ends": "",
        "last_day": _day(chance),
    }


def _approval(chance: Random) -> list[str]:
    board, days = chance.choice(("abim", "abs", "abp")), sorted((_date(chance), _date(chance)))
    first, last = (chance.choice(("", day.isoformat())) for day in days)
    if chance.random() < 0.5:
        return [board, "board", chance.choice(("lifelong-learning", "self-assessment")), "", first, last]
    return [board, "registered", "", chance.choice(("", "medical-knowledge")), first, last]


def _price(chance: Random, audience: str) -> tuple[str, str, int | None]:
    kind = chance.choice(("amount", "amount", "amount", "variable", "not-stated"))
    cents = chance.choice((0, 0, 30_00, 49_99, 50_00, 200_00, 200_01, chance.randint(1, 999_999_99)))
    return (audience, kind, cents if kind == "amount" else None)


def _some(chance: Random, *values: str) -> list[Any]:
    return [value for value in values if chance.random() < 0.6]


def _day(chance: Random) -> str:
    return _date(chance).isoformat() if chance.random() < 0.9 else ""


def _date(chance: Random) -> date:
    return DAY + timedelta(days=chance.randint(-40, 60))
