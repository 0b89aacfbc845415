"""A listing on a list: the four facts a reader scans for, in one fixed order, seen through the reader's question."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from activities import records
from activities.models import ApprovalList, Listing
from activities.prices import AMA_PRA_1, EffectivePrice, effective_price, sorting_credit
from activities.printing import words
from activities.printing.approvals import REGISTERED, in_force
from activities.records import ApprovalRecord, CreditRecord, PriceRecord, Record
from activities.search.selection import Selection
from activities.status import Standing, standing
from cme_catalog.lib.numbers import hundredths

MOST_CODES = 6
"""Board codes a card prints before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Abbreviations of boards, as many as a card prints, and how many more there are."""

    shown: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ChosenBoard:
    """A board the reader chose, and what it says: "Self-assessment", "registered (Medical Knowledge)"."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card prints. `credit_type` is for listeners; `price_note` is about the readers the price is not for."""

    record: Record
    standing: Standing
    credits: str
    credit_type: str
    other_credits: int
    price: str
    price_note: str
    chosen: tuple[ChosenBoard, ...]
    approved: Codes
    registered: Codes
    silence: str

    @property
    def address(self) -> str:
        return reverse("activities:activity_detail", args=[self.record["activity_id"]])


def card(record: Record, selection: Selection) -> Card:
    """The card of a listing for a reader with this question."""
    main = _main_credit(record["credits"], selection.credit_type)
    found = effective_price(record["prices"], selection.members)
    rows = in_force(record["approvals"], selection.day)
    others = [row for row in rows if row["board"]["code"] not in selection.board]
    return Card(
        record=record,
        standing=standing_of(record, selection.day),
        credits=words.credits_alone(main["amount"]) if main else "Credit not stated",
        credit_type=_credit_type(main),
        other_credits=max(len(record["credits"]) - 1, 0),
        price=words.effective(found),
        price_note=_price_note(record["prices"], found),
        chosen=tuple(_chosen(rows, selection)),
        approved=_codes((row for row in others if row["basis"] != REGISTERED), selection),
        registered=_codes((row for row in others if row["basis"] == REGISTERED), selection),
        silence="" if rows else _silence(record),
    )


def cards_of(listings: Iterable[Listing], selection: Selection) -> list[Card]:
    """The cards of public listings, in their order."""
    return [card(records.parse(listing.record), selection) for listing in listings]


def standing_of(record: Record, day: date) -> Standing:
    """The standing of a listing on a day."""
    return standing(date.fromisoformat(record["last_day"]) if record["last_day"] else None, day)


def _main_credit(rows: list[CreditRecord], chosen: tuple[str, ...]) -> CreditRecord | None:
    """The credit that sorts; of two equal amounts the one of a chosen type, then of AMA PRA Category 1."""
    largest = sorting_credit(rows, chosen)
    same = [row for row in rows if hundredths(Decimal(row["amount"])) == largest]
    return min(same, key=lambda row: (_code(row) not in chosen, _code(row) != AMA_PRA_1), default=None)


def _code(row: CreditRecord) -> str:
    return row["type"]["code"] if row["type"] else ""


def _credit_type(main: CreditRecord | None) -> str:
    if main is None:
        return ""
    return main["type"]["name"] if main["type"] else "type not stated"


def _price_note(rows: list[PriceRecord], found: EffectivePrice) -> str:
    """The public price beside a member's one; or that some members pay less than what is printed."""
    if found.audience != "public":
        public = effective_price(rows)
        return f"{words.effective(public)} for others" if public.kind != "not-stated" else ""
    best = effective_price(rows, {row["audience"] for row in rows})
    if best.cents is None or best.cents == found.cents:
        return ""
    return "free for some members" if best.cents == 0 else "less for some members"


def _chosen(rows: list[ApprovalRecord], selection: Selection) -> Iterable[ChosenBoard]:
    for board in selection.board:
        mine = sorted((row for row in rows if row["board"]["code"] == board), key=_preference(selection))
        if mine:
            yield ChosenBoard(mine[0]["board"]["label"], ", ".join(dict.fromkeys(map(_says, mine))))


def _preference(selection: Selection) -> Callable[[ApprovalRecord], bool]:
    """Orders the rows that the reader's question is about before the others."""
    return lambda row: (
        not (
            (not selection.approval or (row["type"] or {"code": ""})["code"] in selection.approval)
            and (not selection.basis or row["basis"] in selection.basis)
            and (not selection.points_kind or (row["points_kind"] or {"code": ""})["code"] in selection.points_kind)
        )
    )


def _says(row: ApprovalRecord) -> str:
    if row["type"] is not None:
        return row["type"].get("short", row["type"]["name"])
    return f"registered ({row['points_kind']['name']})" if row["points_kind"] else "registered"


def _codes(rows: Iterable[ApprovalRecord], selection: Selection) -> Codes:
    ordered = sorted(rows, key=_preference(selection))
    codes = list(dict.fromkeys(row["board"]["abbreviation"] for row in ordered))
    return Codes(tuple(codes[:MOST_CODES]), max(len(codes) - MOST_CODES, 0))


def _silence(record: Record) -> str:
    return "No board lists it" if record["approval_list"] == ApprovalList.COMPLETE else "Approvals not recorded"
