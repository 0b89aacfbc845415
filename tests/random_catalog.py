"""A small catalog with every odd combination in it, the same at every run, and random questions to ask of it."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from activities import workflow
from activities.models import Activity, Status, Withdrawal
from activities.search.query import parse
from activities.search.selection import FACETS, PAGE_SIZES, SORTS, Selection
from tests import factories
from tests.factories import DAY

WORDS = ("asthma", "heart", "failure", "children", "état", "all")
PRICES = ("0", "0.01", "30", "49.99", "50", "50.01", "200", "200.01", "1250", "variable", "not-stated")
CREDITS = ("0.5", "0.75", "1", "1.25", "3", "10.25")
DATES = tuple(DAY + timedelta(days=days) for days in (-400, -30, -1, 0, 1, 30, 31, 200))

QUERIES = (
    *("asthma", "heart failure", "etat", "nowhere", "ALL", "child", '"heart failure"', "heart OR asthma", "-heart"),
    *("asthma -failure", "title:asthma heart", "keyword:equity", "provider:lung failures", "-title:all children"),
)

VALUES: dict[str, tuple[str, ...]] = {
    "board": ("abim", "abs", "abp", "abnm"),
    "approval": ("lifelong-learning", "self-assessment", "patient-safety"),
    "basis": ("board", "registered"),
    "points_kind": ("medical-knowledge", "patient-safety"),
    "competency": ("pc", "mk", "prof"),
    "format": ("journal", "enduring", "live"),
    "delivery": ("in-person", "live-streamed", "online", "print"),
    "credit_type": ("ama-pra-1", "aafp-prescribed"),
    "provider": tuple(factories.PROVIDERS),
    "keyword": ("equity", "education", "asthma", "unused"),
    "specialty": ("cardiology", "pediatrics"),
    "setting": ("inpatient", "rural"),
    "state": ("NY", "CA", "Ontario"),
    "fee": ("free", "under-50", "50-200", "over-200", "variable", "not-stated"),
    "support": ("yes", "no", "unknown"),
}
PAIRS = [(facet, value) for facet, values in VALUES.items() for value in values]


def build(listings: int = 60, seed: int = 20260901) -> None:
    """Publish the listings; every tenth is a draft, every eleventh is withdrawn."""
    chance = Random(seed)
    statuses = [Status.DRAFT if number % 10 == 9 else Status.PUBLISHED for number in range(listings)]
    made = factories.publish_all({"status": status, **listing(chance)} for status in statuses)
    for activity_id, status in list(zip(made, statuses, strict=True))[10::11]:
        if status == Status.PUBLISHED:
            _withdraw(activity_id)


def _withdraw(activity_id: int) -> None:
    activity = Activity.objects.get(pk=activity_id)
    workflow.withdraw(
        activity, version=activity.version, by="the tests", reason="Gone.", public_reason=Withdrawal.ENDED
    )


def listing(chance: Random) -> dict[str, Any]:
    """Everything that `factories.publish` asks for, at random."""
    return {
        "title": " ".join(chance.choices(WORDS, k=chance.randint(1, 3))) if chance.random() < 0.95 else "*** !",
        "description": " ".join(chance.choices(WORDS, k=3)).upper() if chance.random() < 0.6 else "",
        "provider": chance.choice(VALUES["provider"]),
        "prices": _some(chance, ("public", "public", "ama", "acp"), PRICES),
        "credits": _some(chance, ("ama-pra-1", "ama-pra-1", "aafp-prescribed", ""), CREDITS),
        "approvals": _approvals(chance),
        "sets": _sets(chance),
        **_columns(chance),
        **_dates(chance),
    }


def _some(chance: Random, keys: tuple[str, ...], values: tuple[str, ...]) -> dict[str, str]:
    return {chance.choice(keys): chance.choice(values) for _ in range(chance.randint(0, 3))}


def _approvals(chance: Random) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for _ in range(chance.choice((0, 1, 2, 4))):
        board, window = chance.choice(VALUES["board"][:3]), _window(chance)
        if chance.random() < 0.6:
            kind = chance.choice(VALUES["approval"][:2])
            basis = chance.choice(("board", "board", "unknown"))
            rows[board, kind] = factories.approval(board, kind, **window, basis=basis)
        else:
            kind = chance.choice((*VALUES["points_kind"], None))
            rows[board, str(kind)] = factories.registration(board, kind, **window)
    return list(rows.values())


def _window(chance: Random) -> dict[str, date | None]:
    first, last = sorted(chance.sample(DATES, 2))
    return {"valid_from": chance.choice((None, first)), "valid_until": chance.choice((None, last))}


def _sets(chance: Random) -> dict[str, list[str]]:
    fields = {
        "competencies": "competency",
        "keywords": "keyword",
        "specialties": "specialty",
        "practice_settings": "setting",
        "joint_providers": "provider",
    }
    return {
        field: chance.sample(VALUES[facet][:3], k=chance.randint(0, min(2, len(VALUES[facet]))))
        for field, facet in fields.items()
    }


def _columns(chance: Random) -> dict[str, Any]:
    return {
        "format_id": chance.choice((None, *VALUES["format"])),
        "delivery": chance.choice(("", *VALUES["delivery"])),
        "state": chance.choice(("", "", *VALUES["state"])),
        "commercial_support": chance.choice(VALUES["support"]),
        "approval_list": chance.choice(("complete", "partial", "not-recorded")),
    }


def _dates(chance: Random) -> dict[str, date | None]:
    released, expires = sorted(chance.choices(DATES, k=2))
    starts, ends = sorted(chance.choices(DATES, k=2))
    held = chance.random() < 0.5
    return {
        "released": chance.choice((None, released)),
        "expires": chance.choice((None, expires, expires)),
        "starts": starts if held else None,
        "ends": ends if held else None,
    }


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """A random question: few facets at a time, so that answers are seldom empty."""
    fields: dict[str, Any] = {
        facet: tuple(sorted(draw(st.sets(st.sampled_from(VALUES[facet]), min_size=1, max_size=2))))
        for facet in draw(st.sets(st.sampled_from(FACETS), max_size=3))
    }
    text = draw(st.one_of(st.just(""), st.sampled_from(QUERIES)))
    query = parse(text)
    sorts = SORTS if query.wanted else SORTS[1:]
    fields |= {name: draw(strategy) for name, strategy in _BOUNDS.items() if draw(st.integers(0, 5)) == 0}
    return Selection(
        day=draw(st.sampled_from(DATES)),
        query=query,
        text=text,
        members=draw(st.sampled_from([(), (), ("ama",), ("acp",), ("acp", "ama")])),
        sort=draw(st.sampled_from(sorts)),
        per_page=draw(st.sampled_from(PAGE_SIZES[:2])),
        **fields,
    )


_hundredths = st.sampled_from([0, 1, 50, 75, 100, 300, 1025, 3000, 5000, 20000, 125000])
_BOUNDS: dict[str, st.SearchStrategy[Any]] = {
    "max_price": _hundredths,
    "min_credits": _hundredths,
    "max_credits": _hundredths,
    "starts_from": st.sampled_from(DATES),
    "starts_to": st.sampled_from(DATES),
    "include_expired": st.just(True),
    "nothing": st.sampled_from([frozenset({"board"}), frozenset({"fee"}), frozenset({"board", "keyword"})]),
}
