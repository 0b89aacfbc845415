"""A listing on a list: the four facts a reader scans for, in one fixed order, seen through the reader's question.

The door renders the card once and stores it with gaps; a list fills the gaps for its reader and its day.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from activities import records
from activities.models import ApprovalList, Listing
from activities.printing import gaps
from activities.printing.gaps import Claim
from activities.records import ApprovalRecord, CreditRecord, PriceRecord, Record
from activities.search.selection import Selection
from activities.status import Standing, standing

TEMPLATE = "activities/_card.html"
GAPS = ("level", "status", "credits", "price", "until", "boards")
_MARK = "\x1e"  # a control character, which no stored text may hold
_ESCAPED_MARK = json.dumps(_MARK)[1:-1]
_ALWAYS = ("", "9999-12-31")


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card with gaps. `parts` are HTML and the names of gaps in turn, and begin and end with HTML.

    `usual` fills gaps for a reader who chose nothing that changes them; its boards hold from the first to the second
    day of `holds`.
    """

    made_by: str
    parts: list[str]
    usual: dict[str, str]
    holds: tuple[str, str]
    last_day: str
    silence: str
    credits: list[CreditRecord]
    prices: list[PriceRecord]
    claims: list[Claim]

    @classmethod
    def of(cls, record: Record, day: date) -> Self:
        """The card of a record as it is on a day; it can be filled for any other day."""
        claims = [_claim(row) for row in record["approvals"]]
        silence = "No board lists it" if record["approval_list"] == ApprovalList.COMPLETE else "Approvals not recorded"
        return cls(
            made_by=maker(),
            parts=_parts(record),
            usual={
                "credits": gaps.credit(record["credits"], ()),
                "price": gaps.price(record["prices"], ()),
                "boards": gaps.boards(claims, silence, Selection(day=day)),
                "open": gaps.until(Standing.OPEN, record["last_day"]),
                "expired": gaps.until(Standing.EXPIRED, record["last_day"]),
            },
            holds=_holds(claims, day),
            last_day=record["last_day"],
            silence=silence,
            credits=record["credits"],
            prices=record["prices"],
            claims=claims,
        )

    def to_text(self) -> str:
        values = [getattr(self, name) for name in self.__slots__]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Self:
        values = json.loads(text)
        values[-1] = [Claim(*claim) for claim in values[-1]]
        return cls(*values)

    def fill(self, selection: Selection, level: int) -> SafeString:
        """The card as HTML for a reader with this question, its title a heading of this level."""
        stands = standing(date.fromisoformat(self.last_day) if self.last_day else None, selection.day)
        filled = {
            "level": str(level),
            "status": gaps.STATUS[stands],
            "until": self.usual["expired" if stands is Standing.EXPIRED else "open"],
            "credits": self._credits(selection),
            "price": self._price(selection),
            "boards": self._boards(selection),
        }
        whole = [filled[part] if at % 2 else part for at, part in enumerate(self.parts)]
        return mark_safe("".join(whole))  # noqa: S308

    def _credits(self, selection: Selection) -> str:
        if selection.credit_type and len(self.credits) > 1:
            return gaps.credit(self.credits, selection.credit_type)
        return self.usual["credits"]

    def _price(self, selection: Selection) -> str:
        if selection.members and any(row["audience"] in selection.members for row in self.prices):
            return gaps.price(self.prices, selection.members)
        return self.usual["price"]

    def _boards(self, selection: Selection) -> str:
        asked = selection.board or selection.approval or selection.basis or selection.points_kind
        first, last = self.holds
        if not asked and first <= selection.day.isoformat() <= last:
            return self.usual["boards"]
        return gaps.boards(self.claims, self.silence, selection)


def stored(record: Record, day: date) -> str:
    """The text of `Listing.card` for a record."""
    return StoredCard.of(record, day).to_text()


def cards_of(listings: Iterable[Listing], selection: Selection, level: int = 2) -> list[str]:
    """The cards of public listings as HTML, in their order."""
    return [_current(listing, selection).fill(selection, level) for listing in listings]


def standing_of(record: Record, day: date) -> Standing:
    """The standing of a listing on a day."""
    return standing(date.fromisoformat(record["last_day"]) if record["last_day"] else None, day)


@cache
def maker() -> str:
    """Names what makes cards in this process: a digest of their template and of the code that fills it."""
    template = Path(str(get_template(TEMPLATE).origin))  # type: ignore[attr-defined]
    code = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in [template, *code])).hexdigest()[:16]


def _current(listing: Listing, selection: Selection) -> StoredCard:
    """The stored card; one that another template made is made anew, until `publish_catalog` stores it."""
    if listing.card.startswith(f'["{maker()}"'):
        return StoredCard.parse(listing.card)
    return StoredCard.of(records.parse(listing.record), selection.day)


def _parts(record: Record) -> list[str]:
    """The rendered template, cut at its gaps. Every value of the record is escaped by the template.

    A mark that got into the record past validation is taken out first: it would open a gap of its own.
    """
    text = records.canonical(record)
    if _ESCAPED_MARK in text:
        record = records.parse(text.replace(_ESCAPED_MARK, " "))
    context = {
        "record": record,
        "address": reverse("activities:activity_detail", args=[record["activity_id"]]),
        "gap": {name: f"{_MARK}{name}{_MARK}" for name in GAPS},
    }
    return get_template(TEMPLATE).render(context).strip().split(_MARK)


def _claim(row: ApprovalRecord) -> Claim:
    board, approval, kind = row["board"], row["type"], row["points_kind"]
    return Claim(
        board=board["code"],
        abbreviation=board["abbreviation"],
        label=board["label"],
        basis=row["basis"],
        approval=approval["code"] if approval else "",
        points_kind=kind["code"] if kind else "",
        says=_says(row),
        begins=row["from"],
        ends=row["until"],
    )


def _says(row: ApprovalRecord) -> str:
    if row["type"] is not None:
        return row["type"].get("short", row["type"]["name"])
    return f"registered ({row['points_kind']['name']})" if row["points_kind"] else "registered"


def _holds(claims: list[Claim], day: date) -> tuple[str, str]:
    """The first and the last day between which the same claims count as on this day."""
    turns = [date.fromisoformat(claim.begins) for claim in claims if claim.begins]
    turns += [date.fromisoformat(claim.ends) + timedelta(days=1) for claim in claims if claim.ends]
    before = max((turn for turn in turns if turn <= day), default=None)
    after = min((turn for turn in turns if turn > day), default=None)
    return (
        before.isoformat() if before else _ALWAYS[0],
        (after - timedelta(days=1)).isoformat() if after else _ALWAYS[1],
    )
