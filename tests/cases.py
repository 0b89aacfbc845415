"""Price, credit, date and approval cases as data: what a listing holds, and what a reader must then see everywhere.

List, facet counts and sort are checked against it, and so can detail page, API and exports be. The reader's day is
`factories.DAY`, September 1, 2026.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from activities.status import Standing
from tests.factories import DAY, approval, registration

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
NEVER = None
FREE, UNDER_50, UP_TO_200, OVER_200 = "free", "under-50", "50-200", "over-200"
VARIABLE, NOT_STATED = "variable", "not-stated"


@dataclass(frozen=True)
class Case:
    """`holds` goes to `factories.publish`; `asks` are parameters that make the reader who they are.

    With them, the list finds the listing for each query of `finds` and for none of `misses`; each facet of `facets`
    counts exactly the values given. `key` is what the order named by `sort` goes by; None stands last.
    """

    name: str
    holds: Mapping[str, Any]
    asks: str = ""
    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    key: Any = None

    @property
    def word(self) -> str:
        """The one word of its title that no other listing has."""
        return "case" + "".join(mark for mark in self.name if mark.isalnum())


def priced(name: str, prices: dict[str, str], asks: str, band: str, cents: int | None, **more: Any) -> Case:
    return Case(name, {"prices": prices}, asks=asks, facets={"fee": (band,)}, sort="price", key=cents, **more)


def credited(name: str, credits: dict[str, str], asks: str, key: int | None, **more: Any) -> Case:
    return Case(name, {"credits": credits}, asks=asks, sort="credits", key=key, **more)


def rated(name: str, price: str, credit: str, key: int | None) -> Case:
    holds = {"prices": {"public": price} if price else {}, "credits": {"ama-pra-1": credit} if credit else {}}
    return Case(name, holds, sort="price-per-credit", key=key)


def dated(name: str, holds: dict[str, Any], standing: Standing, last_day: Any, **more: Any) -> Case:
    return Case(name, holds, asks="expired=1", sort="expiring", key=(standing, last_day), **more)


def approved(name: str, rows: list[dict[str, Any]], **more: Any) -> Case:
    return Case(name, {"approvals": rows}, **more)


PRICES = (
    priced("free", {"public": "0"}, "", FREE, 0, finds=("fee=free", "max_price=0"), misses=("fee=under-50",)),
    priced(
        "one cent", {"public": "0.01"}, "", UNDER_50, 1, misses=("fee=free", "max_price=0"), finds=("max_price=0.01",)
    ),
    priced(
        "just under fifty", {"public": "49.99"}, "", UNDER_50, 4999, finds=("max_price=50",), misses=("fee=50-200",)
    ),
    priced("fifty", {"public": "50"}, "", UP_TO_200, 5000, finds=("max_price=50",), misses=("max_price=49.99",)),
    priced("fifty and a cent", {"public": "50.01"}, "", UP_TO_200, 5001, misses=("max_price=50",)),
    priced("two hundred", {"public": "200"}, "", UP_TO_200, 20000, finds=("fee=50-200&fee=free",)),
    priced("two hundred and a cent", {"public": "200.01"}, "", OVER_200, 20001, misses=("max_price=200",)),
    priced("the dearest", {"public": "999999.99"}, "", OVER_200, 99999999, finds=("max_price=999999.99",)),
    priced(
        "binary fraction", {"public": "0.29"}, "", UNDER_50, 29, finds=("max_price=0.29",), misses=("max_price=0.28",)
    ),
    priced("varies", {"public": "variable"}, "", VARIABLE, None, finds=("fee=variable",), misses=("max_price=999999",)),
    priced("not stated", {"public": "not-stated"}, "", NOT_STATED, None, misses=("max_price=999999", "fee=variable")),
    priced("no price at all", {}, "", NOT_STATED, None, finds=("fee=not-stated",), misses=("fee=free",)),
    priced("members free but not me", {"public": "30", "ama": "0"}, "", UNDER_50, 3000, misses=("fee=free",)),
    priced("free for me as a member", {"public": "30", "ama": "0"}, "member=ama", FREE, 0, finds=("max_price=0",)),
    priced("member of another", {"public": "30", "ama": "0"}, "member=acp", UNDER_50, 3000, misses=("fee=free",)),
    priced("member pays more", {"public": "30", "ama": "60"}, "member=ama", UNDER_50, 3000, misses=("fee=50-200",)),
    priced("member pays the same", {"public": "30", "ama": "30"}, "member=ama", UNDER_50, 3000),
    priced(
        "best of two memberships", {"public": "300", "ama": "60", "acp": "40"}, "member=ama&member=acp", UNDER_50, 4000
    ),
    priced("one membership of two", {"public": "300", "ama": "60", "acp": "40"}, "member=ama", UP_TO_200, 6000),
    priced("members only and not me", {"ama": "0"}, "", NOT_STATED, None, misses=("fee=free", "max_price=10")),
    priced("members only and me", {"ama": "0"}, "member=ama", FREE, 0, misses=("fee=not-stated",)),
    priced("varies for all but me", {"public": "variable", "ama": "10"}, "member=ama", UNDER_50, 1000),
    priced("number for all, varies for me", {"public": "10", "ama": "variable"}, "member=ama", UNDER_50, 1000),
    priced("varies for me, else unknown", {"public": "not-stated", "ama": "variable"}, "member=ama", VARIABLE, None),
    priced("varies for others, else unknown", {"public": "not-stated", "ama": "variable"}, "", NOT_STATED, None),
    priced("lens hides nothing", {"public": "30"}, "member=acp", UNDER_50, 3000, finds=("",)),
)

CREDITS = (
    credited(
        "half", {"ama-pra-1": "0.5"}, "", 50, finds=("min_credits=0.5", "max_credits=0.5"), misses=("min_credits=0.51",)
    ),
    credited(
        "ten and a quarter",
        {"ama-pra-1": "10.25"},
        "",
        1025,
        finds=("min_credits=10.25",),
        misses=("max_credits=10.24",),
    ),
    credited("the smallest", {"ama-pra-1": "0.01"}, "", 1, finds=("min_credits=0",), misses=("max_credits=0",)),
    credited("the largest", {"ama-pra-1": "9999.99"}, "", 999999, finds=("min_credits=9999.99",)),
    credited("no credit stated", {}, "", None, misses=("min_credits=0", "max_credits=5", "credit_type=ama-pra-1")),
    credited("type not stated", {"": "2"}, "", 200, finds=("min_credits=2",), misses=("credit_type=ama-pra-1",)),
    credited(
        "AMA before a larger other", {"ama-pra-1": "1", "aafp-prescribed": "3"}, "", 100, finds=("min_credits=3",)
    ),
    credited("the chosen before AMA", {"ama-pra-1": "5", "aafp-prescribed": "3"}, "credit_type=aafp-prescribed", 300),
    credited(
        "the largest chosen",
        {"ama-pra-1": "5", "aafp-prescribed": "3"},
        "credit_type=aafp-prescribed&credit_type=ama-pra-1",
        500,
    ),
    credited("largest without AMA", {"aafp-prescribed": "1", "": "2"}, "", 200),
    credited(
        "type and amount on one row",
        {"ama-pra-1": "1", "aafp-prescribed": "3"},
        "",
        100,
        finds=("credit_type=ama-pra-1&max_credits=1", "credit_type=aafp-prescribed&min_credits=3"),
        misses=("credit_type=ama-pra-1&min_credits=2", "credit_type=aafp-prescribed&max_credits=2"),
        facets={"credit_type": ("ama-pra-1", "aafp-prescribed")},
    ),
    credited(
        "counts keep the amount on the row",
        {"ama-pra-1": "1", "aafp-prescribed": "3"},
        "min_credits=2",
        100,
        facets={"credit_type": ("aafp-prescribed",)},
    ),
    credited(
        "between the bounds on no row", {"ama-pra-1": "1", "": "3"}, "", 100, misses=("min_credits=2&max_credits=2.5",)
    ),
    credited("never summed", {"ama-pra-1": "1", "aafp-prescribed": "1"}, "", 100, misses=("min_credits=2",)),
    rated("thirty for one", "30", "1", 300000),
    rated("free for one", "0", "1", 0),
    rated("ten for three rounds down", "10", "3", 33333),
    rated("a cent for the largest", "0.01", "9999.99", 0),
    rated("dearest for the smallest", "999999.99", "0.01", 999999990000),
    rated("two binary fractions", "0.29", "0.29", 10000),
    rated("a cent lost to a binary fraction", "0.29", "1", 2900),
    rated("just below it", "0.28", "0.98", 2857),
    rated("no number for one", "variable", "1", None),
    rated("thirty for nothing stated", "30", "", None),
)

OPEN, SOON, EXPIRED = Standing.OPEN, Standing.ENDING_SOON, Standing.EXPIRED
DATES = (
    dated(
        "expires today",
        {"expires": DAY},
        SOON,
        DAY,
        finds=("", "expired=0", f"open_on={DAY}"),
        misses=(f"open_on={TOMORROW}",),
    ),
    dated("expired yesterday", {"expires": YESTERDAY}, EXPIRED, YESTERDAY, misses=("expired=0", f"open_on={DAY}")),
    dated("expires tomorrow", {"expires": TOMORROW}, SOON, TOMORROW, finds=(f"open_on={TOMORROW}",)),
    dated("thirty days left", {"expires": DAY + timedelta(days=30)}, SOON, DAY + timedelta(days=30)),
    dated("thirty-one days left", {"expires": DAY + timedelta(days=31)}, OPEN, DAY + timedelta(days=31)),
    dated("no expiry stated", {}, OPEN, NEVER, finds=("expired=0", "open_on=2199-12-31")),
    dated(
        "leap day",
        {"expires": DAY.replace(2028, 2, 29)},
        OPEN,
        DAY.replace(2028, 2, 29),
        finds=("open_on=2028-02-29",),
        misses=("open_on=2028-03-01",),
    ),
    dated(
        "live and over",
        {"format_id": "live", "starts": YESTERDAY, "ends": YESTERDAY, "expires": TOMORROW},
        EXPIRED,
        YESTERDAY,
        misses=("expired=0",),
    ),
    dated("live until today", {"format_id": "live", "starts": YESTERDAY, "ends": DAY}, SOON, DAY, finds=("expired=0",)),
    dated("live by delivery", {"delivery": "in-person", "starts": YESTERDAY, "ends": YESTERDAY}, EXPIRED, YESTERDAY),
    dated(
        "streamed counts as live",
        {"delivery": "live-streamed", "starts": YESTERDAY, "ends": YESTERDAY},
        EXPIRED,
        YESTERDAY,
    ),
    dated("live, credit ends first", {"format_id": "live", "starts": DAY, "ends": TOMORROW, "expires": DAY}, SOON, DAY),
    dated(
        "an end that does not close",
        {"format_id": "enduring", "starts": YESTERDAY, "ends": YESTERDAY},
        OPEN,
        NEVER,
        finds=("expired=0",),
    ),
    dated(
        "starts tomorrow",
        {"starts": TOMORROW},
        OPEN,
        NEVER,
        finds=(f"starts_from={TOMORROW}", f"starts_to={TOMORROW}"),
        misses=(f"starts_to={DAY}",),
    ),
    dated("start not stated", {}, OPEN, NEVER, misses=("starts_from=1900-01-01", "starts_to=2199-12-31")),
)

BOTH = {"board": ("abim", "abs"), "approval": ("lifelong-learning", "self-assessment")}
CROSSED = [approval("abim", "lifelong-learning"), approval("abs", "self-assessment")]
APPROVALS = (
    approved(
        "one board",
        [approval("abim")],
        finds=("board=abim", "board=abim&board=abs"),
        misses=("board=abs",),
        facets={"board": ("abim",), "approval": ("lifelong-learning",), "basis": ("board",)},
    ),
    approved(
        "nobody",
        [],
        misses=("board=abim", "approval=self-assessment", "basis=board"),
        facets={"board": (), "basis": ()},
    ),
    approved(
        "board and type on one row",
        CROSSED,
        finds=("board=abim&approval=lifelong-learning",),
        misses=("board=abim&approval=self-assessment",),
        facets=BOTH,
    ),
    approved(
        "types counted for the board",
        CROSSED,
        asks="board=abim",
        facets={"approval": ("lifelong-learning",), "board": ("abim", "abs")},
    ),
    approved("boards counted for the type", CROSSED, asks="approval=self-assessment", facets={"board": ("abs",)}),
    approved(
        "two types of one board",
        [approval("abim"), approval("abim", "self-assessment")],
        finds=("board=abim&approval=lifelong-learning&approval=self-assessment",),
        facets={"board": ("abim",)},
    ),
    approved("begins today", [approval("abim", valid_from=DAY)], finds=("board=abim",)),
    approved(
        "begins tomorrow",
        [approval("abim", valid_from=TOMORROW)],
        misses=("board=abim",),
        finds=(f"board=abim&open_on={TOMORROW}",),
        facets={"board": ()},
    ),
    approved(
        "ends today",
        [approval("abim", valid_until=DAY)],
        finds=("board=abim",),
        misses=(f"board=abim&open_on={TOMORROW}",),
    ),
    approved(
        "ended yesterday",
        [approval("abim", valid_until=YESTERDAY)],
        misses=("board=abim", "approval=lifelong-learning"),
        facets={"board": (), "approval": ()},
    ),
    approved(
        "ended, and begun again",
        [approval("abim", valid_until=YESTERDAY), approval("abim", valid_from=DAY)],
        finds=("board=abim",),
    ),
    approved(
        "one in force, one not",
        [approval("abim", valid_until=YESTERDAY), approval("abs", "self-assessment")],
        misses=("board=abim",),
        facets={"board": ("abs",), "approval": ("self-assessment",)},
    ),
    approved(
        "registered only",
        [registration("abim")],
        finds=("board=abim", "board=abim&basis=registered"),
        misses=("board=abim&basis=board", "approval=lifelong-learning"),
        facets={"approval": (), "basis": ("registered",), "points_kind": ("medical-knowledge",)},
    ),
    approved(
        "registered by kind",
        [registration("abim"), registration("abs", "patient-safety")],
        finds=("board=abs&points_kind=patient-safety",),
        misses=("board=abim&points_kind=patient-safety",),
    ),
    approved("kind is no approval type", [registration("abim", "patient-safety")], misses=("approval=patient-safety",)),
    approved(
        "registered without a kind",
        [registration("abim", None)],
        finds=("basis=registered",),
        misses=("points_kind=medical-knowledge",),
        facets={"points_kind": ()},
    ),
    approved(
        "approved and registered",
        [approval("abim"), registration("abim")],
        finds=("basis=board&board=abim", "basis=registered&board=abim"),
        misses=(
            "approval=lifelong-learning&basis=registered",
            "approval=lifelong-learning&points_kind=medical-knowledge",
        ),
        facets={"board": ("abim",), "basis": ("board", "registered")},
    ),
    approved(
        "basis not known",
        [approval("abim", basis="unknown")],
        finds=("board=abim&approval=lifelong-learning",),
        misses=("basis=board", "basis=registered"),
    ),
    approved(
        "with points of a kind",
        [approval("abim", points_kind_id="medical-knowledge")],
        finds=("approval=lifelong-learning&points_kind=medical-knowledge&basis=board",),
    ),
)

CASES = (*PRICES, *CREDITS, *DATES, *APPROVALS)
